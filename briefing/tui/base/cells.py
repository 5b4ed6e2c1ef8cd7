"""A row of cells as one visual: side by side where there is room, else below each other.

It is laid out for the width that it is asked for, and only its height is worked
out before it is seen: a list of thousands has to know how high each entry is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from briefing.tui.base.text_layout import wrap
from briefing.tui.base.words import joined

BESIDE = 72
"""Cells of width from which the cells of a row stand side by side."""
GAP = 2
"""Cells of width between two columns, and before what stands below the first cell."""


class Cells(Visual):
    """``cells`` in columns that share the width as ``shares`` say.

    The first is no wider than ``most``; what it leaves goes to the last.
    """

    def __init__(
        self, cells: Sequence[Content], shares: Sequence[int], most: int | None = None
    ) -> None:
        self._cells = cells
        self._shares = shares
        self._most = most
        self._broken: tuple[int, list[list[int]]] = (0, [])

    def __str__(self) -> str:
        return "  ".join(cell.plain for cell in self._cells)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        heights = [len(breaks) - 1 for breaks in self._breaks(width)]
        return max(1, sum(heights) if width < BESIDE else max(heights, default=1))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        lines = self.lines(width)
        return Content("\n").join(lines).render_strips(width, height, style, options)

    def lines(self, width: int) -> list[Content]:
        """The row in ``width`` cells."""
        columns = [
            [text[a:b].rstrip() for a, b in pairwise(breaks)]
            for text, breaks in zip(self._texts(width), self._breaks(width), strict=True)
        ]
        if width < BESIDE:
            first, rest = columns
            return [*first, *(line.pad_left(GAP) for line in rest)] or [Content()]
        return list(self._beside(columns, width))

    def _beside(self, columns: list[list[Content]], width: int) -> Iterator[Content]:
        widths = self._widths(width)
        for y in range(max(1, *map(len, columns))):
            parts = [column[y] if y < len(column) else Content() for column in columns]
            filled = [
                part.pad_right(room - part.cell_length)
                for part, room in zip(parts, widths, strict=True)
            ]
            yield Content(" " * GAP).join(filled).rstrip()

    def _texts(self, width: int) -> Sequence[Content]:
        """What is broken into rows: each cell, or the first and all others as one."""
        if width >= BESIDE:
            return self._cells
        first, *rest = self._cells
        return first, joined(rest, by="  ")

    def _widths(self, width: int) -> list[int]:
        if width < BESIDE:
            return [width, width - GAP]
        room = width - GAP * (len(self._shares) - 1)
        widths = [room * share // sum(self._shares) for share in self._shares]
        widths[0] = min(widths[0], self._most or widths[0])
        widths[-1] += room - sum(widths)
        return widths

    def _breaks(self, width: int) -> list[list[int]]:
        """For each text where its rows begin, and its end; nothing where there is no text."""
        if self._broken[0] != width:
            texts = [text.plain for text in self._texts(width)]
            self._broken = (
                width,
                [
                    [0, *wrap(text, room, room), len(text)] if text else [0]
                    for text, room in zip(texts, self._widths(width), strict=True)
                ],
            )
        return self._broken[1]
