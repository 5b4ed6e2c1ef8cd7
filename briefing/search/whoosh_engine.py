"""The Whoosh engine: articles in an index on this machine."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from operator import length_hint
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.article import Article
from briefing.search.engine import IndexDamaged, Progress, Ranking
from briefing.search.evaluate import Evaluator
from briefing.search.query import Node, Word
from briefing.search.whoosh_library import index
from briefing.search.whoosh_postings import WhooshPostings, guarded
from briefing.search.whoosh_schema import FOLDED, INDEX_NAME, make_schema
from briefing.search.whoosh_storage import Storage, generation_of, opened

if TYPE_CHECKING:  # an index that is only searched needs nothing that writes
    from briefing.search.whoosh_batch import Batch, Part

COMMIT_EVERY = 5_000
COMMIT_WORDS = 4_000_000
"""Articles, and words, of one commit: more need more memory, fewer leave more segments."""
_SHORT_WORD = 4
_CANDIDATES = 50


class WhooshEngine:
    """See ``engine.Engine``. It answers from the state that it opened or wrote last.

    Other processes may write meanwhile: their commits show when it is opened anew.
    """

    def __init__(self, storage: Storage) -> None:
        """Open the latest commit; see ``open``."""
        self._storage = storage
        self._schema = make_schema()
        self._index: Any = None
        self._reader: Any = None
        self._load()

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> WhooshEngine:
        """The index in ``folder``; IndexDamaged when it is missing or of no use.

        ``create``: an index that is missing or damaged is made anew, empty.
        Raises OSError as the system does, and IndexBusy as ``update`` does.
        """
        storage = Storage(folder)
        if not create:
            return cls(storage)
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(IndexDamaged):
            return cls(storage)
        from briefing.search.whoosh_batch import locked

        lock = locked(storage)
        try:
            with suppress(IndexDamaged):
                return cls(storage)  # the other process made it
            index.FileIndex.create(storage, make_schema(), INDEX_NAME)
        finally:
            lock.release()
        return cls(storage)

    def _load(self, *, ours: bool = False) -> None:
        """Read the latest commit, ``ours`` or not, and let go of the one before."""

        def load(generation: int) -> tuple[Any, Any, WhooshPostings, int]:
            found = index.FileIndex(self._storage, self._schema, INDEX_NAME)
            reader = found.reader()
            postings = WhooshPostings(reader)
            if generation_of(self._storage.path) != generation:
                raise IndexDamaged("another commit came between")
            return found, reader, postings, generation

        loaded = opened(self._storage.path, load, ours=ours)
        self.close()
        self._index, self._reader, self._postings, self._generation = loaded
        self._evaluator = Evaluator(self._postings)

    def rank(self, root: Node, limit: int) -> Ranking:
        """The best ``limit`` articles for ``root``; ties in order of id."""
        found, total = self._evaluator.best(root, limit)
        name = self._postings.rows.id
        best = sorted((-score, name(number)) for number, score in found)
        return Ranking(tuple((i, -score) for score, i in best[: max(limit, 0)]), total)

    def words_like(self, word: str, limit: int = 3) -> list[str]:
        """Folded words of texts and titles nearest to ``word``, more frequent ones first.

        Two edits away at most, one where the word is short.
        """
        distance = 1 if len(word) < _SHORT_WORD else 2
        near: dict[str, int] = {}
        for field in ("body", "title"):
            near.update(self._postings.near(word, distance, field + FOLDED))
        near.pop(word, None)
        nearest = sorted(near, key=lambda w: (near[w], w[:1] != word[:1], w))[:_CANDIDATES]
        counted = [(near[w], -len(self._evaluator.hits(Word(w, exact=True))), w) for w in nearest]
        return [w for _, count, w in sorted(counted) if count][:limit]

    def update(
        self,
        add: Iterable[Article],
        remove: Iterable[str] = (),
        progress: Progress | None = None,
    ) -> None:
        """See ``engine.Engine``. A failure keeps the commits before it and undoes the rest.

        Commits every ``COMMIT_EVERY`` articles, so ``add`` may be a generator.
        IndexBusy when another process keeps the index locked.
        """
        from briefing.search.whoosh_batch import Batch

        total = length_hint(add)
        done = 0
        batch: Batch | None = None
        try:
            for article_id in remove:
                batch = batch or Batch(self._storage)
                batch.remove(article_id)
            for article in add:
                batch = batch or Batch(self._storage)
                batch.add(article)
                gathered = batch.gathered
                if len(gathered) >= COMMIT_EVERY or gathered.size >= COMMIT_WORDS:
                    batch.commit()
                    batch = None
                done += 1
                if progress:
                    progress(done, max(done, total))
            if batch:
                batch.commit()
                batch = None
        finally:
            if batch:
                batch.abandon()
            self._load(ours=True)

    def identity(self) -> str:
        """None: what is in the folder is the index."""
        return ""

    def publish(self) -> None:
        """Nothing to do: each commit is seen at once."""

    def stored(self, ids: Iterable[str]) -> dict[str, Article]:
        """None: the articles are in the library's files."""
        return {}

    def parts(self) -> AbstractContextManager[None]:
        """While the block runs, processes may write parts of the index with a PartWriter."""
        return self._storage.parts()

    def take(self, part: Part, remove: Iterable[str] = ()) -> None:
        """Remove ids, add the articles of a part, commit, as ``update`` does."""
        from briefing.search.whoosh_batch import Batch

        batch = Batch(self._storage)
        try:
            for article_id in remove:
                batch.remove(article_id)
            batch.take(part)
            batch.commit()
        except BaseException:
            batch.abandon()
            raise
        finally:
            self._load(ours=True)

    def ids(self) -> frozenset[str]:
        """The ids of all articles in the index."""
        return frozenset(self._postings.rows.ids())

    def is_latest(self) -> bool:
        """Whether nobody has committed since this engine read the index."""
        return self._generation == generation_of(self._storage.path)

    def warm(self) -> None:
        """Read what every search needs, so that the first one does not wait for it."""
        self.rank(Word("a"), 1)

    def close(self) -> None:
        """Let go of the files."""
        if self._reader is not None:
            with guarded():
                self._reader.close()
            self._reader = None
