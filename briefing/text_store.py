"""The texts of articles beside their index, so that a hit is shown without reading its file.

A row holds what reading a file gave. It is sealed with the user's own key, together with the
file's name, size and time, and believed only where the seal is right for the file as it is
now: whatever a stranger, another version of this program or a damaged disk put here is as if
it were not there. So the store may be thrown away at any time, and does without all that
would make SQLite wait for the disk.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import Any, NamedTuple

from briefing import __version__
from briefing.article import Article, Dating, Inferred, Span, printed
from briefing.catalog import dating_of
from briefing.databases import is_as_made, journal_of, refuse_super_journal

FILE_NAME = "texts.sqlite"
LARGEST = 1_000_000
"""Bytes of a row from which on the file is read instead."""
_SEAL = 16
_MADE_BY = f"2 {__version__} {sys.implementation.cache_tag} {marshal.version}".encode()
"""Whose rows are believed: another program may read another text out of the same file, or
write rows in another way."""
_CREATE = "create table texts (file blob primary key, row blob);"
_READ = f"""
select cast(row as blob) from texts where file = ? and length(row) <= {LARGEST + _SEAL}
"""  # noqa: S608
_WAITS_MS = 2_000
"""How long a change waits for other programs; who only reads never does."""


class StoredText(NamedTuple):
    """What a hit needs of an article; see ``Searchable``."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    hidden: tuple[Span, ...]
    label: str
    outlet: str | None
    date: Dating
    inferred: Inferred

    def text_of(self, span: Span) -> str:
        """The words of a span as printed."""
        return printed(self.text, self.hidden, span)


def sealed(key: bytes, article: Article, size: int, mtime_ns: int) -> bytes | None:
    """The row of an article whose file had that size and time before it was read.

    None where it is too large.
    """
    date = article.date
    known: tuple[Any, ...] = (
        *(article.text, tuple(article.starts), tuple(article.ends)),
        tuple((gap.start, gap.end) for gap in article.hidden),
        *(article.label, article.outlet, article.inferred),
        *(date.known.value, date.earliest and date.earliest.isoformat()),
        *(date.latest and date.latest.isoformat(), date.basis),
    )
    row = marshal.dumps(known)
    return _seal(key, article.file, size, mtime_ns, row) + row if len(row) <= LARGEST else None


def unsealed(key: bytes, file: str, size: int, mtime_ns: int, row: bytes) -> StoredText | None:
    """What a row says of a file of that size and time; None where its seal says nothing of it."""
    data = memoryview(row)[_SEAL:]
    if not compare_digest(row[:_SEAL], _seal(key, file, size, mtime_ns, data)):
        return None
    # Nothing is read before the seal is right: what follows is as ``sealed`` has written it.
    text, starts, ends, hidden, label, outlet, inferred, *when = marshal.loads(data)  # noqa: S302
    gaps = tuple(Span(*gap) for gap in hidden) if hidden else ()
    return StoredText(text, starts, ends, gaps, label, outlet, dating_of(*when), inferred)


def _seal(key: bytes, file: str, size: int, mtime_ns: int, row: bytes | memoryview) -> bytes:
    name = os.fsencode(file)
    about = b"%d %d %d %d " % (len(_MADE_BY), len(name), size, mtime_ns) + _MADE_BY + name
    return blake2b(about + row, key=key, digest_size=_SEAL).digest()


class TextStore:
    """The texts of one library, in the folder of its index. One thread at a time.

    Nothing here raises for what is wrong with the store, or with the disk: a text is then
    not there. Whoever changes it holds the lock of the index.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self.key = key
        self._path = folder / FILE_NAME
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._damaged = False

    def text(self, file: str, size: int, mtime_ns: int) -> StoredText | None:
        """What is known of a file that has that size and time now."""
        row = self._row(file)
        return None if row is None else unsealed(self.key, file, size, mtime_ns, row)

    def renewed(self, file: str, before: tuple[int, int], now: tuple[int, int]) -> bytes | None:
        """The row of a file that has the same bytes as before, with its new size and time."""
        row = self._row(file)
        if row is None or unsealed(self.key, file, *before, row) is None:
            return None
        return _seal(self.key, file, *now, row[_SEAL:]) + row[_SEAL:]

    def change(self, put: Mapping[str, bytes], drop: Iterable[str] = ()) -> bool:
        """Put rows and drop files, all or none; whether that could be done."""
        gone = [(os.fsencode(file),) for file in drop]
        new = [(os.fsencode(file), row) for file, row in put.items()]
        if not new and (not gone or not self._path.exists()):
            return True
        try:
            self._change(self._to_write(), new, gone)
        except (sqlite3.Error, OSError):
            self.close()
            return False
        return True

    def discard(self) -> None:
        """Forget all texts."""
        self.close()
        for path in (self._path, journal_of(self._path)):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _row(self, file: str) -> bytes | None:
        try:
            if (connection := self._connection or self._opened()) is None:
                return None
            found = connection.execute(_READ, (os.fsencode(file),)).fetchone()
        except (sqlite3.Error, OSError) as error:
            if not isinstance(error, sqlite3.OperationalError):  # that is: somebody is writing
                self._damaged = True
                self.close()
            return None
        return found[0] if found else None

    def _opened(self) -> sqlite3.Connection | None:
        """The store where there is one; sqlite3.Error where this program has not made it."""
        if self._damaged or self._path.is_symlink() or not self._path.is_file():
            return None
        refuse_super_journal(self._path)
        connection = self._connected()
        try:
            if not is_as_made(connection, _CREATE):
                raise sqlite3.DatabaseError("it is not as this program makes it")
        except sqlite3.Error:  # also where somebody is writing: it is used once it was looked at
            connection.close()
            raise
        self._connection = connection
        return connection

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=0, check_same_thread=False, isolation_level=None
        )
        connection.execute("pragma synchronous = off")
        self._inode = self._path.stat().st_ino
        return connection

    def _to_write(self) -> sqlite3.Connection:
        """The store that is there, or a new one where there is none of use."""
        try:
            if self._path.stat().st_ino != self._inode:
                self.close()  # another program has made it anew
            if (connection := self._connection or self._opened()) is not None:
                return connection
        except FileNotFoundError:
            pass
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._damaged = True
        self.discard()
        self._damaged = False
        self._connection = connection = self._connected()
        connection.execute(_CREATE)
        return connection

    def _change(
        self,
        connection: sqlite3.Connection,
        new: list[tuple[bytes, bytes]],
        gone: list[tuple[bytes]],
    ) -> None:
        connection.execute(f"pragma busy_timeout = {_WAITS_MS}")
        try:
            connection.execute("begin immediate")
            connection.executemany("delete from texts where file = ?", gone)
            connection.executemany("insert or replace into texts values (?, ?)", new)
            connection.execute("commit")
        except sqlite3.DatabaseError as error:
            self._damaged = not isinstance(error, sqlite3.OperationalError)
            raise
        finally:
            connection.execute("pragma busy_timeout = 0")
