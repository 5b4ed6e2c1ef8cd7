"""The texts beside an index: taken where their files are what they were, else kept anew."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from briefing.article import Article
from briefing.catalog import Entry
from briefing.files import state_inside
from briefing.indexing.changed_files import text_row
from briefing.indexing.changes import CannotIndex
from briefing.own_key import own_key
from briefing.text_store import StoredText, TextStore

KEPT_TEXTS = 64


class KeptTexts:
    """Texts of the articles below ``root``, in the index ``folder``. One thread at a time."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._folder = root, folder
        self._store: TextStore | None = None
        self._has_key = True
        self._can_be_written = True
        self._last: dict[tuple[str, int, int], StoredText] = {}
        """Those asked for last, by file, size and time: of one letter more they are the same."""

    @property
    def store(self) -> TextStore | None:
        """Where they are; None where there is no key to know them by."""
        if self._store is None and self._has_key:
            key = own_key()
            self._has_key = key is not None
            self._store = TextStore(self._folder, key) if key is not None else None
        return self._store

    def of(self, file: str) -> StoredText | None:
        """What is kept of a file's article; None where it is to be read from the file."""
        if (store := self.store) is None:
            return None
        try:
            state = state_inside(self._root, file)
        except OSError:
            return None
        if not stat.S_ISREG(state.st_mode):
            return None
        which = file, state.st_size, state.st_mtime_ns
        if (text := self._last.pop(which, None) or store.text(*which)) is not None:
            self._last[which] = text
            if len(self._last) > KEPT_TEXTS:
                del self._last[next(iter(self._last))]
        return text

    def keep(
        self,
        entries: Iterable[Entry],
        read: Callable[[Entry], Article],
        exclusive: Callable[[], AbstractContextManager[bool]],
    ) -> None:
        """Keep the texts of some entries, where nobody else is writing the index."""
        missing = tuple(entries)
        if not missing or self.store is None or not self._can_be_written:
            return
        with suppress(CannotIndex), exclusive() as mine:
            if mine:
                rows = self._rows(self.store.key, missing, read)
                self._can_be_written = self.store.change(rows)

    def _rows(
        self, key: bytes, entries: Iterable[Entry], read: Callable[[Entry], Article]
    ) -> dict[str, bytes]:
        """Rows of the articles whose files are what the catalogue knows, before and after."""
        from briefing.reading import Unreadable

        rows: dict[str, bytes] = {}
        for entry in entries:
            with suppress(Unreadable, OSError):
                article = read(entry)
                state = state_inside(self._root, entry.file)
                if (state.st_size, state.st_mtime_ns) == (entry.size, entry.mtime_ns):
                    rows |= text_row(key, entry, article)
        return rows

    def drop(self, files: Iterable[str]) -> None:
        """Forget the texts of some files."""
        if (store := self.store) is not None:
            store.change({}, files)

    def discard(self) -> None:
        """Forget all."""
        if (store := self.store) is not None:
            store.discard()

    def close(self) -> None:
        """Let go of the file."""
        if self._store is not None:
            self._store.close()
