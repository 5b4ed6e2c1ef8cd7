"""What the board is asked to show: its columns, its filters, its order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from briefing.analysis.board import Order
from briefing.analysis.board_filter import BOARD_KINDS, BoardFilter, Counts
from briefing.dossier.model import Kind, Status
from briefing.dossier.settings import Settings
from briefing.tui.widgets.switches import Facet, Switch

LEAST_COLUMNS = 2
DISPUTED = "most disputed first"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class BoardChoice:
    """``parties`` are the ids of the columns; None: the library's first two."""

    parties: tuple[str, ...] | None = None
    only: BoardFilter = field(default_factory=BoardFilter)
    order: Order = "library"

    @property
    def filtered(self) -> bool:
        """Whether any filter is on."""
        return self.only != BoardFilter()

    def unfiltered(self) -> BoardChoice:
        """The same without filters."""
        return replace(self, only=BoardFilter())

    def with_text(self, text: str) -> BoardChoice:
        """The same with other words to look for."""
        return replace(self, only=replace(self.only, text=text))

    def within(self, earliest: date | None, latest: date | None) -> BoardChoice:
        """The same with other bounds of days."""
        return replace(self, only=replace(self.only, earliest=earliest, latest=latest))

    def reordered(self) -> BoardChoice:
        """The same in the other order."""
        return replace(self, order="library" if self.order == "disputed" else "disputed")

    def columns(self, settings: Settings) -> tuple[str, ...]:
        """The ids of the columns, in the order of the settings."""
        ids = [party.id for party in settings.parties]
        wanted = ids[:LEAST_COLUMNS] if self.parties is None else self.parties
        return tuple(party for party in ids if party in wanted)


Named = Sequence[tuple[str, str]]
"""Ids of sources and their names."""


def facets(
    choice: BoardChoice, settings: Settings, sources: Named, counts: Counts
) -> Iterator[Facet[BoardChoice]]:
    """Everything that there is to switch, as it stands now."""
    columns = choice.columns(settings)
    names = [(party.id, party.name) for party in settings.parties]
    switches = tuple(_column(choice, columns, *name, counts) for name in names)
    yield Facet("Columns", "two or more", switches)
    switch = Switch(DISPUTED.capitalize(), choice.order == "disputed", choice.reordered())
    yield Facet("Order", "otherwise that of the library", (switch,))
    statuses = ((s, s.value.capitalize(), 0) for s in Status)
    yield _facet("Status", "none: any", choice, "statuses", statuses, counts.statuses)
    kinds = ((k, k.value.capitalize(), 0) for k in Kind)
    told = ", ".join(f"{kind.value}s" for kind in BOARD_KINDS)
    yield _facet("Kind", f"none: {told}", choice, "kinds", kinds, counts.kinds)
    issues = ((issue.id, issue.name, depth) for depth, issue in settings.walk_issues())
    note = "none: all; one stands for those inside"
    yield _facet("Issue", note, choice, "issues", issues, counts.issues)
    articles = ((article, name, 0) for article, name in sources)
    yield _facet("Source", "none: all", choice, "articles", articles, counts.articles)


def _column(
    choice: BoardChoice, columns: tuple[str, ...], party: str, name: str, counts: Counts
) -> Switch[BoardChoice]:
    on = party in columns
    others = tuple(other for other in columns if other != party) if on else (*columns, party)
    then = replace(choice, parties=others) if len(others) >= LEAST_COLUMNS else None
    return Switch(name, on, then, count=counts.parties.get(party, 0))


def _facet(
    title: str,
    note: str,
    choice: BoardChoice,
    name: str,
    values: Iterable[tuple[Value, str, int]],
    counts: Mapping[Value, int],
) -> Facet[BoardChoice]:
    chosen: frozenset[Value] = getattr(choice.only, name)
    switches = []
    for value, label, depth in values:
        then = replace(choice, only=replace(choice.only, **{name: chosen ^ {value}}))  # type: ignore[arg-type]
        switches.append(Switch(label, value in chosen, then, depth, counts.get(value, 0)))
    return Facet(title, note, tuple(switches))
