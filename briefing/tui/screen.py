"""The one screen: it owns what is open and searched for, and tells the panes."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import ContentSwitcher

from briefing.article import Passage, Span
from briefing.config import Watch
from briefing.tui.article.article_pane import ArticlePane
from briefing.tui.article.article_view import ArticleView, Mode
from briefing.tui.article.welcome import welcome
from briefing.tui.base.places import Side, View
from briefing.tui.base.words import counted, shortened
from briefing.tui.board.board_pane import BoardPane
from briefing.tui.evidence.evidence_pane import EvidencePane
from briefing.tui.exporting import CannotExport, Taken, at_hand, write
from briefing.tui.keeping_up import KeepingUp
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.reading_view import ReadingView
from briefing.tui.results.search_pane import SearchPane
from briefing.tui.sources.sources_pane import SourcesPane
from briefing.tui.status import StatusLine
from briefing.tui.widgets.hints import KeyHints
from briefing.tui.work import FIRST, LIMIT, Work

if TYPE_CHECKING:
    from briefing.library import Library
    from briefing.search.searching import SearchResult
    from briefing.tui.first_search import Begun


_REST_AFTER = 1.0
"""Seconds without a key after which the other hits are looked for: a key would wait for them."""


class MainScreen(KeepingUp):
    """One of the views, with the status line below."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss", "forms.tcss", "views.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.EVERYWHERE)

    def __init__(
        self, library: Library, watch: Watch = Watch.SYSTEM, begun: Begun | None = None
    ) -> None:
        """``begun``: a search that was opened before the screen was there."""
        super().__init__(library)
        self._begun = begun
        self._watch = watch
        self.query_text = ""
        self.result: SearchResult | None = None
        self.work = Work(library, self, self._on_thread)

    def compose(self) -> ComposeResult:
        with ContentSwitcher(initial=View.READING, id="views"):
            yield ReadingView(self.library)
        yield StatusLine(id="status")
        yield KeyHints()

    def on_mount(self) -> None:
        self.reading.article.welcome(welcome(self.library))
        self.reading.sources.choice = self.memory.sources
        self.reading.sources.show(self.library.entries, waiting=True)
        self.reading.go_to("sources-list")
        self.status.tell(library=self.library.title, busy="opening")
        if self._begun is not None:
            self._take_over(self._begun)
        self.call_after_refresh(self._begin)

    def _take_over(self, begun: Begun) -> None:
        """Show a search as it stands on the screen already."""
        self.action_search()
        pane = self.reading.search
        pane.field.take_over(begun.text, begun.selection)
        self.query_text = begun.text
        if begun.result is not None:
            self.show_found(begun.result, begun.cut)
            pane.choose_row(begun.row)
        elif begun.text.strip():
            pane.wait("opening…")
        if begun.chosen is not None:
            self.call_later(self._hit_chosen, begun.chosen)

    def on_unmount(self) -> None:
        self.work.stop()
        self.memory.save()

    def _begin(self) -> None:
        if self.reading.side is Side.EVIDENCE:  # a key may have opened the search already
            self.reading.show_evidence(None)
        self.reading.sources.mark_read(self.memory.read)
        self.begin(self._watch)

    def _on_thread(self, run: object, group: str) -> None:
        self.run_worker(run, thread=True, group=group, exit_on_error=False)  # type: ignore[arg-type]

    # What the panes say

    @on(SourcesPane.Chosen)
    def _source_chosen(self, event: SourcesPane.Chosen) -> None:
        self.reading.record = None
        self.open(event.article)

    @on(SourcesPane.Refused)
    def _source_refused(self, event: SourcesPane.Refused) -> None:
        self.say(f"{event.file} cannot be opened: {event.reason}", "warning")

    @on(SearchPane.Asked)
    def _asked(self, event: SearchPane.Asked) -> None:
        self.query_text = event.text
        self.places = ()
        if not event.text.strip():
            self.result = None
            self.tell_hits()
            self.reading.search.show_nothing()
            self._tell_search()
            self.paint()
        elif self.searchable:
            self.work.search(event.text, FIRST)
        else:
            self.reading.search.wait("indexing…" if self.first_time else "opening…")

    @on(SearchPane.Chosen)
    def _hit_chosen(self, event: SearchPane.Chosen) -> None:
        at = None
        if event.passage is not None:
            at = event.passage.matches[0] if event.passage.matches else event.passage.span
        self.open(event.hit.article, at)

    @on(EvidencePane.Chosen)
    def _evidence_chosen(self, event: EvidencePane.Chosen) -> None:
        before = self.here()
        from_drawer = self.view is View.BOARD
        if self.show_article(event.article, event.span):
            self.history.push(before)
            if from_drawer:
                self.reading.show_evidence(event.record)
            self.show_view(View.READING)
            self.reading.go_to("article-view")

    @on(EvidencePane.Unfound)
    def _evidence_unfound(self, event: EvidencePane.Unfound) -> None:
        self.say(f"This evidence cannot be opened: {event.why}", "warning")

    @on(BoardPane.Chosen)
    def _record_chosen(self, event: BoardPane.Chosen) -> None:
        board = self.board
        if board is not None:
            self.history.push(self.here())
            board.open_drawer(event.record)
            board.focus_on("drawer-list")

    @on(ArticlePane.RecordsAsked)
    def _records_asked(self, event: ArticlePane.RecordsAsked) -> None:
        spot = Span(event.offset, event.offset + 1)
        if not self.library.records_at(Passage(event.article, spot)):
            self.say("No record has its evidence at the cursor.")
            return
        self.history.push(self.here())
        self.reading.show_evidence(None)
        self.reading.evidence.choose(spot)
        self.reading.go_to(f"{Side.EVIDENCE}-list")

    @on(ArticlePane.Matched)
    def _matched(self, event: ArticlePane.Matched) -> None:
        self.status.tell(match=f"match {event.count}" if event.count else "")

    @on(ArticlePane.Said)
    def _article_said(self, event: ArticlePane.Said) -> None:
        self.say(event.sentence)

    @on(ArticleView.PlaceChanged)
    def _place_changed(self, event: ArticleView.PlaceChanged) -> None:
        article = self.reading.article.article
        if article is not None and self.view is View.READING:
            self.status.tell(
                paragraph=event.paragraph, paragraphs=len(article.paragraphs), percent=event.percent
            )

    @on(ArticleView.ModeChanged)
    def _mode_changed(self, event: ArticleView.ModeChanged) -> None:
        self.status.tell(mode="selecting" if event.mode is Mode.VISUAL else "")

    # What the threads say

    @on(Work.Indexing)
    def _indexing(self, event: Work.Indexing) -> None:
        self.status.tell(done=event.done, of=event.of)

    @on(Work.Found)
    def _found(self, event: Work.Found) -> None:
        if event.query == self.query_text:
            self.show_found(event.result, event.cut)
            self.connection_is_back()

    def show_found(self, result: SearchResult, cut: bool) -> None:
        """Show the answer to the query. ``cut``: only its first hits, the others follow."""
        self.result = result
        self.tell_hits()
        self.reading.search.show(result, LIMIT - FIRST if cut else 0)
        if cut:
            self.set_timer(_REST_AFTER, partial(self._search_the_rest, self.query_text))
        self._tell_search()
        self.paint()

    @on(events.DescendantFocus)
    def _tell_search(self) -> None:
        """Name the query and what it found, but where it is being typed: both stand there."""
        result = self.result
        if result is None or self.reading.search.field.has_focus:
            self.status.tell(search="")
            return
        partly = ", partial" if result.partial else ""
        found = counted(result.total, "article") + partly
        self.status.tell(search=f"“{shortened(result.query.text, 24)}” {found}")

    def _search_the_rest(self, query: str) -> None:
        """Search for all that is shown, where nothing else was typed meanwhile."""
        if query == self.query_text:
            self.work.search(query)

    @on(Work.NotFound)
    def _not_found(self, event: Work.NotFound) -> None:
        if event.query == self.query_text and event.lost:
            self.reading.search.show_lost(event.why)
            self.connection_is_lost()
        elif event.query == self.query_text:
            self.result = None
            self.reading.search.show_failure(event.why)
            self._tell_search()

    @on(Work.Painted)
    def _painted(self, event: Work.Painted) -> None:
        pane = self.reading.article
        if event.request.article is pane.article:
            marks = event.marks
            pane.view.set_marks(self.places or marks.hits, marks.evidence, marks.highlights)

    def paint(self) -> None:
        """Paint evidence, highlights and the search's hits in the open article."""
        article = self.reading.article.article
        if article is not None:
            self.work.paint(article, self.result if self.query_text.strip() else None)

    # What the keys do

    def action_search(self) -> None:
        if not self.reading.search.field.has_focus:
            self.history.push(self.here())
        self.show_view(View.READING)
        self.reading.show_side(Side.RESULTS)
        self.reading.go_to("search-input")

    async def action_board(self) -> None:
        before = self.here()
        if self.view is View.BOARD:
            return
        self.history.push(before)
        board = await self.show_board()
        board.focus_on("board-grid")

    def action_records(self) -> None:
        self.history.push(self.here())
        self.show_view(View.READING)
        self.reading.show_evidence(None)
        self.reading.go_to(f"{Side.EVIDENCE}-list")

    async def action_back(self) -> None:
        if (place := self.history.back(self.here())) is not None:
            await self.go(place)
        else:
            self.show_view(View.READING)
            self.reading.go_to("sources-list")

    def action_next_pane(self) -> None:
        self._next_pane(1)

    def action_previous_pane(self) -> None:
        self._next_pane(-1)

    def _next_pane(self, step: int) -> None:
        if self.findings:
            self.call_next(self.step_view, step)
        elif self.view is View.BOARD and self.board:
            self.board.next_pane(step)
        else:
            self.reading.next_pane(step)

    def action_next_article(self) -> None:
        self._neighbour(1)

    def action_previous_article(self) -> None:
        self._neighbour(-1)

    def _neighbour(self, step: int) -> None:
        ids = self.reading.sources.shown
        article = self.reading.article.article
        at = ids.index(article.id) + step if article and article.id in ids else 0
        if not 0 <= at < len(ids):
            self.say("That was the last article." if step > 0 else "That was the first article.")
            return
        self.reading.record = None
        self.open(ids[at])

    def action_debris(self) -> None:
        article = self.reading.article.view
        article.show_hidden = not article.show_hidden
        self.say(f"Page debris is {'shown' if article.show_hidden else 'hidden'}.", timeout=3)

    def action_export(self) -> None:
        if self.findings:
            self.export_findings()
        elif (taken := self._taken()) is not None:
            try:
                path = write(self.library, taken)
            except CannotExport as error:
                self.say(str(error), "error", timeout=12)
            else:
                self.say(f"Wrote {taken.name} to {path}")

    def action_copy(self) -> None:
        if self.findings:
            self.export_findings(copied=True)
        elif (taken := self._taken()) is not None:
            self.copy(taken.text, taken.name)

    def _taken(self) -> Taken | None:
        """What the reader is at: selection, record, hit or article."""
        taken = at_hand(self.library, self.reading, self.shown_board, self.query_text)
        if taken is None:
            self.say("Nothing to take yet: open an article, or choose a hit or a record.")
        return taken
