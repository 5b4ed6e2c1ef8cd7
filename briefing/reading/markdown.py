"""Markdown: front matter, and a text whose marks are left outside its paragraphs.

Inline marks (``*so*``) are part of the text as printed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.article import ParagraphKind, Span
from briefing.folding import SPACES
from briefing.reading.blocks import Block, hide_repeated, never_above_story, numbered, on_one_line
from briefing.reading.debris import hide
from briefing.reading.decode import decode
from briefing.reading.draft import Draft, Metadata
from briefing.reading.lines import Line, lines_of, merged
from briefing.reading.markdown_blocks import CODE_INDENT, split_blocks
from briefing.reading.metadata import find
from briefing.reading.unreadable import Unreadable

_WRAPS_TITLE = re.compile(r"(\*\*|__|\*|_)(.+)\1")


def read(data: bytes) -> Draft:
    """A markdown file. Raises Unreadable as ``decode`` and ``frontmatter`` say.

    Where there is no front matter, byline, outlet and date are looked for in
    the text as in plain text; the title is its first heading in any case.
    """
    whole, notes = decode(data)
    known, text = _front_matter(whole) if whole.startswith("---") else (None, whole)
    if not text.strip(SPACES):
        raise Unreadable("there is no text after the front matter")
    lines, hidden = _without_comments(text, lines_of(text))
    keep = known is not None and known.keep_debris
    if not keep:
        lines, debris = hide(lines)
        hidden += debris
    blocks = split_blocks(text, lines, hidden)
    if not keep:
        blocks = hide_repeated(text, blocks, hidden)
    if known is None:
        words = [on_one_line(text, block) for block in blocks]
        known = replace(find(words, never_above_story(blocks), text).metadata, title=None)
    if notes or not known.title:
        known = replace(known, title=known.title or _title(text, blocks), notes=notes + known.notes)
    return Draft(text, numbered(blocks), merged(hidden), known)


def _front_matter(whole: str) -> tuple[Metadata | None, str]:
    from briefing.reading.fields import metadata
    from briefing.reading.frontmatter import split

    fields, text = split(whole)
    return metadata(fields) if fields else None, text


def _title(text: str, blocks: list[Block]) -> str | None:
    """The first heading of level 1, where it stands above the story."""
    if not blocks or blocks[0].kind is not ParagraphKind.HEADING or blocks[0].level != 1:
        return None
    title = on_one_line(text, blocks[0])
    wrapped = _WRAPS_TITLE.fullmatch(title)
    return wrapped[2] if wrapped else title


def _without_comments(text: str, lines: list[Line]) -> tuple[list[Line], list[Span]]:
    """``lines`` without the comments that take whole ones, and the spans of these."""
    if "-->" not in text:
        return lines, []
    kept: list[Line] = []
    hidden: list[Span] = []
    opened: list[Line] = []
    for line in lines:
        if opened or (line.text.startswith("<!--") and line.start - line.first < CODE_INDENT):
            opened.append(line)
        else:
            kept.append(line)
        if opened and "-->" in line.text:
            if line.text.endswith("-->"):
                hidden.append(Span(opened[0].first, line.after))
            else:
                kept.extend(opened)
            opened = []
    return kept + opened, hidden
