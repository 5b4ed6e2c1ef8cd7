"""Title, byline, outlet and date of a plain text, where the text itself gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.article import Dating, Known
from briefing.reading.dates import PrintedDay, dating, day_of_line
from briefing.reading.draft import Metadata
from briefing.reading.rules import rules
from briefing.reading.shape import in_headline_case, is_names, is_sentence

HEAD_BLOCKS = 16
AFTER_HEAD = 4
"""Blocks from the first sentence on that a byline or date may still stand among."""
TAIL_BLOCKS = 3
_LABEL = re.compile(r"([^\W\d_][\w ]{1,24}?)\s*:\s+(\S.*)")
_PARTS = re.compile(r"\s+[|•·]\s+|\s+[–—]\s+")
_URL = re.compile(r"https?://\S+")
_SIGNED = re.compile(r"(?:[—–-]+|[*_]+)\s*")
_DATELINE = re.compile(r"([^\n]{3,70}?)\s{0,3}(?:\([^()\n]{2,40}\)\s{0,3})?(?:[—–]|--?)\s")
_LONG_LEAD = 80


@dataclass(slots=True)
class Found:
    """What the text gives, with the block that is the title and those that are facts."""

    metadata: Metadata = field(default_factory=Metadata)
    title: int | None = None
    facts: set[int] = field(default_factory=set)
    body: int = 0
    """The first block of the story itself."""


@dataclass(slots=True)
class _Facts:
    """Facts as they turn up, the first of each counts."""

    values: dict[str, str] = field(default_factory=dict)
    days: list[PrintedDay] = field(default_factory=list)
    at: set[int] = field(default_factory=set)

    def take(self, at: int, name: str, value: str) -> None:
        self.values.setdefault(name, value)
        self.at.add(at)


def find(blocks: list[str], story: set[int], text: str) -> Found:
    """What ``blocks``, each on one line, give.

    Those in ``story`` are no lines above it. ``text`` is searched for full
    dates where a day without a year is found.
    """
    facts = _Facts()
    body = _read_head(blocks, story, facts)
    headlines = [at for at in range(body) if at not in facts.at]
    _read_lines(blocks, range(body, min(body + AFTER_HEAD, len(blocks))), facts)
    _read_tail(blocks, facts)
    title = facts.values.get("title")
    title_at = _title([at for at in headlines if title in {None, blocks[at]}], blocks, body)
    if title_at is not None:
        title = blocks[title_at]
    when, notes = _when(facts.days, blocks, body, text)
    metadata = Metadata(
        title=title,
        outlet=facts.values.get("outlet"),
        byline=facts.values.get("byline") or facts.values.get("writer"),
        date=when,
        url=facts.values.get("url"),
        notes=notes,
    )
    return Found(metadata, title_at, facts.at, body)


def _read_head(blocks: list[str], story: set[int], facts: _Facts) -> int:
    """Read the lines above the story; where it starts."""
    labels: list[tuple[int, str, str]] = []
    body = min(len(blocks), HEAD_BLOCKS)
    for at in range(body):
        block = blocks[at]
        label = _LABEL.fullmatch(block) if len(block) <= 300 else None
        what = rules().labels.get(label[1].lower()) if label else None
        if _read_line(block, at, facts):
            continue
        if label and what:
            labels.append((at, what, label[2]))
        elif at in story or (is_sentence(block) and not _is_question(blocks, at)):
            body = at
            break
    for at, what, value in labels:
        if at > 0 or len(labels) > 1 or facts.at:
            _take_label(at, what, value, facts)
    return body


def _read_lines(blocks: list[str], places: range, facts: _Facts) -> None:
    for at in places:
        _read_line(blocks[at], at, facts)


def _read_line(block: str, at: int, facts: _Facts) -> bool:
    """Whether the block is a byline, a day or an address, or several side by side."""
    if len(block) > 200:
        return False
    if _URL.fullmatch(block):
        facts.take(at, "url", block)
        return True
    found = False
    for part in (block, *_PARTS.split(block)):
        day = day_of_line(part)
        by = rules().by.match(part)
        if day:
            facts.days.append(day)
            facts.at.add(at)
        elif by and is_names(part[by.end() :]):
            facts.take(at, "byline", part[by.end() :].strip())
        else:
            continue
        found = True
        if part is block:
            break
    return found


def _take_label(at: int, what: str, value: str, facts: _Facts) -> None:
    if what == "writer":
        words = value.lower().split()
        if not rules().publications.isdisjoint(words):
            if len(words) > 2 or words[0] == "the":
                facts.take(at, "outlet", value)
        elif is_names(value):
            facts.take(at, "writer", value)
        facts.at.add(at)
    elif what in {"title", "outlet", "byline"} or (what == "url" and _URL.fullmatch(value)):
        facts.take(at, what, value)


def _read_tail(blocks: list[str], facts: _Facts) -> None:
    """A byline under the story: ``By …``, or ``— Name is a reporter …``."""
    for at in range(max(0, len(blocks) - TAIL_BLOCKS), len(blocks)):
        block = blocks[at]
        by = rules().by.match(block)
        if by and is_names(block[by.end() :]):
            facts.take(at, "byline", block[by.end() :].strip())
        signed = _SIGNED.match(block)
        role = rules().role.search(block) if signed else None
        if signed and role and is_names(block[signed.end() : role.start()]):
            facts.take(at, "byline", block[signed.end() : role.start()].strip())


def _is_question(blocks: list[str], at: int) -> bool:
    """Whether the first block is a headline that happens to ask or to shout."""
    block = blocks[at]
    if at or len(blocks) < 2 or block[-1] not in "?!" or len(block) > 100:
        return False
    return not is_sentence(block[:-1].rstrip("?!")) and len(blocks[1]) > len(block)


def _title(headlines: list[int], blocks: list[str], body: int) -> int | None:
    """Which of the unpunctuated lines above the story is its title.

    The first, but for a short overline (``World news``) above a longer one, and
    for a long lead above a shorter line that alone is in headline case.
    """
    fit = [at for at in headlines[:4] if _may_be_title(blocks[at])]
    if not fit or body >= len(blocks):
        return None
    first = fit[0]
    for other in fit[1:2]:
        overline = len(blocks[first].split()) < 3 and len(blocks[other].split()) > 3
        lead = len(blocks[first]) > max(_LONG_LEAD, len(blocks[other]))
        cased = in_headline_case(blocks[other]) and not in_headline_case(blocks[first])
        if overline or (lead and cased):
            return other
    return first


def _may_be_title(block: str) -> bool:
    return not block[0].islower() and any(map(str.isalpha, block))


def _when(
    days: list[PrintedDay], blocks: list[str], body: int, text: str
) -> tuple[Dating, tuple[str, ...]]:
    """The date that the lines around the story give, else its dateline."""
    stated = {day.full: day for day in days if day.full and not day.updated}
    if len(stated) > 1:
        listed = " and ".join(f"“{day.text}”" for day in stated.values())
        return _unknown(f"the lines above the story give {listed}")
    for day in (*stated.values(), *sorted(days, key=lambda day: day.updated)):
        found = dating("line above the story", day, text)
        if found.known is not Known.UNKNOWN:
            return found, ()
    found = _by_dateline(blocks[body], text) if body < len(blocks) else Dating()
    doubt = next(filter(None, (day.two_ways for day in days)), None)
    return _unknown(doubt) if doubt and found.known is Known.UNKNOWN else (found, ())


def _unknown(why: str) -> tuple[Dating, tuple[str, ...]]:
    return Dating(basis=why), (f"the date is unknown: {why}",)


def _by_dateline(block: str, text: str) -> Dating:
    """From ``TOWN, June 3 (Agency) —``: when it was written, so never a stated date."""
    match = _DATELINE.match(block)
    if not match or not match[1].split(",")[0].isupper():
        return Dating()
    for part in _after_commas(match[1]):
        day = day_of_line(part)
        if day:
            found = dating("dateline", day, text)
            if found.known is not Known.STATED:
                return found
            basis = f"the dateline says “{day.text}”"
            return Dating(Known.INFERRED, found.earliest, found.latest, basis)
    return Dating()


def _after_commas(text: str) -> Iterator[str]:
    at = text.find(",")
    while at >= 0:
        yield text[at + 1 :]
        at = text.find(",", at + 1)
