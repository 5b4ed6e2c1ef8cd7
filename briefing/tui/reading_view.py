"""Sources, article and side pane: next to each other where there is room, else one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from briefing.article import Article, Span
from briefing.dossier.model import Record
from briefing.tui.article.article_pane import ArticlePane
from briefing.tui.base.places import WIDE, Side, View
from briefing.tui.evidence.evidence_pane import EvidencePane
from briefing.tui.evidence.highlights_pane import HighlightsPane
from briefing.tui.evidence.suggestions_pane import SuggestionsPane
from briefing.tui.results.search_pane import SearchPane
from briefing.tui.sources.sources_pane import SourcesPane
from briefing.tui.widgets.pick_list import PickList

if TYPE_CHECKING:
    from briefing.library import Library


class ReadingView(Horizontal):
    """Shows the three panes, and moves the focus between them."""

    def __init__(self, library: Library) -> None:
        super().__init__(id=View.READING)
        self.record: Record | None = None
        """The record whose evidence is listed; None: that of the open article."""
        self._library = library
        self._active = "sources"
        self._side_wanted = False

    def compose(self) -> ComposeResult:
        yield SourcesPane(id="sources")
        yield ArticlePane(id="article")
        with Vertical(id="side"), ContentSwitcher(initial=Side.EVIDENCE, id="sides"):
            yield SearchPane(id=Side.RESULTS)
            yield EvidencePane(id=Side.EVIDENCE)
            yield HighlightsPane(id=Side.HIGHLIGHTS)
            yield SuggestionsPane(id=Side.SUGGESTIONS)

    @property
    def sources(self) -> SourcesPane:
        """The list of sources."""
        return self.query_one(SourcesPane)

    @property
    def article(self) -> ArticlePane:
        """The open article."""
        return self.query_one(ArticlePane)

    @property
    def search(self) -> SearchPane:
        """The field and its results."""
        return self.query_one(SearchPane)

    @property
    def evidence(self) -> EvidencePane:
        """Evidence of the open article or of a record."""
        return self.query_one(EvidencePane)

    @property
    def highlights(self) -> HighlightsPane:
        """The highlights of the library."""
        return self.query_one(HighlightsPane)

    @property
    def suggestions(self) -> SuggestionsPane:
        """Passages that may be worth a record."""
        return self.query_one(SuggestionsPane)

    @property
    def side(self) -> Side:
        """What the side pane shows."""
        return Side(self.query_one("#sides", ContentSwitcher).current or Side.EVIDENCE)

    @property
    def narrow(self) -> bool:
        """Whether there is room for one pane only."""
        return self.app.size.width < WIDE

    @property
    def active(self) -> str:
        """The id of the pane that has, or last had, the focus."""
        return self._active

    def open(self, article: Article, at: Span | None = None) -> None:
        """Show an article, at a passage if one is given."""
        self.article.show(article, at, self.same_text(article.id))
        self.sources.mark_open(article.id)
        if self.record is None:
            self._list_evidence()

    def same_text(self, article_id: str) -> str:
        """The names of the other articles that are one source with an article."""
        others = self._library.same_text(article_id)
        return ", ".join(entry.outlet or f"“{entry.label}”" for entry in others)

    def close(self) -> None:
        """Show no article."""
        self.article.clear()
        self.sources.mark_open(None)
        if self.record is None:
            self._list_evidence()

    def show_evidence(self, record: Record | None) -> None:
        """Show a record's evidence beside the article; None: that of the article."""
        self.record = record
        self._list_evidence()
        self.show_side(Side.EVIDENCE, wanted=bool(self._library.dossier.records))

    def dossier_changed(self) -> None:
        """Show records, highlights and evidence as they are now."""
        if self.record is not None:
            self.record = self._library.dossier.record(self.record.id)
        chosen = self.evidence.query_one(PickList).highlighted
        self._list_evidence()
        self.evidence.query_one(PickList).pick(chosen)
        if self.side is Side.HIGHLIGHTS:
            self.highlights.show(self._library)

    def _list_evidence(self) -> None:
        article = self.article.article
        if self.record is not None:
            self.evidence.show_record(self._library, self.record)
        elif article is not None:
            self.evidence.show_article(self._library, article)
        else:
            self.evidence.show_nothing()

    def show_side(self, side: Side, wanted: bool = True) -> None:
        """Show results or evidence beside the article; not ``wanted``: only where it is gone to."""
        self.query_one("#sides", ContentSwitcher).current = side
        self._side_wanted = wanted
        self._fit()

    def go_to(self, widget_id: str) -> None:
        """Show the pane of a widget and put the focus there, or on the pane's own choice."""
        widget = next(iter(self.query(f"#{widget_id}")), None)
        pane = self._pane_of(widget) if widget is not None else None
        if widget is None or pane is None:
            widget, pane = self._targets()[0], "sources"
        self._activate(pane)
        if not widget.display or not widget.can_focus:
            widget = self._inside(pane)
        self.screen.set_focus(widget)

    def next_pane(self, step: int) -> None:
        """Put the focus on the next pane, or the one before."""
        panes = ["sources", "article", "side"]
        if self.article.article is None:
            panes.remove("article")
        if not self.narrow and not self._side_wanted:
            panes.remove("side")
        at = panes.index(self._active) if self._active in panes else 0
        pane = panes[(at + step) % len(panes)]
        self._activate(pane)
        self.screen.set_focus(self._inside(pane))

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        pane = self._pane_of(event.widget)
        if pane is not None and pane != self._active:
            self._activate(pane)

    def _targets(self) -> list[Widget]:
        return [self._inside(pane) for pane in ("sources", "article", "side")]

    def _inside(self, pane: str) -> Widget:
        if pane == "article":
            return self.article.view
        if pane == "sources":
            return self.query_one("#sources-list")
        if self.side is Side.RESULTS:
            return self.search.field
        return self.query_one(f"#{self.side}-list")

    def _pane_of(self, widget: Widget) -> str | None:
        for node in widget.ancestors_with_self:
            if node.id in ("sources", "article", "side"):
                return node.id
        return None

    def _activate(self, pane: str) -> None:
        self._active = pane
        self._fit()

    def _fit(self) -> None:
        for pane in ("sources", "article", "side"):
            wanted = pane == self._active if self.narrow else pane != "side" or self._side_wanted
            widget = self.query_one(f"#{pane}")
            widget.display = wanted or (pane == "side" and self._active == "side")
            widget.set_class(pane == self._active, "-active")
