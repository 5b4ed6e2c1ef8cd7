"""Lines of plain text for a terminal: wrapped and set side by side by what they take on screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells, set_cell_size

from briefing.safe_text import one_line

BETWEEN = " │ "


def wrap(text: str, width: int, first: str = "", tail: str = "") -> list[str]:
    """``text`` made harmless and wrapped at ``width`` columns, at least one line.

    ``first`` stands before the first line and as much blank space before the
    others; ``tail`` is added as one word. A word that is too wide is cut.
    """
    indent = " " * cell_len(first)
    lines: list[str] = []
    line, used = first, cell_len(first)
    room = max(1, width - used)
    empty = True
    for word in _words([*one_line(text).split(" "), *([one_line(tail)] if tail else [])], room):
        size = cell_len(word)
        if not empty and used + 1 + size > width:
            lines.append(line)
            line, used, empty = indent, cell_len(indent), True
        line, used = (line + word, used + size) if empty else (f"{line} {word}", used + 1 + size)
        empty = False
    return [*lines, line.rstrip()]


def beside(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Columns of lines next to each other, each padded to its width but the last."""
    rows = []
    for row in zip_longest(*columns, fillvalue=""):
        *left, last = (set_cell_size(c, w) for c, w in zip(row, widths, strict=True))
        rows.append(BETWEEN.join([*left, last]).rstrip())
    return rows


def shares(width: int, parts: int) -> list[int]:
    """``width`` columns shared out evenly among ``parts``, with room between them."""
    free = width - len(BETWEEN) * (parts - 1)
    return [free // parts + (1 if i < free % parts else 0) for i in range(parts)]


def paragraphs(blocks: Iterable[Sequence[str]]) -> str:
    """Blocks of lines with one empty line between them; empty blocks left out."""
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _words(words: Iterable[str], room: int) -> Iterator[str]:
    for word in words:
        if cell_len(word) <= room:
            yield word
        else:
            yield from chop_cells(word, room)
