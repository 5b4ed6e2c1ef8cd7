"""The lists beside the article that marking fills: highlights and suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from briefing.tui.base.places import Side, View
from briefing.tui.evidence.highlights_pane import HighlightsPane
from briefing.tui.evidence.suggestions_pane import LIMIT, SuggestionsPane
from briefing.tui.navigation import Navigation

if TYPE_CHECKING:
    from briefing import suggesting


class ListActions(Navigation):
    """A screen that lists highlights and suggestions."""

    @dataclass
    class Suggested(Message):
        """The suggestions, or why there are none."""

        found: suggesting.Suggested | None
        why: str = ""

    def action_highlights(self) -> None:
        """List the highlights."""
        self._show_list(Side.HIGHLIGHTS)
        self.reading.highlights.show(self.library)

    def action_suggestions(self) -> None:
        """List what may be worth a record."""
        self._show_list(Side.SUGGESTIONS)
        self.suggest()

    def _show_list(self, side: Side) -> None:
        self.history.push(self.here())
        self.show_view(View.READING)
        self.reading.show_side(side)
        self.reading.go_to(f"{side}-list")

    def suggest(self) -> None:
        """Work out anew what may be worth a record."""
        self.reading.suggestions.wait()

        def run() -> None:
            from briefing import suggesting

            try:
                found = suggesting.suggestions(self.library, limit=LIMIT)
            except Exception as error:
                self.post_message(self.Suggested(None, str(error) or type(error).__name__))
            else:
                self.post_message(self.Suggested(found))

        self.run_worker(run, thread=True, group="suggestions", exit_on_error=False)

    @on(Suggested)
    def _suggested(self, event: Suggested) -> None:
        if event.found is None:
            self.reading.suggestions.fail(event.why)
        else:
            self.reading.suggestions.show(self.library, event.found)

    @on(SuggestionsPane.Chosen)
    def _suggestion_chosen(self, event: SuggestionsPane.Chosen) -> None:
        self.open(event.suggestion.article, event.suggestion.span)

    @on(HighlightsPane.Chosen)
    def _highlight_chosen(self, event: HighlightsPane.Chosen) -> None:
        self.open(event.article, event.span)

    @on(HighlightsPane.Unfound)
    def _highlight_unfound(self, event: HighlightsPane.Unfound) -> None:
        self.say(f"This highlight cannot be opened: {event.why}.", "warning")
