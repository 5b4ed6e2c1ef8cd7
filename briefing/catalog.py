"""The catalogue: what is known of each file of a library without reading it (SQLite)."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from briefing.article import Article, Dating, Inferred, Known
from briefing.databases import is_as_made, journal_of, refuse_super_journal

FILE_NAME = "catalog.sqlite"
SCHEMA = 3
MISSING = "there is none"

_COLUMNS = (
    "file, id, natural_id, label, title, outlet, byline, url, known, earliest, latest, basis,"
    " original, original_sha256, original_part, original_source, same_source_as,"
    " inferred, size, mtime_ns, sha256, reason"
)
_NUMBERS = ("size", "mtime_ns")
_NEVER_NULL = ("id", "natural_id", "label", "sha256", *_NUMBERS)


def _read_as(column: str) -> str:
    """A column as it must be, whatever type a stranger put there."""
    if column == "file":
        return "cast(file as blob)"
    cast = f"cast({column} as {'integer' if column in _NUMBERS else 'text'})"
    return f"coalesce({cast}, '')" if column in _NEVER_NULL else cast


_SELECT = f"select {', '.join(map(_read_as, _COLUMNS.split(', ')))} from entries"  # noqa: S608
_READ = f"{_SELECT} order by file"
_READ_FIRST = f"{_READ} limit ?"
_READ_ONE = f"{_SELECT} where file = ?"
_READ_SOME = f"{_SELECT} where id in ({{}}) order by file"
_COUNT = "select count(*), count(reason) from entries"
_LOOK = """
drop table if exists temp.found;
drop table if exists temp.held;
create table temp.found (number integer primary key, file blob unique, size, mtime_ns);
create table temp.held (id text primary key, file blob) without rowid;
"""
_DIFFER = """
from temp.found as f left join entries as e on e.file = f.file
where (e.file is null or cast(e.size as integer) <> f.size
       or cast(e.mtime_ns as integer) <> f.mtime_ns)
"""
_CREATE = f"""
create table entries ({_COLUMNS.replace("file,", "file blob primary key,", 1)}) without rowid;
create table state (key text primary key, value text) without rowid;
"""


class CatalogDamaged(Exception):
    """The catalogue is not one, or of another version: make it anew."""


class Entry(NamedTuple):
    """One file of the library, as the source list shows it.

    ``reason`` says why a file opens nothing; such an entry has no metadata.
    ``size`` is in bytes, ``mtime_ns`` in nanoseconds, ``sha256`` of the bytes.
    ``natural_id`` is the id that the article gives itself; ``id`` differs from
    it only where another file had that id first.
    """

    file: str
    id: str
    label: str
    natural_id: str = ""
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    date: Dating = Dating()
    original: str | None = None
    original_sha256: str | None = None
    original_part: str | None = None
    original_source: str | None = None
    same_source_as: str | None = None
    inferred: Inferred = ()
    size: int = 0
    mtime_ns: int = 0
    sha256: str = ""
    reason: str | None = None


class FirstLook(NamedTuple):
    """The first entries of a library in order of file, and how many can be read, and cannot."""

    entries: tuple[Entry, ...] = ()
    readable: int = 0
    refused: int = 0


def first_look(entries: Sequence[Entry], limit: int) -> FirstLook:
    """That of entries at hand."""
    refused = sum(entry.reason is not None for entry in entries)
    return FirstLook(tuple(entries[:limit]), len(entries) - refused, refused)


def entry_of(article: Article, size: int, mtime_ns: int, sha256: str) -> Entry:
    """The entry of an article that was just read."""
    return Entry(
        file=article.file,
        id=article.id,
        natural_id=article.id,
        label=article.label,
        title=article.title,
        outlet=article.outlet,
        byline=article.byline,
        url=article.url,
        date=article.date,
        original=article.original.file if article.original else None,
        original_sha256=article.original.sha256 if article.original else None,
        original_part=article.original.part if article.original else None,
        original_source=article.original.source if article.original else None,
        same_source_as=article.same_source_as,
        inferred=article.inferred,
        size=size,
        mtime_ns=mtime_ns,
        sha256=sha256,
    )


class Catalog:
    """The catalogue of one library. Serialise its use: it belongs to one thread at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @property
    def is_there(self) -> bool:
        """Whether its file still is where it was opened: the index may be deleted at any time."""
        return self._path.is_file()

    @classmethod
    def open(cls, folder: Path) -> Catalog:
        """Open the catalogue in ``folder``; CatalogDamaged when it cannot be used."""
        path = folder / FILE_NAME
        if not path.is_file():
            raise CatalogDamaged(MISSING)
        try:
            refuse_super_journal(path)
        except sqlite3.DatabaseError as error:
            raise CatalogDamaged(str(error)) from error
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            catalog = cls(connection, path)
            if not is_as_made(connection, _CREATE):
                raise CatalogDamaged("it is not as this program makes it")
            if catalog.state("schema") != str(SCHEMA):
                raise CatalogDamaged("it is of another version")
            if connection.execute("pragma quick_check(1)").fetchone() != ("ok",):
                raise CatalogDamaged("it is damaged")
        except (sqlite3.DatabaseError, CatalogDamaged) as error:
            connection.close()
            raise CatalogDamaged(str(error)) from error
        return catalog

    def stamp(self) -> tuple[int, int] | None:
        """What changes whenever anybody writes it: time and size; None where it is gone."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    @classmethod
    def create(cls, folder: Path) -> Catalog:
        """Make an empty catalogue in ``folder`` in place of whatever is there."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE_NAME
        for name in (path, journal_of(path)):
            name.unlink(missing_ok=True)
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        connection.executescript(f"begin; {_CREATE} commit;")
        catalog = cls(connection, path)
        catalog.set_state("schema", str(SCHEMA))
        return catalog

    def state(self, key: str) -> str | None:
        """A remembered value."""
        row = self._connection.execute("select value from state where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_state(self, key: str, value: str) -> None:
        """Remember a value."""
        self.set_states({key: value})

    def set_states(self, values: dict[str, str]) -> None:
        """Remember values, all or none."""
        marks = ", ".join("(?, ?)" for _ in values)
        flat = [text for pair in values.items() for text in pair]
        self._connection.execute(f"insert or replace into state values {marks}", flat)  # noqa: S608

    def entries(self) -> list[Entry]:
        """Every entry, in order of file."""
        return list(self.each())

    def each(self) -> Iterator[Entry]:
        """Every entry, in order of file, read as it is asked for. Change nothing meanwhile."""
        yield from self._entries(_READ)

    def first_look(self, limit: int) -> FirstLook:
        """The first entries, and the number of all: it costs no more in a large library."""
        first = tuple(self._entries(_READ_FIRST, limit))
        number, refused = self._connection.execute(_COUNT).fetchone()
        return FirstLook(first, number - refused, refused)

    def entry(self, file: str) -> Entry | None:
        """The entry of a file."""
        return next(self._entries(_READ_ONE, os.fsencode(file)), None)

    def some(self, ids: Sequence[str]) -> list[Entry]:
        """The entries of some ids, in order of file: one look through all, few of them read."""
        return list(self._entries(_READ_SOME.format(", ".join("?" * len(ids))), *ids))

    def _entries(self, query: str, *values: object) -> Iterator[Entry]:
        try:
            yield from map(_entry, self._connection.execute(query, values))
        except (TypeError, ValueError, sqlite3.DatabaseError) as error:
            raise CatalogDamaged("it holds what this program does not write") from error

    # Compared with the disk without reading all entries; see ``comparing.InCatalog``

    def look(self, found: Iterable[tuple[bytes, int, int]]) -> None:
        """Take the files that are on disk, each with its size and time."""
        self._connection.executescript(_LOOK)
        self._connection.execute("begin")
        self._connection.executemany(
            "insert into temp.found (file, size, mtime_ns) values (?, ?, ?)", found
        )
        self._connection.execute("commit")

    def count_differing(self) -> int:
        """How many of those are new or changed."""
        return int(self._connection.execute(f"select count(*) {_DIFFER}").fetchone()[0])

    def differing(self, after: int, limit: int) -> list[tuple[int, str, int, int, bool]]:
        """Some of these, as they were found: number, file, size, time, and whether it is known."""
        query = (
            f"select f.number, f.file, f.size, f.mtime_ns, e.file is not null {_DIFFER}"
            " and f.number > ? order by f.number limit ?"
        )
        rows = self._connection.execute(query, (after, limit))
        return [(n, os.fsdecode(f), size, time, bool(known)) for n, f, size, time, known in rows]

    def gone(self) -> list[Entry]:
        """The entries whose file is none of those."""
        where = "where not exists (select 1 from temp.found as f where f.file = entries.file)"
        return list(self._entries(f"{_SELECT} {where} order by file"))

    def hold_all(self, gone: Iterable[str]) -> None:
        """Let the files of all entries hold their ids, but for some."""
        self._connection.execute("begin")
        self._connection.execute(
            "insert or replace into temp.held select cast(id as text), cast(file as blob)"
            " from entries order by file"
        )
        self._connection.executemany(
            "delete from temp.held where file = ?", ((os.fsencode(file),) for file in gone)
        )
        self._connection.execute("commit")

    def holder(self, article_id: str) -> str | None:
        """The file that holds an id."""
        query = "select file from temp.held where id = ?"
        row = self._connection.execute(query, (article_id,)).fetchone()
        return os.fsdecode(row[0]) if row else None

    def hold(self, article_id: str, file: str) -> None:
        """Let a file hold an id."""
        self._connection.execute(
            "insert or replace into temp.held values (?, ?)", (article_id, os.fsencode(file))
        )

    def change(self, put: Iterable[Entry], drop: Iterable[str] = ()) -> None:
        """Put and drop entries (by file) in one transaction."""
        marks = ", ".join("?" * (_COLUMNS.count(",") + 1))
        self._connection.execute("begin immediate")
        try:
            self._connection.executemany(
                "delete from entries where file = ?", ((os.fsencode(file),) for file in drop)
            )
            self._connection.executemany(
                f"insert or replace into entries ({_COLUMNS}) values ({marks})",  # noqa: S608
                (_row(entry) for entry in put),
            )
            self._connection.execute("commit")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("rollback")
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _row(e: Entry) -> tuple[object, ...]:
    dating = e.date
    when = (
        dating.known.value,
        dating.earliest and dating.earliest.isoformat(),
        dating.latest and dating.latest.isoformat(),
        dating.basis,
    )
    names = (e.id, e.natural_id, e.label, e.title, e.outlet, e.byline, e.url)
    original = (e.original, e.original_sha256, e.original_part, e.original_source)
    inferred = json.dumps(e.inferred, ensure_ascii=False) if e.inferred else None
    state = (e.same_source_as, inferred, e.size, e.mtime_ns, e.sha256, e.reason)
    return (os.fsencode(e.file), *names, *when, *original, *state)


def _entry(row: tuple[Any, ...]) -> Entry:
    file, id_, natural, label, title, outlet, byline, url, known, earliest, latest, basis, *rest = (
        row
    )
    *original, same_source_as, inferred, size, mtime_ns, sha256, reason = rest
    dating = dating_of(known, earliest, latest, basis)
    return Entry(
        *(os.fsdecode(file), id_, label, natural, title, outlet, byline, url, dating),
        *(*original, same_source_as, _inferred(inferred), int(size), int(mtime_ns), sha256, reason),
    )


@lru_cache(maxsize=4096)
def _inferred(text: str | None) -> Inferred:
    """What is inferred, as it was stored; ValueError for what is not of that form."""
    found = json.loads(text) if text else []
    if not isinstance(found, list):
        raise ValueError(text)
    return tuple((str(name), str(basis)) for name, basis in found)


@lru_cache(maxsize=4096)
def dating_of(known: str, earliest: str | None, latest: str | None, basis: str | None) -> Dating:
    """A date as it was stored. Many articles share one."""
    return Dating(
        Known(known),
        date.fromisoformat(earliest) if earliest else None,
        date.fromisoformat(latest) if latest else None,
        basis,
    )
