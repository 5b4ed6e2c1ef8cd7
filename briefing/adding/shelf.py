"""What a library holds already, and the names that new files and articles get in it."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefing.adding.addresses import comparable
from briefing.article import Known
from briefing.catalog import Entry
from briefing.export.writer import safe_name
from briefing.files import digest, inside, read_own, write_atomic
from briefing.reading.candidates import NOT_ARTICLES
from briefing.reading.importing.imported import Imported

ORIGINALS = "originals"
ABANDONED = 3600.0
"""Seconds after which nobody is still writing a file."""
_HALF_WRITTEN = re.compile(r"\.[0-9a-f]{16}\.tmp")
SHORT = 8
"""Characters of a SHA-256 that tell two files of one name apart."""
LONGEST_ENDING = 12
"""Characters of a file's ending that are kept."""


_TABLES = """
pragma journal_mode = off;
create table held (name blob primary key, article blob, file blob, source blob) without rowid;
create table ids (id blob primary key) without rowid;
create table one_source (article blob primary key, other blob) without rowid;
"""
_PUT = "insert or replace into held values (?, ?, ?, ?)"
_PUT_FIRST = "insert or ignore into held values (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Held:
    """An article of the library: its id, its file, and where it came from."""

    article: str
    file: str
    source: str | None = None


class Shelf:
    """The articles of a library by what they were made from. Add to it what is stored.

    What it knows is in a temporary database, which the system takes away with the
    program: its memory does not grow with the library.
    """

    def __init__(self, root: Path, entries: Iterable[Entry]) -> None:
        self.root = root
        self.told: dict[str, Entry] = {}
        """Articles that a person told again, by the SHA-256 of their original."""
        self._known = sqlite3.connect("", isolation_level=None)
        self._known.executescript(_TABLES)
        self._known.execute("begin")
        for entry in entries:
            self._take_entry(entry)
        self._known.execute("commit")

    def close(self) -> None:
        """Let go of the database."""
        self._known.close()

    def _take_entry(self, entry: Entry) -> None:
        held = Held(entry.id, entry.file, entry.original_source)
        if entry.original_sha256 and entry.original_source is None:
            self.told.setdefault(entry.original_sha256, entry)
        elif entry.original_sha256:
            self._put(_name_of_part(entry.original_sha256, entry.original_part), held)
        self._taken(entry.id, entry.natural_id)
        self._note(held, (entry.url, entry.original_source), entry.same_source_as)

    def take(
        self, held: Held, sha256: str, imported: Imported, same_source_as: str | None = None
    ) -> None:
        """Note an article that was just stored."""
        self._put(_name_of_part(sha256, imported.part), held)
        self.told.pop(sha256, None)
        self._taken(held.article)
        self._note(held, (imported.canonical, imported.url, held.source), same_source_as)

    def _note(self, held: Held, addresses: tuple[str | None, ...], one_source: str | None) -> None:
        for address in addresses:
            if (name := _name_of(address)) is not None:
                self._put(name, held, first=True)
        if one_source is not None:
            pair = _bytes(held.article), _bytes(one_source)
            self._known.execute("insert or replace into one_source values (?, ?)", pair)

    def made_from(self, sha256: str, part: str | None) -> Held | None:
        """The article that was made from a part of those bytes; ``part`` None: from the whole."""
        return self._held(_name_of_part(sha256, part))

    def at(self, *addresses: str | None) -> Held | None:
        """The article that came from one of the addresses, or gives one for itself."""
        names = filter(None, map(_name_of, addresses))
        return next(filter(None, map(self._held, names)), None)

    def source_of(self, article_id: str) -> str:
        """The first article of those that are one source with this one."""
        seen = {article_id}
        query = "select other from one_source where article = ?"
        while row := self._known.execute(query, (_bytes(article_id),)).fetchone():
            before = _text(row[0]) or ""
            if before in seen:
                break
            seen.add(before)
            article_id = before
        return article_id

    def _put(self, name: str, held: Held, *, first: bool = False) -> None:
        """Let a name lead to an article; ``first``: unless it leads to another already."""
        row = tuple(map(_bytes, (name, held.article, held.file, held.source)))
        self._known.execute(_PUT_FIRST if first else _PUT, row)

    def _held(self, name: str) -> Held | None:
        query = "select article, file, source from held where name = ?"
        row = self._known.execute(query, (_bytes(name),)).fetchone()
        return Held(_text(row[0]) or "", _text(row[1]) or "", _text(row[2])) if row else None

    def _taken(self, *ids: str) -> None:
        rows = ((_bytes(article_id),) for article_id in ids)
        self._known.executemany("insert or ignore into ids values (?)", rows)

    def _is_taken(self, article_id: str) -> bool:
        query = "select 1 from ids where id = ?"
        return self._known.execute(query, (_bytes(article_id),)).fetchone() is not None

    def keep_original(self, name: str, data: bytes, sha256: str) -> str:
        """Put the bytes into ``originals/`` unless they are there; their file's name in it."""
        ending = PurePosixPath(name).suffix.lower()
        ending = ending if ending[1:].isalnum() and len(ending) <= LONGEST_ENDING else ""
        stem = safe_file_stem(name[: len(name) - len(ending)] if ending else name)
        for stored in (f"{stem}{ending}", f"{stem}-{sha256[:SHORT]}{ending}"):
            path = inside(self.root, f"{ORIGINALS}/{stored}")
            there = read_own(self.root, f"{ORIGINALS}/{stored}")
            if there is None:
                write_atomic(path, data, check=True)
                return stored
            if digest(there) == sha256:
                return stored
        stored = f"{stem}-{sha256}{ending}"
        write_atomic(inside(self.root, f"{ORIGINALS}/{stored}"), data)
        return stored

    def new_name(self, imported: Imported, fallback: str) -> tuple[str, str]:
        """A free id and file for a new article: day, outlet and title, as far as they are known."""
        day = imported.date.earliest if imported.date.known is not Known.UNKNOWN else None
        one_day = str(day) if day is not None and day == imported.date.latest else None
        title = imported.title or PurePosixPath(fallback).stem
        words = " ".join(filter(None, (one_day, imported.outlet, title)))
        name = safe_name(words).lower()
        if name in NOT_ARTICLES:
            name += "-article"
        number, free = 1, name
        while self._is_taken(free) or os.path.lexists(self.root / f"{free}.md"):
            number += 1
            free = f"{name}-{number}"
        wanted = imported.id
        return (wanted if wanted and not self._is_taken(wanted) else free), f"{free}.md"


def sweep(root: Path) -> None:
    """Remove what a killed program left half written; in the library's own folder, where others
    write too, only what is old. Whoever calls this alone adds to the library."""
    for folder, age in ((root / ORIGINALS, 0.0), (root, ABANDONED)):
        with suppress(OSError):
            for entry in os.scandir(inside(root, folder)):
                old = time.time() - entry.stat(follow_symlinks=False).st_mtime >= age
                if old and _HALF_WRITTEN.fullmatch(entry.name):
                    os.unlink(entry.path)


def _bytes(text: str | None) -> bytes | None:
    """A text, or a name on disk, as the database takes it."""
    return None if text is None else text.encode("utf-8", "surrogatepass")


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "surrogatepass")


def _name_of_part(sha256: str, part: str | None) -> str:
    """What a part of some bytes goes by; no address is like it."""
    return f"{sha256} {part}" if part else sha256


def _name_of(address: str | None) -> str | None:
    """What a page goes by; None for a file, and for a site's front page, which is no article."""
    if not address or not address.lower().startswith(("http://", "https://")):
        return None
    name = comparable(address)
    return name if "/" in name.removeprefix("//") or "?" in name else None


def safe_file_stem(name: str) -> str:
    """A name without its ending that any file system takes; letters, digits, ``_`` and ``-``."""
    return (
        "_".join(safe_name(part) if part else "" for part in name.split("_")).strip("_") or "file"
    )
