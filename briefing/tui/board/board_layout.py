"""Where everything on the board stands, in character cells, for a given width.

Knows nothing of widgets: it breaks texts into rows, and says which line belongs
to which record and which record the cursor reaches from another. Only where
things stand is worked out for the whole board; a line is made when it is painted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from textual.content import Content

from briefing.analysis.board import Board, BoardEntry, BoardRow
from briefing.dossier.model import Kind
from briefing.dossier.settings import Issue
from briefing.tui.base.words import FAINT, Piece, counted
from briefing.tui.base.wrapped import Wrapped, harmless, wrapped

MARGIN = 2
"""Cells left of a text: the cursor's mark and a space."""
LEAST_COLUMN = 24
ALONE = "◦"
"""Marks a record that one source alone reports."""
UNFOLDED, FOLDED = "▾", "▸"
"""Stand before the name of an issue that is shown, or of which the heading alone is."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: ``content`` within ``width`` cells from ``left``, and whose it is.

    ``margin``: the cells before the content of what the cursor reaches.
    """

    left: int
    width: int
    content: Content
    slot: int | None = None
    margin: int = MARGIN


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board. ``rule``: a line is drawn from its text to the right edge.

    ``issue`` is the id of the issue that it is the heading of.
    """

    parts: tuple[Part, ...]
    rule: bool = False
    issue: str | None = None


class Slot(NamedTuple):
    """Where a record stands: its lines, and its column (None across all of them).

    ``entry`` is None for the heading of a folded issue, which the cursor reaches too.
    """

    entry: BoardEntry | None
    row: int
    column: int | None
    top: int
    bottom: int
    texts: tuple[Wrapped, ...]

    def text(self, line: int) -> Content:
        """One of its lines, from 0; empty past the last."""
        for text in self.texts:
            if line < text.rows:
                return text.row(line)
            line -= text.rows
        return Content()


class _Heading(NamedTuple):
    """A line that is no record's: row ``row`` of a text. ``issue``: the one that it names."""

    text: Wrapped
    row: int
    rule: bool
    issue: str | None = None


@dataclass(slots=True)
class _Lane:
    """The slots of one column from top to bottom: their first lines and their numbers."""

    tops: list[int] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """The board laid out: ``lefts`` and ``width`` are those of the columns.

    ``room`` is what it was laid out for: cells, and whether columns were to stack.
    """

    height: int
    slots: tuple[Slot, ...]
    lefts: tuple[int, ...]
    width: int
    full: int
    stacked: bool
    room: tuple[int, bool]
    _headings: dict[int, _Heading]
    _lanes: dict[int | None, _Lane]
    _bands: tuple[list[int], list[int]]
    """Where lines with columns begin, and where they end."""

    def line(self, y: int) -> Line:
        """The line ``y`` from the top."""
        if (heading := self._headings.get(y)) is not None:
            text = heading.text.row(heading.row).truncate(self.full, ellipsis=True)
            slot = self._at(None, y)
            width = self.full if slot is not None else text.cell_length
            return Line((Part(0, width, text, slot, margin=1),), heading.rule, heading.issue)
        if self._has_columns(y):
            columns = range(len(self.lefts))
            return Line(tuple(self._part(c, self.lefts[c], self.width, y) for c in columns))
        slot = self._at(None, y)
        return Line(()) if slot is None else Line((self._part(None, 0, self.full, y),))

    def _has_columns(self, y: int) -> bool:
        band = bisect_right(self._bands[0], y) - 1
        return band >= 0 and y < self._bands[1][band]

    def _part(self, lane: int | None, left: int, width: int, y: int) -> Part:
        at = self._at(lane, y)
        if at is None:
            return Part(left, width, Content())
        return Part(left, width, self.slots[at].text(y - self.slots[at].top), at)

    def _at(self, lane: int | None, y: int) -> int | None:
        """The slot that covers a line in a column."""
        there = self._lanes.get(lane)
        found = bisect_right(there.tops, y) - 1 if there else -1
        if there is None or found < 0:
            return None
        slot = there.slots[found]
        return slot if y < self.slots[slot].bottom else None

    def find(self, record_id: str | None) -> int | None:
        """The slot of the record with that id."""
        return next(
            (i for i, s in enumerate(self.slots) if s.entry and s.entry.record.id == record_id),
            None,
        )

    def vertical(self, at: int, step: int, home: int | None = None) -> int:
        """The slot above (-1) or below (1) in the same column; the same where there is none.

        ``home`` is the column to go on in from a slot across all of them.
        """
        here = self.slots[at]
        if self.stacked:
            return min(max(at + step, 0), len(self.slots) - 1)
        column = here.column if here.column is not None else home
        order = range(at + step, len(self.slots) if step > 0 else -1, step)
        fits = [i for i in order if self.slots[i].column in (column, None)]
        if column is None:
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


SourceLine = Callable[[str], str]
"""How the source with an article id is named below the board, harmless and on one line."""


def lay_out(
    board: Board,
    width: int,
    stacked: bool,
    source: SourceLine,
    folded: Set[str] = frozenset(),
) -> Layout:
    """Lay ``board`` out in ``width`` cells: columns side by side, or ``stacked``.

    Of the ``folded`` issues (by id) the heading is shown, of those inside nothing.
    """
    return _Builder(board, width, stacked, source, folded).build()


class _Builder:
    def __init__(
        self, board: Board, width: int, stacked: bool, source: SourceLine, folded: Set[str]
    ) -> None:
        self.board = board
        self.source = source
        self.folded = folded
        self.room = (width, stacked)
        self.full = max(width, LEAST_COLUMN)
        count = max(1, len(board.parties))
        self.stacked = stacked or self.full // count < LEAST_COLUMN
        self.width = self.full if self.stacked else (self.full - (count - 1)) // count
        self.lefts = (0,) if self.stacked else tuple(i * (self.width + 1) for i in range(count))
        self.y = 0
        self.headings: dict[int, _Heading] = {}
        self.slots: list[Slot] = []
        self.lanes: dict[int | None, _Lane] = {}
        self.bands: tuple[list[int], list[int]] = ([], [])

    def build(self) -> Layout:
        path: list[Issue] = []
        rows = self.board.rows
        number = 0
        while number < len(rows):
            row = rows[number]
            path[row.depth :] = [row.issue]
            if row.issue.id in self.folded:
                number = self._fold(path, number)
                continue
            if row:
                self._heading(path)
                if self.stacked:
                    self._stack(number, row)
                else:
                    self._side_by_side(number, row)
                self._shared(number, row)
            number += 1
        self._sources()
        return Layout(
            self.y,
            tuple(self.slots),
            self.lefts,
            self.width,
            self.full,
            self.stacked,
            self.room,
            self.headings,
            self.lanes,
            self.bands,
        )

    def _fold(self, path: Sequence[Issue], number: int) -> int:
        """The heading of a folded issue; says which row comes after all that is inside."""
        rows, depth = self.board.rows, self.board.rows[number].depth
        after = number + 1
        while after < len(rows) and rows[after].depth > depth:
            after += 1
        count = sum(1 for row in rows[number:after] for _ in row.entries())
        self._slot(None, number, None, self.y, (Wrapped((), ()),))
        self._heading(path, counted(count, "record"))
        return after

    def _heading(self, path: Sequence[Issue], folded: str = "") -> None:
        above = "".join(f"{harmless(issue.name)} › " for issue in path[:-1])
        mark = f"{FOLDED} " if folded else f" {UNFOLDED} "  # a folded one has the cursor's margin
        name = (harmless(path[-1].name), "bold")
        tail = (f" · {folded}" if folded else "", FAINT)
        self._text(((mark, FAINT), (above, FAINT), name, tail), rule=True, issue=path[-1].id)

    def _side_by_side(self, number: int, row: BoardRow) -> None:
        top = bottom = self.y
        for column, cell in enumerate(row.cells):
            y = top
            for entry in cell:
                y = self._slot(entry, number, column, y, _texts(entry, self.width)) + 1
            bottom = max(bottom, y)
        if bottom > top:
            self.bands[0].append(top)
            self.bands[1].append(bottom)
        self.y = bottom

    def _stack(self, number: int, row: BoardRow) -> None:
        for column, (party, cell) in enumerate(zip(self.board.parties, row.cells, strict=True)):
            if cell:
                self._underlined(party.name)
                self._entries(number, cell, column)

    def _shared(self, number: int, row: BoardRow) -> None:
        """The agreements between two columns, below them, each pair named once."""
        pairs: dict[tuple[str, ...], list[BoardEntry]] = {}
        for entry in row.shared:
            both = {entry.record.party, entry.record.to}
            names = tuple(party.name for party in self.board.parties if party.id in both)
            pairs.setdefault(names, []).append(entry)
        for names, entries in pairs.items():
            self._underlined(" and ".join(names))
            self._entries(number, entries, None)

    def _underlined(self, name: str) -> None:
        self._text(((" " * MARGIN, ""), (harmless(name), "underline")))

    def _entries(self, number: int, entries: Iterable[BoardEntry], column: int | None) -> None:
        for entry in entries:
            self.y = 1 + self._slot(entry, number, column, self.y, _texts(entry, self.full))

    def _slot(
        self,
        entry: BoardEntry | None,
        number: int,
        column: int | None,
        top: int,
        texts: tuple[Wrapped, ...],
    ) -> int:
        """A slot from ``top`` on; says where it ends."""
        bottom = top + sum(len(text.breaks) + 1 for text in texts)
        lane = self.lanes.setdefault(None if self.stacked else column, _Lane())
        lane.tops.append(top)
        lane.slots.append(len(self.slots))
        self.slots.append(Slot(entry, number, column, top, bottom, texts))
        return bottom

    def _sources(self) -> None:
        if not self.board.citations:
            return
        self._text((("  ", ""), ("Sources", "bold")), rule=True)
        for citation in self.board.citations:
            number = f"  [{citation.number}] "
            text = _cited(number, self.source(citation.article), self.full - MARGIN - 1)
            for row in range(text.rows):
                self.headings[self.y] = _Heading(text, row, rule=False)
                self.y += 1

    def _text(
        self, pieces: tuple[Piece, ...], rule: bool = False, issue: str | None = None
    ) -> None:
        self.headings[self.y] = _Heading(Wrapped(pieces, ()), 0, rule, issue)
        self.y += 1


@lru_cache(maxsize=20_000)
def _cited(number: str, source: str, width: int) -> Wrapped:
    return wrapped(((number, "bold"), (source, FAINT)), width)


def _texts(entry: BoardEntry, width: int) -> tuple[Wrapped, ...]:
    """A record on the board: its kind, status and citations, then its sentence."""
    record = entry.record
    return _entry_texts(
        record.kind,
        (record.stance or "", "told differently" if record.variant_of else "", entry.status_line),
        entry.citations,
        entry.sources == 1,
        record.says,
        max(width - MARGIN - 1, 8),
    )


@lru_cache(maxsize=20_000)
def _entry_texts(
    kind: Kind,
    remarks: tuple[str, ...],
    citations: tuple[int, ...],
    alone: bool,
    says: str,
    width: int,
) -> tuple[Wrapped, ...]:
    return (
        wrapped(tuple(_head(kind, remarks, citations, alone)), width),
        wrapped(((harmless(says), ""),), width),
    )


def _head(
    kind: Kind, remarks: tuple[str, ...], citations: tuple[int, ...], alone: bool
) -> Iterator[Piece]:
    yield kind.value.capitalize(), "bold"
    cited = " ".join(f"[{number}]" for number in citations)
    for told in (*map(harmless, remarks), f"{cited} {ALONE if alone else ''}".strip()):
        if told:
            yield f" · {told}", FAINT
