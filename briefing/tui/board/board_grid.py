"""The board's rows and columns as a widget with a cursor on one record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from briefing.analysis.board import Board, BoardEntry, BoardRow
from briefing.dossier.settings import Issue
from briefing.tui.base.places import WIDE
from briefing.tui.base.steady import Steady
from briefing.tui.base.strips import strip_of
from briefing.tui.board.board_layout import Layout, Part, Slot, SourceLine, lay_out
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.widgets.pick_list import BAR

STACK_BELOW = 76
"""Cells below which the columns stack, however wide the screen is."""


class Wish(Enum):
    """What may be wanted of the board besides a record."""

    NARROW = "words to narrow it to"
    CHOOSE = "columns, order and filters"
    CLEAR = "no filters"
    REORDER = "the other order"


class Looks(NamedTuple):
    """How its parts are painted, while one frame is: to ask Textual takes long."""

    base: Style
    cursor: Style
    rule: RichStyle


class BoardGrid(Steady, ScrollView, can_focus=True):
    """Records in rows and columns. Says which one was chosen, and where the cursor went."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"board--cursor", "board--rule"}
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.BOARD)

    cursor: reactive[int] = reactive(0, always_update=False)
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """Nothing beside it moves when there is more or less on the board."""

    @dataclass
    class Chosen(Message):
        """``enter`` or a click on a record."""

        entry: BoardEntry

    @dataclass
    class Arranged(Message):
        """The board was laid out for the size there is."""

        board: Board
        layout: Layout

    @dataclass
    class Asked(Message):
        """Something else of the board is wanted."""

        what: Wish

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._board: Board | None = None
        self._layout: Layout | None = None
        self._source: SourceLine = str
        self._late = False
        """Whether a board came while there was no room to lay it out in, as while it is hidden."""
        self._folded: set[str] = set()
        self._looks: Looks | None = None
        self._home: int | None = None
        """The column that the cursor goes on in from what stands across all of them."""

    @property
    def entry(self) -> BoardEntry | None:
        """The record under the cursor; None on the heading of a folded issue."""
        slot = self._slot
        return slot.entry if slot else None

    @property
    def _slot(self) -> Slot | None:
        slots = self._layout.slots if self._layout else ()
        return slots[self.cursor] if self.cursor < len(slots) else None

    @property
    def layout_now(self) -> Layout | None:
        """How the board is laid out at this size."""
        return self._layout

    def show(self, board: Board, source: SourceLine) -> None:
        """Show ``board``, with the cursor on the same record if it is still there."""
        self._source = source
        self._board = board
        self._arrange_lines()

    def put_cursor(self, record_id: str | None) -> None:
        """Put the cursor on a record, if the board has it."""
        found = self._layout.find(record_id) if self._layout else None
        if found is None and self._unfold_to(record_id) and self._layout:
            found = self._layout.find(record_id)
        if found is not None:
            self.cursor = found
            self._reveal()

    def _unfold_to(self, record_id: str | None) -> bool:
        """Unfold what hides a record; False where nothing does."""
        path: list[str] = []
        for row in self._rows():
            path[row.depth :] = [row.issue.id]
            if any(entry.record.id == record_id for entry in row.entries()):
                self._folded.difference_update(path)
                self._arrange_lines()
                return True
        return False

    def on_resize(self) -> None:
        if self._layout is None or self._layout.room != self._room or self._late:
            self._arrange_lines()
        else:
            self.call_after_refresh(self._reveal)

    def render_lines(self, crop: Region) -> list[Strip]:
        # Textual does not always tell of a new size: not when the drawer opens beside the grid.
        if self._layout is not None and self._room != self._layout.room:
            self.call_next(self._arrange_lines)
        self._looks = None
        return super().render_lines(crop)

    @property
    def _room(self) -> tuple[int, bool]:
        """The width to lay out for, and whether columns have to stack in it."""
        stacked = self.app.size.width < WIDE or self.size.width < STACK_BELOW
        return self.scrollable_content_region.width, stacked

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def _arrange_lines(self) -> None:
        width, stacked = self._room
        self._late = self._board is not None and not width
        if self._board is None or not width:
            return
        kept = self.entry.record.id if self.entry else None
        self._layout = lay_out(self._board, width, stacked, self._source, self._folded)
        self.virtual_size = Size(width, self._layout.height)
        self.cursor = self._layout.find(kept) or 0
        self.refresh()
        self.post_message(self.Arranged(self._board, self._layout))
        self.call_after_refresh(self._reveal)

    def watch_cursor(self) -> None:
        if (slot := self._slot) is not None and slot.column is not None:
            self._home = slot.column
        self.refresh()

    def _reveal(self) -> None:
        """Scroll so far that the record under the cursor is seen, with what stands above it."""
        if self._layout is None or self.cursor >= len(self._layout.slots):
            return
        slot = self._layout.slots[self.cursor]
        top = max(0, slot.top - 2)
        region = Region(0, top, self.scrollable_content_region.width, slot.bottom - top + 1)
        self.scroll_to_region(region, animate=False, force=True)

    # Painting

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        row = y + round(self.scroll_offset.y)
        looks = self._looks = self._looks or self._looks_now()
        base = looks.base.rich_style
        if self._layout is None or row >= self._layout.height:
            return Strip.blank(width, base)
        line = self._layout.line(row)
        strips: list[Strip] = []
        at = 0
        for part in line.parts:
            if part.left > at:
                between = [Segment(" " * (part.left - at - 1), base), Segment("│", looks.rule)]
                strips.append(Strip(between))
            strips.append(self._part(part, looks))
            at = part.left + part.width
        if at < width and line.rule:
            strips.append(Strip([Segment(f" {'─' * (width - at - 1)}", looks.rule)]))
        return Strip.join(strips).crop_extend(0, width, base)

    def _part(self, part: Part, looks: Looks) -> Strip:
        style, mark = looks.base, " "
        if part.slot is not None and part.slot == self.cursor:
            style, mark = looks.cursor, BAR
        lead = mark.ljust(part.margin) if part.slot is not None else ""
        text = strip_of(part.content, style, self._get_style)
        margin = Strip([Segment(lead, style.rich_style)])
        return Strip.join([margin, text]).adjust_cell_length(part.width, style.rich_style)

    def _looks_now(self) -> Looks:
        base = self.visual_style
        cursor = base + self.get_visual_style("board--cursor")
        return Looks(base, cursor, self.get_visual_style("board--rule").rich_style)

    # Moving about

    def action_down(self) -> None:
        self._move(1)

    def action_up(self) -> None:
        self._move(-1)

    def _move(self, step: int) -> None:
        if self._layout and self._layout.slots:
            there = self._layout.vertical(self.cursor, step, self._home)
            if there == self.cursor:
                self.scroll_relative(y=step * 3, animate=False)
            else:
                self.cursor = there
                self._reveal()

    def action_left(self) -> None:
        self._sideways(-1)

    def action_right(self) -> None:
        self._sideways(1)

    def _sideways(self, step: int) -> None:
        if self._layout and self._layout.slots:
            self.cursor = self._layout.sideways(self.cursor, step)
            self._reveal()

    def action_first(self) -> None:
        self.cursor = 0
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        if self._layout and self._layout.slots:
            self.cursor = len(self._layout.slots) - 1
            self._reveal()

    def action_page_down(self) -> None:
        self._page(1)

    def action_page_up(self) -> None:
        self._page(-1)

    def _page(self, step: int) -> None:
        if not self._layout or not self._layout.slots:
            return
        here = self._layout.slots[self.cursor]
        target = here.top + step * max(1, self.size.height - 2)
        same = [
            i
            for i, s in enumerate(self._layout.slots)
            if self._layout.stacked or s.column in (here.column, None) or here.column is None
        ]
        self.cursor = min(same, key=lambda i: abs(self._layout.slots[i].top - target))  # type: ignore[union-attr]
        self._reveal()

    def action_open(self) -> None:
        if self.entry:
            self.post_message(self.Chosen(self.entry))
        elif self._slot is not None:
            self.action_toggle_fold()

    def action_narrow(self) -> None:
        self.post_message(self.Asked(Wish.NARROW))

    def action_choose(self) -> None:
        self.post_message(self.Asked(Wish.CHOOSE))

    def action_clear(self) -> None:
        self.post_message(self.Asked(Wish.CLEAR))

    def action_reorder(self) -> None:
        self.post_message(self.Asked(Wish.REORDER))

    # Folding

    def action_toggle_fold(self) -> None:
        if path := self._path():
            self._fold({path[-1].id} ^ self._folded, path[-1])

    def action_fold(self) -> None:
        """Fold the issue; if it is folded, the one above it."""
        path = [issue for issue in self._path() if issue.id not in self._folded]
        if path:
            self._fold(self._folded | {path[-1].id}, path[-1])

    def action_fold_all(self) -> None:
        """Fold every issue; if any is folded, unfold them all."""
        if self._board is not None:
            top = [row.issue.id for row in self._board.rows if row.depth == 0]
            path = self._path()
            self._fold(set() if self._folded else set(top), path[0] if path else None)

    def _path(self) -> list[Issue]:
        """The issue of what is under the cursor, after those that it is inside."""
        if self._board is None or (slot := self._slot) is None:
            return []
        path: list[Issue] = []
        for row in self._board.rows[: slot.row + 1]:
            path[row.depth :] = [row.issue]
        return path

    def _fold(self, folded: set[str], at: Issue | None) -> None:
        """Fold these issues and no others, and put the cursor on the one given."""
        self._folded = folded
        self._arrange_lines()
        number = next(
            (n for n, row in enumerate(self._rows()) if at and row.issue.id == at.id), None
        )
        if self._layout is None or number is None:
            return
        slots = range(len(self._layout.slots))
        self.cursor = next((i for i in slots if self._layout.slots[i].row >= number), 0)
        self._reveal()

    async def _on_click(self, event: events.Click) -> None:
        if self._layout is None:
            return
        row = event.y + round(self.scroll_offset.y)
        line = self._layout.line(row)
        if line.issue is not None:
            issue = next((r.issue for r in self._rows() if r.issue.id == line.issue), None)
            self._fold({line.issue} ^ self._folded, issue)
            return
        for part in line.parts:
            if part.slot is not None and part.left <= event.x < part.left + part.width:
                self.cursor = part.slot
                self.action_open()

    def _rows(self) -> tuple[BoardRow, ...]:
        return self._board.rows if self._board else ()
