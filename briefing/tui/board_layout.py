"""Where everything on the board stands, in character cells, for a given width.

Knows nothing of widgets: it makes lines of wrapped text, and says which line
belongs to which record and which record the cursor reaches from another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content

from briefing.analysis.board import Board, BoardEntry, BoardRow
from briefing.dossier.settings import Issue
from briefing.tui.words import FAINT, joined, plain

MARGIN = 2
"""Cells left of a text: the cursor's mark and a space."""
LEAST_COLUMN = 24
ALONE = "◦"
"""Marks a record that one source alone reports."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: ``content`` within ``width`` cells from ``left``, and whose it is."""

    left: int
    width: int
    content: Content
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board. ``rule``: a line is drawn from its text to the right edge."""

    parts: tuple[Part, ...]
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a record stands: its lines, and its column (None across all of them)."""

    entry: BoardEntry
    row: int
    column: int | None
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The board laid out: ``lefts`` and ``width`` are those of the columns."""

    lines: tuple[Line, ...]
    slots: tuple[Slot, ...]
    lefts: tuple[int, ...]
    width: int
    stacked: bool

    def find(self, record_id: str | None) -> int | None:
        """The slot of the record with that id."""
        return next((i for i, s in enumerate(self.slots) if s.entry.record.id == record_id), None)

    def vertical(self, at: int, step: int) -> int:
        """The slot above (-1) or below (1) in the same column; the same where there is none."""
        here = self.slots[at]
        if self.stacked:
            return min(max(at + step, 0), len(self.slots) - 1)
        order = range(at + step, len(self.slots) if step > 0 else -1, step)
        fits = [i for i in order if _same_column(self.slots[i], here)]
        if here.column is None:
            fits = list(order)
        return min(fits, key=lambda i: (abs(self.slots[i].top - here.top), abs(i - at)), default=at)

    def sideways(self, at: int, step: int) -> int:
        """The slot next to this one in the column to the left (-1) or right (1)."""
        here = self.slots[at]
        if self.stacked:
            return self._next_group(at, step)
        wanted = (here.column if here.column is not None else -1) + step
        there = [i for i, s in enumerate(self.slots) if s.column == wanted]
        return min(there, key=lambda i: abs(self.slots[i].top - here.top), default=at)

    def _next_group(self, at: int, step: int) -> int:
        def group(slot: Slot) -> tuple[int, int | None]:
            return slot.row, slot.column

        here = group(self.slots[at])
        i = at
        while 0 <= i < len(self.slots) and group(self.slots[i]) == here:
            i += step
        if not 0 <= i < len(self.slots):
            return at
        there = group(self.slots[i])
        return next(j for j, slot in enumerate(self.slots) if group(slot) == there)


def _same_column(slot: Slot, here: Slot) -> bool:
    return slot.column is None or slot.column == here.column


SourceLine = Callable[[str], str]
"""How the source with an article id is named below the board."""


def lay_out(board: Board, width: int, stacked: bool, source: SourceLine) -> Layout:
    """Lay ``board`` out in ``width`` cells: columns side by side, or ``stacked``."""
    return _Builder(board, width, stacked, source).build()


class _Builder:
    def __init__(self, board: Board, width: int, stacked: bool, source: SourceLine) -> None:
        self.board = board
        self.source = source
        self.full = max(width, LEAST_COLUMN)
        count = max(1, len(board.parties))
        self.stacked = stacked or self.full // count < LEAST_COLUMN
        self.width = self.full if self.stacked else (self.full - (count - 1)) // count
        self.lefts = (0,) if self.stacked else tuple(i * (self.width + 1) for i in range(count))
        self.lines: list[Line] = []
        self.slots: list[Slot] = []

    def build(self) -> Layout:
        path: list[Issue] = []
        for number, row in enumerate(self.board.rows):
            path[row.depth :] = [row.issue]
            if not row:
                continue
            self._heading(path)
            if self.stacked:
                self._stack(number, row)
            else:
                self._side_by_side(number, row)
        self._sources()
        return Layout(tuple(self.lines), tuple(self.slots), self.lefts, self.width, self.stacked)

    def _heading(self, path: Sequence[Issue]) -> None:
        above = [plain(issue.name, FAINT) for issue in path[:-1]]
        names = Content(" › ").join([*above, plain(path[-1].name, "bold")])
        self._text(Content.assemble(" ", names), rule=True)

    def _side_by_side(self, number: int, row: BoardRow) -> None:
        top = len(self.lines)
        columns: list[list[Part]] = []
        for column, cell in enumerate(row.cells):
            parts: list[Part] = []
            for entry in cell:
                slot = len(self.slots)
                block = entry_lines(entry, self.width - MARGIN - 1)
                start = top + len(parts)
                self.slots.append(Slot(entry, number, column, start, start + len(block)))
                parts += [Part(self.lefts[column], self.width, line, slot) for line in block]
                parts.append(Part(self.lefts[column], self.width, Content()))
            columns.append(parts)
        empty = [Part(left, self.width, Content()) for left in self.lefts]
        for y in range(max((len(parts) for parts in columns), default=0)):
            line = (parts[y] if y < len(parts) else empty[i] for i, parts in enumerate(columns))
            self.lines.append(Line(tuple(line)))
        self._shared(number, row)

    def _stack(self, number: int, row: BoardRow) -> None:
        for column, (party, cell) in enumerate(zip(self.board.parties, row.cells, strict=True)):
            if cell:
                self._text(Content.assemble("  ", plain(party.name, "underline")))
                self._entries(number, cell, column)
        self._shared(number, row)

    def _shared(self, number: int, row: BoardRow) -> None:
        if row.shared:
            names = " and ".join(party.name for party in self.board.parties)
            self._text(Content.assemble("  ", plain(names, "underline")))
            self._entries(number, row.shared, None)

    def _entries(self, number: int, entries: Sequence[BoardEntry], column: int | None) -> None:
        for entry in entries:
            slot, top = len(self.slots), len(self.lines)
            for line in entry_lines(entry, self.full - MARGIN - 1):
                self.lines.append(Line((Part(0, self.full, line, slot),)))
            self.slots.append(Slot(entry, number, column, top, len(self.lines)))
            self.lines.append(Line(()))

    def _sources(self) -> None:
        if not self.board.citations:
            return
        if self.lines and not self._is_blank(self.lines[-1]):
            self.lines.append(Line(()))
        self._text(Content.assemble(" ", ("Sources", "bold")), rule=True)
        for citation in self.board.citations:
            text = Content.assemble(
                (f"[{citation.number}] ", "bold"), plain(self.source(citation.article), FAINT)
            )
            for line in text.wrap(self.full - MARGIN - 1):
                self._text(Content.assemble(" " * MARGIN, line))

    @staticmethod
    def _is_blank(line: Line) -> bool:
        return not any(part.content for part in line.parts)

    def _text(self, content: Content, rule: bool = False) -> None:
        text = content.truncate(self.full, ellipsis=True)
        self.lines.append(Line((Part(0, text.cell_length, text),), rule))


def entry_lines(entry: BoardEntry, width: int) -> list[Content]:
    """A record on the board: its kind, status and citations, then its sentence."""
    cited = " ".join(f"[{number}]" for number in entry.citations)
    alone = ALONE if entry.sources == 1 else ""
    head = joined(
        [
            Content.styled(entry.record.kind.value.capitalize(), "bold"),
            plain(entry.record.stance or "", FAINT),
            plain(entry.status_line, FAINT),
            Content.styled(f"{cited} {alone}".strip(), FAINT),
        ]
    )
    return _wrapped([head, plain(entry.record.says)], max(width, 8))


def _wrapped(contents: Iterable[Content], width: int) -> list[Content]:
    return [line for content in contents for line in content.wrap(width)]
