"""The segments of an index made few, by a process of its own, while the index is in use.

A commit merges no more than it may take time for, so an index that was built or has grown has
more segments than a search would like. The process merges them without a lock, beside the
index; only to put the new segment in the place of the old ones it takes the lock for an
instant. What was removed from them meanwhile is removed from it as well, and where another
commit took one of them away, all was in vain. It may be ended at any time: a segment that no
commit has is no part of the index, and the next process removes it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Any

from briefing.own_process import started
from briefing.search.engine import IndexBusy, IndexDamaged
from briefing.search.whoosh_batch import Batch
from briefing.search.whoosh_engine import WhooshEngine
from briefing.search.whoosh_library import index
from briefing.search.whoosh_merging import merged
from briefing.search.whoosh_postings import guarded
from briefing.search.whoosh_schema import INDEX_NAME, make_schema
from briefing.search.whoosh_storage import MERGED, Storage

LARGEST = 12_000
"""Articles of a segment that is made so; the process takes about 200 MB for them."""
LEAST = 500
"""Articles for which a process is worth its start: fewer are searched at once as they are."""
RATIO = 4
"""A segment is merged with smaller ones that have a part of its articles, one in so many."""
_LOCK = f"{INDEX_NAME}_MERGELOCK"
_CODE = "from briefing.search.whoosh_compacting import serve; serve()"


def chosen(segments: Sequence[Any], least: int = 0) -> list[Any]:
    """Which segments are worth merging into one next, the smallest first; several or none.

    ``least``: they have so many articles together.
    """
    found: list[Any] = []
    total = 0
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        count = segment.doc_count()
        if found and (count > RATIO * total or total + count > LARGEST):
            if len(found) > 1 and total >= least:
                break
            found, total = [], 0
        found.append(segment)
        total += count
    return found if len(found) > 1 and least <= total <= LARGEST else []


def is_worth(folder: Path) -> bool:
    """Whether the index in ``folder`` has segments that are worth merging."""
    with suppress(IndexDamaged), guarded():
        return bool(chosen(_segments(Storage(folder)), LEAST))
    return False


def compact(folder: Path) -> bool:
    """Merge what is worth it next; False where nothing is, or where it was in vain."""
    storage = Storage(folder)
    lock = storage.lock(_LOCK)
    if not lock.acquire(blocking=False):
        return False
    beside = folder / MERGED
    try:
        rmtree(beside, ignore_errors=True)
        beside.mkdir()
        with guarded():
            together = chosen(_segments(storage))
            new = merged(storage, together, Storage(beside)) if together else None
        return new is not None and _committed(storage, together, new)
    finally:
        rmtree(beside, ignore_errors=True)
        lock.release()


def _committed(storage: Storage, together: Sequence[Any], new: Any) -> bool:
    batch = Batch(storage)
    try:
        if batch.replace(together, new):
            batch.commit()
            return True
    except BaseException:
        batch.abandon()
        raise
    batch.abandon()
    return False


def _segments(storage: Storage) -> list[Any]:
    return list(index.TOC.read(storage, INDEX_NAME, schema=make_schema()).segments)


def serve() -> None:
    """Compact the index in the folder named on the command line until nothing is left to do.

    This is what the process runs; it ends with the program that started it.
    """
    if hasattr(os, "nice"):
        os.nice(10)
    parent = os.getppid()
    with suppress(IndexBusy, IndexDamaged, OSError):
        while compact(Path(sys.argv[1])) and os.getppid() == parent:
            pass


class Compacting:
    """The process for the index in ``folder``. Any thread may end it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._lock = Lock()

    def run(self) -> WhooshEngine | None:
        """Start it and wait for its end; the index, opened and warm, where it had work to do."""
        if not is_worth(self._folder):
            return None
        with self._lock:
            if self._ended:
                return None
            try:
                self._process = started(_CODE, str(self._folder))
            except OSError:
                return None
        self._process.wait()
        with suppress(IndexDamaged, OSError):
            if not self._ended:
                engine = WhooshEngine.open(self._folder)
                engine.warm()
                return engine
        return None

    def end(self) -> None:
        """End it now, and do not start it any more."""
        with self._lock:
            self._ended = True
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
                self._process.wait()
                rmtree(self._folder / MERGED, ignore_errors=True)
