"""How a row of an article is painted: which style covers what, and the margin beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, starmap

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from briefing.article import ParagraphKind
from briefing.tui.base.clusters import JOINER, after, after_joiners, is_plain, start_of
from briefing.tui.base.text_layout import TextLayout

MEASURE = 76
"""The widest row of text, in cells: it and its margin fit a terminal of 80."""
_BAR_AND_SPACE = 2
_AIR = 1

COMPONENTS = (
    *("caret", "debris", "evidence", "heading", "highlight", "highlight-bar", "hit", "mark"),
    *("number", "quote", "selection", "target", "target-bar"),
)
"""The names of the styles that rows are painted in."""

Range = tuple[int, int]
Layer = tuple[str, list[Range]]
"""The name of a style, and what it covers in the display."""

TARGET_BAR, HIGHLIGHT_BAR, DEBRIS_BAR = "▌", "▎", "┊"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the text stands in the widget, in cells: centred, its margin to the left of it.

    ``numbers`` is the room for paragraph numbers, 0 when they are not shown.
    """

    total: int
    left: int
    width: int
    numbers: int = 0

    @classmethod
    def fitted(cls, total: int, numbers: int) -> Frame:
        """The frame for a widget of ``total`` cells and numbers of so many digits."""
        room = numbers + 1 if numbers else 0
        width = max(1, min(MEASURE, total - room - _BAR_AND_SPACE - _AIR))
        left = max(room + _BAR_AND_SPACE, (total - width) // 2)
        return cls(total, left, width, room)


class Painter:
    """Paints rows of one layout. ``style`` gives a component's style by its name."""

    def __init__(
        self, layout: TextLayout, frame: Frame, base: Style, style: Callable[[str], Style]
    ) -> None:
        self._layout = layout
        self._display = layout.projection.display
        self._frame = frame
        self._base = base
        self._style = style

    def row(self, row: int, layers: Iterable[Layer], caret: int | None) -> Strip:
        """A row with its margin; ``caret`` is the offset that the cursor is painted at."""
        start, end = self._layout.range(row)
        covering = [(name, ranges) for name, ranges in layers if ranges]
        segments = [*self._margin(row, {name for name, _ in covering})]
        segments += self._text(start, end, [*self._structure(row), *covering], caret)
        strip = Strip(segments).adjust_cell_length(self._frame.total, self._base)
        return strip if JOINER in self._display[start:end] else strip.simplify()

    def _structure(self, row: int) -> Iterator[Layer]:
        """The layers of what a line is: heading, quote, debris, and our mark at its start."""
        line = self._layout.line(row)
        if line.debris:
            yield "debris", [(line.start, line.end)]
        if line.paragraph and line.paragraph.kind is ParagraphKind.HEADING:
            yield "heading", [(line.start, line.end)]
        if line.paragraph and line.paragraph.kind is ParagraphKind.QUOTE:
            yield "quote", [(line.start, line.end)]
        if line.mark:
            yield "mark", [(line.start, line.start + line.mark)]

    def _margin(self, row: int, names: set[str]) -> Iterator[Segment]:
        frame, base = self._frame, self._base
        number = None
        if frame.numbers and self._layout.is_first(row):
            number = self._layout.projection.number_at(self._layout.line_number(row))
        yield Segment(" " * (frame.left - frame.numbers - _BAR_AND_SPACE), base)
        if frame.numbers:
            label = str(number or "").rjust(frame.numbers - 1) + " "
            yield Segment(label, base + self._style("number"))
        bar, name = self._bar(row, names)
        yield Segment(bar, base + self._style(name))
        yield Segment(" ", base)
        if indent := self._layout.indent(row):
            line = self._layout.line(row)
            quoted = line.paragraph and line.paragraph.kind is ParagraphKind.QUOTE
            mark = self._display[line.start : line.start + indent] if quoted else " " * indent
            yield Segment(mark, base + self._style("mark"))

    def _bar(self, row: int, names: set[str]) -> tuple[str, str]:
        if "target" in names:
            return TARGET_BAR, "target-bar"
        if "highlight" in names:
            return HIGHLIGHT_BAR, "highlight-bar"
        if "debris" in names or self._layout.line(row).debris:
            return DEBRIS_BAR, "debris"
        return " ", "debris"

    def _whole(self, low: int, high: int) -> tuple[int, int]:
        """A range with all of the clusters it touches: a part of one may have other cells."""
        first, last = (
            start_of(self._display, at) if at < len(self._display) else at for at in (low, high)
        )
        return first, high if last == high else after(self._display, last)

    def _text(
        self, start: int, end: int, layers: list[Layer], caret: int | None
    ) -> Iterator[Segment]:
        here = caret is not None and start <= caret <= end
        if caret is not None and here:
            layers = [*layers, ("caret", [(caret, after(self._display, caret))])]
        if not is_plain(self._display[start:end]):
            layers = [(name, [*starmap(self._whole, ranges)]) for name, ranges in layers]
        cuts = {start, end}
        cuts.update(start + at for at in after_joiners(self._display[start:end]))
        for _, ranges in layers:
            cuts.update(min(max(start, at), end) for pair in ranges for at in pair)
        for first, last in pairwise(sorted(cuts)):
            style = self._base
            for name, ranges in layers:
                if any(low <= first and last <= high for low, high in ranges):
                    style += self._style(name)
            yield Segment(self._display[first:last], style)
        if here and caret == end:
            yield Segment(" ", self._base + self._style("caret"))
