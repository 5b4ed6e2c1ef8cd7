"""The pane with passages that may be worth a record, best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from briefing.tui.base.words import FAINT, counted, joined, plain, shortened
from briefing.tui.widgets.pick_list import PickList, ruled

if TYPE_CHECKING:
    from briefing.analysis.suggest import Suggestion
    from briefing.library import Library
    from briefing.suggesting import Suggested

LIMIT = 100
QUOTE_LIMIT = 220
NOTHING = "Nothing to suggest: every passage that reads like a position has its record."


class SuggestionsPane(Vertical):
    """Lists suggestions; says which one was chosen."""

    @dataclass
    class Chosen(Message):
        """A suggestion whose passage is to be opened."""

        suggestion: Suggestion

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: tuple[Suggestion, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static("Suggestions", classes="heading", markup=False)
        yield PickList(id=f"{self.id}-list")
        yield Static(classes="empty", markup=False)

    @property
    def chosen(self) -> Suggestion | None:
        """The suggestion under the cursor."""
        at = self._list.highlighted
        return self._items[at] if at is not None and at < len(self._items) else None

    @property
    def _list(self) -> PickList:
        return self.query_one(PickList)

    def wait(self) -> None:
        """Say that they are being worked out; those shown stay."""
        if not self._items:
            self._say("Reading the articles…")

    def fail(self, why: str) -> None:
        """Say why there are none."""
        self._items = ()
        self._say(f"Nothing can be suggested: {why}")

    def show(self, library: Library, found: Suggested) -> None:
        """Show what was found, the cursor where it was."""
        at = self._list.highlighted
        self._items = found.suggestions
        self._list.put(ruled(_prompt(item, library) for item in self._items))
        self._list.pick(at or 0)
        self._list.fill(bool(self._items))
        self.query_one(".empty", Static).display = not self._items
        most = len(self._items) == LIMIT
        title = f"Suggestions · {'best ' if most else ''}{counted(len(self._items), 'passage')}"
        self.query_one(".heading", Static).update(Content(title))
        if not self._items:
            self._say(NOTHING)

    def _say(self, text: str) -> None:
        self._list.fill(False)
        empty = self.query_one(".empty", Static)
        empty.display = True
        empty.update(plain(text))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._items[event.option_index]))


def _prompt(item: Suggestion, library: Library) -> Content:
    party = library.dossier.settings.party(item.party) if item.party else None
    entry = library.entry(item.article)
    kinds = " or ".join(kind.value for kind in item.kinds[:2])
    head = joined([plain(f"{kinds.capitalize()}?", "bold"), plain(party.name if party else "")])
    source = (entry.outlet or shortened(entry.label, 40)) if entry else item.article
    about = joined([plain(source), f"¶{item.paragraph}", plain(shortened(item.reason, 120))])
    return Content("\n").join(
        [head, plain(f"“{shortened(item.quote, QUOTE_LIMIT)}”"), about.stylize(FAINT)]
    )
