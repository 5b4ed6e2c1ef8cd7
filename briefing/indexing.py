"""Catalogue and engine of one library, kept in step with the files on disk."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.article import Article
from briefing.catalog import MISSING, Catalog, CatalogDamaged, Entry
from briefing.changed_files import ChangedFile, read_changed
from briefing.engines import ForeignFolder, HerePlace, Place
from briefing.files import digest
from briefing.search.engine import Engine, IndexBusy, IndexDamaged, Progress

if TYPE_CHECKING:
    from briefing.index_workers import Done
    from briefing.search.whoosh_engine import WhooshEngine

LOCK = ".lock"
ENGINE = "whoosh"
WORTH_WORKERS = 1_000
"""Files from which on starting other processes pays."""
MOST_WORKERS = 2
"""Each takes about 120 MB."""
LEAST_SHARE, MOST_SHARE = 500, 4_000
"""Files that are indexed at once."""
SHARE_BYTES = 24_000_000


class CannotIndex(Exception):
    """There is no place for the index; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sync found. ``rebuilt`` says why the index was made anew, if it was;
    ``busy``: another process is indexing, so the old index was left as it is."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rebuilt: str | None = None
    busy: bool = False

    @property
    def touched(self) -> tuple[str, ...]:
        """The ids of all articles that are not what they were."""
        return self.added + self.changed + self.removed

    def __bool__(self) -> bool:
        return bool(self.touched or self.rebuilt)


@dataclass
class _Plan:
    """Files to read, with their state now, and entries whose file is gone."""

    read: list[tuple[str, os.stat_result]] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.read or self.gone)


class IndexedFolder:
    """The index of the articles below ``root``, in ``folder``. One thread at a time."""

    def __init__(self, root: Path, folder: Path, place: Place | None = None) -> None:
        """Open the catalogue if there is one that can be used; the engine waits.

        ``place`` is where the engine's index is, if not in the folder, too.
        """
        self.root = root
        self._place = place or HerePlace(folder / ENGINE)
        self.folder = self._place.catalog_folder(folder)
        self._engine: Engine | None = None
        self._catalog: Catalog | None = None
        self._generation: str | None = None
        self._unusable = MISSING
        self._condemned: str | None = None
        self._anew = False
        self.entries: tuple[Entry, ...] = ()
        self.by_id: dict[str, Entry] = {}
        self._noted: list[Entry] = []
        self._reopen()

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

    def read(self, entry: Entry) -> Article:
        """The article of an entry as its file is now; Unreadable when it cannot be read."""
        from briefing import reading

        article = reading.read(self.root / entry.file, self.root)
        return article if article.id == entry.id else replace(article, id=entry.id)

    def sync(self, progress: Progress | None = None, *, engine: bool = True) -> Changes:
        """See ``Library.sync``. ``engine=False`` leaves an unchanged engine unopened."""
        before = self.by_id
        why = self._unusable_because(engine)
        plan = None
        if why is None and not self._was_left_half_written():
            plan = self._plan()
            if not plan:
                return _between(before, self.by_id)
        with self._exclusive() as mine:
            if not mine and why is not None:
                raise CannotIndex("another process is building the index; try again shortly")
            if not mine:
                return Changes(busy=True)
            if why is not None:
                self._reopen()
                why = why if self._unusable_because(engine) else None
            if why is not None:
                self._make_anew()
            if self._reload_if_changed():
                plan = None
            try:
                try:
                    self._mend()
                    self._carry_out(plan or self._plan(), progress)
                except IndexDamaged as error:  # an engine that was not asked for is opened only now
                    why = str(error)
                    self._make_anew()
                    self._carry_out(self._plan(), progress)
                if why is not None:
                    self._publish()
            except IndexBusy as error:
                raise CannotIndex(str(error)) from error
            except (OSError, sqlite3.Error) as error:
                raise CannotIndex(
                    f"the index cannot be written in {self.folder}: {_reason(error)};"
                    " make room there, or name another folder with --index"
                ) from error
        changes = _between(before, self.by_id)
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

    def discard(self, why: str = "it could not be read", *, anew: bool = False) -> None:
        """Make the next ``sync`` build the index anew: it was found damaged while in use.

        What others have put in an index that is shared is replaced only with ``anew``.
        """
        self._condemned = why
        self._anew = anew

    def close(self) -> None:
        """Let go of every file."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

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
        noted = {e.id: e.file for e in self.entries if e.reason is None}
        indexed = self.engine.ids()
        if stray := indexed - noted.keys():
            self.engine.update((), stray)
        if missing := noted.keys() - indexed:
            self._catalog.change((), (noted[i] for i in missing))
        self._catalog.set_state("dirty", "no")
        self._reload()

    def _reopen(self) -> None:
        """Open the catalogue afresh: another process may have mended it meanwhile."""
        self.close()
        try:
            if strange := _strange_in(self.folder):
                raise CatalogDamaged(f"it holds {strange[0].name}, which is no file of its own")
            self._catalog = Catalog.open(self.folder)
            self._reload()
        except CatalogDamaged as error:
            self.close()
            self._unusable = str(error)

    def _reload(self) -> None:
        """Take what the catalogue says now, and let go of an engine opened before that."""
        if self._catalog is None:
            return
        generation = self._catalog.state("generation")
        if generation != self._generation and self._engine is not None:
            self._engine.close()
            self._engine = None
        self._generation = generation
        self._noted = []
        self.entries = tuple(self._catalog.entries())
        self.by_id = {e.id: e for e in self.entries}

    def _reload_if_changed(self) -> bool:
        """Take what another process has put into the catalogue; whether there was anything."""
        changed = self._catalog is not None and self._catalog.state("generation") != (
            self._generation
        )
        if changed:
            self._reload()
        return changed

    def _plan(self) -> _Plan:
        from briefing.reading.candidates import scan

        known = {e.file: e for e in self.entries}
        plan = _Plan()
        seen = set()
        for file, found in scan(self.root):
            seen.add(file)
            entry = known.get(file)
            if entry is None or entry.mtime_ns != found.st_mtime_ns or entry.size != found.st_size:
                plan.read.append((file, found))
        plan.gone = [e for e in self.entries if e.file not in seen]
        return plan

    def _carry_out(self, plan: _Plan, progress: Progress | None) -> None:
        catalog = self._catalog
        if catalog is None or not plan:
            return
        catalog.set_state("dirty", "yes")
        gone = {e.file: e.id for e in plan.gone}
        holders = {e.id: e.file for e in self.entries if e.file not in gone}
        if gone:
            self.engine.update((), gone.values())
            catalog.change((), gone)
        files = self._changed_files(plan, dict(holders))
        if len(files) >= WORTH_WORKERS:
            files = self._with_workers(files, holders, progress)
        self._alone(files, holders, _from(progress, len(plan.read) - len(files), len(plan.read)))
        self._generation = str(int(self._generation or 0) + 1)
        catalog.set_states({"generation": self._generation, "dirty": "no"})
        self._know(gone)

    def _changed_files(self, plan: _Plan, holders: dict[str, str]) -> list[ChangedFile]:
        known = {e.file: e for e in self.entries}
        files = []
        for file, found in plan.read:
            stem = Path(file).stem
            own_id = _free_id(stem, file, holders)
            holders.setdefault(own_id, file)
            state = found.st_size, found.st_mtime_ns
            files.append(ChangedFile(file, *state, known.get(file), stem, own_id))
        return files

    def _alone(self, files: list[ChangedFile], holders: dict[str, str], progress: Progress) -> None:
        """Read files and index them, a share of them at a time."""
        done = 0
        for share in _shares(files, 1):
            entries: list[Entry] = []
            articles = self._articles(share, holders, entries)
            self.engine.update(articles, (), _from(progress, done, len(files)))
            self._note(entries)
            done += len(share)
            progress(done, len(files))

    def _articles(
        self, share: list[ChangedFile], holders: dict[str, str], entries: list[Entry]
    ) -> Iterator[Article]:
        """The articles of files, read as they are asked for; ``entries`` grows meanwhile."""
        for changed in share:
            choose = partial(_free_id, file=changed.file, holders=holders)
            entry, article = read_changed(self.root, changed, choose)
            holders[entry.id] = entry.file
            entries.append(entry)
            if article is not None:
                yield article

    def _with_workers(
        self,
        files: list[ChangedFile],
        holders: dict[str, str],
        progress: Progress | None,
    ) -> list[ChangedFile]:
        """Have other processes read and index the files; those that are left to be done."""
        from briefing.index_workers import Share, Workers, cores
        from briefing.search.whoosh_engine import WhooshEngine

        engine, count = self.engine, min(cores(), MOST_WORKERS)
        if count < 2 or not isinstance(engine, WhooshEngine):
            return files
        left: list[ChangedFile] = []
        shares = _shares(files, count)
        folder = self.folder / ENGINE
        try:
            workers = Workers(count)
        except OSError:
            return files
        with workers, engine.parts():
            work = [Share(self.root, folder, share) for share in shares]
            tell = _from(progress, 0, len(files))
            for share, done in zip(shares, workers.carry_out(work, tell), strict=True):
                left += share if done is None else self._take(engine, share, done, holders)
        return left

    def _take(
        self,
        engine: WhooshEngine,
        share: list[ChangedFile],
        done: Done,
        holders: dict[str, str],
    ) -> list[ChangedFile]:
        """Take a part of the index; the files whose articles must get another id than in it."""
        left, entries = [], []
        for changed, entry in zip(share, done.entries, strict=True):
            own_id = _free_id(entry.natural_id or changed.stem, entry.file, holders)
            if changed.is_still(entry):
                own_id = entry.id
            holders[own_id] = entry.file
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
        known = {e.file: e for e in self.entries}
        stale = {
            known[e.file].id
            for e in entries
            if e.file in known and (e.id != known[e.file].id or e.reason is not None)
        }
        if stale:
            self.engine.update((), stale)
        if self._catalog is not None:
            self._catalog.change(entries)
        self._noted += entries

    def _know(self, gone: Container[str]) -> None:
        """Take what was noted among the entries at hand, as the catalogue has them now."""
        known = {e.file: e for e in self.entries if e.file not in gone}
        known.update((e.file, e) for e in self._noted)
        self._noted = []
        self.entries = tuple(sorted(known.values(), key=_in_order))
        self.by_id = {e.id: e for e in self.entries}

    def _make_anew(self) -> None:
        self.close()
        try:
            engine = self._place.make(anew=self._anew)
        except ForeignFolder as error:
            raise CannotIndex(str(error)) from error
        self._catalog = Catalog.create(self.folder)
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


def _between(before: dict[str, Entry], after: dict[str, Entry]) -> Changes:
    """What changed between two states of the catalogue; a new time alone is no change."""
    return Changes(
        tuple(i for i in after if i not in before),
        tuple(i for i, e in after.items() if i in before and _differ(before[i], e)),
        tuple(i for i in before if i not in after),
    )


def _differ(one: Entry, other: Entry) -> bool:
    return one is not other and _matter(one) != _matter(other)


def _in_order(entry: Entry) -> bytes:
    """What entries are ordered by: the bytes of the file's name, as in the catalogue."""
    return os.fsencode(entry.file)


def _matter(entry: Entry) -> tuple[str, str, str | None]:
    return entry.file, entry.sha256, entry.reason


def _shares(files: list[ChangedFile], count: int) -> list[list[ChangedFile]]:
    """The files in order, in shares of about one size; some for each of ``count`` workers."""
    most = MOST_SHARE
    if count > 1:
        most = max(LEAST_SHARE, min(MOST_SHARE, ceil(len(files) / count / 2)))
    shares: list[list[ChangedFile]] = []
    size = 0
    for changed in files:
        if not shares or len(shares[-1]) >= most or size + changed.size > SHARE_BYTES:
            shares.append([])
            size = 0
        shares[-1].append(changed)
        size += changed.size
    return shares


def _from(progress: Progress | None, done: int, total: int) -> Progress:
    return lambda count, _: _tell(progress, done + count, total)


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress:
        progress(min(done, total), total)


def _free_id(natural: str, file: str, holders: dict[str, str]) -> str:
    """The id that a file's article gets: its own, or its file's name where that is taken."""
    own = natural
    while holders.get(own, file) != file:
        own = file if own == natural else own + "~"
    return own


def has_original(entry: Entry, folder: Path) -> bool:
    """Whether the original of an article is in ``folder``, by its file's name and SHA-256."""
    try:
        data = (folder / Path(entry.original or "").name).read_bytes()
    except OSError:
        return False
    return digest(data) == entry.original_sha256


def original_of(entry: Entry, folder: Path) -> Article | None:
    """The original of an article, found in ``folder`` by its file's name and SHA-256.

    It carries the article's own id, so that evidence resolves in it.
    """
    from briefing import reading

    if entry.original is None:
        return None
    try:
        data = (folder / Path(entry.original).name).read_bytes()
    except OSError:
        return None
    if digest(data) != entry.original_sha256:
        return None
    try:
        return replace(reading.read_bytes(data, entry.original), id=entry.id)
    except reading.Unreadable:
        return None
