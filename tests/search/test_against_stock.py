"""Our reading of the index held against stock Whoosh's: the same hits, the same scores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from briefing.search import evaluate, whoosh_blocks, whoosh_engine, whoosh_lists, whoosh_postings
from briefing.search.query import Fuzzy, Node, Or, Phrase, Prefix, Variants, Word
from briefing.search.whoosh_engine import WhooshEngine
from tests.search.holding import pair_common_words
from tests.search.invented import article, corpus, random_article, random_query
from tests.search.stock_search import Stock

COMMON = ("the", "of", "war", "POW", "pow", "US", "us", "wars", "made")
"""Words of queries, folded but for those in capitals."""
WRITTEN = [
    "the",
    "The",
    "the",
    "of",
    "OF",
    "war",
    "wars",
    "WAR",
    "Wars",
    "POW",
    "POWs",
    "pow",
    "pows",
    "US",
    "us",
    "U.S.",
    "made",
]


def hold_against_stock(
    engine: WhooshEngine,
    random: Random,
    queries: int,
    query: Callable[[Random], Node] = lambda random: random_query(random, 2),
) -> None:
    stock = Stock(engine._storage)
    for _ in range(queries):
        root = query(random)
        expected = stock.scores(root)
        ranking = engine.rank(root, len(engine.ids()) + 1)
        assert dict(ranking.ranked) == pytest.approx(expected, abs=1e-6, rel=1e-6), root
        assert ranking.total == len(expected)
        best = engine.rank(root, 7)
        assert best.ranked == ranking.ranked[:7], root
        assert best.total == ranking.total
    stock.close()


@pytest.fixture(autouse=True)
def common(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some words of the small segments here are common enough to have pairs, and some not.

    The same of bytes for each article, and of bounds.
    """
    pair_common_words(monkeypatch, 0.2)
    monkeypatch.setattr(whoosh_blocks, "FEWEST_FOR_BYTES", 1)
    monkeypatch.setattr(whoosh_postings, "FEWEST_DENSE", 1)
    monkeypatch.setattr(evaluate, "WORTH_PRUNING", 1)


def made(folder: Path, random: Random, size: int) -> WhooshEngine:
    engine = WhooshEngine.open(folder / "index", create=True)
    engine.update(corpus(random, size))
    return engine


def with_deletions(engine: WhooshEngine, random: Random, size: int) -> None:
    """Remove a fifth of the articles and replace as many by others."""
    ids = [f"a{n}" for n in range(size)]
    gone = random.sample(ids, size // 5)
    new = [random_article(random, i) for i in random.sample(ids, size // 5)]
    engine.update(new, gone)


@pytest.mark.parametrize("segment", [10_000, 40], ids=["one segment", "many segments"])
def test_hits_and_scores_are_those_of_stock_whoosh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, segment: int
) -> None:
    monkeypatch.setattr(whoosh_engine, "COMMIT_EVERY", segment)
    random = Random(segment)
    engine = made(tmp_path, random, 300)
    hold_against_stock(engine, random, 125)
    with_deletions(engine, random, 300)
    hold_against_stock(engine, random, 125)
    engine.close()


def test_a_segment_of_another_make_is_read_through_whoosh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_lists, "BlockLists", _no_such)
    random = Random(5)
    engine = made(tmp_path, random, 60)
    with_deletions(engine, random, 60)
    hold_against_stock(engine, random, 60)
    engine.close()


def _no_such(*_: object) -> None:
    raise AttributeError("made by another Whoosh")


def a_text(random: Random) -> str:
    """Some common words, and seldom a rare one among them."""
    words = random.choices(WRITTEN, k=30) + random.choices(["truce", "the"], [1, 10])
    random.shuffle(words)
    return "".join(word + random.choice("   ,\n") for word in words)


def a_phrase(random: Random) -> Node:
    """A phrase of common words mostly, or two spellings of one."""
    words = [random.choice((*COMMON, "truce", "no")) for _ in range(random.choice((2, 2, 3, 4)))]
    kind = random.randrange(6)
    if kind == 0:
        return Phrase((*words[:-1], words[-1].casefold()[:2]), prefix=True)
    if kind == 1:
        return Variants((Phrase(tuple(words)), Phrase(("the", "wars")), Word("pow")))
    return Phrase(tuple(words), exact=kind == 2)


@pytest.mark.parametrize("segment", [10_000, 50], ids=["one segment", "many segments"])
def test_phrases_of_common_words_are_those_of_stock_whoosh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, segment: int
) -> None:
    monkeypatch.setattr(whoosh_engine, "COMMIT_EVERY", segment)
    random = Random(segment)
    engine = WhooshEngine.open(tmp_path / "index", create=True)
    engine.update(article(f"a{n}", a_text(random), title=a_text(random)) for n in range(200))
    engine.update((), [f"a{n}" for n in range(0, 200, 7)])
    lists = [lists for lists, _ in engine._postings._lists]
    assert all(one.pair(b"the", b"of") and not one.pair(b"the", b"truce") for one in lists)
    hold_against_stock(engine, random, 120, a_phrase)
    engine.close()


@pytest.mark.slow
@pytest.mark.parametrize("segment", [10_000, 250], ids=["one segment", "many segments"])
def test_many_more_hits_and_scores_are_those_of_stock_whoosh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, segment: int
) -> None:
    monkeypatch.setattr(whoosh_engine, "COMMIT_EVERY", segment)
    random = Random(segment + 1)
    engine = made(tmp_path, random, 3_000)
    hold_against_stock(engine, random, 2_500)
    with_deletions(engine, random, 3_000)
    hold_against_stock(engine, random, 2_500)
    engine.close()


def test_a_list_of_many_articles_is_read_in_whole_and_by_its_front(tmp_path: Path) -> None:
    """Dense lists have their numbers and counts as bytes; others as numbers."""
    random = Random(8)
    engine = made(tmp_path, random, 400)
    stock = Stock(engine._storage)
    for leaf in (
        Word("talk"),
        Prefix("t"),
        Prefix("talk"),
        Fuzzy("talks", 2),
        Phrase(("river", "crossing")),
        Or((Word("talk"), Word("kyiv"))),
    ):
        expected = stock.scores(leaf)
        assert len(expected) > 1
        assert dict(engine.rank(leaf, 400).ranked) == pytest.approx(expected, abs=1e-6)
    stock.close()
    engine.close()
