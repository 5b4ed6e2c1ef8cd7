"""A list with headings between its entries: the cursor passes over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.geometry import Region
from textual.visual import Visual
from textual.widgets.option_list import Option

from briefing.tui.widgets.pick_list import PickList


class GroupedList(PickList):
    """A list of which some rows are headings. Entries are numbered from 0, headings left out."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: list[int] = []

    def put_rows(
        self, rows: Iterable[tuple[Visual, bool] | None], number: int | None = None
    ) -> None:
        """Show ``rows``: each with whether it is an entry; None draws a line.

        The cursor goes to the entry ``number``, else it stays on the same one.
        """
        kept = self.number if number is None else number
        top = self.scroll_offset.y
        shown = list(rows)
        self._entries = [at for at, row in enumerate(filter(None, shown)) if row[1]]
        self.set_options(row and Option(row[0], disabled=not row[1]) for row in shown)
        self.scroll_to(y=top, animate=False, force=True)
        self.pick_number(kept or 0)

    @property
    def number(self) -> int | None:
        """Which entry the cursor is on."""
        if self.highlighted is None or self.highlighted not in self._entries:
            return None
        return self._entries.index(self.highlighted)

    def pick_number(self, number: int) -> None:
        """Put the cursor on an entry, or on the nearest there is."""
        entries: Sequence[int] = self._entries
        self.highlighted = entries[min(max(number, 0), len(entries) - 1)] if entries else None

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Scroll to the entry under the cursor, and to the headings right above it."""
        at = self.highlighted
        if at is not None and self.is_mounted and self.scrollable_content_region:
            first = at
            while first and self.get_option_at_index(first - 1).disabled:
                first -= 1
            self._update_lines()
            begin = self._index_to_line[first]
            end = self._index_to_line[at] + self._heights[at]
            region = self.scrollable_content_region
            if end - begin <= region.height:
                there = Region(0, begin, region.width, end - begin)
                self.scroll_to_region(there, force=True, animate=False, immediate=True)
                return
        super().scroll_to_highlight(top)
