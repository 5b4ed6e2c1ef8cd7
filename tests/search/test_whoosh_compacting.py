"""An index made of few segments by a process beside it, whatever happens meanwhile."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from briefing.search import whoosh_compacting, whoosh_engine
from briefing.search.engine import IndexBusy
from briefing.search.parse import parse
from briefing.search.whoosh_batch import Batch
from briefing.search.whoosh_compacting import Compacting, chosen, compact
from briefing.search.whoosh_engine import WhooshEngine
from briefing.search.whoosh_storage import MERGED, Storage, verify
from tests.search.holding import hold_against_matcher
from tests.search.invented import corpus, random_article
from tests.search.test_whoosh_writing import Size

ARTICLES = 60


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WhooshEngine:
    """An index of several segments, with removed articles."""
    monkeypatch.setattr(whoosh_engine, "COMMIT_EVERY", 12)
    monkeypatch.setattr(whoosh_compacting, "LEAST", ARTICLES // 2)
    engine = WhooshEngine.open(tmp_path, create=True)
    engine.update(corpus(Random(1), ARTICLES))
    engine.update((), ["a3", "a40"])
    return engine


def segments(folder: Path) -> int:
    return len(whoosh_compacting._segments(Storage(folder)))


def test_what_is_found_stays_the_same(engine: WhooshEngine, tmp_path: Path) -> None:
    queries = [parse(text).root for text in ("talks", "the", '"river crossing"', "NOT war")]
    before = [engine.rank(root, 100) for root in queries]
    assert segments(tmp_path) == 5
    later = Compacting(tmp_path).run()
    assert later is not None
    assert segments(tmp_path) == 1
    assert [engine.rank(root, 100) for root in queries] == before  # of the files as they were
    assert [later.rank(root, 100) for root in queries] == before
    assert later.is_latest()
    assert not engine.is_latest()
    assert not (tmp_path / MERGED).exists()
    verify(tmp_path)
    assert Compacting(tmp_path).run() is None  # nothing is left to do
    engine.close()
    later.close()


def test_articles_removed_and_added_meanwhile_are_not_lost(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = {a.id: a for a in corpus(Random(1), ARTICLES) if a.id not in ("a3", "a40")}
    merged = whoosh_compacting.merged

    def meanwhile(*given: object) -> object:
        done = merged(*given)  # type: ignore[arg-type]
        new = [random_article(Random(2), "a7"), random_article(Random(3), "new")]
        engine.update(new, ["a0", "a59"])
        articles.update((a.id, a) for a in new)
        del articles["a0"], articles["a59"]
        return done

    monkeypatch.setattr(whoosh_compacting, "merged", meanwhile)
    assert compact(tmp_path)
    later = WhooshEngine.open(tmp_path)
    assert later.ids() == articles.keys()
    hold_against_matcher(later, articles, Random(4), 40)
    engine.close()
    later.close()


def test_where_a_segment_is_gone_nothing_is_replaced(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = whoosh_compacting.merged

    def meanwhile(*given: object) -> object:
        done = merged(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(whoosh_compacting, "merged", merged)
        assert not compact(tmp_path)  # one at a time
        engine.update((), [f"a{n}" for n in range(12)])  # all of the first segment
        return done

    monkeypatch.setattr(whoosh_compacting, "merged", meanwhile)
    assert not compact(tmp_path)
    later = WhooshEngine.open(tmp_path)
    assert len(later.ids()) == ARTICLES - 12 - 1
    assert segments(tmp_path) == 4
    assert compact(tmp_path)
    engine.close()
    later.close()


def test_while_another_writes_it_gives_up(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.search.whoosh_batch.PATIENCE", 0.1)
    batch = Batch(Storage(tmp_path))
    with pytest.raises(IndexBusy):
        compact(tmp_path)
    batch.abandon()
    assert segments(tmp_path) == 5
    verify(tmp_path)
    engine.close()


def test_ended_it_leaves_the_index_as_it_was(engine: WhooshEngine, tmp_path: Path) -> None:
    (tmp_path / MERGED).mkdir()
    (tmp_path / MERGED / "left.by.a.kill").write_bytes(b"x")
    compacting = Compacting(tmp_path)
    compacting.end()
    assert compacting.run() is None
    assert segments(tmp_path) == 5
    assert compact(tmp_path)
    assert not (tmp_path / MERGED).exists()
    engine.close()


def test_ended_while_it_works_it_leaves_nothing(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forever = "import sys, time, pathlib; pathlib.Path(sys.argv[1], '%s').mkdir(); time.sleep(99)"
    monkeypatch.setattr(whoosh_compacting, "_CODE", forever % MERGED)
    compacting = Compacting(tmp_path)
    found: list[WhooshEngine | None] = []
    thread = Thread(target=lambda: found.append(compacting.run()))
    thread.start()
    while not (tmp_path / MERGED).exists():
        time.sleep(0.01)
    compacting.end()
    thread.join(10)
    assert found == [None]
    assert not (tmp_path / MERGED).exists()
    assert segments(tmp_path) == 5
    engine.close()


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([2_500] * 4, [2_500] * 4),
        ([4_000] * 5, [4_000] * 3),
        ([1, 10_000], []),
        ([1, 1, 10_000], [1, 1]),
        ([1, 100, 200, 10_000], [100, 200]),
        ([8_000, 8_000], []),
        ([12_000, 12_000, 5, 6], [5, 6]),
        ([], []),
    ],
)
def test_no_article_is_written_anew_for_few_others(sizes: list[int], expected: list[int]) -> None:
    assert [segment.articles for segment in chosen([Size(n) for n in sizes])] == expected


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [([1, 1, 10_000], []), ([3, 2], []), ([1, 1, 400, 300], [300, 400]), ([9, 9, 8_000] * 2, [])],
)
def test_no_process_is_started_for_few_articles(sizes: list[int], expected: list[int]) -> None:
    found = chosen([Size(n) for n in sizes], whoosh_compacting.LEAST)
    assert [segment.articles for segment in found] == expected
