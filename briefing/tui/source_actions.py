"""What is listed of the sources: chosen by keys and a panel, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from briefing.analysis.source_list import SourceChoice, SourceOrder, tags_of
from briefing.tui.reading_actions import ReadingActions
from briefing.tui.source_list import Wish
from briefing.tui.sources import SourcesPane
from briefing.tui.work import Work

if TYPE_CHECKING:
    from briefing.search.searching import SearchResult


class SourceActions(ReadingActions):
    """A screen whose list of sources is ordered and filtered."""

    work: Work
    result: SearchResult | None

    def list_sources(self) -> None:
        """List the sources as they were listed the last time, with the tags there are now."""
        tags = tags_of((mark.article, mark.tags) for mark in self.library.dossier.highlights)
        self.reading.sources.choose(self.memory.sources, tags)

    def tell_hits(self) -> None:
        """Tell the list of sources what the search finds, where it asks for that."""
        if self.result is None:
            self.reading.sources.show_hits(())
        elif self.memory.sources.order is SourceOrder.HITS:
            self.work.rank(self.result)

    @on(SourcesPane.Asked)
    def _sources_asked(self, event: SourcesPane.Asked) -> None:
        if event.what is Wish.CLEAR:
            self._choose_sources(self.memory.sources.unfiltered())
        elif event.what is Wish.REORDER:
            self._choose_sources(self.memory.sources.reordered())
            if self.memory.sources.order is SourceOrder.HITS and self.result is None:
                self.say("Ordered by hits: s searches, and the best come first.", timeout=4)
        else:
            from briefing.tui.source_options import SourceOptions

            pane = self.reading.sources
            self.app.push_screen(
                SourceOptions(self.memory.sources, pane.entries, pane.tags, self._choose_sources)
            )

    def _choose_sources(self, choice: SourceChoice) -> None:
        if choice != self.memory.sources:
            self.memory.sources = choice
            self.list_sources()
            self.tell_hits()

    @on(Work.Ranked)
    def _ranked(self, event: Work.Ranked) -> None:
        if event.result is self.result:
            self.reading.sources.show_hits(event.articles)
