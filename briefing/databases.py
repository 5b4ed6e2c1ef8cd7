"""SQLite files of an index, which may come from a stranger: used only as this program makes them.

Format of the journal: "The Rollback Journal" in SQLite's "Database File Format", and
``readSuperJournal`` in its ``pager.c``.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path

_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""What a journal ends with where it names a super-journal."""
_TABLES = "select type, name, sql from sqlite_master order by name"


def refuse_super_journal(path: Path) -> None:
    """Raise sqlite3.DatabaseError where the journal left beside a database names another file.

    SQLite would delete that file, wherever it is, when it rolls the journal back. A journal of
    ours never names one: that is for changes of several databases at once.
    """
    try:
        with journal_of(path).open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - len(_MAGIC)))
            ends_so = file.read() == _MAGIC
    except FileNotFoundError:
        return
    except OSError as error:
        raise sqlite3.DatabaseError(f"its journal cannot be read: {error.strerror}") from error
    if ends_so:
        raise sqlite3.DatabaseError("its journal names another file")


def is_as_made(connection: sqlite3.Connection, script: str) -> bool:
    """Whether a database has the tables that ``script`` makes, and no view, trigger or other.

    A view in place of a table can do anything that SQL can.
    """
    return connection.execute(_TABLES).fetchall() == _tables_of(script)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it needs to take a change back."""
    return path.with_name(path.name + "-journal")


@lru_cache
def _tables_of(script: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        return connection.execute(_TABLES).fetchall()
