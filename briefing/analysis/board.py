"""The board: issues as rows, parties as columns, records in the cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.dossier.model import Kind, Record, Status
from briefing.dossier.settings import Issue, Party


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
    """One issue: ``cells`` stand in the order of ``Board.parties``."""

    issue: Issue
    depth: int
    cells: tuple[tuple[BoardEntry, ...], ...]

    def __bool__(self) -> bool:
        return any(self.cells)


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What is shown. Empty means everything; ``text`` is looked for in a record's
    sentence, quotes, speakers and issue name, every word of it, case and accents folded."""

    text: str = ""
    issues: frozenset[str] = field(default_factory=frozenset)
    statuses: frozenset[Status] = field(default_factory=frozenset)
    kinds: frozenset[Kind] = field(default_factory=frozenset)
    articles: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board: the parties of its columns, rows that hold something, citations."""

    parties: tuple[Party, ...]
    rows: tuple[BoardRow, ...]
    citations: tuple[Citation, ...]
