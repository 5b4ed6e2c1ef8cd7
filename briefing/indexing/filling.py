"""Changed files read into engine and catalogue, by this process or by workers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.article import Article
from briefing.catalog import Catalog, Entry
from briefing.indexing.changed_files import ChangedFile, read_changed, text_row
from briefing.indexing.comparing import Comparison
from briefing.indexing.plan import changed_files, free_id, shares_of
from briefing.search.engine import Engine, Progress
from briefing.text_store import TextStore

if TYPE_CHECKING:
    from briefing.indexing.workers import Done
    from briefing.search.whoosh_engine import WhooshEngine

WORTH_WORKERS = 1_000
"""Files from which on starting other processes pays."""
MOST_WORKERS = 2
"""Each takes about 120 MB."""


class Filling:
    """One run over changed files. ``seen`` is what differed from the catalogue before it."""

    def __init__(
        self,
        root: Path,
        engine: Engine,
        catalog: Catalog,
        texts: TextStore | None,
        seen: Comparison,
    ) -> None:
        self._root, self._engine, self._catalog, self._texts = root, engine, catalog, texts
        self._key = texts.key if texts is not None else None
        self._seen, self._holders = seen, seen.holders
        self._entries: list[Entry] = []

    def rounds(self, parts: Path, progress: Progress | None = None) -> Iterator[list[Entry]]:
        """Read the files that differ and index them, a round at a time; the entries that each
        put into the catalogue.

        ``parts`` is the folder of the engine's index, where workers leave parts of it.
        """
        done = 0
        for found in self._seen.rounds():
            self._entries = []
            files = changed_files(found, self._holders)
            self._take_in(files, parts, _from(progress, done, self._seen.count))
            done += len(files)
            yield self._entries

    def _take_in(self, files: list[ChangedFile], parts: Path, progress: Progress) -> None:
        total = len(files)
        if total >= WORTH_WORKERS:
            files = self._with_workers(files, parts, progress)
        self._alone(files, _from(progress, total - len(files), total))

    def _alone(self, files: list[ChangedFile], progress: Progress) -> None:
        """Read files and index them, a share of them at a time."""
        done = 0
        for share in shares_of(files, 1):
            entries: list[Entry] = []
            texts: dict[str, bytes] = {}
            articles = self._articles(share, entries, texts)
            self._engine.update(articles, (), _from(progress, done, len(files)))
            self._note(entries, texts)
            done += len(share)
            progress(done, len(files))

    def _articles(
        self, share: list[ChangedFile], entries: list[Entry], texts: dict[str, bytes]
    ) -> Iterator[Article]:
        """The articles of files, read as they are asked for; ``entries`` and ``texts`` grow."""
        for changed in share:
            choose = partial(free_id, file=changed.file, holders=self._holders)
            entry, article = read_changed(self._root, changed, choose)
            self._holders[entry.id] = entry.file
            entries.append(entry)
            if article is not None:
                texts |= text_row(self._key, entry, article)
                yield article

    def _with_workers(
        self, files: list[ChangedFile], parts: Path, progress: Progress
    ) -> list[ChangedFile]:
        """Have other processes read and index the files; those that are left to be done."""
        from briefing.indexing.workers import Share, Workers, cores
        from briefing.search.whoosh_engine import WhooshEngine

        engine, count = self._engine, min(cores(), MOST_WORKERS)
        if count < 2 or not isinstance(engine, WhooshEngine):
            return files
        left: list[ChangedFile] = []
        shares = shares_of(files, count)
        try:
            workers = Workers(count)
        except OSError:
            return files
        with workers, engine.parts():
            work = [Share(self._root, parts, share, self._key) for share in shares]
            tell = _from(progress, 0, len(files))
            for share, done in zip(shares, workers.carry_out(work, tell), strict=True):
                left += share if done is None else self._take(engine, share, done)
        return left

    def _take(
        self, engine: WhooshEngine, share: list[ChangedFile], done: Done
    ) -> list[ChangedFile]:
        """Take a part of the index; the files whose articles must get another id than in it."""
        left, entries = [], []
        for changed, entry in zip(share, done.entries, strict=True):
            own_id = free_id(entry.natural_id or changed.stem, entry.file, self._holders)
            if changed.is_still(entry):
                own_id = entry.id
            self._holders[own_id] = entry.file
            if entry.reason is not None:
                entries.append(entry._replace(id=own_id, natural_id=own_id))
            elif own_id == entry.id and entry.file not in done.left:
                entries.append(entry)
            else:
                left.append(changed)
                if entry.file not in done.left:
                    done.part.drop(entry.id)
        engine.take(done.part)
        self._note(entries, done.texts)
        return left

    def _note(self, entries: list[Entry], texts: dict[str, bytes]) -> None:
        """Put entries into the catalogue, after the engine took their articles."""
        before = [(e, self._seen.known(e.file)) for e in entries]
        stale = {
            known.id
            for e, known in before
            if known is not None and (e.id != known.id or e.reason is not None)
        }
        if stale:
            self._engine.update((), stale)
        self._catalog.change(entries)
        self._entries += entries
        if self._texts is not None:
            self._keep(self._texts, before, texts)

    def _keep(
        self,
        store: TextStore,
        noted: list[tuple[Entry, Entry | None]],
        texts: dict[str, bytes],
    ) -> None:
        """Bring the texts beside the index to what was noted."""
        put: dict[str, bytes] = {}
        drop: list[str] = []
        for entry, known in noted:
            row = texts.get(entry.file)
            if row is None and known is not None and entry.reason is None:
                then, now = (known.size, known.mtime_ns), (entry.size, entry.mtime_ns)
                same = known.sha256 == entry.sha256
                row = store.renewed(entry.file, then, now) if same else None
            if row is not None:
                put[entry.file] = row
            elif known is not None:
                drop.append(entry.file)
        store.change(put, drop)


def _from(progress: Progress | None, done: int, total: int) -> Progress:
    return lambda count, _: _tell(progress, done + count, total)


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress:
        progress(min(done, total), total)
