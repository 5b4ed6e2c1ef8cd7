"""The best articles by bounds are those that scoring every article finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.search import evaluate
from briefing.search.dense import Dense, added, summed
from briefing.search.evaluate import Evaluator
from briefing.search.query import And, Dated, Field, Node, Not, Or, TextField, Variants, Word
from briefing.search.terms import Leaf

ARTICLES = 40
WORDS = ("truce", "river", "bridge", "grain")
MANY = st.integers(1, 3) | st.sampled_from([60, 127, 128, 300])


class Invented:
    """Postings of invented counts and lengths; ``dense`` says which leaves have bytes."""

    def __init__(
        self, counts: Mapping[tuple[str, str], Mapping[int, int]], lengths: list[int], dense: bool
    ) -> None:
        self._counts, self._lengths, self._dense = counts, lengths, dense

    def everything(self) -> Set[int]:
        return set(range(ARTICLES))

    def size(self) -> int:
        return ARTICLES

    def counts(self, field: str, leaf: Leaf) -> Mapping[int, float]:
        found = dict(self._counts.get((field, getattr(leaf, "text", "")), {}))
        return Dense.of(found, ARTICLES) if self._dense and len(found) > 3 else found

    def lengths(self, field: str) -> tuple[Sequence[int], float]:
        return self._lengths, sum(self._lengths) / ARTICLES

    def dated(self, earliest: date | None, latest: date | None) -> Set[int]:
        return set(range(0, ARTICLES, 2 if earliest else 11))

    def among(self, ids: frozenset[str]) -> Set[int]:
        return set()


def invented(random: Random) -> tuple[dict[tuple[str, str], dict[int, int]], list[int]]:
    """Counts of every word in both fields, and the length of every article."""
    counts = {}
    for word in WORDS:
        most = random.choice([1, 3, 40, 300])
        for field, share in (("body", random.choice([0.05, 0.6, 1.0])), ("title", 0.15)):
            having = [n for n in range(ARTICLES) if random.random() < share]
            counts[field, word] = {n: random.randint(1, most) for n in having}
    longest = random.choice([1, 8, 1_000])
    return counts, [random.randint(0, longest) for _ in range(ARTICLES)]


leaves = st.sampled_from(WORDS).map(Word)
days = st.sampled_from([Dated(None, None), Dated(date(2025, 6, 2), None)])


def _inner(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=1, max_size=3).map(tuple)
    return (
        several.map(And)
        | several.map(Or)
        | nodes.map(Not)
        | nodes.map(lambda node: Field(TextField.TITLE, node))
        | st.lists(leaves, min_size=1, max_size=3).map(lambda words: Variants(tuple(words)))
    )


trees = st.recursive(leaves | days, _inner, max_leaves=6)


@settings(max_examples=300)
@given(st.integers(0, 1_000_000), trees, st.integers(1, 9))
def test_the_best_by_bounds_are_the_best_of_all(seed: int, node: Node, limit: int) -> None:
    counts, lengths = invented(Random(seed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate, "WORTH_PRUNING", 0)
        best, total = Evaluator(Invented(counts, lengths, True)).best(node, limit)
    expected, all_of = Evaluator(Invented(counts, lengths, False)).best(node, limit)
    assert dict(best) == dict(expected)
    assert total == all_of


@given(st.lists(st.dictionaries(st.integers(0, 9), MANY), min_size=1, max_size=4))
def test_bytes_add_up_as_numbers_do(parts: list[dict[int, int]]) -> None:
    expected: dict[int, float] = {}
    for part in parts:
        for number, count in part.items():
            expected[number] = expected.get(number, 0) + count
    dense = summed([Dense.of(part, 10) for part in parts], 10)
    assert dict(dense) == expected
    assert len(dense) == len(expected)


def test_bytes_that_do_not_fit_are_not_added() -> None:
    assert added([b"\x40\x01", b"\x40\x01"]) is None
    assert added([b"\x3f\x01", b"\x40\x01"]) == b"\x7f\x02"
