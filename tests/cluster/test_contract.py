"""What every engine promises: the hits of the matcher for every kind of query, and safe writes."""

from __future__ import annotations

from random import Random

import pytest

from briefing.article import Span
from briefing.search.engine import Engine
from briefing.search.matcher import Matcher
from briefing.search.parse import parse
from briefing.search.query import (
    Among,
    And,
    Dated,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextField,
    Variants,
    Word,
)
from briefing.search.searching import search
from briefing.search.spelling import Spelling
from tests.cluster.conftest import MakeEngine
from tests.search.holding import found, hold_against_matcher
from tests.search.invented import DAY, article, corpus, random_article


def test_hits_of_random_queries_are_those_of_the_matcher(engine: Engine) -> None:
    random = Random(11)
    articles = {a.id: a for a in corpus(random, 50)}
    engine.update(articles.values())
    hold_against_matcher(engine, articles, random, 150)
    gone = random.sample(sorted(articles), 8)
    new = [random_article(random, f"a{random.randrange(70)}") for _ in range(12)]
    new = list({a.id: a for a in new}.values())
    engine.update(new, gone)
    articles = {i: a for i, a in articles.items() if i not in gone}
    articles.update((a.id, a) for a in new)
    assert engine.ids() == frozenset(articles)
    hold_against_matcher(engine, articles, random, 80)


LEAVES: list[Node] = [
    *(Word("talk"), Word("us"), Word("US"), Word("us", exact=True), Word("US", exact=True)),
    *(Word("POW"), Word("pows"), Word("30"), Word("ceased"), Word("ceas"), Word("мир")),
    *(Phrase(("united", "states")), Phrase(("of", "war")), Phrase(("US", "US"))),
    *(Phrase(("30", "days")), Phrase(("30", "days"), exact=True)),
    *(Phrase(("days", "o"), prefix=True), Phrase(("prisoners", "war"), prefix=True)),
    *(Prefix("t"), Prefix("ta"), Prefix("tal"), Prefix("talk"), Prefix("northt"), Prefix("ми")),
    *(Fuzzy("tolk", 1), Fuzzy("zelensky", 2), Fuzzy("a", 1), Fuzzy("a", 2), Fuzzy("u", 1)),
    Variants((Word("kyiv"), Word("kiev"))),
    Variants((Word("POW"), Phrase(("prisoners", "of", "war")))),
]


def test_every_kind_of_leaf_finds_what_the_matcher_finds(engine: Engine) -> None:
    random = Random(3)
    articles = {a.id: a for a in corpus(random, 60)}
    articles["p"] = article("p", "The United States: 30 days of war. US! US! The 30 days of war.")
    articles["w"] = article("w", "Prisoners\nwar. Two prisoners, war-time.")
    articles["c"] = article("c", "What ceased.")
    articles["s"] = article("s", "What ceas.")
    articles["e"] = article("e", "")
    engine.update(articles.values())
    for leaf in LEAVES:
        for root in (leaf, Not(leaf), Field(TextField.TITLE, leaf)):
            matcher = Matcher(root)
            expected = {i for i, a in articles.items() if matcher.matches(a)}
            assert set(found(engine, root)) == expected, root


def test_filters_and_dates_known_and_unknown(engine: Engine) -> None:
    articles = {a.id: a for a in corpus(Random(5), 60)}
    engine.update(articles.values())
    talks = Word("talk")
    roots: list[Node] = [
        *(Dated(DAY, DAY), Dated(None, DAY), Dated(DAY, None), Dated(None, None)),
        *(Not(Dated(None, None)), And((talks, Dated(None, DAY))), Or((talks, Dated(DAY, DAY)))),
        *(Among(frozenset()), Among(frozenset({"a1", "a2", "no"})), Not(Among(frozenset({"a1"})))),
        *(And((Not(talks), Not(Dated(None, DAY)))), Not(And((talks, Not(Word("river")))))),
        *(Everything(), Not(Everything()), And((Everything(), talks)), Not(Not(talks))),
        Field(TextField.OUTLET, And((Word("north"), Dated(None, None)))),
        Field(TextField.AUTHOR, Or((Prefix("riv"), Fuzzy("oneil", 1)))),
    ]
    for root in roots:
        matcher = Matcher(root)
        expected = {i for i, a in articles.items() if matcher.matches(a)}
        assert set(found(engine, root)) == expected, root
        assert engine.rank(root, 1_000).total == len(expected)


def test_typed_queries_with_variants_find_the_same_passages(engine: Engine) -> None:
    texts = {
        "kyiv": "They met in Kyiv.\nPOWs came home to Kyiv’s station.",
        "kiev": "They met in Kiev; prisoners of war came home.",
        "far": "Nothing of this kind.\nA ceasefire of 30 days — a cease-fire!",
    }
    articles = {i: article(i, text, title=f"Report {i}") for i, text in texts.items()}
    engine.update(articles.values())
    spelling = Spelling([["Kyiv", "Kiev"], ["POW", "prisoner of war"], ["ceasefire", "cease-fire"]])

    def answer(text: str) -> dict[str, list[tuple[str, tuple[Span, ...]]]]:
        result = search(engine, text, article_of=articles.get, spelling=spelling)
        return {h.article: [(p.text, p.matches) for p in h.passages] for h in result.hits}

    assert answer("kiev").keys() == {"kyiv", "kiev"}
    assert answer("=kiev").keys() == {"kiev"}
    assert answer('"prisoner of war"').keys() == {"kyiv", "kiev"}
    assert answer("cease-fire") == {
        "far": [("A ceasefire of 30 days — a cease-fire!", (Span(24, 33), Span(49, 59)))]
    }
    assert answer("title:report -kyiv").keys() == {"far"}
    assert search(engine, "kyif", article_of=articles.get).did_you_mean == "kyiv"


def test_a_deeply_nested_query_is_answered(engine: Engine) -> None:
    engine.update([article("a", "A truce."), article("b", "A river.")])
    deep = "truce"
    for _ in range(24):
        deep = f"-(river -({deep}))"
    assert set(found(engine, deep)) == {"a", "b"} - set(found(engine, "river -truce"))
    many = " OR ".join(f"word{n}" for n in range(95)) + " OR truce"
    assert found(engine, many) == ["a"]


def test_titles_weigh_more_ties_go_by_id_and_the_limit_holds(engine: Engine) -> None:
    body = "The truce was short and the river was long."
    engine.update([article(i, body) for i in ("c", "a", "b")])
    engine.update([article("z", body, title="A truce")])
    ranking = engine.rank(Word("truce"), 3)
    assert [i for i, _ in ranking.ranked] == ["z", "a", "b"]
    assert (ranking.total, ranking.partial) == (4, None)
    assert engine.rank(Word("truce"), 0).ranked == ()
    assert found(engine, Everything()) == ["a", "b", "c", "z"]


def test_neither_spelling_of_one_thing_ranks_higher(engine: Engine) -> None:
    common = [article(f"c{n}", "They met in Kyiv today.") for n in range(9)]
    engine.update([*common, article("rare", "They met in Kiev today.")])
    both = Variants((Word("kiev"), Word("kyiv")))
    assert len({round(score, 5) for _, score in engine.rank(both, 100).ranked}) == 1


def test_an_empty_index_and_empty_articles(engine: Engine) -> None:
    for query in ("truce", "tru*", "truce~", '"a truce"', "-truce", "date:2025", "title:truce"):
        assert found(engine, query) == []
    assert engine.words_like("truce") == []
    assert engine.ids() == frozenset()
    engine.update([article("empty", "")])
    assert found(engine, "-truce") == ["empty"]
    engine.update([], ["empty", "never there"])
    assert engine.ids() == frozenset()


def test_any_id_can_be_added_replaced_and_removed(engine: Engine) -> None:
    ids = ["a b/c.md", "é", "\udce9.txt", "x" * 3000, "'\"*", "1", "%0041", "100%"]
    engine.update(article(i, "A truce.") for i in ids)
    assert engine.ids() == frozenset(ids)
    assert sorted(found(engine, "truce")) == sorted(ids)
    assert sorted(found(engine, Among(frozenset(ids[:3])))) == sorted(ids[:3])
    engine.update([article(i, "A river.") for i in ids[:4]])
    assert sorted(found(engine, "truce")) == sorted(ids[4:])
    engine.update((), ids[:3])
    assert engine.ids() == frozenset(ids[3:])


def test_an_article_is_replaced_where_it_is_removed_and_added_at_once(engine: Engine) -> None:
    engine.update([article("a", "A truce."), article("b", "A truce.")])
    engine.update([article("a", "A river.")], ["a", "b"])
    assert found(engine, "truce") == []
    assert found(engine, "river") == ["a"]


def test_words_like_a_word(engine: Engine) -> None:
    engine.update([article("a", "A truce, a truce, some trucks."), article("b", "Truces hold. US")])
    assert engine.words_like("trucs") == ["truce", "truces", "trucks"]
    assert engine.words_like("truce", 1) == ["truces"]
    assert engine.words_like("xyzzy") == []
    engine.update((), ["b"])
    assert "truces" not in engine.words_like("trucs")


def test_very_long_words_and_odd_signs(engine: Engine) -> None:
    long, other = "x" * 40_000, "ab" * 400
    engine.update([article("a", f"A {long} word."), article("b", f"{other} \ud83d \x00 | w:us")])
    assert found(engine, long) == ["a"]
    assert found(engine, other) == ["b"]
    assert found(engine, "us") == ["b"]
    assert found(engine, '"x w"') == []


def test_a_generator_of_articles_tells_its_progress(engine: Engine) -> None:
    seen: list[tuple[int, int]] = []
    engine.update(
        (article(f"a{n}", "A truce.") for n in range(450)), progress=lambda *p: seen.append(p)
    )
    assert seen[-1] == (450, 450)
    assert seen == sorted(seen)
    assert engine.rank(Word("truce"), 1_000).total == 450
    assert len(engine.rank(Word("truce"), 1_000).ranked) == 450


@pytest.mark.parametrize("query", ["truce", "tru*", "truse~", '"a truce"', "title:talk*"])
def test_another_engine_on_the_index_finds_the_same(make_engine: MakeEngine, query: str) -> None:
    first = make_engine()
    first.update([article(f"a{n}", "A truce.", title="Talks") for n in range(3)])
    again = make_engine()
    assert found(again, parse(query).root) == found(first, query) == ["a0", "a1", "a2"]
