"""A list to pick from, with the keys of readers and pagers besides the arrows."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from briefing.tui.base.steady import Steady
from briefing.tui.keys.actions import Where, bindings

BAR = "▌"
"""Marks what is under the cursor, besides its colour."""


class PickList(Steady, OptionList, inherit_bindings=False):
    """An OptionList that never reads markup, and paints a frame with what it asked for once."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.LISTS)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.set_reactive(Widget.auto_links, False)
        self._looks: dict[tuple[tuple[str, ...], bool], Style] = {}
        self._painting = False
        self._wide = 0

    def on_resize(self, event: events.Resize) -> None:
        """A list as wide as before has the same lines; Textual would make all of them anew."""
        wide = self.scrollable_content_region.width
        if wide == self._wide:
            event.prevent_default()
        self._wide = wide

    def put(self, prompts: Iterable[Visual | None]) -> None:
        """Show ``prompts`` instead of what was there; None draws a line."""
        number = itertools.count()
        self.set_options(p and Option(p, id=str(next(number))) for p in prompts)

    def fill(self, wanted: bool) -> None:
        """Take all the room there is, or none: with nothing to show it keeps the focus."""
        self.styles.height = "1fr" if wanted else 0

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a frame, in which neither styles nor entries change."""
        self._update_lines()
        self._painting = True
        try:
            return super().render_lines(crop)
        finally:
            self._painting = False
            self._looks.clear()

    def _update_lines(self) -> None:
        """Measure what is new (Textual's own hook): it does so twice for each line it paints."""
        if not self._painting:
            super()._update_lines()

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """How parts of the list look; Textual asks for each line."""
        if not self._painting:
            return super().get_visual_style(*component_classes, partial=partial)
        asked = component_classes, partial
        if asked not in self._looks:
            self._looks[asked] = super().get_visual_style(*component_classes, partial=partial)
        return self._looks[asked]

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


class RoomyList(PickList):
    """A list that has a place of its own: no other moves when there is more or less in it."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)


def ruled(prompts: Iterable[Content]) -> Iterator[Content | None]:
    """``prompts`` with a line between each two."""
    for number, prompt in enumerate(prompts):
        if number:
            yield None
        yield prompt
