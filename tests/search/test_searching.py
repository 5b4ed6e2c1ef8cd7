"""A whole search: variants, records, passages, what was ignored, and "did you mean"."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefing.search.query import Recorded, RecordField
from briefing.search.searching import SearchResult, search
from briefing.search.spelling import Spelling
from briefing.search.whoosh_engine import WhooshEngine
from tests.search.invented import article

ARTICLES = {
    a.id: a
    for a in [
        article(
            "bridge", "The northern envoy left Kyiv.\nA truce of 30 days was offered.", title="A"
        ),
        article(
            "ferry", "The southern envoy stayed in Kiev.\nNo truce, said the ferrymen of Norton."
        ),
        article("market", "Onions were cheap in Norton.", outlet="Market Post"),
    ]
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    opened = WhooshEngine.open(tmp_path_factory.mktemp("index"), create=True)
    opened.update(ARTICLES.values())
    yield opened
    opened.close()


def ids(result: SearchResult) -> set[str]:
    assert result.total == len(result.hits)
    return {hit.article for hit in result.hits}


def test_a_search_finds_variants_and_shows_where(engine: WhooshEngine) -> None:
    result = search(engine, "kiev envoy", article_of=ARTICLES.get)
    assert ids(result) == {"bridge", "ferry"}
    for hit in result.hits:
        text = ARTICLES[hit.article].text
        (passage,) = hit.passages
        shown = [text[m.start : m.end] for m in passage.matches]
        assert shown in (["envoy", "Kyiv"], ["envoy", "Kiev"])
        assert passage.text == text[passage.span.start : passage.span.end]
    assert result.ignored == ()
    assert result.did_you_mean is None
    assert ids(search(engine, "=kiev", article_of=ARTICLES.get)) == {"ferry"}
    off = Spelling(off=["Kyiv"])
    assert ids(search(engine, "kiev", article_of=ARTICLES.get, spelling=off)) == {"ferry"}


def test_hits_carry_what_is_shown_of_an_article(engine: WhooshEngine) -> None:
    (hit,) = search(engine, "outlet:post", article_of=ARTICLES.get).hits
    assert (hit.article, hit.outlet, hit.label) == (
        "market",
        "Market Post",
        ARTICLES["market"].label,
    )
    assert hit.score > 0
    assert hit.passages == ()


def test_limits(engine: WhooshEngine) -> None:
    result = search(engine, "envoy OR norton", article_of=ARTICLES.get, limit=1)
    assert (len(result.hits), result.total) == (1, 3)
    query = "truce OR envoy"
    (first, _) = search(engine, query, article_of=ARTICLES.get, passages_per_hit=1).hits
    assert len(first.passages) == 1


def test_records_become_articles(engine: WhooshEngine) -> None:
    asked: list[Recorded] = []

    def resolve(node: Recorded) -> frozenset[str]:
        asked.append(node)
        return frozenset({"ferry", "gone"})

    result = search(engine, "-party:south", article_of=ARTICLES.get, resolve_records=resolve)
    assert ids(result) == {"bridge", "market"}
    result = search(engine, "norton party:south", article_of=ARTICLES.get, resolve_records=resolve)
    assert ids(result) == {"ferry"}
    assert asked == [Recorded(RecordField.PARTY, "south")] * 2


@pytest.mark.parametrize("query", ["", "  ", "…", "AND", "date:foo"])
def test_nothing_asked_nothing_found(engine: WhooshEngine, query: str) -> None:
    result = search(engine, query, article_of=ARTICLES.get)
    assert (result.hits, result.total, result.did_you_mean) == ((), 0, None)


def test_what_was_ignored_is_said(engine: WhooshEngine) -> None:
    result = search(engine, '"truce of', article_of=ARTICLES.get)
    assert ids(result) == {"bridge", "ferry"}
    assert len(result.ignored) == 1


def test_a_word_being_typed(engine: WhooshEngine) -> None:
    for typed in ("f", "fe", "ferr", "ferry", "ferrym", "envoy ferr", "=ferr", '"the ferrym'):
        assert ids(search(engine, typed, article_of=ARTICLES.get, live=True)) == {"ferry"}
    for typed in ("truc", "truce", "truces"):
        assert len(search(engine, typed, article_of=ARTICLES.get, live=True).hits) == 2


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("truse", "truce"),
        ("Truse, envoi", "truce, envoy"),
        ('"truse of 30 days"', '"truce of 30 days"'),
        ("onoins -truse", "onions -truse"),
        ("truse outlet:post", None),
        ("onions envoy", None),
        ("xyzzy", None),
        ("trace OR ferryman", "truce OR ferrymen"),
    ],
)
def test_did_you_mean(engine: WhooshEngine, query: str, meant: str | None) -> None:
    result = search(engine, query, article_of=ARTICLES.get)
    assert result.did_you_mean == meant
    if meant is not None:
        assert search(engine, meant, article_of=ARTICLES.get).hits


def test_an_article_that_is_gone_is_left_out(engine: WhooshEngine) -> None:
    result = search(engine, "truce", article_of=lambda i: ARTICLES[i] if i == "ferry" else None)
    assert [hit.article for hit in result.hits] == ["ferry"]
