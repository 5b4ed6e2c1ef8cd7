"""The caret: the cursor of a displayed article, and the selection that ends there."""

from __future__ import annotations

from briefing.article import Span
from briefing.projection import Projection
from briefing.tui.article import motions
from briefing.tui.article.motions import Unit
from briefing.tui.base.clusters import after
from briefing.tui.base.text_layout import TextLayout

_MOTIONS: dict[str, motions.Motion] = {
    "left": motions.previous_character,
    "right": motions.next_character,
    "word": motions.next_word,
    "word-back": motions.previous_word,
    "sentence": motions.next_sentence,
    "sentence-back": motions.previous_sentence,
    "paragraph": motions.next_paragraph,
    "paragraph-back": motions.previous_paragraph,
}
_UNITS_OF_CLICKS = (Unit.WORD, Unit.SENTENCE, Unit.PARAGRAPH)


class Caret:
    """A cursor and the anchor of its selection, both offsets of the display.

    The selection lies between the two, whichever comes first; it is empty
    while they are the same.
    """

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.anchor = self.cursor = projection.lines[0].start + projection.lines[0].mark
        self._goal: int | None = None
        self._pressed = (self.cursor, self.cursor)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self.anchor == self.cursor

    @property
    def range(self) -> tuple[int, int]:
        """The selection, its beginning first."""
        return min(self.anchor, self.cursor), max(self.anchor, self.cursor)

    @property
    def span(self) -> Span | None:
        """The exact span of the selected words, without space at its ends; None if nothing is."""
        start, end = self.range
        words = self.projection.unmarked[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        span = self.projection.span_of(start, end)
        return span if start < end and len(span) else None

    def put(self, offset: int) -> None:
        """Move the cursor there, with nothing selected."""
        self.select(offset, offset)

    def select(self, anchor: int, cursor: int) -> None:
        """Select from ``anchor`` to ``cursor``."""
        self.anchor, self.cursor, self._goal = anchor, cursor, None

    def keep_within(self, layout: TextLayout, top: int, bottom: int) -> None:
        """From outside of some rows, put the cursor where a sentence begins in them."""
        if top <= layout.row_of(self.cursor) < bottom:
            return
        text = self.projection.unmarked
        at = layout.offset_at(layout.first_text(min(top, layout.height - 1)), 0)
        if motions.unit_at(text, at, Unit.SENTENCE)[0] < at:
            begin = motions.next_sentence(text, at)
            if text[begin : begin + 1] == "\n":
                begin = motions.next_character(text, begin)
            at = begin if layout.row_of(begin) < bottom else at
        self.put(at)

    def extend(self, cursor: int) -> None:
        """Move the cursor, and with it the selection's end."""
        self.select(self.anchor, cursor)

    def extend_by(self, motion: str) -> None:
        """Extend by a motion: ``left``, ``word``, ``sentence-back`` and so on."""
        self.extend(_MOTIONS[motion](self.projection.unmarked, self.cursor))

    def extend_rows(self, layout: TextLayout, rows: int) -> None:
        """Extend by rows, as nearly above or below as can be; at the ends to the text's end."""
        goal = layout.cell_of(self.cursor) if self._goal is None else self._goal
        row = layout.row_of(self.cursor) + rows
        if row < 0:
            self.extend(layout.offset_at(0, 0))
        elif row >= layout.height:
            self.extend(len(self.projection.display))
        else:
            self.extend(layout.offset_at(row, goal))
        self._goal = goal

    def extend_to_row_edge(self, layout: TextLayout, direction: int) -> None:
        """Extend to the beginning (-1) or the end (1) of the row, without space there."""
        row = layout.row_of(self.cursor)
        if direction < 0:
            self.extend(layout.offset_at(row, 0))
        else:
            start, end = layout.range(row)
            self.extend(start + len(self.projection.display[start:end].rstrip(" ")))

    def grow(self) -> None:
        """Select the whole sentences that the selection is in; of whole ones, the paragraphs."""
        text = self.projection.unmarked
        for unit in (Unit.SENTENCE, Unit.PARAGRAPH):
            grown = motions.extended(text, *self.range, unit)
            if grown != self.range:
                break
        self.select(*grown)

    # Mouse

    def press(self, layout: TextLayout, row: int, cell: int) -> None:
        """Begin to select at a cell."""
        self._pressed = self._touched(layout, row, cell)
        self.put(self._pressed[0])

    def drag(self, layout: TextLayout, row: int, cell: int) -> None:
        """Select all that lies between the cell that was pressed and this one, both included."""
        start, end = self._touched(layout, row, cell)
        if start > self._pressed[0]:
            self.select(self._pressed[0], end)
        elif start < self._pressed[0]:
            self.select(self._pressed[1], start)
        else:
            self.put(start)

    def click(self, layout: TextLayout, row: int, cell: int, clicks: int) -> None:
        """Select the unit at a cell: the word for two clicks, then sentence and paragraph."""
        unit = _UNITS_OF_CLICKS[min(clicks - 2, len(_UNITS_OF_CLICKS) - 1)]
        at = layout.offset_at(row, cell)
        self.select(*motions.unit_at(self.projection.unmarked, at, unit))

    def _touched(self, layout: TextLayout, row: int, cell: int) -> tuple[int, int]:
        """The cluster at a cell; an empty range to the right of the row."""
        at = layout.offset_at(row, cell, past_end=True)
        if layout.row_of(at) != row or at >= layout.range(row)[1]:
            return at, at
        return at, after(self.projection.display, at)
