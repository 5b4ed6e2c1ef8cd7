"""How a projection lies in rows of cells: wrapped to a width, and where each offset is drawn.

Rows and cells count from 0; offsets are those of the display. The rows of a
line after its first are indented by the width of its mark, so that the words of
a list item or a quote stand below each other.
"""

from __future__ import annotations

from bisect import bisect_right

from briefing.projection import Line, Projection
from briefing.tui.base.clusters import clusters, is_plain, pieces

_NOT_FIRST = frozenset("、。，．・：；？！」』）】〉》〕］｝々ー…‥％!,.:;?)]}")
"""Signs that East Asian text does not put at the beginning of a row."""
_LEAST_ROOM = 8


class TextLayout:
    """A projection wrapped to ``width`` cells; a space at a row's end may hang over by one."""

    def __init__(self, projection: Projection, width: int) -> None:
        self.projection = projection
        self.width = max(1, width)
        self._starts: list[int] = []
        self._lines: list[int] = []
        self._indents = [self._indent(line) for line in projection.lines]
        for number, line in enumerate(projection.lines):
            self._starts.append(line.start)
            if line.end - line.start > self.width // 2:
                text = projection.display[line.start : line.end]
                breaks = wrap(text, self.width, self.width - self._indents[number])
                self._starts.extend(line.start + at for at in breaks)
            self._lines.extend([number] * (len(self._starts) - len(self._lines)))

    def _indent(self, line: Line) -> int:
        """The cells that the rows of a line after its first are indented by."""
        return line.mark if self.width - line.mark >= _LEAST_ROOM else 0

    @property
    def height(self) -> int:
        """The number of rows, at least 1."""
        return len(self._starts)

    def line_number(self, row: int) -> int:
        """The number of the logical line that a row is of."""
        return self._lines[row]

    def line(self, row: int) -> Line:
        """The logical line that a row is of."""
        return self.projection.lines[self._lines[row]]

    def is_first(self, row: int) -> bool:
        """Whether a row is the first of its line."""
        return row == 0 or self._lines[row - 1] != self._lines[row]

    def is_blank(self, row: int) -> bool:
        """Whether there is no text in a row."""
        start, end = self.range(row)
        return start == end

    def first_text(self, row: int) -> int:
        """The first row from ``row`` on that is not blank, or the last one of all."""
        while row + 1 < self.height and self.is_blank(row):
            row += 1
        return row

    def indent(self, row: int) -> int:
        """The empty cells before a row's text."""
        return 0 if self.is_first(row) else self._indents[self._lines[row]]

    def range(self, row: int) -> tuple[int, int]:
        """The offsets of a row's text, without the line end."""
        end = self.line(row).end
        if row + 1 < len(self._starts) and self._lines[row + 1] == self._lines[row]:
            end = self._starts[row + 1]
        return self._starts[row], end

    def row_of(self, offset: int) -> int:
        """The row that an offset is drawn in."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def cell_of(self, offset: int) -> int:
        """The cell of its row that an offset is drawn at."""
        row = self.row_of(offset)
        before = self.projection.display[self._starts[row] : offset]
        return self.indent(row) + sum(cells for *_, cells in clusters(before))

    def offset_at(self, row: int, cell: int, *, past_end: bool = False) -> int:
        """The offset of what is drawn at a cell: the start of a cluster, after our marks.

        To the right of a row it is the end of the line, or in the middle of a
        line the row's last cluster; with ``past_end`` the end of the row.
        """
        row = min(max(0, row), self.height - 1)
        start, end = self.range(row)
        line = self.line(row)
        text = self.projection.display[start:end]
        at, found, last = self.indent(row), None, start
        for first, _, cells in clusters(text):
            last = start + first
            if at + cells > cell:
                found = last
                break
            at += cells
        if found is None:
            found = end if past_end or end == line.end else last
        return max(found, min(line.start + line.mark, line.end))


def wrap(text: str, first: int, rest: int) -> list[int]:
    """Where to break a line: rows of ``first`` and then ``rest`` cells.

    Breaks after spaces and dashes and between wide characters; a word too long
    for a row is cut between clusters.
    """
    first, rest = max(1, first), max(1, rest)
    return _wrap_plain(text, first, rest) if is_plain(text) else _wrap_any(text, first, rest)


def _wrap_plain(text: str, room: int, rest: int) -> list[int]:
    breaks: list[int] = []
    at, length = 0, len(text)
    while length - at > room:
        cut = text.rfind(" ", at, at + room + 1) + 1
        cut = max(cut, text.rfind("—", at, at + room) + 1)
        if cut <= at:
            cut = at + room
        while cut < length and text[cut] == " ":
            cut += 1
        if cut == length:
            break
        breaks.append(cut)
        at, room = cut, rest
    return breaks


def _wrap_any(text: str, room: int, rest: int) -> list[int]:
    breaks: list[int] = []
    row = filled = 0
    chance = chance_filled = 0
    left, left_cells = "", 0
    for start, end, cells in pieces(text, min(room, rest)):
        char = text[start]
        if start > row and _may_break(left, left_cells, char, cells):
            chance, chance_filled = start, filled
        while char != " " and filled + cells > room and start > row:
            fits = chance > row and filled - chance_filled <= rest
            cut, cut_filled = (chance, chance_filled) if fits else (start, filled)
            breaks.append(cut)
            row, filled, room = cut, filled - cut_filled, rest
        filled += cells
        left, left_cells = text[end - 1], cells
    return breaks


def _may_break(left: str, left_cells: int, right: str, right_cells: int) -> bool:
    if right == " ":
        return False
    if left in " —":
        return True
    return (left_cells == 2 or right_cells == 2) and right not in _NOT_FIRST
