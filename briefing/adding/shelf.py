"""What a library holds already, and the names that new files and articles get in it."""

from __future__ import annotations

import os
import re
import time
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


@dataclass(frozen=True, slots=True)
class Held:
    """An article of the library: its id, its file, and where it came from."""

    article: str
    file: str
    source: str | None = None


class Shelf:
    """The articles of a library by what they were made from. Add to it what is stored."""

    def __init__(self, root: Path, entries: tuple[Entry, ...]) -> None:
        self.root = root
        self._made: dict[tuple[str, str | None], Held] = {}
        self._addresses: dict[str, Held] = {}
        self._ids: set[str] = set()
        self._one_source: dict[str, str] = {}
        self.told: dict[str, Entry] = {}
        """Articles that a person told again, by the SHA-256 of their original."""
        for entry in entries:
            self._take_entry(entry)

    def _take_entry(self, entry: Entry) -> None:
        held = Held(entry.id, entry.file, entry.original_source)
        if entry.original_sha256 and entry.original_source is None:
            self.told.setdefault(entry.original_sha256, entry)
        elif entry.original_sha256:
            self._made[entry.original_sha256, entry.original_part] = held
        self._ids |= {entry.id, entry.natural_id}
        self._note(held, (entry.url, entry.original_source), entry.same_source_as)

    def take(
        self, held: Held, sha256: str, imported: Imported, same_source_as: str | None = None
    ) -> None:
        """Note an article that was just stored."""
        self._made[sha256, imported.part] = held
        self.told.pop(sha256, None)
        self._ids.add(held.article)
        self._note(held, (imported.canonical, imported.url, held.source), same_source_as)

    def _note(self, held: Held, addresses: tuple[str | None, ...], one_source: str | None) -> None:
        for address in addresses:
            if (name := _name_of(address)) is not None:
                self._addresses.setdefault(name, held)
        if one_source is not None:
            self._one_source[held.article] = one_source

    def made_from(self, sha256: str, part: str | None) -> Held | None:
        """The article that was made from a part of those bytes; ``part`` None: from the whole."""
        return self._made.get((sha256, part))

    def at(self, *addresses: str | None) -> Held | None:
        """The article that came from one of the addresses, or gives one for itself."""
        names = (_name_of(address) for address in addresses)
        return next((self._addresses[name] for name in names if name in self._addresses), None)

    def source_of(self, article_id: str) -> str:
        """The first article of those that are one source with this one."""
        seen = {article_id}
        while (before := self._one_source.get(article_id)) is not None and before not in seen:
            seen.add(before)
            article_id = before
        return article_id

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
        while free in self._ids or os.path.lexists(self.root / f"{free}.md"):
            number += 1
            free = f"{name}-{number}"
        wanted = imported.id
        return (wanted if wanted and wanted not in self._ids else free), f"{free}.md"


def sweep(root: Path) -> None:
    """Remove what a killed program left half written; in the library's own folder, where others
    write too, only what is old. Whoever calls this alone adds to the library."""
    for folder, age in ((root / ORIGINALS, 0.0), (root, ABANDONED)):
        with suppress(OSError):
            for entry in os.scandir(inside(root, folder)):
                old = time.time() - entry.stat(follow_symlinks=False).st_mtime >= age
                if old and _HALF_WRITTEN.fullmatch(entry.name):
                    os.unlink(entry.path)


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
