"""What the board is asked to show: its columns, its filters, its order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from briefing.analysis.board import BOARD_KINDS, BoardFilter, Order
from briefing.dossier.model import Kind, Status
from briefing.dossier.settings import Settings

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


@dataclass(frozen=True, slots=True)
class Switch:
    """Something to switch on or off. ``then`` is the choice after that; None: it cannot be."""

    label: str
    on: bool
    then: BoardChoice | None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """Switches of one kind, with what it means when none is on."""

    title: str
    note: str
    switches: tuple[Switch, ...]


Named = Sequence[tuple[str, str]]
"""Ids of sources and their names."""


def facets(choice: BoardChoice, settings: Settings, sources: Named) -> Iterator[Facet]:
    """Everything that there is to switch, as it stands now."""
    columns = choice.columns(settings)
    names = [(party.id, party.name) for party in settings.parties]
    yield Facet("Columns", "two or more", tuple(_column(choice, columns, *n) for n in names))
    switch = Switch(DISPUTED.capitalize(), choice.order == "disputed", choice.reordered())
    yield Facet("Order", "otherwise that of the library", (switch,))
    only = choice.only
    statuses = ((s, s.value.capitalize(), 0) for s in Status)
    yield _facet("Status", "none: any", choice, "statuses", only.statuses, statuses)
    kinds = ((k, k.value.capitalize(), 0) for k in Kind)
    told = ", ".join(f"{kind.value}s" for kind in BOARD_KINDS)
    yield _facet("Kind", f"none: {told}", choice, "kinds", only.kinds, kinds)
    issues = ((issue.id, issue.name, depth) for depth, issue in settings.walk_issues())
    yield _facet(
        "Issue", "none: all; one stands for those inside", choice, "issues", only.issues, issues
    )
    articles = ((article, name, 0) for article, name in sources)
    yield _facet("Source", "none: all", choice, "articles", only.articles, articles)


def filters_in_words(
    only: BoardFilter, settings: Settings, source: Callable[[str], str]
) -> Iterator[str]:
    """Each filter that is on, as the reader is told."""
    if only.text.strip():
        yield f"“{only.text.strip()}”"
    for values in (only.statuses, only.kinds):
        if values:
            yield " or ".join(sorted(value.value for value in values))
    if only.issues:
        names = (issue.name for _, issue in settings.walk_issues() if issue.id in only.issues)
        yield "on " + " or ".join(names)
    if only.articles:
        yield "in " + " or ".join(sorted(map(source, only.articles)))
    if dates := days_in_words(only.earliest, only.latest):
        yield dates


def days_in_words(earliest: date | None, latest: date | None) -> str:
    """``2031-04-02``, ``since 2031-04-02``, ``until 2031-04-05``, ``2031-04-02 to 2031-04-05``."""
    if earliest and latest:
        return str(earliest) if earliest == latest else f"{earliest} to {latest}"
    if earliest:
        return f"since {earliest}"
    return f"until {latest}" if latest else ""


def _column(choice: BoardChoice, columns: tuple[str, ...], party: str, name: str) -> Switch:
    on = party in columns
    if not on:
        return Switch(name, on, replace(choice, parties=(*columns, party)))
    fewer = tuple(other for other in columns if other != party)
    enough = len(fewer) >= LEAST_COLUMNS
    return Switch(name, on, replace(choice, parties=fewer) if enough else None)


def _facet(
    title: str,
    note: str,
    choice: BoardChoice,
    name: str,
    chosen: frozenset[Value],
    values: Iterable[tuple[Value, str, int]],
) -> Facet:
    switches = []
    for value, label, depth in values:
        then = replace(choice, only=replace(choice.only, **{name: chosen ^ {value}}))  # type: ignore[arg-type]
        switches.append(Switch(label, value in chosen, then, depth))
    return Facet(title, note, tuple(switches))
