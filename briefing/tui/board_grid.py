"""The board's rows and columns as a widget with a cursor on one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from briefing.analysis.board import Board, BoardEntry
from briefing.tui.actions import Where, bindings
from briefing.tui.board_layout import MARGIN, Layout, Line, Part, SourceLine, lay_out
from briefing.tui.pick_list import BAR

STACK_BELOW = 76


class BoardGrid(ScrollView, can_focus=True):
    """Records in rows and columns. Says which one was chosen, and where the cursor went."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"board--cursor", "board--rule"}
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.BOARD)

    cursor: reactive[int] = reactive(0, always_update=False)

    @dataclass
    class Chosen(Message):
        """``enter`` or a click on a record."""

        entry: BoardEntry

    @dataclass
    class Arranged(Message):
        """The board was laid out for the size there is."""

        board: Board
        layout: Layout

    class NarrowAsked(Message):
        """The filter is wanted."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._board: Board | None = None
        self._layout: Layout | None = None
        self._source: SourceLine = str

    @property
    def entry(self) -> BoardEntry | None:
        """The record under the cursor."""
        slots = self._layout.slots if self._layout else ()
        return slots[self.cursor].entry if self.cursor < len(slots) else None

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
        if found is not None:
            self.cursor = found
            self._reveal()

    def on_resize(self) -> None:
        self._arrange_lines()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def _arrange_lines(self) -> None:
        width = self.scrollable_content_region.width
        if self._board is None or not width:
            return
        kept = self.entry.record.id if self.entry else None
        self._layout = lay_out(self._board, width, self.size.width < STACK_BELOW, self._source)
        self.virtual_size = Size(width, len(self._layout.lines))
        self.cursor = self._layout.find(kept) or 0
        self.refresh()
        self.post_message(self.Arranged(self._board, self._layout))
        self.call_after_refresh(self._reveal)

    def watch_cursor(self) -> None:
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
        base = self.visual_style
        if self._layout is None or row >= len(self._layout.lines):
            return Strip.blank(width, base.rich_style)
        line = self._layout.lines[row]
        strips: list[Strip] = []
        at = 0
        for part in line.parts:
            if part.left > at:
                strips.append(self._between(part.left - at))
            strips.append(self._part(part))
            at = part.left + part.width
        if at < width:
            strips.append(self._rest(line, width - at))
        return Strip.join(strips).crop_extend(0, width, base.rich_style)

    def _part(self, part: Part) -> Strip:
        style = self.visual_style
        mark = " "
        if part.slot is not None and part.slot == self.cursor:
            style = style + self.get_visual_style("board--cursor")
            mark = BAR
        own = part.slot is not None
        room = part.width - (MARGIN if own else 0)
        found = Visual.to_strips(self, part.content, room, 1, style)
        text = found[0] if found else Strip.blank(0)
        lead = [Strip([Segment(mark.ljust(MARGIN), style.rich_style)])] if own else []
        fill = style.rich_style
        return Strip.join([*lead, text]).extend_cell_length(part.width, fill)

    def _between(self, width: int) -> Strip:
        rule = self.get_visual_style("board--rule").rich_style
        base = self.visual_style.rich_style
        return Strip([Segment(" " * (width - 1), base), Segment("│", rule)])

    def _rest(self, line: Line, width: int) -> Strip:
        if not line.rule:
            return Strip.blank(width, self.visual_style.rich_style)
        rule = self.get_visual_style("board--rule").rich_style
        return Strip([Segment(f" {'─' * (width - 1)}", rule)])

    # Moving about

    def action_down(self) -> None:
        self._move(1)

    def action_up(self) -> None:
        self._move(-1)

    def _move(self, step: int) -> None:
        if self._layout and self._layout.slots:
            there = self._layout.vertical(self.cursor, step)
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

    def action_narrow(self) -> None:
        self.post_message(self.NarrowAsked())

    async def _on_click(self, event: events.Click) -> None:
        if self._layout is None:
            return
        row = event.y + round(self.scroll_offset.y)
        if row >= len(self._layout.lines):
            return
        for part in self._layout.lines[row].parts:
            if part.slot is not None and part.left <= event.x < part.left + part.width:
                self.cursor = part.slot
                self.action_open()
