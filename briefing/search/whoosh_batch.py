"""Writing to a Whoosh index: one batch of articles is one commit, or none."""

from __future__ import annotations

from typing import Any

from briefing.article import Article
from briefing.search.engine import IndexBusy, IndexDamaged
from briefing.search.whoosh_gathering import Gathered
from briefing.search.whoosh_library import filelock, index
from briefing.search.whoosh_merging import due, merged
from briefing.search.whoosh_postings import guarded
from briefing.search.whoosh_schema import INDEX_NAME, make_schema
from briefing.search.whoosh_segment import numbers_of, write_gathered
from briefing.search.whoosh_storage import Storage

PATIENCE = 3.0
"""Seconds to wait for another process that writes."""


class Batch:
    """Removals and additions of one commit. The index is locked until it is closed."""

    def __init__(self, storage: Storage) -> None:
        """Lock the index; IndexBusy when another process keeps it locked."""
        self._storage = storage
        self._lock = locked(storage)
        self._gone: set[str] = set()
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

    def commit(self) -> None:
        """Make the batch visible."""
        new = [write_gathered(self._storage, self.gathered)] if self.gathered else []
        with guarded():
            self._delete(self._gone | self.gathered.numbers.keys())
        segments = [s for s in self._toc.segments if s.doc_count()] + new
        self._toc.segments = self._merged(segments, len(self.gathered))
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
