"""The article view: one article to read, mark up and select from, by keys and mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from briefing.article import Article, Span
from briefing.tui.article.article_page import ArticlePage, Mode
from briefing.tui.article.finding import Finder
from briefing.tui.article.marks import Count, MarkKind, Stop
from briefing.tui.keys.article_keys import KEYS

__all__ = ["ArticleView", "Count", "MarkKind", "Mode"]

_OVERLAP = 2
"""Rows that stay in sight when a page is turned."""


@dataclass(frozen=True, slots=True)
class _Before:
    """Where a reader was before they looked for something."""

    anchor: int
    cursor: int
    mode: Mode
    target: Span | None
    top: int


class ArticleView(ArticlePage):
    """One article, to be read and selected from.

    The keys move the page as in a pager. In visual mode they move the cursor,
    and the selection reaches from where it began to there. The mouse selects
    too: all that it touches between press and release; a double click takes
    the word, the third click the sentence, the fourth the paragraph.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(KEYS)

    @dataclass
    class SelectionChanged(Message):
        """Another passage is selected, or none."""

        span: Span | None

    @dataclass
    class PlaceChanged(Message):
        """The reader is at another paragraph (None where there is none) or further on."""

        paragraph: int | None
        percent: int

    @dataclass
    class ModeChanged(Message):
        """Visual mode began or ended."""

        mode: Mode

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._dragging = False
        self._told_span: Span | None = None
        self._told_place: tuple[int | None, int] | None = None
        self._told_mode = Mode.NORMAL
        self._told_leaving = False
        self._before_find: _Before | None = None

    def _changed(self) -> None:
        """Paint again, and tell what is different from what was told last."""
        super()._changed()
        if self._mode is not self._told_mode:
            self._told_mode = self._mode
            self.post_message(self.ModeChanged(self._mode))
            self.refresh_bindings()
        if (span := self.selected_span) != self._told_span:
            self._told_span = span
            self.post_message(self.SelectionChanged(span))
        if (place := (self.paragraph, self.percent)) != self._told_place and self._layout:
            self._told_place = place
            self.post_message(self.PlaceChanged(*place))
        if (leaving := self._can_leave) != self._told_leaving:
            self._told_leaving = leaving
            self.refresh_bindings()

    # What is shown

    def show(self, article: Article, *, at: Span | None = None) -> None:
        """Show ``article``, from its beginning or at a passage.

        The article that is shown already stays where it is, with its marks.
        """
        if article is not self._article:
            self._before_find = None
            self._open(article)
        if at is not None:
            self.goto(at)
        self._changed()

    def set_marks(
        self,
        hits: Sequence[Span] = (),
        evidence: Sequence[Span] = (),
        highlights: Sequence[Span] = (),
    ) -> None:
        """Mark these passages, and no others; each kind is painted in its own style."""
        self._marks.give(MarkKind.HIT, hits)
        self._marks.give(MarkKind.EVIDENCE, evidence)
        self._marks.give(MarkKind.HIGHLIGHT, highlights)
        self._changed()

    # Going to passages

    def goto(self, span: Span) -> None:
        """Show a passage comfortably in sight, as the target, with the cursor at its beginning."""
        self._marks.target = span
        first, last = self._displayed(span)
        self._leave_selection(first)
        self._when_laid_out(lambda: self._reveal(first, last))
        self._changed()

    def begin_find(self) -> None:
        """Note where the reader is: ``find`` looks from here on until ``end_find``."""
        self._before_find = _Before(
            self._caret.anchor,
            self._caret.cursor,
            self._mode,
            self._marks.target,
            self.scroll_offset.y,
        )

    def end_find(self, *, stay: bool) -> None:
        """Stay at the match that was found; or go back to where it began, without matches."""
        if not stay:
            self._return()
            self._marks.give(MarkKind.FOUND, ())
            self._changed()
        self._before_find = None

    def _return(self) -> None:
        if (before := self._before_find) is not None:
            self._marks.target = before.target
            self._mode = before.mode
            self._caret.select(before.anchor, before.cursor)
            self._scroll_to_row(before.top)

    def find(self, text: str) -> tuple[Span, ...]:
        """Look for ``text`` in what is displayed and go to the nearest match from the cursor on.

        Case, accents and the kinds of quotes, dashes and spaces do not count.
        An empty text ends it. In visual mode the selection is extended.
        """
        self._return()
        if self._finder is None:
            self._finder = Finder(self._projection.unmarked)
        spans = [self._projection.span_of(*found) for found in self._finder.find(text)]
        self._marks.give(MarkKind.FOUND, [span for span in spans if len(span)])
        matches = self._marks.of(MarkKind.FOUND)
        if stop := matches.from_here(self._origin()):
            self._go(stop)
        self._changed()
        return tuple(matches.spans)

    @property
    def found(self) -> Count | None:
        """Which match of ``find`` the reader is at, of how many; None if at none of them."""
        target = self._marks.target
        return self._marks.of(MarkKind.FOUND).count_of(target) if target else None

    def next_mark(self, kind: MarkKind, direction: int = 1) -> Count | None:
        """Go to the next (1) or previous (-1) mark from the cursor, around at the ends.

        None when there is no mark of that kind. In visual mode the selection is
        extended.
        """
        stop = self._marks.of(kind).stop(self._origin(), direction)
        if stop is None:
            return None
        self._go(stop)
        return stop.count

    def _origin(self) -> int:
        """Where to look for a mark from: the target's beginning, while the cursor is at it."""
        if self._marks.target is not None:
            first, last = self._displayed(self._marks.target)
            if first <= self._caret.cursor <= last:
                return first
        return self._caret.cursor

    def _go(self, stop: Stop) -> None:
        if self._mode is Mode.VISUAL:
            self._marks.target = stop.span
            self._caret.extend(stop.end if stop.start >= self._caret.anchor else stop.start)
            self._follow()
        else:
            self.goto(stop.span)

    # Keys

    @property
    def _can_leave(self) -> bool:
        """Whether there is visual mode, a selection or a search to leave."""
        return (
            self._mode is Mode.VISUAL
            or not self._caret.is_empty
            or len(self._marks.of(MarkKind.FOUND)) > 0
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Visual mode's own keys work only there, and leaving needs something to leave."""
        if action in {"move", "row_edge"}:
            return self._mode is Mode.VISUAL
        if action == "leave":
            return self._can_leave
        return True

    def action_row(self, rows: int) -> None:
        """Rows down, or up where negative."""
        if self._mode is Mode.VISUAL:
            self.action_extend_row(rows)
        else:
            self._scroll_to_row(self.scroll_offset.y + rows)

    def action_page(self, pages: int) -> None:
        """Pages down, or up where negative; two rows of the old page stay in sight."""
        self.action_row(pages * max(1, self._rows - _OVERLAP))

    def action_half_page(self, halves: int) -> None:
        """Half pages down, or up where negative."""
        self.action_row(halves * max(1, self._rows // 2))

    def action_back(self) -> None:
        """A page up, or in visual mode a word back."""
        if self._mode is Mode.VISUAL:
            self.action_move("word-back")
        else:
            self.action_page(-1)

    def action_edge(self, direction: int) -> None:
        """To the article's beginning (-1) or end (1)."""
        self.action_row(direction * (self._layout.height if self._layout else 0))

    def action_visual(self) -> None:
        """Begin visual mode with what is selected; in visual mode, begin again at the cursor."""
        if self._mode is Mode.VISUAL:
            self._caret.put(self._caret.cursor)
        self._mode = Mode.VISUAL
        self._follow()

    def action_grow(self) -> None:
        """Visual mode with the whole sentence selected; then with the whole paragraph."""
        self._mode = Mode.VISUAL
        self._caret.grow()
        self._follow()

    def action_leave(self) -> None:
        """Leave visual mode and drop the selection; without one, drop the matches of ``find``."""
        if self._mode is Mode.VISUAL or not self._caret.is_empty:
            self._leave_selection(self._caret.cursor)
        else:
            self._marks.give(MarkKind.FOUND, ())
        self._changed()

    def action_move(self, motion: str) -> None:
        """In visual mode: move the cursor by one of the caret's motions."""
        self.action_extend(motion)

    def action_extend(self, motion: str) -> None:
        """Extend the selection by one of the caret's motions."""
        self._caret.extend_by(motion)
        self._follow()

    def action_extend_row(self, rows: int) -> None:
        """Extend the selection by rows."""
        if self._layout is not None:
            self._caret.extend_rows(self._layout, rows)
            self._follow()

    def action_row_edge(self, direction: int) -> None:
        """In visual mode: extend the selection to the row's beginning (-1) or end (1)."""
        if self._layout is not None:
            self._caret.extend_to_row_edge(self._layout, direction)
            self._follow()

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select."""
        if self._layout is not None and event.button == 1:
            self._dragging = True
            self.capture_mouse()
            self._caret.press(self._layout, *self._pointed_at(event))
            self._changed()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select to where the mouse is."""
        if self._dragging and self._layout is not None:
            self._caret.drag(self._layout, *self._pointed_at(event))
            self._follow()

    def on_mouse_up(self) -> None:
        """The selection is made."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select a word, sentence or paragraph when clicked more than once, and not dragged."""
        if self._layout is not None and event.chain > 1 and self._caret.is_empty:
            self._caret.click(self._layout, *self._pointed_at(event), event.chain)
            self._changed()

    def _pointed_at(self, event: events.MouseEvent) -> tuple[int, int]:
        """The row, and the cell of its text, that the mouse is at."""
        left, top = self.gutter.left, self.gutter.top
        return event.y - top + self.scroll_offset.y, event.x - left - self._frame.left
