"""Plain text as it comes: pasted from pages, wrapped by programs, with or without blank lines."""

from __future__ import annotations

from dataclasses import replace

from briefing.article import ParagraphKind
from briefing.folding import SPACES
from briefing.reading.blocks import Block, hide_repeated, never_above_story, numbered, on_one_line
from briefing.reading.debris import hide
from briefing.reading.decode import decode
from briefing.reading.draft import Draft, Metadata
from briefing.reading.layout import blocks_of
from briefing.reading.lines import lines_of, merged
from briefing.reading.metadata import Found, find
from briefing.reading.shape import in_headline_case, is_sentence
from briefing.reading.unreadable import Unreadable

LONGEST_HEADING = 90
MOST_HEADING_WORDS = 14
LONGEST_LEAD = 80
"""Characters before the dash of a list item such as ``Withdrawal – the army …``."""
_DASHES = (" – ", " — ", " - ")


def read(data: bytes) -> Draft:
    """A plain text file; Unreadable as ``decode`` says.

    What its front matter says, if it has any that names an article's fields,
    counts instead of what is found in the text.
    """
    whole, notes = decode(data)
    known, text = _front_matter(whole)
    keep = known is not None and known.keep_debris
    lines, hidden = (lines_of(text), []) if keep else hide(lines_of(text))
    blocks = blocks_of(lines) if keep else hide_repeated(text, blocks_of(lines), hidden)
    words = [on_one_line(text, block) for block in blocks]
    found = find(words, never_above_story(blocks), text)
    known = known or found.metadata
    _mark_unmarked_lists(blocks, words)
    _mark_headings(blocks, words, found)
    known = replace(known, notes=notes + known.notes)
    return Draft(text, numbered(blocks), merged(hidden), known)


def _front_matter(whole: str) -> tuple[Metadata | None, str]:
    if not whole.startswith("---"):
        return None, whole
    from briefing.reading.fields import NAMES, metadata
    from briefing.reading.frontmatter import split

    try:
        fields, text = split(whole)
    except Unreadable:
        return None, whole
    if fields is None or NAMES.isdisjoint(fields.values) or not text.strip(SPACES):
        return None, whole
    return metadata(fields), text


def _mark_unmarked_lists(blocks: list[Block], words: list[str]) -> None:
    """Two or more ``Name – explanation`` in a row after a colon are a list without marks."""
    at = 0
    while at < len(blocks):
        at += 1
        if not words[at - 1].endswith(":"):
            continue
        end = at
        while end < len(blocks) and _has_lead(words[end]):
            end += 1
        if end - at > 1:
            for block in blocks[at:end]:
                block.kind, block.level = ParagraphKind.LIST_ITEM, 1
            at = end


def _has_lead(words: str) -> bool:
    places = [at for at in (words.find(dash, 1, LONGEST_LEAD) for dash in _DASHES) if at > 0]
    return bool(places) and ". " not in words[: min(places)]


def _mark_headings(blocks: list[Block], words: list[str], found: Found) -> None:
    """The title, and short lines without final punctuation between paragraphs."""
    for at, block in enumerate(blocks):
        if at == found.title:
            block.kind, block.level = ParagraphKind.HEADING, 1
        elif block.kind is ParagraphKind.TEXT and _is_heading(at, blocks, words, found):
            block.kind, block.level = ParagraphKind.HEADING, 2


def _is_heading(at: int, blocks: list[Block], words: list[str], found: Found) -> bool:
    line = words[at]
    if len(line) > LONGEST_HEADING or is_sentence(line) or at in found.facts:
        return False
    if not 0 < at < len(blocks) - 1 or len(line.split()) > MOST_HEADING_WORDS:
        return False
    if line[0].islower() or not any(map(str.isalpha, line)):
        return False
    if at < found.body and (":" in line or not in_headline_case(line)):
        return False
    return all(
        is_sentence(words[near])
        or blocks[near].kind is ParagraphKind.LIST_ITEM
        or (near < at and (near == found.title or near in found.facts))
        for near in (at - 1, at + 1)
    )
