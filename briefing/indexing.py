"""Catalogue and engine of one library, kept in step with the files on disk."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.article import Article
from briefing.catalog import MISSING, Catalog, CatalogDamaged, Entry, entry_of
from briefing.engines import ForeignFolder, HerePlace, Place
from briefing.files import digest, inside, read_file
from briefing.search.engine import Engine, IndexBusy, IndexDamaged, Progress

LOCK = ".lock"
ENGINE = "whoosh"
BATCH_FILES = 2_500
BATCH_CHARACTERS = 32_000_000


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
    """Files to read, entries whose file is gone, and where each file stands now."""

    read: list[str] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    stats: dict[str, os.stat_result] = field(default_factory=dict)

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
        self._batch_files = BATCH_FILES
        self.entries: tuple[Entry, ...] = ()
        self.by_id: dict[str, Entry] = {}
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

    def sync(
        self, progress: Progress | None = None, *, engine: bool = True, batch: int = BATCH_FILES
    ) -> Changes:
        """See ``Library.sync``. ``engine=False`` leaves an unchanged engine unopened."""
        self._batch_files = batch
        before = self.by_id
        why = self._unusable_because(engine)
        if why is None and not self._plan():
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
            self._reload()
            try:
                try:
                    self._carry_out(self._plan(), progress)
                except IndexDamaged as error:  # an engine that was not asked for is opened only now
                    why = str(error)
                    self._make_anew()
                    self._carry_out(self._plan(), progress)
                if why is not None:
                    self._publish()
            except IndexBusy as error:
                raise CannotIndex(str(error)) from error
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
            if self._catalog.state("generation") != self._generation:
                self._reload()
            dirty = self._catalog.state("dirty") == "yes"
            if dirty and (self._place.shared or self.engine.ids() != self._readable_ids()):
                return "it was left half written"
            if engine and self._catalog.state("engine") not in (None, self.engine.identity):
                return "another one took its place"
        except (IndexDamaged, CatalogDamaged) as error:
            return str(error)
        return None

    def _readable_ids(self) -> frozenset[str]:
        return frozenset(e.id for e in self.entries if e.reason is None)

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
        self.entries = tuple(self._catalog.entries())
        self.by_id = {e.id: e for e in self.entries}

    def _plan(self) -> _Plan:
        from briefing import reading

        known = {e.file: e for e in self.entries}
        plan = _Plan()
        for path in reading.walk(self.root):
            file = path.relative_to(self.root).as_posix()
            try:
                found = path.stat()
            except OSError:
                continue
            plan.stats[file] = found
            entry = known.get(file)
            if entry is None or (entry.size, entry.mtime_ns) != (found.st_size, found.st_mtime_ns):
                plan.read.append(file)
        plan.gone = [e for e in self.entries if e.file not in plan.stats]
        return plan

    def _carry_out(self, plan: _Plan, progress: Progress | None) -> None:
        catalog = self._catalog
        if catalog is None or not plan:
            return
        known = {e.file: e for e in self.entries}
        holders = {e.id: e.file for e in self.entries if e.file in plan.stats}
        gone = plan.gone
        done, total = 0, len(plan.read)
        generation = int(self._generation or 0)
        for batch in self._batches(plan, known, holders):
            articles = [article for _, article in batch if article is not None]
            reread = {known[e.file].id for e, a in batch if e.file in known and _moved(e, a)}
            drop = {e.id for e in gone} | reread
            if articles or drop:
                catalog.set_state("dirty", "yes")
                self.engine.update(articles, drop, _from(progress, done, total))
            catalog.change((e for e, _ in batch), (e.file for e in gone))
            done += len(batch)
            gone = []
            _tell(progress, done, total)
        generation += 1
        catalog.set_state("generation", str(generation))
        self._generation = str(generation)
        catalog.set_state("dirty", "no")
        self._reload()

    def _batches(
        self, plan: _Plan, known: dict[str, Entry], holders: dict[str, str]
    ) -> Iterator[list[tuple[Entry, Article | None]]]:
        batch: list[tuple[Entry, Article | None]] = []
        characters = 0
        for file in plan.read:
            entry, article = self._read_changed(file, plan.stats[file], known.get(file), holders)
            holders[entry.id] = file
            batch.append((entry, article))
            characters += len(article.text) if article else 0
            if len(batch) >= self._batch_files or characters >= BATCH_CHARACTERS:
                yield batch
                batch, characters = [], 0
        if batch or plan.gone:
            yield batch

    def _read_changed(
        self, file: str, found: os.stat_result, known: Entry | None, holders: dict[str, str]
    ) -> tuple[Entry, Article | None]:
        """The new entry of a file, and its article where the engine has to take it anew."""
        from briefing import reading
        from briefing.reading.formats import MAX_BYTES

        size, mtime_ns, sha256 = found.st_size, found.st_mtime_ns, ""
        try:
            data = read_file(inside(self.root, file), MAX_BYTES)
            sha256 = digest(data)
            if known is not None and known.sha256 == sha256 and known.reason is None:
                return replace(known, size=size, mtime_ns=mtime_ns), None
            article = reading.read_bytes(data, file)
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}"
        except reading.Unreadable as error:
            reason = error.reason
        else:
            natural = article.id
            own = _free_id(natural, file, holders)
            article = article if own == natural else replace(article, id=own)
            entry = replace(entry_of(article, size, mtime_ns, sha256), natural_id=natural)
            return entry, article
        own = _free_id(Path(file).stem, file, holders)
        return (
            Entry(
                file,
                own,
                Path(file).name,
                own,
                size=size,
                mtime_ns=mtime_ns,
                sha256=sha256,
                reason=reason,
            ),
            None,
        )

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
            self._catalog.set_state("engine", self.engine.identity)

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
    same = {i for i in before.keys() & after.keys() if _matter(before[i]) == _matter(after[i])}
    return Changes(
        tuple(i for i in after if i not in before),
        tuple(i for i in after if i in before and i not in same),
        tuple(i for i in before if i not in after),
    )


def _matter(entry: Entry) -> tuple[str, str, str | None]:
    return entry.file, entry.sha256, entry.reason


def _moved(entry: Entry, article: Article | None) -> bool:
    """Whether the engine must forget what it had of the file."""
    return article is not None or entry.reason is not None


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
