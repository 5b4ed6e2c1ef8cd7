"""Blocks: what a format found between two breaks, on the way to numbered paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.article import Paragraph, ParagraphKind, Span

LEAST_REPEATED = 30
"""Characters from which a block printed twice in a row is a repetition, not style."""


@dataclass(slots=True)
class Block:
    """A paragraph to be. ``start`` to ``end`` are its words, ``first`` to ``after`` its lines."""

    start: int
    end: int
    first: int
    after: int
    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0


def hide_repeated(text: str, blocks: list[Block], hidden: list[Span]) -> list[Block]:
    """``blocks`` without those that repeat the one before them, which go to ``hidden``."""
    kept: list[Block] = []
    for block in blocks:
        if kept and _repeats(text, kept[-1], block):
            hidden.append(Span(block.first, block.after))
        else:
            kept.append(block)
    return kept


def _repeats(text: str, one: Block, other: Block) -> bool:
    if not LEAST_REPEATED <= one.end - one.start == other.end - other.start:
        return False
    return text[one.start : one.end] == text[other.start : other.end]


def on_one_line(text: str, block: Block) -> str:
    """The words of a block, line ends and what is next to them as single spaces."""
    words = text[block.start : block.end]
    return " ".join(words.split()) if "\n" in words else words


def never_above_story(blocks: list[Block]) -> set[int]:
    """Which blocks cannot be lines above the story: list items and quotes."""
    story = (ParagraphKind.LIST_ITEM, ParagraphKind.QUOTE)
    return {at for at, block in enumerate(blocks) if block.kind in story}


def numbered(blocks: list[Block]) -> tuple[Paragraph, ...]:
    """The paragraphs that ``blocks`` are."""
    return tuple(
        Paragraph(number, Span(block.start, block.end), block.kind, block.level)
        for number, block in enumerate(blocks, 1)
    )
