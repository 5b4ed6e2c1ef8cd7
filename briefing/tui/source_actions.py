"""What is listed of the sources: chosen by keys and a panel, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from briefing.analysis.source_list import SourceChoice, SourceOrder, tags_of
from briefing.library import UnknownArticle
from briefing.tui.base.places import View
from briefing.tui.reading_actions import ReadingActions
from briefing.tui.sources.source_list import Wish
from briefing.tui.sources.sources_pane import SourcesPane
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
            from briefing.tui.sources.source_options import SourceOptions

            pane = self.reading.sources
            self.app.push_screen(
                SourceOptions(self.memory.sources, pane.entries, pane.tags, self._choose_sources)
            )

    def _choose_sources(self, choice: SourceChoice) -> None:
        if choice != self.memory.sources:
            self.memory.sources = choice
            self.list_sources()
            self.tell_hits()

    def action_same_text(self) -> None:
        """Open the next article that is one source with the open one."""
        article = self.reading.article.article
        others = self.library.same_text(article.id) if article else ()
        if article is None or not others:
            self.say("No other article has the text of this one.")
            return
        after = [entry for entry in others if entry.file > article.file]
        self.reading.record = None
        self.open((after or list(others))[0].id)

    # Metadata

    async def action_metadata(self) -> None:
        """Set title, outlet, date and so on of the article that the reader is at."""
        from briefing.adding import editing
        from briefing.reading import Unreadable
        from briefing.tui.forms.article_form import ArticleForm

        article_id = self._article_at_hand()
        if article_id is None:
            self.say("Open an article first, or go to one in the list.")
            return
        try:
            article = self.library.article(article_id)
            form = ArticleForm(
                self.library, article, editing.keeps_debris(self.library, article_id)
            )
        except (UnknownArticle, Unreadable, OSError) as error:
            self.say(f"This article cannot be changed: {error}", "error")
            return

        def done(saved: object) -> None:
            if saved:
                self.say(f"Changed the metadata of {article_id}; u takes that back.")
                self.work.sync(again=True)

        await self.app.push_screen(form, done)

    def _article_at_hand(self) -> str | None:
        pane = self.reading.sources
        if self.reading.active == "sources" and self.view is View.READING:
            return pane.chosen
        article = self.reading.article.article
        return article.id if article else None

    @on(Work.Ranked)
    def _ranked(self, event: Work.Ranked) -> None:
        if event.result is self.result:
            self.reading.sources.show_hits(event.articles)
