"""The board: issues as rows, parties as columns, records in the cells.

``BoardIndex`` works out once what does not depend on a choice of columns or a
filter; each ``BoardIndex.board`` after that is quick enough for every keystroke.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from briefing.analysis.board_filter import (
    BOARD_KINDS,
    EVERYTHING,
    BoardFilter,
    Counts,
    Prepared,
    counted,
    issue_paths,
    matching,
)
from briefing.article import Dating, Known
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Kind, Record, Status
from briefing.dossier.settings import Issue, Party, Settings
from briefing.dossier.status import status_line, statuses
from briefing.folding import tokens

_KIND_ORDER = {k: i for i, k in enumerate((*BOARD_KINDS, Kind.CLAIM, Kind.FIGURE, Kind.EVENT))}
_POSITIONS = frozenset({Kind.DEMAND, Kind.OFFER})
_SETTLED = frozenset({Status.AGREED, Status.PARTLY_CARRIED_OUT, Status.CARRIED_OUT})

Order = Literal["library", "disputed"]
CountSources = Callable[[Sequence[str]], int]
"""How many independent sources some article ids stand for."""
DateOf = Callable[[str], Dating]
"""The date of the article with an id; unknown where there is none."""


class UnknownParty(ValueError):
    """A column was asked for that is no party of the library; the message names those there are."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source cited on the board: its number from 1 in order of first mention, and its id."""

    number: int
    article: str


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One record in a cell.

    ``citations`` are the numbers of the articles that report it, ``sources``
    how many independent ones. ``answered_by`` are records that answer it.
    """

    record: Record
    status: Status
    status_line: str
    citations: tuple[int, ...]
    sources: int
    answered_by: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One issue: ``cells`` stand in the order of ``Board.parties``.

    ``shared`` are agreements between two parties of the columns: they belong
    to both, so they stand below the cells, once, in none of them.
    """

    issue: Issue
    depth: int
    cells: tuple[tuple[BoardEntry, ...], ...]
    shared: tuple[BoardEntry, ...] = ()

    def __bool__(self) -> bool:
        return any(self.cells) or bool(self.shared)

    def entries(self) -> Iterator[BoardEntry]:
        """Everything in the row in reading order: cell by cell, then what is shared."""
        for cell in self.cells:
            yield from cell
        yield from self.shared


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board: the parties of its columns, rows that hold something, citations.

    A row above one that holds something is kept, empty. ``elsewhere`` counts
    the records that fit the filter but are by parties of no column. ``settings``
    are the library's, for the names of parties that answer.
    """

    parties: tuple[Party, ...]
    rows: tuple[BoardRow, ...]
    citations: tuple[Citation, ...]
    elsewhere: int = 0
    settings: Settings = field(default_factory=Settings)

    def records(self) -> list[Record]:
        """The records shown, each once, in reading order."""
        shown = {e.record.id: e.record for row in self.rows for e in row.entries()}
        return list(shown.values())


def build(
    dossier: Dossier,
    *,
    parties: Sequence[str] | None = None,
    only: BoardFilter = EVERYTHING,
    order: Order = "library",
    sources_of: CountSources | None = None,
    date_of: DateOf | None = None,
) -> Board:
    """The board of a dossier, once; see ``BoardIndex`` for the arguments."""
    return BoardIndex(dossier, sources_of, date_of).board(parties, only, order)


class BoardIndex:
    """A dossier prepared for boards. Make a new one when the dossier changes."""

    def __init__(
        self,
        dossier: Dossier,
        sources_of: CountSources | None = None,
        date_of: DateOf | None = None,
    ) -> None:
        """Prepare every record. ``sources_of`` defaults to counting different articles.

        Without ``date_of`` articles are undated, and only records' own dates count.
        """
        self._settings = dossier.settings
        self._count = sources_of or (lambda articles: len(set(articles)))
        self._date_of = date_of or (lambda _: Dating())
        self._last: tuple[tuple[tuple[Party, ...], Order, list[Prepared]], Board] | None = None
        known = statuses(dossier)
        places = {r.id: i for i, r in enumerate(dossier.records)}
        self._depths = {issue.id: depth for depth, issue in self._settings.walk_issues()}
        self._issues = self._every_issue(dossier.records)
        names = {issue.id: issue.name for _, issue in self._issues}
        self._paths = issue_paths([(depth, issue.id) for depth, issue in self._issues])
        self._prepared = [
            self._prepare(dossier, record, known, places, names) for record in dossier.records
        ]

    def board(
        self,
        parties: Sequence[str] | None = None,
        only: BoardFilter = EVERYTHING,
        order: Order = "library",
    ) -> Board:
        """The board with ``parties`` as columns in that order (default: the library's first two).

        ``order`` "disputed" puts first, among the issues of one parent, those
        with the most rejected demands and offers in them and below them, then
        those with the most that are not settled. Raises UnknownParty. Asked again for the
        same records in the same columns and order, it gives the very same board.
        """
        columns = self._columns(parties)
        items = list(matching(self._prepared, only))
        if self._last is None or self._last[0] != (columns, order, items):
            self._last = (columns, order, items), self._board(columns, order, items)
        return self._last[1]

    def _board(self, columns: tuple[Party, ...], order: Order, items: list[Prepared]) -> Board:
        index = {party.id: i for i, party in enumerate(columns)}
        cells: dict[str, list[list[Prepared]]] = {}
        elsewhere = 0
        for item in items:
            column = _column(item.record, index)
            if column is None:
                elsewhere += 1
                continue
            row = cells.setdefault(item.record.issue, [[] for _ in range(len(columns) + 1)])
            row[column].append(item)
        numbers: dict[str, int] = {}
        rows = tuple(
            _row(issue, depth, cells.get(issue.id, [[] for _ in range(len(columns) + 1)]), numbers)
            for depth, issue in self._rows(cells, order)
        )
        citations = tuple(Citation(number, article) for article, number in numbers.items())
        return Board(columns, rows, citations, elsewhere, self._settings)

    def counts(
        self, parties: Sequence[str] | None = None, only: BoardFilter = EVERYTHING
    ) -> Counts:
        """How many records each choice would show. Raises UnknownParty."""
        columns = frozenset(party.id for party in self._columns(parties))
        return counted(self._prepared, only, columns)

    def _prepare(
        self,
        dossier: Dossier,
        record: Record,
        known: Mapping[str, Status],
        places: Mapping[str, int],
        names: Mapping[str, str],
    ) -> Prepared:
        articles = tuple(dict.fromkeys(e.article for e in record.all_evidence()))
        origin = _origin(dossier, record)
        return Prepared(
            record,
            known[record.id],
            status_line(record, dossier),
            articles,
            self._count(articles),
            dossier.answers_to(record.id),
            _haystack(record, names.get(record.issue, record.issue)),
            _own_dates(record) or tuple(map(self._date_of, articles)),
            self._paths[record.issue],
            (
                _KIND_ORDER[origin.kind],
                places[origin.id],
                -1 if origin is record else places[record.id],
            ),
        )

    def _every_issue(self, records: Sequence[Record]) -> list[tuple[int, Issue]]:
        """The issue tree; issues that only records know come last, so that nothing is lost."""
        tree = list(self._settings.walk_issues())
        unknown = dict.fromkeys(r.issue for r in records if r.issue not in self._depths)
        return tree + [(0, Issue(issue_id, issue_id)) for issue_id in unknown]

    def _columns(self, parties: Sequence[str] | None) -> tuple[Party, ...]:
        if parties is None:
            return self._settings.parties[:2]
        columns = []
        for party_id in dict.fromkeys(parties):
            party = self._settings.party(party_id)
            if party is None:
                there = ", ".join(p.id for p in self._settings.parties) or "none"
                raise UnknownParty(f"no party {party_id!r} in briefing.yaml; there are: {there}")
            columns.append(party)
        return tuple(columns)

    def _rows(
        self, cells: Mapping[str, list[list[Prepared]]], order: Order
    ) -> Iterator[tuple[int, Issue]]:
        """The issues that hold something, and those above them, in order."""
        forest = _forest(self._issues)
        scores = {issue_id: _dispute(row) for issue_id, row in cells.items()}
        yield from _walk(forest, 0, scores, frozenset(cells), order == "disputed")


@dataclass(slots=True)
class _Branch:
    issue: Issue
    below: list[_Branch]

    def score(self, scores: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
        rejected, unsettled = scores.get(self.issue.id, (0, 0))
        for branch in self.below:
            more = branch.score(scores)
            rejected, unsettled = rejected + more[0], unsettled + more[1]
        return rejected, unsettled

    def holds(self, filled: frozenset[str]) -> bool:
        return self.issue.id in filled or any(b.holds(filled) for b in self.below)


def _forest(issues: Sequence[tuple[int, Issue]]) -> list[_Branch]:
    top: list[_Branch] = []
    path: list[_Branch] = []
    for depth, issue in issues:
        branch = _Branch(issue, [])
        del path[depth:]
        (path[-1].below if path else top).append(branch)
        path.append(branch)
    return top


def _walk(
    branches: Sequence[_Branch],
    depth: int,
    scores: Mapping[str, tuple[int, int]],
    filled: frozenset[str],
    disputed: bool,
) -> Iterator[tuple[int, Issue]]:
    if disputed:
        branches = sorted(branches, key=lambda b: b.score(scores), reverse=True)
    for branch in branches:
        if branch.holds(filled):
            yield depth, branch.issue
            yield from _walk(branch.below, depth + 1, scores, filled, disputed)


def _dispute(row: Sequence[Sequence[Prepared]]) -> tuple[int, int]:
    found = [i.status for cell in row for i in cell if i.record.kind in _POSITIONS]
    return found.count(Status.REJECTED), sum(status not in _SETTLED for status in found)


def _column(record: Record, index: Mapping[str, int]) -> int | None:
    """The column of a record; the one after the last for an agreement between two columns."""
    own = index.get(record.party)
    if record.kind is not Kind.AGREEMENT or record.to is None:
        return own
    other = index.get(record.to)
    if own is None or other is None:
        return other if own is None else own
    return len(index) if own != other else own


def _row(
    issue: Issue, depth: int, cells: Sequence[list[Prepared]], numbers: dict[str, int]
) -> BoardRow:
    *own, shared = (
        tuple(_entry(item, numbers) for item in sorted(cell, key=lambda i: i.rank))
        for cell in cells
    )
    return BoardRow(issue, depth, tuple(own), shared)


def _entry(item: Prepared, numbers: dict[str, int]) -> BoardEntry:
    cited = [numbers.setdefault(article, len(numbers) + 1) for article in item.articles]
    return BoardEntry(
        item.record,
        item.status,
        item.status_line,
        tuple(sorted(cited)),
        item.sources,
        item.answered_by,
    )


def _origin(dossier: Dossier, record: Record) -> Record:
    """The record that this one, however indirectly, is a variant of; itself in a circle."""
    seen, at = {record.id}, record
    while at.variant_of is not None and at.variant_of not in seen:
        above = dossier.record(at.variant_of)
        if above is None:
            return at
        seen.add(above.id)
        at = above
    return record if at.variant_of is not None else at


def _own_dates(record: Record) -> tuple[Dating, ...]:
    """The known dates of a record and of the steps of its history."""
    whens = [record.when, *(step.when for step in record.history)]
    return tuple(w.dating for w in whens if w and w.dating.known is not Known.UNKNOWN)


def _haystack(record: Record, issue: str) -> str:
    parts = [record.says, issue]
    for evidence in record.all_evidence():
        parts += [evidence.quote, evidence.speaker or ""]
    return " " + " ".join(token.folded for part in parts for token in tokens(part))
