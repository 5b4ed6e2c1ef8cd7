"""Writing to a Whoosh index: one batch of articles is one commit, or none."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from briefing.article import Article
from briefing.search.engine import IndexBusy
from briefing.search.whoosh_library import filelock, make_codec
from briefing.search.whoosh_postings import guarded
from briefing.search.whoosh_schema import ID, INDEX_NAME, document, encoded
from briefing.search.whoosh_storage import Storage

PATIENCE = 3.0
"""Seconds to wait for another process that writes."""


class Batch:
    """Removals and additions of one commit. The index is locked until it is closed."""

    def __init__(self, index: Any, storage: Storage) -> None:
        """Lock the index; IndexBusy when another process keeps it locked."""
        self._storage = storage
        self._lock = locked(storage)
        self._reader: Any = None
        self.ids: set[str] = set()
        """The articles added so far."""
        try:
            storage.tidy()
            self._writer = index.writer(
                _lk=False,  # a lock that Whoosh takes itself outlives a writer that fails
                codec=make_codec(),
                compound=False,  # read through compound files a term takes three times as long
            )
        except BaseException:
            self._lock.release()
            raise

    def remove(self, article_id: str) -> None:
        """Remove what earlier commits have of an article."""
        term = encoded(article_id)
        with guarded():
            if self._reader is None:
                self._reader = self._writer.reader()
            for segment, base in self._reader.leaf_readers():
                if segment.doc_count_all() and (ID, term) in segment:
                    for number in list(segment.postings(ID, term).all_ids()):
                        self._writer.delete_document(base + number)

    def add(self, article: Article) -> None:
        """Add an article in place of what earlier commits have of it. Not twice in a batch."""
        self.remove(article.id)
        self._writer.add_document(**document(article))
        self.ids.add(article.id)

    def commit(self) -> None:
        """Make the batch visible; small segments are merged, large ones stay."""
        self._close_reader()
        self._writer.commit()
        self._storage.tidy()
        self._lock.release()

    def abandon(self) -> None:
        """Undo the batch and unlock the index, whatever state a failure left it in."""
        try:
            self._close_reader()
            with suppress(Exception):
                self._writer.cancel()
        finally:
            self._lock.release()

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def locked(storage: Storage) -> Any:
    """The lock of an index, taken; IndexBusy when another process keeps it."""
    lock = storage.lock(f"{INDEX_NAME}_WRITELOCK")
    if not filelock.try_for(lock.acquire, timeout=PATIENCE, delay=0.05):
        raise IndexBusy(
            f"another process is writing the index in {storage.path}; try again shortly"
        )
    return lock
