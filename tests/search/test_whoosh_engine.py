"""The Whoosh engine: held against the matcher, and against faults. Runs with ``whoosh3``, too."""

from __future__ import annotations

import math
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from briefing.article import Article
from briefing.search import whoosh_batch, whoosh_engine
from briefing.search.engine import IndexBusy
from briefing.search.matcher import Matcher
from briefing.search.query import And, Everything, Fuzzy, Or, Phrase, Prefix, Variants, Word
from briefing.search.whoosh_engine import WhooshEngine
from briefing.search.whoosh_storage import Storage
from tests.search.holding import found, hold_against_matcher
from tests.search.invented import article, corpus, random_article, random_queries


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    opened = WhooshEngine.open(tmp_path / "an index é", create=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("segment", [7, 1_000])
@pytest.mark.parametrize("seed", [1, 2])
def test_hits_are_those_of_the_matcher(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, seed: int, segment: int
) -> None:
    monkeypatch.setattr(whoosh_engine, "COMMIT_EVERY", segment)
    random = Random(seed)
    articles = {a.id: a for a in corpus(random, 50)}
    engine.update(iter(articles.values()))
    hold_against_matcher(engine, articles, random, 120)
    for _ in range(2):
        gone = random.sample(sorted(articles), 6)
        new = [random_article(random, f"a{random.randrange(70)}") for _ in range(12)]
        engine.update(iter(new), gone)
        articles = {i: a for i, a in articles.items() if i not in gone}
        articles.update((a.id, a) for a in new)
        assert engine.ids() == frozenset(articles)
        hold_against_matcher(engine, articles, random, 60)
    again = WhooshEngine.open(engine._storage.path)
    hold_against_matcher(again, articles, random, 30)
    again.close()


def test_every_kind_of_leaf_is_held_against_the_matcher(engine: WhooshEngine) -> None:
    random = Random(3)
    articles = {a.id: a for a in corpus(random, 60)}
    articles["p"] = article("p", "The United States: 30 days of war. US! US! The 30 days of war.")
    articles["c"] = article("c", "What ceased.")
    articles["s"] = article("s", "What ceas.")  # the stem of ceased, but not of itself
    engine.update(articles.values())
    leaves = [
        Word("talk"), Word("us"), Word("US"), Word("us", exact=True), Word("US", exact=True),
        Word("POW"), Word("pows"), Word("30"), Word("ceased"), Word("ceas"),
        Phrase(("united", "states")), Phrase(("of", "war")),
        Phrase(("30", "days")), Phrase(("30", "days"), exact=True), Phrase(("US", "US")),
        Phrase(("days", "o"), prefix=True), Prefix("t"), Prefix("ta"), Prefix("tal"),
        Prefix("talk"), Prefix("ми"), Word("мир"), Word("київ"),
        Word("вимога"), Fuzzy("tolk", 1), Fuzzy("zelensky", 2), Fuzzy("a", 1),
        Variants((Word("kyiv"), Word("kiev"))),
    ]  # fmt: skip
    for leaf in leaves:
        matcher = Matcher(leaf)
        expected = {i for i, a in articles.items() if matcher.matches(a)}
        assert set(found(engine, leaf)) == expected, leaf
        assert 0 < len(expected) < len(articles), f"{leaf} is no test"


def test_ranking_depends_on_the_articles_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(4)
    articles = corpus(random, 40)
    straight = WhooshEngine.open(tmp_path / "straight", create=True)
    straight.update(articles)
    monkeypatch.setattr(whoosh_engine, "COMMIT_EVERY", 6)
    crooked = WhooshEngine.open(tmp_path / "crooked", create=True)
    crooked.update([random_article(random, a.id) for a in articles[:20]])
    crooked.update([random_article(random, f"b{n}") for n in range(15)])
    crooked.update(reversed(articles), (f"b{n}" for n in range(15)))
    for root in random_queries(random, 150):
        assert straight.rank(root, 10) == crooked.rank(root, 10)
    straight.close()
    crooked.close()


def test_scores_of_words_are_those_of_whooshs_own_bm25f(engine: WhooshEngine) -> None:
    """For texts of up to ten words: of longer ones Whoosh keeps the length only roughly."""
    from whoosh import analysis, fields, query, scoring
    from whoosh.filedb.filestore import RamStorage

    random = Random(5)
    words = ["north", "south", "truth", "birth", "month", "depth", "cloth", "width"]
    texts = [" ".join(random.choices(words, k=random.randrange(1, 11))) for _ in range(40)]
    engine.update(article(f"a{n:02}", text) for n, text in enumerate(texts))
    plain = analysis.RegexTokenizer(r"\w+")
    stock = RamStorage().create_index(
        fields.Schema(id=fields.ID(stored=True), body=fields.TEXT(analyzer=plain))
    )
    writer = stock.writer()
    for n, text in enumerate(texts):
        writer.add_document(id=f"a{n:02}", body=text)
    writer.commit()
    term = {w: query.Term("body", w) for w in words}
    pairs = [
        (Word("north"), term["north"]),
        (And((Word("north"), Word("width"))), query.And([term["north"], term["width"]])),
        (Or((Word("truth"), Word("depth"))), query.Or([term["truth"], term["depth"]])),
    ]
    with stock.searcher(weighting=scoring.BM25F(B=0.75, K1=1.2)) as searcher:
        for ours, theirs in pairs:
            expected = {hit["id"]: hit.score for hit in searcher.search(theirs, limit=None)}
            scores = dict(engine.rank(ours, 100).ranked)
            assert scores.keys() == expected.keys()
            for article_id, score in scores.items():
                assert math.isclose(score, expected[article_id], rel_tol=1e-6)


def test_neither_spelling_of_one_thing_ranks_higher(engine: WhooshEngine) -> None:
    common = [article(f"c{n}", "They met in Kyiv today.") for n in range(9)]
    engine.update([*common, article("rare", "They met in Kiev today.")])
    both = Variants((Word("kiev"), Word("kyiv")))
    scores = {score for _, score in engine.rank(both, 100).ranked}
    assert len(scores) == 1


def test_titles_weigh_more_and_ties_go_by_id(engine: WhooshEngine) -> None:
    body = "The truce was short and the river was long."
    engine.update([article(i, body) for i in ("c", "a", "b")])
    engine.update([article("z", body, title="A truce")])
    ranking = engine.rank(Word("truce"), 3)
    assert [i for i, _ in ranking.ranked] == ["z", "a", "b"]
    assert ranking.total == 4
    assert engine.rank(Word("truce"), 0).ranked == ()
    assert found(engine, Everything()) == ["a", "b", "c", "z"]


def test_an_empty_index_and_empty_articles(engine: WhooshEngine) -> None:
    for query in ("truce", "tru*", "truce~", '"a truce"', "-truce", "date:2025", "title:truce"):
        assert found(engine, query) == []
    assert engine.words_like("truce") == []
    assert engine.ids() == frozenset()
    engine.update([article("empty", "")])
    assert found(engine, "-truce") == ["empty"]
    assert found(engine, "truce") == []
    engine.update([], ["empty", "never there"])
    assert engine.ids() == frozenset()


def test_any_id_can_be_added_and_removed(engine: WhooshEngine) -> None:
    ids = ["a b/c.md", "é", "\udce9.txt", "x" * 300, "'\"*", "1"]
    engine.update(article(i, "A truce.") for i in ids)
    assert engine.ids() == frozenset(ids)
    assert found(engine, "truce") == sorted(ids)
    engine.update((), ids[:3])
    assert engine.ids() == frozenset(ids[3:])


def test_the_last_of_two_articles_with_one_id_is_kept(engine: WhooshEngine) -> None:
    engine.update([article("a", "A truce."), article("b", "A truce."), article("a", "A river.")])
    assert found(engine, "truce") == ["b"]
    assert found(engine, "river") == ["a"]


def test_words_like_a_word(engine: WhooshEngine) -> None:
    engine.update([article("a", "A truce, a truce, some trucks."), article("b", "Truces hold.")])
    assert engine.words_like("trucs") == ["truce", "truces", "trucks"]
    assert engine.words_like("truce", 1) == ["truces"]
    assert engine.words_like("xyzzy") == []
    engine.update((), ["b"])
    assert "truces" not in engine.words_like("trucs")


def test_progress_and_commits_of_a_generator(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_engine, "COMMIT_EVERY", 4)
    folder = engine._storage.path
    seen: list[tuple[int, int]] = []

    def articles() -> Iterator[Article]:
        for n in range(10):
            if n == 9:
                other = WhooshEngine.open(folder)
                assert len(other.ids()) == 8
                other.close()
            yield article(f"a{n}", "A truce.")

    engine.update(articles(), progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, 11))
    assert all(done <= total for done, total in seen)
    engine.update([article("a", "x"), article("b", "y")], progress=lambda *p: seen.append(p))
    assert seen[-2:] == [(1, 2), (2, 2)]


def test_a_failure_undoes_its_batch_and_unlocks(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_engine, "COMMIT_EVERY", 2)

    def articles() -> Iterator[Article]:
        yield from (article(f"a{n}", "A truce.") for n in range(3))
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        engine.update(articles())
    assert found(engine, "truce") == ["a0", "a1"]
    engine.update([article("b", "A truce.")])
    assert found(engine, "truce") == ["a0", "a1", "b"]


def test_a_commit_that_fails_leaves_the_old_index_and_no_lock(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.update([article("a", "A truce.")])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("rename_file", "create_file", "_seal"):
        with monkeypatch.context() as patch:
            patch.setattr(Storage, name, full)
            with pytest.raises(OSError, match="No space"):
                engine.update([article("b", "A truce.")], ["a"])
        assert found(engine, "truce") == ["a"]
        again = WhooshEngine.open(engine._storage.path)
        assert found(again, "truce") == ["a"]
        again.close()
    engine.update([article("b", "A truce.")], ["a"])
    assert found(engine, "truce") == ["b"]


def test_a_locked_index_is_busy_but_answers(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_batch, "PATIENCE", 0.1)
    engine.update([article("a", "A truce.")])
    lock = Storage(engine._storage.path).lock("briefing_WRITELOCK")
    assert lock.acquire()
    with pytest.raises(IndexBusy, match="try again"):
        engine.update([article("b", "A truce.")])
    reader = WhooshEngine.open(engine._storage.path)
    assert found(reader, "truce") == found(engine, "truce") == ["a"]
    reader.close()
    lock.release()
    engine.update([article("b", "A truce.")])
    assert found(engine, "truce") == ["a", "b"]


def test_a_reader_keeps_the_index_that_it_opened(engine: WhooshEngine) -> None:
    for n in range(4):
        engine.update([article(f"a{n}", "A truce of days.", title="Talks")])
    reader = WhooshEngine.open(engine._storage.path)
    for n in range(8):
        engine.update([article(f"b{n}", "A truce.")], ["a0", "a1", "a2"])
    assert found(reader, "truce") == ["a0", "a1", "a2", "a3"]
    assert found(reader, '"truce of" title:talk* truse~') == ["a0", "a1", "a2", "a3"]
    assert reader.words_like("truse") == ["truce"]
    reader.close()
    assert len(found(engine, "truce")) == 9


def test_opening_while_another_writes_finds_one_state_or_the_next(engine: WhooshEngine) -> None:
    engine.update([article("a", "A truce.")])
    folder = engine._storage.path
    failed: list[BaseException] = []

    def write() -> None:
        try:
            for n in range(25):
                engine.update([article(f"b{n}", "A truce.")], [f"b{n - 3}"])
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        reader = WhooshEngine.open(folder)
        assert "a" in found(reader, "truce")
        assert set(found(reader, "truce")) == reader.ids()
        reader.close()
    writer.join()
    assert failed == []


def test_one_folder_keeps_to_its_files(engine: WhooshEngine) -> None:
    for n in range(30):
        engine.update([article(f"a{n}", "A truce.")])
    names = [path.name for path in engine._storage.path.iterdir()]
    assert len([n for n in names if n.endswith(".toc")]) == 1
    assert len([n for n in names if n.endswith(".json")]) == 1
    assert len(names) < 60
    assert not [n for n in names if n.endswith(".tmp")]


def test_what_a_killed_process_left_is_cleared_away(engine: WhooshEngine) -> None:
    engine.update([article("a", "A truce.")])
    folder = engine._storage.path
    before = {path.name for path in folder.iterdir()}
    left = [
        "_briefing_9.toc.1.5",
        "_briefing_9.json",
        "._briefing_9.json.x.tmp",
        "briefing_0123456789abcdef.pst",
    ]
    for name in left:
        (folder / name).write_bytes(b"\0")
    (folder / "briefing_tmp").mkdir(exist_ok=True)
    (folder / "briefing_tmp" / "a.run").write_bytes(b"\0")
    assert found(engine, "truce") == ["a"]
    engine.update([article("b", "A truce.")])
    after = {path.name for path in folder.iterdir()}
    assert not after & {*left, "briefing_tmp"}
    assert len(after) < 2 * len(before)


def test_only_the_engine_imports_whoosh() -> None:
    code = (
        "import sys, briefing.search.searching, briefing.search.matcher\n"
        "assert not any(name.split('.')[0] in ('whoosh', 'textual') for name in sys.modules)\n"
        "import briefing.search.whoosh_engine\n"
        "assert 'whoosh' in sys.modules\n"
    )
    command = [sys.executable, "-W", "error::SyntaxWarning", "-c", code]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2])
