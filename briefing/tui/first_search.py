"""The search before the screen is there: the pane that it will have, on the first frame."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets.input import Selection

from briefing.tui.base.places import Side
from briefing.tui.results.search_pane import SearchPane
from briefing.tui.work import FIRST, LIMIT, Work

if TYPE_CHECKING:
    from briefing.library import Library
    from briefing.search.searching import SearchResult


class Begun(NamedTuple):
    """A search as it stands, for the screen that takes it over.

    ``result`` is None where the answer is still to come; ``cut``: only its first hits.
    """

    text: str
    selection: Selection
    result: SearchResult | None
    cut: bool
    row: int | None
    chosen: SearchPane.Chosen | None


class FirstSearch(Vertical):
    """Takes the search's field and answers it, in the index as it was left."""

    def __init__(self, library: Library) -> None:
        super().__init__(id="side", classes="-active")
        self._work = Work(library, self, self._on_thread)
        self._usable: bool | None = None
        self._text = ""
        self._result: SearchResult | None = None
        self._cut = False
        self._chosen: SearchPane.Chosen | None = None
        self._changed = time.monotonic()

    def compose(self) -> ComposeResult:
        yield SearchPane(id=Side.RESULTS)

    def on_mount(self) -> None:
        self.pane.field.focus()

    @property
    def pane(self) -> SearchPane:
        """The pane."""
        return self.query_one(SearchPane)

    @property
    def resting(self) -> float:
        """Seconds since anything was typed; 0.0 while an answer is awaited."""
        waiting = self._text.strip() and self._result is None and self._usable is not False
        return 0.0 if waiting else time.monotonic() - self._changed

    def index_opened(self, usable: bool) -> None:
        """Answer what was typed meanwhile, where the index can be searched as it was left."""
        self._usable = usable
        if self._text.strip():
            self._ask()

    def begun(self) -> Begun:
        """What there is to take over; it answers nothing more."""
        self._work.stop()
        pane = self.pane
        chosen = self._chosen
        return Begun(
            self._text, pane.field.selection, self._result, self._cut, pane.chosen_row, chosen
        )

    def on_search_pane_asked(self, event: SearchPane.Asked) -> None:
        self._changed = time.monotonic()
        self._text, self._result, self._cut = event.text, None, False
        if event.text.strip():
            self._ask()
        else:
            self.pane.show_nothing()

    def on_search_pane_chosen(self, event: SearchPane.Chosen) -> None:
        self._chosen = event

    def on_work_found(self, event: Work.Found) -> None:
        if event.query == self._text:
            self._result, self._cut = event.result, event.cut
            self._changed = time.monotonic()
            self.pane.show(event.result, LIMIT - FIRST if event.cut else 0)

    def on_work_not_found(self, event: Work.NotFound) -> None:
        if event.query == self._text:
            self._usable = False  # the screen says what is wrong, or mends it
            self.pane.wait("opening…")

    def _ask(self) -> None:
        if self._usable:
            self._work.search(self._text, FIRST)
        else:
            self.pane.wait("opening…")

    def _on_thread(self, run: object, group: str) -> None:
        self.run_worker(run, thread=True, group=group, exit_on_error=False)  # type: ignore[arg-type]
