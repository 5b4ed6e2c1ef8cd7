"""Evaluation of a query tree over the postings of an index: which articles, with what score.

The score of a word is BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond", 2009) with the idf that Whoosh uses, summed over the
fields; a phrase, a prefix, a fuzzy word and all spellings of one thing count as one
word. Scores depend on the articles alone, not on how the index came about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from math import log
from typing import Protocol

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
from briefing.search.terms import Leaf

B = 0.75
K1 = 1.2
BOOST = {"title": 2.0}
SHORT_PREFIX = 3
"""Prefixes up to this length have postings of their own, in the field ``PREFIXES``."""
PREFIXES = "prefixes"
_FIELDS: dict[TextField | None, tuple[str, ...]] = {
    None: ("body", "title"),
    TextField.TITLE: ("title",),
    TextField.OUTLET: ("outlet",),
    TextField.AUTHOR: ("byline",),
}

Scores = dict[int, float]
"""The articles that match, by their number in the index, with their scores."""


class Postings(Protocol):
    """What an index knows, in terms of article numbers."""

    def everything(self) -> Collection[int]:
        """All articles."""
        ...

    def counts(self, field: str, leaf: Leaf) -> Mapping[int, float]:
        """How often each article that has a leaf in a field has it there."""
        ...

    def lengths(self, field: str) -> tuple[Sequence[int], float] | None:
        """How many words a field has in each article, and on average; None: all alike."""
        ...

    def dated(self, earliest: date | None, latest: date | None) -> Collection[int]:
        """The articles that may be from that range."""
        ...

    def among(self, ids: frozenset[str]) -> Collection[int]:
        """The articles with these ids."""
        ...


class Evaluator:
    """Evaluates trees over one state of an index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    def scores(self, node: Node, field: TextField | None = None) -> Scores:
        """The articles for which ``node`` holds; filters and negations score nothing."""
        if isinstance(node, Word | Phrase | Prefix | Fuzzy):
            return self._word([node], field)
        if isinstance(node, Variants):
            return self._variants(node, field)
        if isinstance(node, And):
            return self._all(node, field)
        if isinstance(node, Or):
            return _sum([self.scores(part, field) for part in node.parts])
        if isinstance(node, Field):
            return self.scores(node.part, node.name)
        return dict.fromkeys(self._filter(node, field), 0.0)

    def _filter(self, node: Node, field: TextField | None) -> Collection[int]:
        if isinstance(node, Not):
            return set(self._postings.everything()) - self.scores(node.part, field).keys()
        if isinstance(node, Dated):
            return self._postings.dated(node.earliest, node.latest)
        if isinstance(node, Among):
            return self._postings.among(node.ids)
        return self._postings.everything() if isinstance(node, Everything) else ()

    def _all(self, node: And, field: TextField | None) -> Scores:
        """All parts: what narrows most cheaply first, scores summed in the parts' order."""
        kept: set[int] | None = None
        scored: dict[int, Scores] = {}
        for number, part in sorted(enumerate(node.parts), key=lambda p: _cost(p[1])):
            if isinstance(part, Not) and kept is not None:
                kept -= self.scores(part.part, field).keys()
            else:
                found = scored[number] = self.scores(part, field)
                kept = set(found) if kept is None else kept & found.keys()
            if not kept:
                return {}
        if kept is None:
            return dict.fromkeys(self._postings.everything(), 0.0)
        parts = [scored[number] for number in sorted(scored)]
        return {number: sum(part[number] for part in parts) for number in kept}

    def _variants(self, node: Variants, field: TextField | None) -> Scores:
        leaves = [p for p in node.parts if isinstance(p, Word | Phrase | Prefix | Fuzzy)]
        if len(leaves) < len(node.parts):
            return self.scores(Or(node.parts), field)
        return self._word(leaves, field)

    def _word(self, leaves: Sequence[Leaf], field: TextField | None) -> Scores:
        """The leaves as if they were one word."""
        fields = _FIELDS[field]
        if field is None and all(_is_short_prefix(leaf) for leaf in leaves):
            fields = (PREFIXES,)
        return _sum([self._in_field(leaves, name) for name in fields])

    def _in_field(self, leaves: Sequence[Leaf], field: str) -> Scores:
        counts = self._postings.counts(field, leaves[0])
        if len(leaves) > 1:
            counts = _sum([self._postings.counts(field, leaf) for leaf in leaves])
        if not counts:
            return {}
        idf = log(len(self._postings.everything()) / (len(counts) + 1)) + 1
        top = idf * (K1 + 1) * BOOST.get(field, 1.0)
        known = self._postings.lengths(field)
        if known is None:
            return {n: top * count / (count + K1) for n, count in counts.items()}
        lengths, average = known
        base, slope = K1 * (1 - B), K1 * B / average
        return {n: top * c / (c + base + slope * lengths[n]) for n, c in counts.items()}


def _is_short_prefix(leaf: Leaf) -> bool:
    return isinstance(leaf, Prefix) and len(leaf.text) <= SHORT_PREFIX


def _cost(node: Node) -> int:
    """Filters first, then words, and what is left out last."""
    if isinstance(node, Dated | Among):
        return 0
    return 2 if isinstance(node, Not) else 1


def _sum(parts: Sequence[Mapping[int, float]]) -> dict[int, float]:
    total = dict(parts[0]) if parts else {}
    for part in parts[1:]:
        for number, score in part.items():
            total[number] = total.get(number, 0.0) + score
    return total
