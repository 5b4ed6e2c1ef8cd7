"""A list of very many sources: only what is in sight is laid out and painted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from briefing.tui.base.steady import Steady
from briefing.tui.base.strips import strip_of
from briefing.tui.base.text_layout import wrap
from briefing.tui.base.words import FAINT
from briefing.tui.base.wrapped import Wrapped, wrapped
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.sources.source_words import Item, Told
from briefing.tui.widgets.pick_list import BAR

LEFT = 3
"""Cells before the text: for the cursor’s bar, for a sign of what an item is, and one between."""
RIGHT = 1
LEAST_ROWS = 3
"""Of an item and its line: an upper bound of how many are in sight."""
_KEPT = 1 << 16
"""Texts whose number of rows is remembered."""


class Wish(Enum):
    """What may be wanted of the list besides an entry."""

    CHOOSE = "filters"
    CLEAR = "no filters"
    REORDER = "the next order"


class SourceList(Steady, ScrollView, can_focus=True):
    """Items with a line between each two, and a cursor on one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sources--cursor", "sources--rule"}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.LISTS), *bindings(Where.SOURCES)]

    highlighted: reactive[int | None] = reactive(None)
    """The number of the item under the cursor; None while there is none."""

    @dataclass
    class Selected(Message):
        """``enter`` or a click on an item."""

        key: str

    @dataclass
    class Asked(Message):
        """Something else of the list is wanted."""

        what: Wish

    def __init__(self, tell: Callable[[str], Told], id: str | None = None) -> None:
        """``tell`` says what is to be painted of an item, by its key."""
        super().__init__(id=id)
        self._tell = tell
        self._items: list[Item] = []
        self._ends: list[int] = []
        """The row below each item and its line."""
        self._room = 1
        """The width of text that all this is laid out for."""

    @property
    def chosen(self) -> str | None:
        """The key of the item under the cursor."""
        at = self.highlighted
        return self._items[at].key if at is not None and at < len(self._items) else None

    def put(self, items: Sequence[Item], at: str | None = None, stay: bool = True) -> None:
        """Show ``items``, with the cursor on ``at`` if it is one of them, else at the top.

        ``stay``: the item under the cursor stays where it is on the screen if it is in
        sight, else the topmost one does; of one that is gone the next takes the cursor.
        """
        fixed = self._fixed()
        self._items = list(items)
        self._lay_out()
        numbers = {item.key: number for number, item in enumerate(self._items)}
        last = len(self._items) - 1
        near = min(self.highlighted or 0, last) if stay else 0
        there = numbers.get(at, near) if at is not None else 0
        self.highlighted = there if self._items else None
        key, below = fixed
        if not stay:
            self._reveal()
        elif key in numbers:
            self.scroll_to(y=self._top(numbers[key]) - below, animate=False, force=True)
        self.refresh()

    def pick(self, key: str) -> None:
        """Put the cursor on an item."""
        number = next((n for n, item in enumerate(self._items) if item.key == key), None)
        if number is not None:
            self.highlighted = number
            self._reveal()

    def fill(self, wanted: bool) -> None:
        """Take all the room there is, or none: with nothing to show it keeps the focus."""
        self.styles.height = "1fr" if wanted else 0

    # Layout

    def on_resize(self) -> None:
        self._fit()

    def render_lines(self, crop: Region) -> list[Strip]:
        # Textual does not tell of a new width when the scrollbar comes or goes.
        if self._room != self._room_now:
            self.call_next(self._fit)
        return super().render_lines(crop)

    def _fit(self) -> None:
        """Lay out for the size there is, with what is in sight where it is."""
        if self._room == self._room_now and self._ends and self._ends[-1]:
            return
        key, below = self._fixed()
        self._lay_out()
        number = next((n for n, item in enumerate(self._items) if item.key == key), None)
        if number is not None:
            self.scroll_to(y=self._top(number) - below, animate=False, force=True)
        else:
            self._reveal()
        self.refresh()

    @property
    def _room_now(self) -> int:
        size = self.scrollable_content_region
        width = size.width
        if LEAST_ROWS * len(self._items) > size.height and not self.show_vertical_scrollbar:
            width -= self.styles.scrollbar_size_vertical  # it comes with the next layout
        return max(1, width - LEFT - RIGHT)

    def _lay_out(self) -> None:
        if not self.scrollable_content_region:  # not on the screen: a size is told when it is
            if len(self._ends) != len(self._items):
                self._ends = [0] * len(self._items)
            return
        room = self._room = self._room_now
        self._ends = list(accumulate(_height(item, room) + 1 for item in self._items))
        height = self._ends[-1] - 1 if self._ends else 0
        self.virtual_size = Size(self.scrollable_content_region.width, height)

    def _top(self, number: int) -> int:
        return self._ends[number - 1] if number else 0

    def _fixed(self) -> tuple[str, int]:
        """The item that is to stay where it is, and how many rows below the upper edge that is."""
        if not self._items or not self._ends[-1]:
            return "", 0
        scrolled, rows = round(self.scroll_offset.y), self.scrollable_content_region.height
        at = self.highlighted
        if at is None or not scrolled <= self._top(at) < scrolled + rows:
            at = min(bisect_right(self._ends, scrolled), len(self._items) - 1)
        return self._items[at].key, self._top(at) - scrolled

    def _reveal(self) -> None:
        """Scroll no further than it takes to see the item under the cursor."""
        if self.highlighted is None:
            return
        top, bottom = self._top(self.highlighted), self._ends[self.highlighted] - 1
        scrolled, rows = round(self.scroll_offset.y), self.scrollable_content_region.height
        if top < scrolled:
            self.scroll_to(y=top, animate=False, force=True)
        elif bottom > scrolled + rows:
            self.scroll_to(y=min(top, bottom - rows), animate=False, force=True)

    # Painting

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def watch_highlighted(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, style = self.scrollable_content_region.width, self.visual_style
        row = y + round(self.scroll_offset.y)
        number = bisect_right(self._ends, row)
        if number >= len(self._items):
            return Strip.blank(width, style.rich_style)
        if row == self._ends[number] - 1:
            if number == len(self._items) - 1:
                return Strip.blank(width, style.rich_style)
            rule = self.get_visual_style("sources--rule").rich_style
            return Strip([Segment("─" * width, rule)])
        bar = " "
        if number == self.highlighted:
            style += self.get_visual_style("sources--cursor")
            bar = BAR
        sign, text = self._row(self._items[number], row - self._top(number))
        lead = Strip([Segment(f"{bar}{sign}".ljust(LEFT), style.rich_style)])
        found = strip_of(text, style, self._get_style)
        return Strip.join([lead, found]).adjust_cell_length(width, style.rich_style)

    def _row(self, item: Item, row: int) -> tuple[str, Content]:
        """The sign before a row of an item, and its text."""
        title, told = _wrapped(item.title, self._room), self._tell(item.key)
        if row < title.rows:
            return told.sign if row == 0 else "", title.row(row).stylize(told.style)
        if row >= title.rows + item.more:
            note = _wrapped(item.note, self._room).row(row - title.rows - item.more)
            return "", note.stylize(FAINT)
        text, style = told.more[row - title.rows]
        return "", Content.styled(text, style).truncate(self._room, ellipsis=True)

    # Keys and mouse

    def action_cursor_down(self) -> None:
        self._move(1)

    def action_cursor_up(self) -> None:
        self._move(-1)

    def action_first(self) -> None:
        self._move(-len(self._items))

    def action_last(self) -> None:
        self._move(len(self._items))

    def action_page_down(self) -> None:
        self._page(1)

    def action_page_up(self) -> None:
        self._page(-1)

    def _move(self, step: int) -> None:
        if self._items:
            at = (self.highlighted or 0) + step
            self.highlighted = min(max(at, 0), len(self._items) - 1)
            self._reveal()

    def _page(self, direction: int) -> None:
        if self._items:
            at = self.highlighted or 0
            rows = max(1, self.scrollable_content_region.height - 1)
            there = bisect_right(self._ends, max(0, self._top(at) + direction * rows))
            there = there if there != at else at + direction
            self.highlighted = min(max(there, 0), len(self._items) - 1)
            self._reveal()

    def action_select(self) -> None:
        if (key := self.chosen) is not None:
            self.post_message(self.Selected(key))

    async def _on_click(self, event: events.Click) -> None:
        number = bisect_right(self._ends, event.y + round(self.scroll_offset.y))
        if number < len(self._items):
            self.highlighted = number
            self.action_select()

    def action_choose(self) -> None:
        self.post_message(self.Asked(Wish.CHOOSE))

    def action_clear(self) -> None:
        self.post_message(self.Asked(Wish.CLEAR))

    def action_reorder(self) -> None:
        self.post_message(self.Asked(Wish.REORDER))


def _wrapped(text: str, room: int) -> Wrapped:
    return wrapped(((text, ""),), room)


def _height(item: Item, room: int) -> int:
    rows = _rows(item.title, room) + item.more
    return rows + _rows(item.note, room) if item.note else rows


@lru_cache(maxsize=_KEPT)
def _rows(text: str, room: int) -> int:
    """How many rows a text takes."""
    return 1 + len(wrap(text, room, room))
