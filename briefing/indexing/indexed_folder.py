"""The index of one folder: opened, brought in step with the files on disk, mended, made anew."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from briefing.article import Article
from briefing.catalog import MISSING, Catalog, CatalogDamaged, Entry, FirstLook, first_look
from briefing.engines import ForeignFolder, HerePlace, Place
from briefing.indexing.changes import CannotIndex, Changes, between
from briefing.indexing.comparing import Comparison, InCatalog, InMemory
from briefing.search.engine import Engine, IndexBusy, IndexDamaged, Progress

if TYPE_CHECKING:  # the first frame waits for no texts
    from briefing.indexing.kept_texts import KeptTexts
    from briefing.search.whoosh_compacting import Compacting
    from briefing.search.whoosh_engine import WhooshEngine

LOCK = ".lock"
ENGINE = "whoosh"
FEW = 100
"""Entries that are looked up apart, in all; from then on all are read: each look is at all."""


class _Entries:
    """Entries in order of file, and by id."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.in_order = tuple(entries)
        self.by_id = {e.id: e for e in self.in_order}


class Glance(NamedTuple):
    """The disk compared with some entries: worth something while these are the catalogue's."""

    known: _Entries
    seen: InMemory


class IndexedFolder:
    """The index of the articles below ``root``, in ``folder``. One thread at a time."""

    def __init__(
        self, root: Path, folder: Path, place: Place | None = None, *, listed: bool = True
    ) -> None:
        """Open the catalogue if there is one that can be used; the engine waits.

        ``place`` is where the engine's index is, if not in the folder, too. Not
        ``listed``: the entries stay in the catalogue; ``entries`` and ``by_id`` are
        empty, ``each`` reads them, and a ``sync`` does not name what it changed.
        """
        self.root = root
        self._listed = listed
        self._place = place or HerePlace(folder / ENGINE)
        self.folder = self._place.catalog_folder(folder)
        self._engine: Engine | None = None
        self._catalog: Catalog | None = None
        self._generation: str | None = None
        self._unusable = MISSING
        self._condemned: str | None = None
        self._anew = False
        self._entries: _Entries | None = _Entries()
        """None: they were not asked for yet."""
        self._told: dict[str, Entry] | None = None
        """What the last sync found; None: nobody has asked for another state since the opening."""
        self._seen: tuple[int, int] | None = None
        self._reading = Lock()
        self._compacting: Compacting | None = None
        self._few: dict[str, Entry] = {}
        """Entries that were looked up while not all were asked for."""
        self._open()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the catalogue knows of each file, in order of file."""
        return self._all_entries().in_order

    @property
    def by_id(self) -> dict[str, Entry]:
        """The same by the articles' ids."""
        return self._all_entries().by_id

    def entry(self, article_id: str) -> Entry | None:
        """The entry of an id."""
        if self._entries is None and (found := self._few.get(article_id)) is not None:
            return found
        return self.by_id.get(article_id)

    def look_up(self, ids: Sequence[str]) -> None:
        """Have the entries of some ids at hand, at less cost than all, if nobody asked for all."""
        with self._reading:
            few = len(self._few) + len(ids) <= FEW
            if self._entries is None and self._catalog is not None and few:
                with suppress(CatalogDamaged):
                    self._few.update((e.id, e) for e in self._catalog.some(ids))

    def first_look(self, limit: int) -> FirstLook:
        """The first entries, without reading all of them if nobody has."""
        if self._entries is None and self._catalog is not None:
            with suppress(CatalogDamaged):
                return self._catalog.first_look(limit)
        return first_look(self.entries, limit)

    def _all_entries(self) -> _Entries:
        with self._reading:
            if self._entries is None:
                try:
                    self._entries = _Entries(self._catalog.entries() if self._catalog else ())
                except CatalogDamaged as error:
                    self._entries = _Entries()
                    self.close()
                    self._unusable = str(error)
            return self._entries

    @cached_property
    def texts(self) -> KeptTexts:
        """The articles' texts, kept beside the index."""
        from briefing.indexing.kept_texts import KeptTexts

        return KeptTexts(self.root, self.folder)

    @property
    def engine(self) -> Engine:
        """The search engine; IndexDamaged until a ``sync`` has made the index."""
        if self._engine is None:
            self._engine = self._place.open()
        return self._engine

    @property
    def is_shared(self) -> bool:
        """Whether the engine's index may hold articles of others, too."""
        return self._place.shared

    def each(self) -> Iterator[Entry]:
        """The entries one by one, in order of file; do nothing else with the index meanwhile."""
        if self._listed:
            yield from self.entries
        elif self._catalog is not None:
            yield from self._catalog.each()

    def read(self, entry: Entry) -> Article:
        """The article of an entry as its file is now; Unreadable when it cannot be read."""
        from briefing import reading

        article = reading.read_inside(self.root, entry.file)
        return article if article.id == entry.id else replace(article, id=entry.id)

    def keep_texts(self, ids: Iterable[str]) -> None:
        """Keep what was not kept of some articles, where nobody is writing the index."""
        entries = (entry for i in ids if (entry := self.entry(i)) is not None)
        self.texts.keep(entries, self.read, self._exclusive)

    def glance(self) -> Glance | None:
        """What is different on disk, for ``sync``; None where it has to look itself.

        Looking takes the longest of a sync that finds nothing. Any thread may do it, while
        another searches.
        """
        if not self._listed or self._catalog is None:
            return None
        from briefing.reading.candidates import scan

        known = self._all_entries()
        return Glance(known, InMemory(known.in_order, scan(self.root)))

    def sync(
        self,
        progress: Progress | None = None,
        *,
        engine: bool = True,
        glance: Glance | None = None,
    ) -> Changes:
        """See ``Library.sync``. ``engine=False`` leaves an unchanged engine unopened."""
        changes = self._synced(progress, engine, glance)
        if not changes.busy:
            self._told = self.by_id
        return changes

    def refresh(self) -> tuple[str, ...]:
        """Take what another process has committed; the ids of all that is not what it was.

        The next ``sync`` tells it as well. Where nobody wrote, this is one look at a file.
        """
        if self._catalog is None or (stamp := self._catalog.stamp()) in (None, self._seen):
            return ()
        before, few = self._entries, tuple(self._few)
        if self._told is None and before is not None:
            self._told = before.by_id
        try:
            changed = self._reload_if_changed()
        except (sqlite3.Error, CatalogDamaged):
            return ()  # it is being written, or for the next sync to mend
        self._seen = stamp
        if not changed:
            return ()
        return few if before is None else between(before.by_id, self.by_id).touched

    def is_usable(self) -> bool:
        """Whether the index can be searched as it is, with no look at the files on disk.

        What is shared is looked at by a ``sync`` first: others may have taken its place.
        """
        if self._place.shared or self._unusable_because(engine=True) is not None:
            return False
        return not self._was_left_half_written()

    def _synced(self, progress: Progress | None, engine: bool, glance: Glance | None) -> Changes:
        before = self._told = self.by_id if self._told is None else self._told
        why = self._unusable_because(engine)
        seen = None
        if why is None and not self._was_left_half_written():
            seen = self._compared(glance)
            if not _differs(seen):
                return between(before, self.by_id)
        with self._exclusive() as mine:
            if not mine and why is not None:
                raise CannotIndex("another process is building the index; try again shortly")
            if not mine:
                return Changes(busy=True)
            if why is not None:
                self._reopen()
                why = why if self._unusable_because(engine) else None
            try:
                if why is not None:
                    self._make_anew()
                if self._reload_if_changed():
                    seen = None
                try:
                    self._mend()
                    self._carry_out(seen or self._compared(), progress)
                except IndexDamaged as error:  # an engine that was not asked for is opened only now
                    why = str(error)
                    self._make_anew()
                    self._carry_out(self._compared(), progress)
                if why is not None:
                    self._publish()
            except IndexBusy as error:
                raise CannotIndex(str(error)) from error
            except (OSError, sqlite3.Error) as error:
                raise CannotIndex(
                    f"the index cannot be written in {self.folder}: {_reason(error)};"
                    " make room there, or name another folder with --index"
                ) from error
        changes = between(before, self.by_id)
        return changes if why in (None, MISSING) else replace(changes, rebuilt=why)

    def remembered(self, stamp: str) -> str | None:
        """The library's title, if it was remembered for this ``stamp`` of its settings."""
        if self._catalog is None or self._catalog.state("settings") != stamp:
            return None
        return self._catalog.state("title")

    def remember(self, stamp: str, title: str) -> None:
        """Remember the library's title for the next opening, where that can be written."""
        if self._catalog is not None:
            with suppress(sqlite3.Error):
                self._catalog.set_state("title", title)
                self._catalog.set_state("settings", stamp)

    def is_sound(self) -> bool:
        """Whether every byte of the engine's files is as it was written, as any thread may ask.

        If not, the next ``sync`` builds the index anew.
        """
        try:
            self._place.verify()
        except (IndexDamaged, OSError) as error:
            self.discard(str(error))
            return False
        return True

    def compact(self) -> WhooshEngine | None:
        """Have the engine's index made quicker to search, as any thread may ask.

        An engine that reads what came of it, for ``take``; None where it is as it was.
        """
        self._compacting = self._place.compacting()
        return self._compacting.run() if self._compacting is not None else None

    def end_compacting(self) -> None:
        """End the process of ``compact``, as any thread may."""
        if (compacting := self._compacting) is not None:
            compacting.end()

    def take(self, engine: WhooshEngine) -> None:
        """Search with this engine from now on, unless there was a commit since it was opened."""
        if self._engine is None or not engine.is_latest():
            engine.close()
            return
        self._engine.close()
        self._engine = engine

    def discard(self, why: str = "it could not be read", *, anew: bool = False) -> None:
        """Make the next ``sync`` build the index anew: it was found damaged while in use.

        What others have put in an index that is shared is replaced only with ``anew``.
        """
        self._condemned = why
        self._anew = anew

    def close(self) -> None:
        """Let go of every file."""
        self.end_compacting()
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None
        if "texts" in vars(self):  # else nobody has asked for them, and they are not even loaded
            self.texts.close()

    def _unusable_because(self, engine: bool) -> str | None:
        """Why the index cannot be used as it is; None when it can."""
        if self._catalog is not None and not self._catalog.is_there:
            self._reopen()
        if self._condemned or self._catalog is None:
            return self._condemned or self._unusable
        try:
            self._reload_if_changed()
            if self._was_left_half_written() and self._place.shared:
                return "it was left half written"
            if engine and self._catalog.state("engine") not in (None, self.engine.identity()):
                return "another one took its place"
        except (IndexDamaged, CatalogDamaged) as error:
            return str(error)
        return None

    def _was_left_half_written(self) -> bool:
        return self._catalog is not None and self._catalog.state("dirty") == "yes"

    def _mend(self) -> None:
        """Bring catalogue and engine to one state, after a program ended between the two.

        What only one of them has is forgotten, and is found anew where its file still is.
        """
        if self._catalog is None or not self._was_left_half_written():
            return
        noted = {e.id: e.file for e in self.each() if e.reason is None}
        indexed = self.engine.ids()
        if stray := indexed - noted.keys():
            self.engine.update((), stray)
        if missing := noted.keys() - indexed:
            self._catalog.change((), (noted[i] for i in missing))
        self._catalog.set_state("dirty", "no")
        self._reload()

    def _open(self) -> None:
        """Open the catalogue, and read of it what is asked for when it is."""
        try:
            if strange := _strange_in(self.folder):
                raise CatalogDamaged(f"it holds {strange[0].name}, which is no file of its own")
            self._catalog = Catalog.open(self.folder)
            self._generation = self._catalog.state("generation")
            self._entries = None if self._listed else _Entries()
        except CatalogDamaged as error:
            self.close()
            self._unusable = str(error)

    def _reopen(self) -> None:
        """Open the catalogue afresh: another process may have mended it meanwhile."""
        self.close()
        before = self._entries
        self._open()
        if self._entries is None:
            self._all_entries()
        if self._catalog is None:
            self._entries = before

    def _reload(self) -> None:
        """Take what the catalogue says now, and let go of an engine opened before that."""
        if self._catalog is None:
            return
        generation = self._catalog.state("generation")
        if generation != self._generation and self._engine is not None:
            self._engine.close()
            self._engine = None
        self._generation = generation
        self._few = {}
        if self._entries is not None:  # else nobody has asked for them yet
            self._entries = _Entries(self._catalog.entries() if self._listed else ())

    def _reload_if_changed(self) -> bool:
        """Take what another process has put into the catalogue; whether there was anything."""
        changed = self._catalog is not None and self._catalog.state("generation") != (
            self._generation
        )
        if changed:
            self._reload()
        return changed

    def _compared(self, glance: Glance | None = None) -> Comparison:
        """The catalogue and the disk; as a glance has it where the catalogue is still that one."""
        if glance is not None and glance.known is self._entries:
            return glance.seen
        from briefing.reading.candidates import scan

        if self._listed or self._catalog is None:
            return InMemory(self.entries, scan(self.root))
        return InCatalog(self._catalog, scan(self.root))

    def _carry_out(self, seen: Comparison, progress: Progress | None) -> None:
        catalog = self._catalog
        if catalog is None or not _differs(seen):
            return
        from briefing.indexing.filling import Filling

        catalog.set_state("dirty", "yes")
        gone = {e.file: e.id for e in seen.gone}
        if gone:
            self.engine.update((), gone.values())
            catalog.change((), gone)
            self.texts.drop(gone)
        noted: list[Entry] = []
        filling = Filling(self.root, self.engine, catalog, self.texts.store, seen)
        for entries in filling.rounds(self.folder / ENGINE, progress):
            noted += entries if self._listed else ()
        self._generation = str(int(self._generation or 0) + 1)
        catalog.set_states({"generation": self._generation, "dirty": "no"})
        if self._listed:
            self._know(noted, gone)

    def _know(self, noted: list[Entry], gone: Container[str]) -> None:
        """Take what was noted among the entries at hand, as the catalogue has them now."""
        known = {e.file: e for e in self.entries if e.file not in gone}
        known.update((e.file, e) for e in noted)
        self._entries = _Entries(sorted(known.values(), key=_in_order))

    def _make_anew(self) -> None:
        self.close()
        try:
            engine = self._place.make(anew=self._anew)
        except ForeignFolder as error:
            raise CannotIndex(str(error)) from error
        self._catalog = Catalog.create(self.folder)
        self.texts.discard()
        self._reload()
        self._engine = engine
        self._condemned = None
        self._anew = False

    def _publish(self) -> None:
        """Let everybody search what was made anew, and know it again."""
        self.engine.publish()
        if self._catalog is not None:
            self._catalog.set_state("engine", self.engine.identity())

    @contextmanager
    def _exclusive(self) -> Iterator[bool]:
        """Whether this process alone may write the index, while the block runs."""
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in _strange_in(self.folder):
                path.unlink()
            lock = FileLock(self.folder / LOCK)
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        except OSError as error:
            raise CannotIndex(
                f"the index cannot be written in {self.folder}: {error.strerror};"
                " name another folder with --index"
            ) from error
        try:
            yield True
        finally:
            lock.release()


def _differs(seen: Comparison) -> bool:
    return bool(seen.count or seen.gone)


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _strange_in(folder: Path) -> list[Path]:
    """Links, pipes and devices in an index, which are never ours: to open one may write to
    another place, or wait for ever."""
    found: list[Path] = []
    for own in (folder, folder / ENGINE):
        with suppress(OSError), os.scandir(own) as entries:
            found += [
                Path(e.path)
                for e in entries
                if not e.is_file(follow_symlinks=False) and not e.is_dir(follow_symlinks=False)
            ]
        if found:
            break
    return found


def _in_order(entry: Entry) -> bytes:
    """What entries are ordered by: the bytes of the file's name, as in the catalogue."""
    return os.fsencode(entry.file)
