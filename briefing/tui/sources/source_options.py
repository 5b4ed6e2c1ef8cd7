"""The panel with the filters and the order of the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from briefing.analysis.source_list import SourceChoice, SourceOrder
from briefing.catalog import Entry
from briefing.tui.widgets.options import OptionsPanel
from briefing.tui.widgets.switches import Days, Facet, Switch

ORDERS = {
    SourceOrder.FILE: "File, as in the folder",
    SourceOrder.DATE: "Date, the newest first",
    SourceOrder.OUTLET: "Outlet",
    SourceOrder.TITLE: "Title",
    SourceOrder.HITS: "Hits of the search, the best first",
    SourceOrder.UNREAD: "Unread first",
}


class SourceOptions(OptionsPanel[SourceChoice]):
    """Has ``show`` show each choice of sources as it is made."""

    HEADING = "Order and filters of the sources"

    def __init__(
        self,
        choice: SourceChoice,
        entries: Sequence[Entry],
        tags: Mapping[str, Collection[str]],
        show: Callable[[SourceChoice], None],
    ) -> None:
        super().__init__(choice)
        self._outlets = Counter(entry.outlet or "" for entry in entries if entry.reason is None)
        self._tags = Counter(tag for entry in entries for tag in tags.get(entry.id, ()))
        self._show_choice = show

    def show(self, choice: SourceChoice) -> Iterable[Facet[SourceChoice]]:
        self._show_choice(choice)
        return facets(choice, self._outlets, self._tags)

    def days(self, choice: SourceChoice) -> Days:
        return choice.earliest, choice.latest


def facets(
    choice: SourceChoice, outlets: Mapping[str, int], tags: Mapping[str, int]
) -> Iterator[Facet[SourceChoice]]:
    """Everything that there is to switch; outlets and tags with how many articles have them."""
    orders = (
        Switch(name, choice.order is order, replace(choice, order=order))
        for order, name in ORDERS.items()
    )
    yield Facet("Order", "one of", tuple(orders))
    named = sorted(outlets, key=lambda outlet: (not outlet, outlet.casefold()))
    switches = (
        Switch(
            outlet or "unknown outlet",
            outlet in choice.outlets,
            replace(choice, outlets=choice.outlets ^ {outlet}),
            count=outlets[outlet],
        )
        for outlet in named
    )
    yield Facet("Outlet", "none: all", tuple(switches))
    marks = (
        Switch(
            f"#{tag}", tag in choice.tags, replace(choice, tags=choice.tags ^ {tag}), count=number
        )
        for tag, number in sorted(tags.items())
    )
    yield Facet("Tag of a highlight", "none: all", tuple(marks))
