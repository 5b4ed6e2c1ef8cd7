"""What the board is narrowed to: the filter, what fits it, how many each choice would show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefing.article import Dating
from briefing.dossier.model import Kind, Record, Status
from briefing.dossier.settings import Settings
from briefing.folding import tokens

BOARD_KINDS = (Kind.DEMAND, Kind.OFFER, Kind.RESPONSE, Kind.AGREEMENT)
"""The kinds on the board unless the filter names kinds; their order in a cell."""


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What is shown. Empty means everything; ``text`` is looked for in a record's
    sentence, quotes, speakers and issue name: every word of it begins a word
    there, case and accents folded. An issue stands for the issues below it too.

    ``earliest`` and ``latest`` bound the days; None leaves an end open. A record
    is of the days that it or a step of its history has, else of those of the
    articles that report it; what has no known date fits no bound.
    """

    text: str = ""
    issues: frozenset[str] = field(default_factory=frozenset)
    statuses: frozenset[Status] = field(default_factory=frozenset)
    kinds: frozenset[Kind] = field(default_factory=frozenset)
    articles: frozenset[str] = field(default_factory=frozenset)
    earliest: date | None = None
    latest: date | None = None


EVERYTHING = BoardFilter()
"""A filter that leaves nothing out but what only a choice of kinds brings in."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of a record before any choice is made."""

    record: Record
    status: Status
    status_line: str
    articles: tuple[str, ...]
    sources: int
    answered_by: tuple[Record, ...]
    haystack: str
    """What a filter's words are looked for in, folded, a space before each word."""
    dates: tuple[Dating, ...]
    issues: tuple[str, ...]
    """Its issue, and those that it is inside."""
    rank: tuple[int, int, int]
    """Its place in a cell: kind and place of the record it is a variant of, then its own."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records each choice alone would show, the other choices as they are."""

    parties: Mapping[str, int]
    statuses: Mapping[Status, int]
    kinds: Mapping[Kind, int]
    issues: Mapping[str, int]
    articles: Mapping[str, int]


def matching(items: Iterable[Prepared], only: BoardFilter) -> Iterator[Prepared]:
    """The records that fit the filter."""
    fits = _narrowed(only)
    if not (only.statuses or only.issues or only.articles):  # as while somebody types words
        kinds = only.kinds or BOARD_KINDS
        return (item for item in items if item.record.kind in kinds and fits(item))
    return (item for item in items if fits(item) and all(_fitting(item, only)))


def counted(items: Iterable[Prepared], only: BoardFilter, columns: frozenset[str]) -> Counts:
    """How many each choice would show, while the board has these parties as ``columns``."""
    fits = _narrowed(only)
    found: tuple[Counter[str], ...] = tuple(Counter() for _ in range(5))
    for item in filter(fits, items):
        record = item.record
        parties = {record.party}
        if record.kind is Kind.AGREEMENT and record.to is not None:
            parties.add(record.to)
        fitting = (bool(parties & columns), *_fitting(item, only))
        values = (parties, (item.status,), (record.kind,), item.issues, item.articles)
        missed = [number for number, fit in enumerate(fitting) if not fit]
        for number in missed or range(len(fitting)):
            if len(missed) <= 1:
                found[number].update(values[number])
    return Counts(*found)  # type: ignore[arg-type]  # the values are StrEnums


def _narrowed(only: BoardFilter) -> Callable[[Prepared], bool]:
    """Whether a record has the words and the days of a filter."""
    words = [f" {token.folded}" for token in tokens(only.text)]
    bounded = only.earliest is not None or only.latest is not None

    def fits(item: Prepared) -> bool:
        return all(word in item.haystack for word in words) and (
            not bounded or any(d.overlaps(only.earliest, only.latest) for d in item.dates)
        )

    return fits


def _fitting(item: Prepared, only: BoardFilter) -> tuple[bool, bool, bool, bool]:
    """Whether its status, kind, issue and sources fit a filter."""
    return (
        not only.statuses or item.status in only.statuses,
        item.record.kind in (only.kinds or BOARD_KINDS),
        not only.issues or not only.issues.isdisjoint(item.issues),
        not only.articles or not only.articles.isdisjoint(item.articles),
    )


def filters_in_words(
    only: BoardFilter, settings: Settings, source: Callable[[str], str]
) -> Iterator[str]:
    """Each filter that is on, as the reader is told. ``source`` names an article."""
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


def issue_paths(tree: Sequence[tuple[int, str]]) -> dict[str, tuple[str, ...]]:
    """Each issue id of a tree (depth and id, from top to bottom) with those that it is inside."""
    paths: dict[str, tuple[str, ...]] = {}
    path: list[str] = []
    for depth, issue in tree:
        path[depth:] = [issue]
        paths[issue] = tuple(path)
    return paths
