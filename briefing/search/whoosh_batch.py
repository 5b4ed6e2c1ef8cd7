"""Writing to a Whoosh index: one batch of articles is one commit, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.article import Article
from briefing.search.engine import IndexBusy, IndexDamaged
from briefing.search.whoosh_gathering import Gathered
from briefing.search.whoosh_library import filelock, index
from briefing.search.whoosh_merging import due, merged
from briefing.search.whoosh_postings import guarded
from briefing.search.whoosh_schema import INDEX_NAME, make_schema
from briefing.search.whoosh_segment import numbers_of, write_gathered
from briefing.search.whoosh_storage import MERGED, PARTS, Storage

PATIENCE = 3.0
"""Seconds to wait for another process that writes."""


@dataclass
class Part:
    """A segment that is no part of an index yet, with the number of each article by its id."""

    segment: Any
    numbers: dict[str, int]

    def drop(self, article_id: str) -> None:
        """Leave out an article."""
        self.segment.delete_document(self.numbers.pop(article_id))


class PartWriter:
    """Writes a part of the index in ``folder``. Any process may, any number of them at once."""

    def __init__(self, folder: Path) -> None:
        self._storage = Storage(folder / PARTS)
        self._gathered = Gathered()

    def add(self, article: Article) -> bool:
        """Take in an article; False where there is one with its id."""
        new = article.id not in self._gathered.numbers
        if new:
            self._gathered.add(article)
        return new

    def write(self) -> Part:
        """The part, written."""
        return Part(write_gathered(self._storage, self._gathered), self._gathered.numbers)


class Batch:
    """Removals and additions of one commit. The index is locked until it is closed."""

    def __init__(self, storage: Storage) -> None:
        """Lock the index; IndexBusy when another process keeps it locked."""
        self._storage = storage
        self._lock = locked(storage)
        self._gone: set[str] = set()
        self._parts: list[Part] = []
        self.gathered = Gathered()
        """The articles added so far."""
        try:
            with guarded():
                self._toc = index.TOC.read(storage, INDEX_NAME, schema=make_schema())
            storage.tidy(self._segment_ids())
        except BaseException:
            self._lock.release()
            raise

    def remove(self, article_id: str) -> None:
        """Remove what earlier commits have of an article."""
        self._gone.add(article_id)

    def add(self, article: Article) -> None:
        """Add an article in place of what there is with its id."""
        self.gathered.add(article)

    def take(self, part: Part) -> None:
        """Add the articles of a part in place of what earlier commits have of them."""
        self._parts.append(part)

    def replace(self, segments: Sequence[Any], new: Any) -> bool:
        """Have ``new``, merged of segments as they were, in their place.

        False where another commit has taken one of them away. What was removed from them
        since is removed from ``new``.
        """
        now = {segment.segment_id(): segment for segment in self._toc.segments}
        number = 0
        for then in segments:
            if then.segment_id() not in now:
                return False
            gone, going = set(then.deleted_docs()), set(now[then.segment_id()].deleted_docs())
            for old in range(then.doc_count_all()):
                if old in gone:
                    continue
                if old in going:
                    new.delete_document(number)
                number += 1
        before = {segment.segment_id() for segment in segments}
        self._storage.adopt(new.segment_id(), MERGED)
        left = [segment for segment in self._toc.segments if segment.segment_id() not in before]
        self._toc.segments = [*left, new]
        return True

    def commit(self) -> None:
        """Make the batch visible."""
        new = [part.segment for part in self._parts]
        for segment in new:
            self._storage.adopt(segment.segment_id())
        if self.gathered:
            new.append(write_gathered(self._storage, self.gathered))
        with guarded():
            ids = (part.numbers.keys() for part in self._parts)
            self._delete(self._gone.union(self.gathered.numbers, *ids))
        segments = [s for s in (*self._toc.segments, *new) if s.doc_count()]
        added = sum(s.doc_count() for s in new)
        self._toc.segments = self._merged(segments, added) if added or self._gone else segments
        self._toc.generation += 1
        self._toc.write(self._storage, INDEX_NAME)
        self._storage.tidy(self._segment_ids())
        self._lock.release()

    def abandon(self) -> None:
        """Undo the batch and unlock the index, whatever state a failure left it in."""
        self._lock.release()

    def _merged(self, segments: list[Any], added: int) -> list[Any]:
        together = due(segments, added)
        if not together:
            return segments
        rest = [segment for segment in segments if segment not in together]
        try:
            return [*rest, merged(self._storage, together)]
        except OSError:
            return segments  # merging can wait, what was added cannot
        except Exception as error:
            raise IndexDamaged("the index cannot be merged") from error

    def _delete(self, ids: set[str]) -> None:
        for segment in self._toc.segments if ids else ():
            for number in numbers_of(self._storage, segment, ids):
                segment.delete_document(number)

    def _segment_ids(self) -> set[str]:
        return {segment.segment_id() for segment in self._toc.segments}


def locked(storage: Storage) -> Any:
    """The lock of an index, taken; IndexBusy when another process keeps it."""
    lock = storage.lock(f"{INDEX_NAME}_WRITELOCK")
    if not filelock.try_for(lock.acquire, timeout=PATIENCE, delay=0.05):
        raise IndexBusy(
            f"another process is writing the index in {storage.path}; try again shortly"
        )
    return lock
