"""What our writer writes, held against what Whoosh's own writes. Runs with ``whoosh3``, too."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Article
from briefing.folding import WORD
from briefing.search import whoosh_batch, whoosh_blocks, whoosh_pairs
from briefing.search.analyzer import form_of
from briefing.search.whoosh_engine import WhooshEngine
from briefing.search.whoosh_library import index
from briefing.search.whoosh_merging import FEW, FREE, MANY, PER_ADDED, due, merged
from briefing.search.whoosh_schema import INDEX_NAME, make_schema
from briefing.search.whoosh_storage import Storage
from briefing.search.written_words import plain_signs, written_words
from tests.search import stock
from tests.search.holding import found, pair_common_words
from tests.search.invented import SIGNS, WORDS, article, corpus, random_article

TEXTS = st.text() | st.lists(
    st.sampled_from([*WORDS, *SIGNS, *"'’ʼ‘“”.,_-…–aÄ1\u0301\xa0", "U.", "x.y.z.", "b's", "''"])
).map("".join)


@given(TEXTS)
def test_words_are_cut_as_the_expression_cuts_them(text: str) -> None:
    assert written_words(text) == WORD.findall(text)
    plain = plain_signs(text)
    assert len(plain) == len(text)
    ours, theirs = written_words(plain), WORD.findall(text)
    assert [_form(word) for word in ours] == [_form(word) for word in theirs]


def _form(written: str) -> tuple[str | None, ...] | None:
    form = form_of(written)
    return form and (form.folded, form.stem, form.capitals, form.abbreviation)


def written(
    folder: Path, *batches: list[Article], gone: tuple[str, ...] = ()
) -> list[stock.Dumped]:
    """What Whoosh reads of an index to which we wrote the batches, and removed some."""
    engine = WhooshEngine.open(folder, create=True)
    for batch in batches:
        engine.update(batch)
    engine.update((), gone)
    engine.close()
    return stock.dumped(folder)


def stocked(folder: Path, articles: list[Article], *gone: int) -> stock.Dumped:
    """What Whoosh reads of the articles when it wrote them itself."""
    stock.write(folder, articles, gone)
    (found,) = stock.dumped(folder)
    return found


@pytest.fixture(autouse=True)
def common(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small segments have pairs of common words, too."""
    pair_common_words(monkeypatch, 0.15)
    monkeypatch.setattr(whoosh_pairs, "MOST_COMMON", 25)
    monkeypatch.setattr(whoosh_pairs, "AT_ONCE", 17)
    monkeypatch.setattr(whoosh_blocks, "FEWEST_FOR_BYTES", 1)


@pytest.mark.parametrize("seed", range(3))
def test_a_segment_is_what_whoosh_writes(tmp_path: Path, seed: int) -> None:
    articles = corpus(Random(seed), 60)
    assert written(tmp_path / "ours", articles) == [stocked(tmp_path / "theirs", articles)]
    assert stock.pairs_in(tmp_path / "ours") == [stock.pairs_of(articles)]


def test_odd_articles_are_what_whoosh_writes(tmp_path: Path) -> None:
    far = "word " * 5_000 + "Wörter US US' POWs ' '' \u0301 \u0301x don’t rock'n'roll"
    articles = [
        article("empty", ""),
        article("far", far, title="No. 1"),
        article("\udce9 é/1.md", "\u0301\n\n'", title="\u0301", outlet="'", byline="…"),
        article("x" * 300, "One\nword\nIn\n\na line\n\U0001d7d8\n日本\nмир ÄÖ"),
        article("signs", "the US's U.S. u.s.a. N.A.T.O and ‘quoted’ — “NATO’s”…"),
    ]
    assert written(tmp_path / "ours", articles) == [stocked(tmp_path / "theirs", articles)]


def test_long_lists_are_written_in_blocks_as_whoosh_does(tmp_path: Path) -> None:
    random = Random(4)
    common = ("the", "the the", "The other", "other the others the")
    articles = [article(f"a{n}", random.choice(common), outlet="One") for n in range(2_500)]
    ours = written(tmp_path / "ours", articles)
    assert ours == [stocked(tmp_path / "theirs", articles)]
    assert max(info[1] for info in ours[0]["terms"].values()) == 2_500
    (pairs,) = stock.pairs_in(tmp_path / "ours")
    assert len(pairs[b"the", b"other"]) > 1_000
    assert pairs == stock.pairs_of(articles)


def test_removed_and_replaced_articles_are_marked(tmp_path: Path) -> None:
    random = Random(5)
    articles = corpus(random, 20)
    twice = [*articles, random_article(random, "a3"), random_article(random, "b")]
    ours = written(tmp_path / "ours", twice, gone=("a0", "a19", "b", "nobody"))
    assert ours == [stocked(tmp_path / "theirs", twice, 0, 3, 19, 21)]


@pytest.mark.parametrize("seed", range(3))
def test_merged_segments_are_what_whoosh_writes_at_once(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    articles = corpus(random, 50)
    batches = [articles[:1], articles[1:20], articles[20:40], articles[40:]]
    written(tmp_path / "ours", *batches, gone=("a0", "a2", "a25", "a39"))
    storage = Storage(tmp_path / "ours")
    toc = index.TOC.read(storage, INDEX_NAME, schema=make_schema())
    toc.segments = [merged(storage, toc.segments)]
    toc.generation += 1
    toc.write(storage, INDEX_NAME)
    left = [a for a in articles if a.id not in ("a0", "a2", "a25", "a39")]
    assert stock.dumped(tmp_path / "ours") == [stocked(tmp_path / "theirs", left)]
    assert stock.pairs_in(tmp_path / "ours") == [stock.pairs_of(left)]


@dataclass(eq=False)
class Size:
    """A segment, as far as the choice of those to be merged is concerned."""

    articles: int

    def doc_count(self) -> int:
        """How many articles it has."""
        return self.articles


@pytest.mark.parametrize(("added", "commits"), [(1, 5_000), (100, 2_000), (4_000, 100)])
def test_segments_stay_few_and_a_commit_merges_little(added: int, commits: int) -> None:
    segments: list[Size] = []
    merged_by_commit = []
    for _ in range(commits):
        segments.append(Size(added))
        together = due(segments, added)
        segments = [s for s in segments if s not in together]
        if together:
            segments.append(Size(sum(s.articles for s in together)))
        merged_by_commit.append(sum(s.articles for s in together))
        assert len(segments) < MANY + FEW
    assert sum(s.articles for s in segments) == commits * added
    assert sum(merged_by_commit) < commits * added * log(commits, FEW)
    costly = [count for count in merged_by_commit if count > FREE + PER_ADDED * added]
    assert len(costly) < commits / 10


def test_a_merge_that_cannot_be_written_is_left_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine.open(tmp_path / "index", create=True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(whoosh_batch, "merged", full)
        for number in range(FEW + 2):
            engine.update([article(f"a{number}", "A truce.")])
    assert len(stock.dumped(tmp_path / "index")) == FEW + 2
    engine.update([article("b", "A truce.")])
    assert len(stock.dumped(tmp_path / "index")) == 1
    assert len(found(engine, "truce")) == FEW + 3
    engine.close()
