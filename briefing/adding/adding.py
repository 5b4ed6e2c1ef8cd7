"""Adding things to a library, one after the other; it is consistent after each step.

The original is written first, then the article, each whole or not at all, and
an article is known by the original's bytes: whatever stops this, adding the
same things again goes on where it stopped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from mimetypes import guess_extension
from pathlib import PurePosixPath

from briefing import kept, reading
from briefing.adding import addresses, header
from briefing.adding.addresses import NotFetched
from briefing.adding.duplicates import LEAST, SAME, VERSION, Fingerprints, runs_of, shared
from briefing.adding.fetching import Fetcher
from briefing.adding.header import CannotEdit
from briefing.adding.places import Thing, is_in_library
from briefing.adding.shelf import Held, Shelf, sweep
from briefing.article import Article, Known, Original
from briefing.catalog import Entry
from briefing.files import ChangedOnDisk, digest, inside, read_file, write_atomic
from briefing.library import Library
from briefing.reading import Unreadable
from briefing.reading.importing.imported import Extracted, Imported, Link
from briefing.reading.importing.limits import MAX_FILE

DEEPEST = 3
"""Feeds and lists that lead to one another."""
LOCK = "adding.lock"
Progress = Callable[[int, int], None]


class Busy(Exception):
    """Another program is adding to the library."""


class Did(StrEnum):
    """What became of a thing, or of an article in it."""

    ADDED = "added"
    REPLACED = "replaced"
    """It took the place of its retelling."""
    THERE = "there"
    """The library has it already."""
    FAILED = "failed"
    LINKS = "links"
    """It led to more things."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of ``place``: ``article`` is an id, ``note`` one sentence.

    ``same_source_as``: the article has the text of that one. ``more`` are things
    that it led to. ``doubts`` are what reading it left open, such as a date that
    is read in two ways.
    """

    did: Did
    place: str
    article: str | None = None
    note: str | None = None
    same_source_as: str | None = None
    more: tuple[Thing, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """Bytes at hand, and where they came from."""

    thing: Thing
    data: bytes
    sha256: str
    media_type: str | None = None
    url: str | None = None


class Adding:
    """Adds to one library. Use it in ``with adding(library, fetcher)``."""

    def __init__(
        self, library: Library, fetcher: Fetcher, prints: Fingerprints, *, refresh: bool = False
    ) -> None:
        self._root = library.root
        self._fetcher = fetcher
        self._refresh = refresh
        self._prints = prints
        self._shelf = Shelf(library.root, library.each_entry())
        self._seen: set[str] = set()

    def close(self) -> None:
        """Let go of what was known of the library."""
        self._shelf.close()

    def add(self, thing: Thing) -> Iterator[Outcome]:
        """Add one thing; says what became of it and of all that is in it."""
        place = thing.place
        if is_in_library(thing, self._root):
            yield Outcome(Did.THERE, place, note="it is in the library's own folder")
            return
        if thing.url is not None:
            yield from self._add_address(thing)
            return
        try:
            yield from self._add_source(_load(thing))
        except Unreadable as error:
            yield Outcome(Did.FAILED, place, note=error.reason)

    def _add_address(self, thing: Thing) -> Iterator[Outcome]:
        url = thing.url or ""
        same = addresses.comparable(url)
        if same in self._seen:
            return
        self._seen.add(same)
        held = None if self._refresh else self._shelf.at(url)
        if held is not None:
            yield Outcome(Did.THERE, thing.place, held.article)
            return
        try:
            page = self._fetcher.fetch(url)
            sha256 = digest(page.data)
            yield from self._add_source(
                _Source(thing, page.data, sha256, page.media_type, page.url)
            )
        except (Unreadable, NotFetched) as error:
            yield Outcome(Did.FAILED, thing.place, note=error.reason)

    def _add_source(self, source: _Source) -> Iterator[Outcome]:
        held = self._shelf.made_from(source.sha256, None)
        if held is not None:
            yield _same_bytes(source.thing, held)
            return
        found = _extracted(source)
        for note in found.skipped:
            yield Outcome(Did.FAILED, source.thing.place, note=note)
        for imported in found.articles:
            try:
                yield self._add_article(_with_link(imported, source.thing.link), source)
            except (Unreadable, CannotEdit, ChangedOnDisk) as error:
                yield Outcome(Did.FAILED, source.thing.place, note=str(error))
        if found.links:
            yield self._lead_on(source.thing, found.links)
        elif not found.articles and not found.skipped:
            raise Unreadable("there is no article in it")

    def _lead_on(self, thing: Thing, links: tuple[Link, ...]) -> Outcome:
        if not thing.named:
            note = f"it lists {len(links)} addresses; add it by its own name to fetch them"
            return Outcome(Did.LINKS, thing.place, note=note)
        if thing.depth >= DEEPEST:
            return Outcome(Did.FAILED, thing.place, note="it lists lists of lists; add one of them")
        more = (
            Thing(link.url, url=link.url, link=link, depth=thing.depth + 1)
            for link in links
            if addresses.comparable(link.url) not in self._seen
        )
        return Outcome(Did.LINKS, thing.place, more=tuple(more))

    def _add_article(self, imported: Imported, source: _Source) -> Outcome:
        from briefing.reading import importing

        held = self._shelf.made_from(source.sha256, imported.part)
        if held is not None:
            return _same_bytes(source.thing, held)
        article_id, file = self._shelf.new_name(imported, source.thing.name)
        original = Original(source.thing.name, source.sha256, imported.part)
        text = importing.to_markdown(replace(imported, id=article_id), original).encode()
        article = reading.read_bytes(text, "new.md")
        told = self._shelf.told.get(source.sha256)
        if told is not None and told.reason is None:
            return self._replace(told, text, imported, source)
        runs = runs_of(article)
        same, basis = self._same_source(article, runs, imported)
        if basis is None and same is not None:
            return Outcome(Did.THERE, source.thing.place, same, "its page is there, word for word")
        fields = {
            "original": self._original(imported, source),
            "added": (f"added: {_now()}",),
        }
        if same is not None:
            fields["same_source_as"] = header.mapping(
                "same_source_as", {"article": same, "basis": basis}
            )
        stored = header.with_fields(text, fields)
        write_atomic(inside(self._root, file), stored, check=True)
        self._prints.put(file, digest(stored), runs)
        held = Held(article_id, file, source.thing.place)
        self._shelf.take(held, source.sha256, imported, same)
        place, doubts = source.thing.place, imported.notes
        return Outcome(Did.ADDED, place, article_id, basis, same, doubts=doubts)

    def _replace(self, told: Entry, text: bytes, imported: Imported, source: _Source) -> Outcome:
        """Put the original in the place of its retelling, under the retelling's front matter."""
        file, article_id = told.file, told.id
        before = read_file(inside(self._root, file))
        known = reading.read_bytes(before, file)
        fresh = reading.read_bytes(text, "new.md")
        fields: dict[str, header.Lines | None] = {
            "id": header.words("id", article_id),
            "original": self._original(imported, source),
            "added": (f"added: {_now()}",),
        }
        for field in ("title", "outlet", "byline", "url", "language"):
            if getattr(known, field) is None and getattr(fresh, field) is not None:
                fields[field] = header.words(field, getattr(fresh, field))
        if new := [pair for pair in fresh.inferred if pair[0] in fields]:
            fields["inferred"] = header.mapping("inferred", dict((*known.inferred, *new)))
        if known.date.known is Known.UNKNOWN and fresh.date.known is not Known.UNKNOWN:
            fields["date"] = header.date_lines(fresh.date)
        front = before.decode("utf-8-sig")
        front = front[: len(front) - len(known.text)]
        stored = header.with_fields((front + fresh.text).encode(), fields)
        what = f"put the original of {article_id} in the place of its retelling"
        kept.change(self._root, file, stored, what)
        self._prints.put(file, digest(stored), runs_of(fresh))
        held = Held(article_id, file, source.thing.place)
        self._shelf.take(held, source.sha256, imported)
        return Outcome(Did.REPLACED, source.thing.place, article_id, doubts=imported.notes)

    def _same_source(
        self, article: Article, runs: Sequence[int], imported: Imported
    ) -> tuple[str | None, str | None]:
        """The article that this one is one source with, and why; no reason where it is the same."""
        held = self._shelf.at(imported.canonical, imported.url)
        other = self._read(held.file) if held else None
        if held and other:
            if other.text.split() == article.text.split():
                return held.article, None
            before = runs_of(other)
            if min(len(runs), len(before)) < LEAST or shared(runs, before) >= VERSION:
                return self._shelf.source_of(held.article), "it is another version of its page"
        best: tuple[float, Article] | None = None
        for file in self._prints.candidates(runs):
            other = self._read(file)
            part = shared(runs, runs_of(other)) if other else 0.0
            if other and part >= SAME and (best is None or part > best[0]):
                best = part, other
        if best is None:
            return None, None
        basis = f"{best[0]:.0%} of the shorter text’s runs of five words stand in the other"
        return self._shelf.source_of(best[1].id), basis

    def _original(self, imported: Imported, source: _Source) -> header.Lines:
        """Keep the bytes in the library; the field that tells of them."""
        name = source.thing.name
        if source.media_type and not PurePosixPath(name).suffix:
            name += guess_extension(source.media_type.split(";")[0].strip()) or ""
        name = self._shelf.keep_original(name, source.data, source.sha256)
        told = {"file": name, "sha256": source.sha256, "part": imported.part}
        place = {"media_type": source.media_type, "from": source.thing.place}
        return header.mapping("original", {**told, **place})

    def _read(self, file: str) -> Article | None:
        try:
            return reading.read(self._root / file, self._root)
        except Unreadable:
            return None


@contextmanager
def adding(
    library: Library,
    fetcher: Fetcher,
    *,
    refresh: bool = False,
    progress: Progress | None = None,
) -> Iterator[Adding]:
    """Adding to a library that was just synced. ``refresh``: fetch what is there again.

    ``progress`` counts the articles that are read to be compared. Busy when
    another program adds to the library; OSError as the system does.
    """
    from filelock import FileLock, Timeout

    folder = library.index_folder
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Busy("another program is adding to this library; try again when it is done") from None
    try:
        sweep(library.root)
        prints = Fingerprints(folder)
        try:
            _keep_in_step(prints, library, progress)
            with closing(Adding(library, fetcher, prints, refresh=refresh)) as at_work:
                yield at_work
        finally:
            prints.close()
    finally:
        lock.release()


def _keep_in_step(prints: Fingerprints, library: Library, progress: Progress | None) -> None:
    count = prints.want((e.file, e.sha256) for e in library.each_entry() if e.reason is None)
    for number, (file, sha256) in enumerate(prints.missing()):
        if progress:
            progress(number, count)
        try:
            article = reading.read(library.root / file, library.root)
        except Unreadable:
            continue
        prints.put(file, sha256, runs_of(article))


def _extracted(source: _Source) -> Extracted:
    """What is in the bytes. A file that a parser breaks on must not stop the others."""
    from briefing.reading import importing

    name, kind = source.thing.name, source.media_type
    try:
        return importing.extract(source.data, name, media_type=kind, url=source.url)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"it cannot be read: {type(error).__name__}: {error}") from error


def _load(thing: Thing) -> _Source:
    """The bytes of a file or of standard input; Unreadable where there are none, or too many."""
    try:
        if thing.path is None:
            data = sys.stdin.buffer.read(MAX_FILE + 1)
        else:
            with thing.path.open("rb") as file:
                data = file.read(MAX_FILE + 1)
    except IsADirectoryError:
        raise Unreadable("this is a folder, not a file") from None
    except PermissionError:
        raise Unreadable("you may not read this file; change its permissions") from None
    except OSError as error:
        raise Unreadable(f"the file cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_FILE:
        raise Unreadable(f"it is larger than {MAX_FILE // 1024**2} MB; split it into articles")
    return _Source(thing, data, digest(data))


def _with_link(imported: Imported, link: Link | None) -> Imported:
    """What a feed says of an article, where the article does not state it itself.

    A feed's language is that of all its entries: what the text tells goes before.
    """
    if link is None:
        return imported
    given = {
        name: getattr(link, name)
        for name in ("title", "outlet", "byline", "language")
        if getattr(link, name) is not None
        and (getattr(imported, name) is None or (name != "language" and name in imported.inferred))
    }
    inferred = {name: basis for name, basis in imported.inferred.items() if name not in given}
    if imported.date.known is Known.UNKNOWN:
        given["date"] = link.date
    if imported.address is None:
        given["url"] = link.url
    return replace(imported, **given, inferred=inferred)


def _same_bytes(thing: Thing, held: Held) -> Outcome:
    other = None if held.source == thing.place else f"the same bytes as {held.source}"
    return Outcome(Did.THERE, thing.place, held.article, other)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
