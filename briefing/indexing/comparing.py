"""What a catalogue says compared with the files on disk, and who holds which id.

``InMemory`` compares with entries that are at hand. ``InCatalog`` leaves them in the
catalogue and keeps what it needs in temporary tables of SQLite, so that its memory does
not grow with the library.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from briefing.catalog import Catalog, Entry

ROUND = 20_000
"""Files that are read and indexed before the next ones are looked at."""


class OnDisk(Protocol):
    """A file's state, as the system tells it."""

    @property
    def st_size(self) -> int:
        """Its size in bytes."""

    @property
    def st_mtime_ns(self) -> int:
        """When it was changed."""


Difference = tuple[str, int, int, Entry | None]
"""A file that is new or changed: its size and time now, and what the catalogue has of it."""


class Holders(Protocol):
    """The file that holds each id."""

    def get(self, article_id: str, default: str) -> str:
        """The file of an id, or ``default``."""

    def __setitem__(self, article_id: str, file: str) -> None:
        """Give an id to a file."""


class Comparison(Protocol):
    """What differs. ``count`` files are new or changed, ``gone`` are the entries of no file."""

    count: int
    gone: list[Entry]

    @property
    def holders(self) -> Holders:
        """The holders of ids, without those of files that are gone; the same at each asking."""

    def rounds(self) -> Iterator[list[Difference]]:
        """The differences in order of finding, some at a time; those of a round may be noted
        before the next one is asked for."""

    def known(self, file: str) -> Entry | None:
        """What the catalogue has of a file."""


class InMemory:
    """A comparison with entries that are at hand."""

    def __init__(self, entries: Iterable[Entry], found: Iterable[tuple[str, OnDisk]]) -> None:
        self._known = {entry.file: entry for entry in entries}
        self._differences: list[Difference] = []
        unseen = dict(self._known)
        for file, state in found:
            entry = unseen.pop(file, None)
            now = state.st_size, state.st_mtime_ns
            if entry is None or (entry.size, entry.mtime_ns) != now:
                self._differences.append((file, *now, entry))
        self.count = len(self._differences)
        self.gone = [*unseen.values()]
        self._holders: dict[str, str] | None = None

    @property
    def holders(self) -> dict[str, str]:
        """See ``Comparison``."""
        if self._holders is None:
            gone = {entry.file for entry in self.gone}
            self._holders = {e.id: e.file for e in self._known.values() if e.file not in gone}
        return self._holders

    def rounds(self) -> Iterator[list[Difference]]:
        """See ``Comparison``; a single round."""
        yield self._differences

    def known(self, file: str) -> Entry | None:
        """See ``Comparison``."""
        return self._known.get(file)


class InCatalog:
    """A comparison that leaves the entries where they are."""

    def __init__(self, catalog: Catalog, found: Iterable[tuple[str, OnDisk]]) -> None:
        self._catalog = catalog
        catalog.look((os.fsencode(file), state.st_size, state.st_mtime_ns) for file, state in found)
        self.count = catalog.count_differing()
        self.gone = catalog.gone()
        self._holders: _HoldersOf | None = None

    @property
    def holders(self) -> Holders:
        """See ``Comparison``."""
        if self._holders is None:
            self._catalog.hold_all(entry.file for entry in self.gone)
            self._holders = _HoldersOf(self._catalog)
        return self._holders

    def rounds(self) -> Iterator[list[Difference]]:
        """See ``Comparison``."""
        after = 0
        while found := self._catalog.differing(after, ROUND):
            after = found[-1][0]
            yield [
                (file, size, mtime_ns, self._catalog.entry(file) if known else None)
                for _, file, size, mtime_ns, known in found
            ]

    def known(self, file: str) -> Entry | None:
        """See ``Comparison``."""
        return self._catalog.entry(file)


class _HoldersOf:
    """The holders of ids, in a table of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def get(self, article_id: str, default: str) -> str:
        return self._catalog.holder(article_id) or default

    def __setitem__(self, article_id: str, file: str) -> None:
        self._catalog.hold(article_id, file)
