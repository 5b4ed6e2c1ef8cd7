"""An entry of a feed of any kind: an article where it has its full text, else a link to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.article import Dating, ParagraphKind
from briefing.reading.importing.cleaning import one_line
from briefing.reading.importing.documents import document
from briefing.reading.importing.imported import Extracted, Imported, Link, TextBlock
from briefing.reading.importing.webpage import fragment
from briefing.reading.unreadable import Unreadable

LEAST_WORDS = 80
"""Words from which the content of an entry may be the whole article."""
LEAST_OF_SUMMARY = 200
"""The same for a summary, which some feeds put the whole article into."""
_CUT_OFF = ("…", "...", "[…]", "[...]", "read more", "continue reading", "далі", "далее")
_LONGEST_SUMMARY = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one entry; ``full`` and ``summary`` are HTML or text."""

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: Dating = field(default_factory=Dating)
    language: str | None = None
    full: str = ""
    summary: str = ""
    key: str | None = None


def extracted(entries: Iterable[Entry]) -> Extracted:
    """The articles and links that entries are; those that are neither are named."""
    articles: list[Imported] = []
    links: list[Link] = []
    skipped: list[str] = []
    for number, entry in enumerate(entries, 1):
        article = _article(entry, number)
        if article is not None:
            articles.append(article)
        elif entry.url is not None:
            links.append(_link(entry))
        else:
            name = entry.title or f"entry {number}"
            skipped.append(f"{name}: it has neither a text nor an address")
    return Extracted(tuple(articles), tuple(links), tuple(skipped))


def _article(entry: Entry, number: int) -> Imported | None:
    blocks = _whole(entry.full, LEAST_WORDS) or _whole(entry.summary, LEAST_OF_SUMMARY)
    if blocks is None and entry.url is None:
        blocks = _whole(entry.full or entry.summary, 1)
    if blocks is None:
        return None
    if entry.title and not (blocks and blocks[0].text == entry.title):
        blocks = [TextBlock(entry.title, ParagraphKind.HEADING, 1), *blocks]
    try:
        return document(
            blocks,
            title=entry.title,
            outlet=entry.outlet,
            byline=entry.byline,
            date=entry.date,
            url=entry.url,
            language=entry.language,
            part=entry.key or entry.url or f"entry {number}",
        )
    except Unreadable:
        return None


def _whole(markup: str, least: int) -> list[TextBlock] | None:
    """The blocks of a text of at least so many words that is not cut off."""
    if len(markup) < least:
        return None
    try:
        blocks = list(fragment(markup))
    except Unreadable:
        return None
    text = " ".join(block.text for block in blocks)
    cut_off = text.rstrip(" »›→>.").lower().endswith(_CUT_OFF) or text.endswith(("…", "..."))
    return blocks if len(text.split()) >= least and not cut_off else None


def _link(entry: Entry) -> Link:
    text = " ".join(block.text for block in _whole_or_none(entry.summary or entry.full))
    return Link(
        url=entry.url or "",
        title=entry.title,
        outlet=entry.outlet,
        byline=entry.byline,
        date=entry.date,
        language=entry.language,
        summary=one_line(text[:_LONGEST_SUMMARY]),
    )


def _whole_or_none(markup: str) -> list[TextBlock]:
    try:
        return list(fragment(markup[: 20 * _LONGEST_SUMMARY]))
    except Unreadable:
        return []
