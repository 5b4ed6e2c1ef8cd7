"""Changed files read into engine and catalogue, by this process or by workers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.article import Article
from briefing.catalog import Catalog, Entry
from briefing.indexing.changed_files import ChangedFile, read_changed
from briefing.indexing.comparing import Comparison
from briefing.indexing.plan import changed_files, free_id, shares_of
from briefing.search.engine import Engine, Progress

if TYPE_CHECKING:
    from briefing.indexing.workers import Done
    from briefing.search.whoosh_engine import WhooshEngine

WORTH_WORKERS = 1_000
"""Files from which on starting other processes pays."""
MOST_WORKERS = 2
"""Each takes about 120 MB."""


class Filling:
    """One run over changed files. ``seen`` is what differed from the catalogue before it."""

    def __init__(self, root: Path, engine: Engine, catalog: Catalog, seen: Comparison) -> None:
        self._root, self._engine, self._catalog = root, engine, catalog
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
            articles = self._articles(share, entries)
            self._engine.update(articles, (), _from(progress, done, len(files)))
            self._note(entries)
            done += len(share)
            progress(done, len(files))

    def _articles(self, share: list[ChangedFile], entries: list[Entry]) -> Iterator[Article]:
        """The articles of files, read as they are asked for; ``entries`` grows meanwhile."""
        for changed in share:
            choose = partial(free_id, file=changed.file, holders=self._holders)
            entry, article = read_changed(self._root, changed, choose)
            self._holders[entry.id] = entry.file
            entries.append(entry)
            if article is not None:
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
            work = [Share(self._root, parts, share) for share in shares]
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
        self._note(entries)
        return left

    def _note(self, entries: list[Entry]) -> None:
        """Put entries into the catalogue, after the engine took their articles."""
        before = ((e, self._seen.known(e.file)) for e in entries)
        stale = {
            known.id
            for e, known in before
            if known is not None and (e.id != known.id or e.reason is not None)
        }
        if stale:
            self._engine.update((), stale)
        self._catalog.change(entries)
        self._entries += entries


def _from(progress: Progress | None, done: int, total: int) -> Progress:
    return lambda count, _: _tell(progress, done + count, total)


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress:
        progress(min(done, total), total)
