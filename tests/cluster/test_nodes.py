"""Three real nodes: several writers, an index made anew under way, and nodes that die."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from briefing.article import Article
from briefing.engines import ClusterPlace
from briefing.library import Library
from briefing.search.engine import EngineUnreachable, IndexBusy
from briefing.search.opensearch_connection import ClusterAddress
from briefing.search.opensearch_engine import OpenSearchEngine
from briefing.search.opensearch_index import state_of
from briefing.search.query import Word
from tests.cluster.servers import Servers, ask
from tests.search.holding import found
from tests.search.invented import article

pytestmark = pytest.mark.cluster

AT_ONCE = {"index.unassigned.node_left.delayed_timeout": 0}
"""So that a copy is made again without waiting for its node to come back."""
SPREAD = "index.routing.allocation.total_shards_per_node"
"""How many parts of an index one node may have."""


def some(first: int, last: int, text: str = "A truce of {n} days.") -> list[Article]:
    return [article(f"a{n:03}", text.format(n=n)) for n in range(first, last)]


def test_writers_at_once_lose_no_update(address: ClusterAddress) -> None:
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            engine = OpenSearchEngine.make(address)
            for turn in range(3):
                own = some(number * 20, number * 20 + 20, f"Turn {turn} of writer {number}.")
                same = some(100, 120, "The same from all.")
                shared = [article("shared", f"Turn {turn} of writer {number}, shared.")]
                engine.update([*own, *same, *shared], [f"gone{number}"])
            engine.close()
        except BaseException as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert failed == []
    engine = OpenSearchEngine.open(address)
    assert len(engine.ids()) == 4 * 20 + 20 + 1
    assert len(found(engine, '"turn 2"')) == 4 * 20 + 1
    assert len(found(engine, '"turn 0"')) == 0
    assert len(found(engine, "same")) == 20
    engine.close()


def test_only_what_changed_is_sent(address: ClusterAddress) -> None:
    engine = OpenSearchEngine.make(address)
    articles = some(0, 50)
    engine.update(articles)
    path = f"/{address.index}/_stats/indexing"
    before = engine.cluster.read("GET", path)["_all"]["primaries"]["indexing"]["index_total"]
    engine.update([*articles[:-1], article("a049", "Something else.")])
    after = engine.cluster.read("GET", path)["_all"]["primaries"]["indexing"]["index_total"]
    assert (before, after) == (50, 51)
    engine.close()


def test_an_index_made_anew_takes_the_others_place_without_a_gap(address: ClusterAddress) -> None:
    mine, other = OpenSearchEngine.make(address), OpenSearchEngine.make(address)
    mine.update(some(0, 30))
    other.update(some(30, 60, "Another truce of {n}."))
    gaps: list[tuple[int, str | None]] = []
    done = threading.Event()

    def look() -> None:
        reader = OpenSearchEngine.open(address)
        while not done.is_set():
            ranking = reader.rank(Word("truce"), 5)
            gaps.append((ranking.total, ranking.partial))
        reader.close()

    reading = threading.Thread(target=look)
    reading.start()
    anew = OpenSearchEngine.make(address, anew=True)
    anew.update(some(0, 30))
    other.update([article("late", "A late truce."), *some(30, 31, "Changed.")], ["a031"])
    before = mine.identity()
    anew.publish()
    done.set()
    reading.join(60)
    assert gaps
    assert set(gaps) <= {(n, None) for n in (58, 59, 60, 61)}, "never fewer than are there"
    for engine in (mine, other, anew):
        assert len(found(engine, "truce")) == 59
        assert found(engine, "changed") == ["a030"]
        assert "a031" not in engine.ids()
    assert anew.identity() != before
    mine.update([article("after", "A truce after.")])
    assert len(found(other, "truce")) == 60
    names = mine.cluster.read("GET", f"/{address.index}-*")
    assert len(names) == 1, "the old one is gone"
    for engine in (mine, other, anew):
        engine.close()


def test_two_who_build_it_anew_lose_nothing(address: ClusterAddress) -> None:
    first = OpenSearchEngine.make(address)
    first.update(some(0, 10))
    one = OpenSearchEngine.make(address, anew=True)
    two = OpenSearchEngine.make(address, anew=True)
    one.update([*some(0, 5), article("one", "A truce.")])
    two.update([*some(0, 5), article("two", "A truce.")])
    first.cluster.write("PUT", f"/{address.index}-claim", {})
    with pytest.raises(IndexBusy, match="somebody else"):
        one.publish()
    first.update([article("written", "A truce.")])
    assert len(found(first, "truce")) == 11, "what cannot be replaced goes on as it is"
    first.cluster.write("DELETE", f"/{address.index}-claim")
    one = OpenSearchEngine.make(address, anew=True)
    one.update([*some(0, 5), article("one", "A truce.")])
    one.publish()
    two.publish()
    assert len(found(first, "truce")) == 13
    assert len(first.cluster.read("GET", f"/{address.index}-*")) == 1
    for engine in (first, one, two):
        engine.close()


def test_what_an_older_version_made_is_made_anew_with_all_articles(
    address: ClusterAddress, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = OpenSearchEngine.make(address)
    other.update(some(0, 5))
    library = _library(tmp_path / "lib", address, "own", "A truce of our own.")
    assert len(library.ranked(Word("truce"))) == 6
    library.close()
    for module in ("opensearch_index", "opensearch_engine", "opensearch_schema"):
        monkeypatch.setattr(f"briefing.search.{module}.VERSION", 2)
    library = _library(tmp_path / "lib", address, "own", "A truce of our own.")
    assert library.search("truce").total == 6
    library.close()
    assert state_of(address)["mapping"] == 2
    other.close()


def _library(root: Path, address: ClusterAddress, name: str, text: str) -> Library:
    root.mkdir(exist_ok=True)
    (root / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n{text}\n", encoding="utf-8")
    library = Library(root, root / "index", ClusterPlace(address))
    library.sync()
    return library


def test_two_machines_share_an_index_and_open_each_others_articles(
    address: ClusterAddress, tmp_path: Path
) -> None:
    here = _library(tmp_path / "here", address, "mine", "The truce holds.")
    there = _library(tmp_path / "there", address, "theirs", "The truce is broken.\n\nRivers.")
    result = here.search("truce")
    assert {h.article for h in result.hits} == {"mine", "theirs"}
    theirs = next(h for h in result.hits if h.article == "theirs")
    assert theirs.passages[0].text == "The truce is broken."
    assert here.article("theirs").text == there.article("theirs").text
    assert here.article("theirs").title == "theirs"
    assert here.find_article("theirs") == "theirs"
    (tmp_path / "there" / "theirs.md").unlink()
    there.sync()
    assert [h.article for h in here.search("truce").hits] == ["mine"]
    assert not there.sync(), "nothing changed"
    here.rebuild(why="as the test asked")
    changes = there.sync()
    assert changes.rebuilt, "it learns that another index took the place"
    assert [h.article for h in there.search("truce").hits] == ["mine"]
    for library in (here, there):
        library.close()


def test_nodes_that_die_cost_nothing_or_are_told(servers: Servers, address: ClusterAddress) -> None:
    engine = OpenSearchEngine.make(address)
    engine.cluster.write("PUT", f"/{address.index}/_settings", {**AT_ONCE, SPREAD: 2})
    engine.update(some(0, 90))
    servers.wait(lambda health: health["status"] == "green" and not health["relocating_shards"])

    survivor = servers.nodes[0]
    held = _shards_on(servers, address, survivor.name)
    assert len(held) == 2, "a copy of two of the three parts"
    for node in servers.nodes[1:]:
        node.kill()
    ranking = engine.rank(Word("truce"), 200)
    assert ranking.partial == "1 of 3 parts of the index did not answer"
    assert 0 < ranking.total == len(ranking.ranked) < 90
    survivor.kill()
    with pytest.raises(EngineUnreachable, match="no connection"):
        engine.rank(Word("truce"), 5)

    servers.start()
    servers.wait(lambda health: health["status"] == "green")
    _hold_complete(engine, 90)
    assert state_of(address)["parts"] == 6

    engine.cluster.write("PUT", f"/{address.index}/_settings", {SPREAD: None})
    servers.manager().kill()
    engine.update(some(90, 100))
    _hold_complete(engine, 100)
    servers.wait(lambda health: health["number_of_nodes"] == 2 and health["status"] == "green")
    _hold_complete(engine, 100)
    servers.start()
    servers.wait(lambda health: health["status"] == "green")
    engine.update(some(100, 101), ["a000"])
    _hold_complete(engine, 100)
    engine.close()


def _hold_complete(engine: OpenSearchEngine, total: int) -> None:
    ranking = engine.rank(Word("truce"), 200)
    assert (ranking.total, len(ranking.ranked), ranking.partial) == (total, total, None)
    assert len(engine.ids()) == total


def _shards_on(servers: Servers, address: ClusterAddress, name: str) -> set[str]:
    told = ask(servers.nodes[0].url, f"/_cat/shards/{address.index}?format=json")
    return {shard["shard"] for shard in told if shard["node"] == name}
