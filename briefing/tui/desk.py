"""The desk: the service that changes the library's files, and what is at hand to change."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from briefing.article import Passage, Span
from briefing.dossier.model import Highlight, Located, Record
from briefing.tui.article.motions import Unit, unit_at
from briefing.tui.base.places import Side
from briefing.tui.forms.record_form import Start

if TYPE_CHECKING:
    from briefing.analysis.suggest import Suggestion
    from briefing.library import Library
    from briefing.marking import Marking
    from briefing.tui.article.article_view import ArticleView
    from briefing.tui.board.board_pane import BoardPane
    from briefing.tui.reading_view import ReadingView


class Desk:
    """Makes the marking service when it is first needed, on the thread that needs it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._marking: Marking | None = None
        self.last: Start | None = None
        """What the last record was made with."""

    def marking(self) -> Marking:
        """The service; it reads the journal when it is made, so never on the app's own thread."""
        from briefing.marking import Marking

        with self._lock:
            if self._marking is None:
                self._marking = Marking(self._library)
            return self._marking

    def start(self) -> Start:
        """What a new record begins with: what the last one had, here or in the file."""
        if self.last is None and self._library.dossier.records:
            record = self._library.dossier.records[-1]
            return Start(record.kind, record.party, record.issue)
        return self.last or Start()

    def start_of(self, suggestion: Suggestion) -> Start:
        """What a record of a suggestion begins with."""
        begin = self.start()
        return Start(suggestion.kind, suggestion.party or begin.party, begin.issue)


def words_at(view: ArticleView) -> Span | None:
    """The selection, or else the sentence at the cursor; None where nothing is to see."""
    if (span := view.selected_span) is not None and len(span):
        return span
    if view.article is None:
        return None
    projection = view.projection
    cursor = projection.to_display(view.cursor_offset)
    start, end = unit_at(projection.unmarked, cursor, Unit.SENTENCE)
    found = projection.span_of(start, end)
    text = view.article.text[found.start : found.end]
    start, end = found.start + len(text) - len(text.lstrip()), found.end
    return Span(start, start + len(text.strip())) if text.strip() else None


def highlight_at(library: Library, passage: Passage) -> Highlight | None:
    """The highlight that a passage touches: the one of the same words before any other."""
    touched: list[tuple[bool, Highlight]] = []
    for mark in library.dossier.highlights:
        if mark.article == passage.article:
            place = library.locate(mark)
            if isinstance(place, Located) and place.span.overlaps(passage.span):
                touched.append((place.span != passage.span, mark))
    return min(touched, key=lambda pair: pair[0])[1] if touched else None


def to_change(
    library: Library, reading: ReadingView, board: BoardPane | None
) -> Record | Highlight | Suggestion | None:
    """What the reader is at: on the board, in the side pane, or at the cursor in the article."""
    if board is not None:
        return board.current
    if reading.active == "side":
        return {
            Side.EVIDENCE: reading.evidence.record,
            Side.HIGHLIGHTS: reading.highlights.chosen,
            Side.SUGGESTIONS: reading.suggestions.chosen,
            Side.RESULTS: None,
        }[reading.side]
    pane = reading.article
    if reading.active != "article" or pane.article is None:
        return None
    cursor = pane.view.cursor_offset
    span = pane.view.selected_span or Span(cursor, cursor + 1)
    passage = Passage(pane.article.id, span)
    return next(iter(library.records_at(passage)), None) or highlight_at(library, passage)
