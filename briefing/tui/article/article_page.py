"""The page under the article view: an article projected, wrapped, scrolled and painted.

What keys and mouse do with it, and what it tells the app, is the view's. All
offsets given and taken are those of the article's text; inside, everything is
in offsets of the display, and ``Projection`` converts at the edge.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from briefing.article import Article, Span
from briefing.projection import Projection
from briefing.tui.article.article_paint import COMPONENTS, Frame, Painter
from briefing.tui.article.caret import Caret
from briefing.tui.article.finding import Finder
from briefing.tui.article.following import followed
from briefing.tui.article.marks import MarkSet
from briefing.tui.base.places import ReadingPlace
from briefing.tui.base.steady import Steady
from briefing.tui.base.text_layout import TextLayout

_COMFORT = 3
"""Rows that a passage is kept away from the edges."""


class Mode(StrEnum):
    """What the keys move: the page, or the cursor with the selection's end."""

    NORMAL = "normal"
    VISUAL = "visual"


class ArticlePage(Steady, ScrollView, can_focus=True, inherit_bindings=False):
    """An article in rows, with its marks, a cursor and a selection."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in COMPONENTS}
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text("utf-8")

    show_hidden = reactive(False, init=False)
    """Whether page debris is shown."""
    numbers = reactive(False, init=False)
    """Whether paragraph numbers are shown in the margin."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._article: Article | None = None
        self._projection = Projection(Article("", "", (), ""))
        self._marks = MarkSet(self._projection)
        self._caret = Caret(self._projection)
        self._finder: Finder | None = None
        self._mode = Mode.NORMAL
        self._layout: TextLayout | None = None
        self._frame = Frame.fitted(0, 0)
        self._waiting: Callable[[], None] | None = None
        self._looks: dict[str, Style] = {}

    def _changed(self) -> None:
        """Something is different: paint again."""
        self.refresh()

    # What is shown

    @property
    def article(self) -> Article | None:
        """The article that is shown."""
        return self._article

    @property
    def projection(self) -> Projection:
        """How its text is displayed."""
        return self._projection

    @property
    def mode(self) -> Mode:
        """What the keys move."""
        return self._mode

    def watch_show_hidden(self) -> None:
        """Show the same place with or without debris."""
        self._project_again()

    def watch_numbers(self) -> None:
        """Show the same place with or without numbers."""
        self._project_again()

    def _open(self, article: Article) -> None:
        """Show another article from its beginning, without marks."""
        self._article = article
        self._marks = MarkSet(self._projection)
        self._project(lambda: self._scroll_to_row(0))

    def replace(self, article: Article) -> None:
        """Show the article as it is now: at the same words, with the same words selected."""
        before = self._article
        if before is None or before.id != article.id:
            return
        self._article = article
        if _as_shown(before) == _as_shown(article):
            return
        follow = followed(before.text, article.text)
        caret, mode, (top, lead) = self._caret, self._mode, self._top()
        ends = [follow(self._projection.to_source(at)) for at in (caret.anchor, caret.cursor)]
        self._marks = MarkSet(self._projection)
        self._project(lambda: self._scroll_to_top(follow(top), lead))
        self._caret.select(*(self._projection.to_display(at) for at in ends))
        self._mode = mode
        self._changed()

    def _project_again(self) -> None:
        place, selected = self.place, self.selected_span
        if place is not None:
            self._project(lambda: self.restore(place))
            if selected is not None:
                self.select(selected)

    def _project(self, then: Callable[[], None]) -> None:
        """Make the projection anew, with nothing selected; and when it is wrapped, ``then``."""
        if self._article is None:
            return
        self._projection = Projection(
            self._article, show_hidden=self.show_hidden, numbers=self.numbers
        )
        self._marks = self._marks.on(self._projection)
        self._caret = Caret(self._projection)
        self._mode = Mode.NORMAL
        self._finder = None
        self._layout = None
        self._waiting = then
        self._lay_out()

    # Layout

    def on_resize(self) -> None:
        """Wrap again, at the same place."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Wrap the text to the width there is, and keep the place; without a width wait for it."""
        total = self.scrollable_content_region.width
        if total <= 0:
            return
        digits = len(str(len(self._projection.article.paragraphs))) if self.numbers else 0
        top = self._top() if self._layout else None
        self._frame = Frame.fitted(total, digits)
        if self._layout is None or self._layout.width != self._frame.width:
            self._layout = TextLayout(self._projection, self._frame.width)
            self.virtual_size = Size(total, self._layout.height)
            self._refresh_scrollbars()
        if top is not None:
            self._scroll_to_top(*top)
        if waiting := self._waiting:
            self._waiting = None
            waiting()
        self._changed()

    def _when_laid_out(self, action: Callable[[], None]) -> None:
        """Do it now, or as soon as there is a width; then only what was asked last."""
        if self._layout is None:
            self._waiting = action
        else:
            action()

    # Place

    @property
    def place(self) -> ReadingPlace | None:
        """Where the reader is, to come back to with ``restore``; None while nothing is shown."""
        if self._article is None:
            return None
        top, lead = self._top()
        return ReadingPlace(self._article.id, top, lead, self.cursor_offset, self._marks.target)

    def restore(self, place: ReadingPlace) -> None:
        """Go back to a place in the article that is shown; that of another changes nothing."""
        if self._article is None or place.article != self._article.id:
            return
        self._marks.target = place.target
        self._leave_selection(self._projection.to_display(place.cursor))
        self._when_laid_out(lambda: self._scroll_to_top(place.top, place.lead))
        self._changed()

    @property
    def cursor_offset(self) -> int:
        """The offset of the cursor. Outside of visual mode it is unseen, and kept in sight."""
        return self._projection.to_source(self._caret.cursor)

    @property
    def paragraph(self) -> int | None:
        """The number of the paragraph that the cursor is in, from 1."""
        found = self._projection.paragraph_at(self._caret.cursor)
        return found.number if found else None

    @property
    def percent(self) -> int:
        """How much of the article has been passed or is in sight, from 0 to 100."""
        if self._layout is None:
            return 0
        return min(100, (self.scroll_offset.y + self._rows) * 100 // self._layout.height)

    @property
    def _rows(self) -> int:
        """The rows in sight."""
        return max(1, self.scrollable_content_region.height)

    def _top(self) -> tuple[int, int]:
        """The first text in sight as an offset of the article, and the rows in sight above it."""
        if self._layout is None:
            return 0, 0
        first = min(self.scroll_offset.y, self._layout.height - 1)
        row = self._layout.first_text(first)
        return self._projection.to_source(self._layout.offset_at(row, 0)), row - first

    # Scrolling

    def _scroll_to_top(self, top: int, lead: int) -> None:
        if self._layout is not None:
            self._scroll_to_row(self._layout.row_of(self._projection.to_display(top)) - lead)

    def _scroll_to_row(self, row: int) -> None:
        self.scroll_to(y=max(0, row), animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the cursor in sight while it is unseen."""
        super().watch_scroll_y(old_value, new_value)
        if self._layout is None:
            return
        if self._mode is Mode.NORMAL and self._caret.is_empty:
            top = self.scroll_offset.y
            self._caret.keep_within(self._layout, top, top + self._rows)
        self._changed()

    def _reveal(self, first: int, last: int) -> None:
        """Unless it is comfortably in sight, scroll so that a range begins in the upper third."""
        if self._layout is None:
            return
        top_row, bottom_row = self._layout.row_of(first), self._layout.row_of(max(first, last - 1))
        top, rows = self.scroll_offset.y, self._rows
        comfort = min(_COMFORT, rows // 5)
        if not top + comfort <= top_row <= bottom_row < top + rows - comfort:
            room = rows - comfort - (bottom_row - top_row + 1)
            self._scroll_to_row(top_row - max(comfort, min(rows // 3, room)))

    def _follow(self) -> None:
        """Scroll no further than it takes to have the cursor in sight."""
        if self._layout is not None:
            row, rows = self._layout.row_of(self._caret.cursor), self._rows
            comfort = min(_COMFORT, rows // 5)
            if row < self.scroll_offset.y:
                self._scroll_to_row(row - comfort)
            elif row >= self.scroll_offset.y + rows:
                self._scroll_to_row(row + comfort + 1 - rows)
        self._changed()

    # Selection

    @property
    def selected_span(self) -> Span | None:
        """The exact span of the selected words, without space at its ends; None if nothing is."""
        return self._caret.span

    def select(self, span: Span) -> None:
        """Select a passage, with the cursor at its end."""
        self._caret.select(*self._displayed(span))
        self._changed()

    def _leave_selection(self, cursor: int) -> None:
        self._mode = Mode.NORMAL
        self._caret.put(cursor)

    def _displayed(self, span: Span) -> tuple[int, int]:
        """Where a passage begins and ends in the display; where it would be, if it is not there."""
        ranges = self._projection.display_ranges(span)
        if ranges:
            return ranges[0][0], ranges[-1][1]
        at = self._projection.to_display(span.start)
        return at, at

    # Painting

    def notify_style_update(self) -> None:
        """Forget styles when the theme changes."""
        self._looks.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One row with its margin."""
        base, layout = self.rich_style, self._layout
        row = self.scroll_offset.y + y
        if layout is None or row >= layout.height:
            return Strip.blank(self.scrollable_content_region.width, base)
        caret = self._caret
        layers = list(self._marks.layers(*layout.range(row)))
        layers.append(("selection", [] if caret.is_empty else [caret.range]))
        drawn = self._mode is Mode.VISUAL and layout.row_of(caret.cursor) == row
        painter = Painter(layout, self._frame, base, self._look)
        return painter.row(row, layers, caret.cursor if drawn else None)

    def _look(self, name: str) -> Style:
        """What a component adds to the style below it."""
        if name not in self._looks:
            styles = self.get_component_styles(f"article--{name}")
            whole = self.get_component_rich_style(f"article--{name}")
            self._looks[name] = styles.text_style + Style(
                color=whole.color if styles.has_rule("color") else None,
                bgcolor=whole.bgcolor if styles.has_rule("background") else None,
            )
        return self._looks[name]


def _as_shown(article: Article) -> tuple[object, ...]:
    return article.text, article.paragraphs, article.hidden
