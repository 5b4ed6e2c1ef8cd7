"""Spotting in a text, held against the analyzer, which looks at every word."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.article import Article, Paragraph, Span
from briefing.search import spotting
from briefing.search.analyzer import analyze
from briefing.search.query import Fuzzy, Phrase, Prefix, Word
from briefing.search.spotting import Spotter
from briefing.search.terms import Leaf, terms_of
from tests.search.invented import article, random_article, random_leaf

PIECES = st.sampled_from(
    [
        *("talks", "talking", "Talk", "TALKS", "tálks", "ﬁnance", "finance", "ﬀ", "U.S.", "u.s.a."),
        *("US", "us", "o’clock", "O'CLOCK", "dying", "die", "lying", "POWs", "pow", "a.b.talks"),
        *("_talks", "talks_", "3talks", "'talks'", "’talks’", "talks’s", "½", "1⁄2", "1,200", "12"),
        *("e\u0301tat", "état", "\u0301", "мир", "миру", "Київ", "Києва", "“", "”", "—", "-"),
        *(" ", "  ", "\n", "\n\n", ".", ",", "'", "’", "x", "K", "ſtalk", "İstanbul", "istanbul"),
    ]
)
PLAIN_PIECES = st.sampled_from(
    [
        *("talks", "talking", "Talk", "TALKS", "US", "us", "o’clock", "O'CLOCK", "dying", "POWs"),
        *(
            "_talks",
            "talks_",
            "3talks",
            "talk3",
            "'talks'",
            "’talks’",
            "talks’s",
            "1,200",
            "12",
            "x",
        ),
        *(" ", " ", " ", "\n", "\n\n", ".", ",", "'", "’", "“", "—", "-", "\x01", "_", "u.s", "x"),
    ]
)
STEMMED = ["talk", "talks", "us", "US", "die", "finance", "миру", "київ"]
EXACT = ["talks", "us", "US", "o'clock", "1'2", "etat"]
BEGUN = ["t", "ta", "tal", "talk", "u", "o'", "1", "ми", "fin", "ff"]
LEAVES = st.one_of(
    st.builds(Word, st.sampled_from(STEMMED)),
    st.builds(Word, st.sampled_from(EXACT), st.just(True)),
    st.builds(Prefix, st.sampled_from(BEGUN)),
    st.builds(Fuzzy, st.sampled_from(["tolk", "us"]), st.sampled_from([1, 2])),
    st.builds(Phrase, st.sampled_from([("talk", "us"), ("us", "us"), ("die", "talk", "12")])),
)


def by_analysis(leaf: Leaf, of: Article) -> list[Span]:
    analysis = analyze(of)
    tests = [term.test() for term in terms_of(leaf)]
    last = len(tests) - 1
    found = []
    for first in range(len(analysis.forms) - last):
        places = analysis.positions[first : first + last + 1]
        forms = analysis.forms[first : first + last + 1]
        in_a_row = places[-1] - places[0] == last
        if in_a_row and all(test(form) for test, form in zip(tests, forms, strict=True)):
            found.append(analysis.span(first, first + last))
    return found


def spotted(leaf: Leaf, of: Article) -> list[Span]:
    """What is found in the text as a plain one, where it is, and as any other."""
    found = Spotter([(leaf, 1)]).spots(of)
    with patch.object(spotting._Plain, "of", return_value=None):
        assert Spotter([(leaf, 1)]).spots(of) == found
    return [Span(start, end) for start, end, _ in found]


@given(st.lists(PIECES, max_size=12).map("".join), LEAVES)
@example("U.S.talks", Word("talk"))
@example("“talks”", Prefix("ta"))
def test_spotting_finds_what_the_analyzer_finds(text: str, leaf: Leaf) -> None:
    of = article("a", text)
    assert spotted(leaf, of) == by_analysis(leaf, of)


@given(st.lists(PLAIN_PIECES, max_size=12).map("".join), LEAVES)
@example("'us'us us'us", Word("us"))
def test_spotting_in_plain_texts_finds_what_the_analyzer_finds(text: str, leaf: Leaf) -> None:
    of = article("a", text)
    assert spotted(leaf, of) == by_analysis(leaf, of)


@given(st.lists(PIECES | PLAIN_PIECES, max_size=8).map("".join), LEAVES, st.data())
def test_paragraphs_may_begin_and_end_inside_of_words(
    text: str, leaf: Leaf, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)) | {0, len(text)})
    spans = [Span(a, b) for a, b in pairwise(cuts)]
    of = Article("a", text, tuple(Paragraph(n, s) for n, s in enumerate(spans, 1)), "a.md")
    assert spotted(leaf, of) == by_analysis(leaf, of)


@pytest.mark.parametrize("seed", range(3))
def test_random_leaves_in_random_articles_with_hidden_parts(seed: int) -> None:
    random = Random(seed)
    for _ in range(150):
        of = random_article(random, "a")
        leaf = random_leaf(random)
        if isinstance(leaf, Word | Phrase | Prefix | Fuzzy):
            assert spotted(leaf, of) == by_analysis(leaf, of), leaf
