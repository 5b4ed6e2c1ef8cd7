"""The OpenSearch engine: articles in an index that a cluster keeps, for one reader or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from operator import length_hint
from typing import Any

from briefing.article import Article
from briefing.search import opensearch_index as indexes
from briefing.search.analyzer import is_capitals
from briefing.search.engine import EngineRefused, IndexDamaged, Progress, Ranking
from briefing.search.opensearch_connection import Cluster, ClusterAddress, ClusterError
from briefing.search.opensearch_query import loosened, translated
from briefing.search.opensearch_schema import (
    VERSION,
    WORD,
    article_of,
    document,
    hash_of,
    key_of,
    token,
    unescaped,
)
from briefing.search.opensearch_writing import Writer
from briefing.search.query import Node, Word

COMMIT_EVERY = 200
"""Articles that are analysed and sent together."""
PAGE = 5_000
"""Hits of one answer; a cluster gives 10,000 at most."""
SEARCH_TIME = "8s"
"""After so long a part of the index answers with what it has; less than a request may take."""
_SHORT_WORD = 4
_CANDIDATES = 50
_EVERY = 1_000_000_000
"""More articles than a word of an index is in: no word is too frequent to be near another."""
_TOO_MANY = ("too_many_clauses", "too_many_nested_clauses")


class OpenSearchEngine:
    """See ``engine.Engine``. It answers from the index as it is now, others' writes included."""

    def __init__(self, cluster: Cluster, unpublished: str | None = None) -> None:
        """See ``open`` and ``make``; ``unpublished`` is an index that has no alias yet."""
        self.cluster = cluster
        self._alias = cluster.address.index
        self._unpublished = unpublished
        self._own: set[str] = set()

    @classmethod
    def open(cls, address: ClusterAddress, **options: Any) -> OpenSearchEngine:
        """The index as it is; IndexDamaged when it is missing or has to be made anew."""
        cluster = Cluster(address, **options)
        with _closing(cluster):
            indexes.usable(cluster, address.index)
            return cls(cluster)

    @classmethod
    def make(
        cls, address: ClusterAddress, *, anew: bool = False, **options: Any
    ) -> OpenSearchEngine:
        """The index as it is where it can be used, else a new one, searched from ``publish`` on.

        ``anew``: a new one in any case. The very first one is searched at once.
        """
        cluster = Cluster(address, **options)
        with _closing(cluster):
            current = indexes.find(cluster, address.index)
            if current is None:
                indexes.create_first(cluster, address.index)
            elif anew or current.version < VERSION:
                return cls(cluster, indexes.create_next(cluster, address.index))
            return cls(cluster)

    def identity(self) -> str:
        """What the cluster knows the index by; another one once it was made anew."""
        with _plain():
            return indexes.usable(self.cluster, self._alias).uuid

    @property
    def _target(self) -> str:
        return self._unpublished or self._alias

    @property
    def _writer(self) -> Writer:
        return Writer(self.cluster, self._target, alias=self._unpublished is None)

    def rank(self, root: Node, limit: int) -> Ranking:
        """The best ``limit`` articles for ``root``; ties in order of id."""
        with _plain():
            try:
                return self._rank(root, limit)
            except ClusterError as error:
                if error.kind not in _TOO_MANY and "axClauseCount" not in str(error):
                    raise
                return self._rank(loosened(root), limit)

    def _rank(self, root: Node, limit: int) -> Ranking:
        query = translated(root)
        ranked: list[tuple[str, float]] = []
        after = None
        while True:
            body = {
                "query": query,
                "size": max(0, min(limit - len(ranked), PAGE)),
                "sort": [{"_score": "desc"}, {"id": "asc"}],
                "track_total_hits": True,
                "_source": False,
                "timeout": SEARCH_TIME,
                **({"search_after": after} if after else {}),
            }
            answer = self._whole(body, search_type="dfs_query_then_fetch")
            hits = answer["hits"]["hits"]
            ranked += [(unescaped(hit["sort"][-1]), float(hit["_score"])) for hit in hits]
            if not hits or len(ranked) >= limit:
                total = int(answer["hits"]["total"]["value"])
                return Ranking(tuple(ranked), total, _partial(answer))
            after = hits[-1]["sort"]

    def _whole(self, body: Mapping[str, Any], **params: Any) -> Any:
        """The answer to a search, asked for once more where parts of it are missing.

        A node that was just lost, or an index that another took the place of under way,
        leaves a gap only for that moment.
        """
        answer = self._search(body, **params)
        return self._search(body, **params) if _partial(answer) else answer

    def _search(self, body: Mapping[str, Any], **params: Any) -> Any:
        return self.cluster.read("POST", f"/{self._target}/_search", body, **params)

    def words_like(self, word: str, limit: int = 3) -> list[str]:
        """Folded words of texts and titles nearest to ``word``, more frequent ones first.

        Two edits away at most, one where the word is short.
        """
        from rapidfuzz.distance.Levenshtein import distance as edits

        term = {
            "analyzer": "as_it_is",
            "suggest_mode": "always",
            "max_edits": 1 if len(word) < _SHORT_WORD else 2,
            "prefix_length": len(WORD),
            "min_word_length": 1,
            "size": _CANDIDATES,
            "max_term_freq": _EVERY,
            "string_distance": "levenshtein",
            "accuracy": 0.0,
        }
        asked = {f: {"term": {**term, "field": f}} for f in ("body", "title")}
        with _plain():
            answer = self._search({"size": 0, "suggest": {"text": token(WORD, word), **asked}})
            options = [o for f in asked for s in answer["suggest"][f] for o in s["options"]]
            near = {o["text"].removeprefix(WORD) for o in options} - {word}
            nearest = sorted(
                (w for w in near if not is_capitals(w)),
                key=lambda w: (edits(w, word), w[:1] != word[:1], w),
            )
            counts = self._counts(nearest[:_CANDIDATES])
        counted = [(edits(w, word), -count, w) for w, count in counts.items()]
        return [w for _, count, w in sorted(counted) if count][:limit]

    def _counts(self, words: list[str]) -> dict[str, int]:
        """In how many articles each of the words stands."""
        if not words:
            return {}
        filters = {word: translated(Word(word, exact=True)) for word in words}
        body = {"size": 0, "aggs": {"in": {"filters": {"filters": filters}}}}
        buckets = self._search(body)["aggregations"]["in"]["buckets"]
        return {word: int(bucket["doc_count"]) for word, bucket in buckets.items()}

    def update(
        self,
        add: Iterable[Article],
        remove: Iterable[str] = (),
        progress: Progress | None = None,
    ) -> None:
        """See ``engine.Engine``. What failed may be written in part; the rest can be sent again.

        Articles that the index has already as they are, are not sent. ``add`` may be a
        generator. IndexBusy when others keep the index from being written.
        """
        total = length_hint(add)
        batch: dict[str, Article] = {}
        added: set[str] = set()
        done = 0
        with _plain():
            for article in add:
                batch[key_of(article.id)] = article
                if len(batch) >= COMMIT_EVERY:
                    done = self._put(batch, added, done, total, progress)
            self._put(batch, added, done, total, progress)
            self._own |= added
            self._writer.remove({key_of(i) for i in remove} - added)
            self.cluster.write("POST", f"/{self._target}/_refresh")

    def _put(
        self,
        batch: dict[str, Article],
        added: set[str],
        done: int,
        total: int,
        progress: Progress | None,
    ) -> int:
        """Write a batch, and empty it; how many articles are done."""
        writer = self._writer
        states = writer.states(batch)
        changed = {
            key: article
            for key, article in batch.items()
            if key not in states or states[key].hash != hash_of(article)
        }
        writer.put({key: document(article) for key, article in changed.items()})
        added.update(batch)
        done += len(batch)
        if batch and progress:
            progress(done, max(done, total))
        batch.clear()
        return done

    def publish(self, *, others: bool = True) -> None:
        """Let everybody search an index that was made anew, in place of the one before.

        The articles that others wrote are carried over, unless not ``others``.
        """
        if self._unpublished is None:
            return
        with _plain():
            indexes.replace(self.cluster, self._alias, self._unpublished, self._own, others=others)
            self._unpublished = None
            self._own = set()

    def ids(self) -> frozenset[str]:
        """The ids of all articles in the index, others' included."""
        with _plain():
            found = indexes.pages(self.cluster, self._target, ())
            return frozenset(unescaped(hit["sort"][-1]) for page in found for hit in page)

    def stored(self, ids: Iterable[str]) -> Mapping[str, Article]:
        """The articles of those ids, as the index keeps them."""
        body = {"ids": [key_of(i) for i in ids]}
        if not body["ids"]:
            return {}
        with _plain():
            answer = self.cluster.read("POST", f"/{self._target}/_mget", body)
        found = [d["_source"] for d in answer["docs"] if d.get("found")]
        articles = [article_of(source) for source in found]
        return {article.id: article for article in articles}

    def close(self) -> None:
        """Close the connections."""
        self.cluster.close()


@contextmanager
def _plain() -> Iterator[None]:
    """Turn what the cluster answers into what an engine raises."""
    try:
        yield
    except ClusterError as error:
        if error.kind == "index_not_found_exception":
            raise IndexDamaged("the search cluster has it no more") from error
        if error.kind in _TOO_MANY or "axClauseCount" in str(error):
            raise EngineRefused(
                "the search cluster refuses so long a query: use fewer words"
            ) from error
        raise EngineRefused(f"the search cluster refuses that: {error}") from error


@contextmanager
def _closing(cluster: Cluster) -> Iterator[None]:
    """Close the connections where an engine does not come to be."""
    try:
        with _plain():
            yield
    except BaseException:
        cluster.close()
        raise


def _partial(answer: Mapping[str, Any]) -> str | None:
    shards = answer["_shards"]
    missing = int(shards["total"]) - int(shards["successful"])
    if missing > 0:
        return f"{missing} of {shards['total']} parts of the index did not answer"
    return "not all of the index was searched in time" if answer["timed_out"] else None
