"""What a library costs on a search cluster: bytes, articles a second, and how long answers take.

Starts one node, then three, as the tests do; the corpus is that of ``corpus.py``, the queries are
those of ``queries.py``. Each answer is timed up to its ranking, at 20 articles, after a warm-up.

    python benchmarks/cluster.py [COUNT ...]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Newsroom
from queries import CLASSES, WARM_UP, Ask, all_queries

from briefing.article import Article
from briefing.reading import read_bytes
from briefing.search.analyzer import words_of
from briefing.search.opensearch_connection import ClusterAddress
from briefing.search.opensearch_engine import OpenSearchEngine
from briefing.search.opensearch_index import state_of
from briefing.search.query import (
    And,
    Dated,
    Field,
    Fuzzy,
    Node,
    Or,
    Phrase,
    Prefix,
    TextField,
    Word,
)

if TYPE_CHECKING:
    from tests.cluster.servers import Servers

COUNTS = (1_000, 10_000)
TOP = 20
TURNS = 3
"""How often every query is asked; each counts with its best."""


def main(arguments: list[str]) -> None:
    """Measure, and print tables."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.cluster.servers import Servers

    counts = [int(a) for a in arguments] or list(COUNTS)
    for nodes in (1, 3):
        servers = Servers(nodes)
        try:
            servers.start()
            for count in counts:
                _measure(servers, nodes, count)
        finally:
            servers.stop()


def _measure(servers: Servers, nodes: int, count: int) -> None:
    newsroom = Newsroom()
    copies = 0 if nodes == 1 else 1
    name = f"bench-{nodes}-{count}"
    address = ClusterAddress(servers.urls, name, shards=nodes, replicas=copies)
    engine = OpenSearchEngine.make(address)
    articles = list(_articles(newsroom, count))
    text = sum(len(a.text.encode()) for a in articles)
    start = time.perf_counter()
    engine.update(articles)
    written = time.perf_counter() - start
    start = time.perf_counter()
    engine.update(articles)
    unchanged = time.perf_counter() - start
    added = []
    for story in newsroom.stories(5, first=count):
        start = time.perf_counter()
        engine.update([replace(articles[0], id=f"new-{story.id}", text=story.body)])
        added.append(time.perf_counter() - start)
    engine.cluster.write("POST", f"/{name}/_forcemerge", max_num_segments=1, request_timeout=300)
    size = _size(engine, address)
    print(f"\n{nodes} node(s), {count:,} articles, {copies} replica(s)")
    print(f"  text                 {text / count:8,.0f} bytes an article")
    print(f"  index, one copy      {size / count:8,.0f} bytes an article")
    print(f"  indexed              {count / written:8,.0f} articles a second")
    print(f"  unchanged, looked at {count / unchanged:8,.0f} articles a second")
    print(f"  one article added    {1000 * statistics.median(added):8,.0f} ms")
    for kind, asks in all_queries(newsroom).items():
        times = sorted(1000 * t for t in _times(engine, asks))
        middle, high = statistics.median(times), times[int(0.95 * (len(times) - 1))]
        print(f"  {CLASSES[kind]:36} {middle:6.1f} ms, 95 % under {high:6.1f} ms")
    sys.stdout.flush()
    engine.close()


def _size(engine: OpenSearchEngine, address: ClusterAddress) -> int:
    """Bytes of one copy, once what was merged is deleted."""
    for action in ("_refresh", "_flush"):
        engine.cluster.write("POST", f"/{address.index}/{action}", request_timeout=60)
    sizes = [0]
    for _ in range(30):
        sizes.append(state_of(address)["bytes"])
        if sizes[-1] == sizes[-2]:
            break
        time.sleep(1)
    return sizes[-1]


def _articles(newsroom: Newsroom, count: int) -> Iterator[Article]:
    for story in newsroom.stories(count):
        yield read_bytes(story.markdown.encode(), story.file)


def _times(engine: OpenSearchEngine, asks: list[Ask]) -> Iterator[float]:
    for number, ask in enumerate(asks):
        root, best = _root(ask), float("inf")
        for _ in range(TURNS):
            start = time.perf_counter()
            engine.rank(root, TOP)
            best = min(best, time.perf_counter() - start)
        if number >= WARM_UP:
            yield best


def _root(ask: Ask) -> Node:
    *words, last = (Word(form.folded) for word in ask.words for form in words_of(word))
    if ask.kind.startswith("prefix") or ask.kind == "word+prefix":
        return And((*words, Prefix(last.text))) if words else Prefix(last.text)
    if ask.kind.endswith("phrase"):
        return Phrase((*(word.text for word in words), last.text))
    if ask.kind == "fuzzy":
        return Fuzzy(last.text)
    if ask.kind == "filtered":
        outlet = Phrase(tuple(form.folded for form in words_of(ask.outlet or "")))
        return And((last, Field(TextField.OUTLET, outlet), Dated(ask.first, ask.last)))
    if not words:
        return last
    return Or((*words, last)) if ask.kind == "or" else And((*words, last))


if __name__ == "__main__":
    main(sys.argv[1:])
