"""A list to pick from, with the keys of readers and pagers besides the arrows."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from briefing.tui.actions import Where, bindings
from briefing.tui.steady import Steady

BAR = "▌"
"""Marks what is under the cursor, besides its colour."""


class PickList(Steady, OptionList, inherit_bindings=False):
    """An OptionList that never reads markup."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.LISTS)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)

    def put(self, prompts: Iterable[Visual | None]) -> None:
        """Show ``prompts`` instead of what was there; None draws a line."""
        number = itertools.count()
        self.set_options(p and Option(p, id=str(next(number))) for p in prompts)

    def fill(self, wanted: bool) -> None:
        """Take all the room there is, or none: with nothing to show it keeps the focus."""
        self.styles.height = "1fr" if wanted else 0

    def render_line(self, y: int) -> Strip:
        """A line as ever; those of the entry under the cursor begin with a bar."""
        strip = super().render_line(y)
        first = next(iter(strip), None)
        if first is None or first.style is None or self.highlighted is None:
            return strip
        if first.style.meta.get("option") != self.highlighted or first.text[:1] != " ":
            return strip
        return Strip([Segment(BAR, first.style), *strip.crop(1)], strip.cell_length)

    def pick(self, index: int | None) -> None:
        """Highlight the entry at ``index``, or the nearest there is."""
        if self.option_count == 0 or index is None:
            self.highlighted = None
        else:
            self.highlighted = min(max(index, 0), self.option_count - 1)


def ruled(prompts: Iterable[Content]) -> Iterator[Content | None]:
    """``prompts`` with a line between each two."""
    for number, prompt in enumerate(prompts):
        if number:
            yield None
        yield prompt
