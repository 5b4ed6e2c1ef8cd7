"""Evaluation of a query tree over the postings of an index: which articles, with what score.

The score of a word is BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond", 2009) with the idf that Whoosh uses, summed over the
fields; a phrase, a prefix, a fuzzy word and all spellings of one thing count as one
word. Scores depend on the articles alone, not on how the index came about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from functools import cached_property, partial, reduce
from heapq import nlargest
from math import log
from operator import and_, or_
from typing import Protocol

from briefing.search import pruning
from briefing.search.dense import Dense, having, mask_of, numbers_of, summed
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
WORTH_PRUNING = 8
"""How many times the articles that are wanted must match before bounds are looked at."""
FEW_OF = 8
"""A filter that leaves one article in so many is looked at article by article."""
SHORT_PREFIX = 3
"""Prefixes up to this length have postings of their own, in the field ``PREFIXES``."""
PREFIXES = "prefixes"
FIELDS: dict[TextField | None, tuple[str, ...]] = {
    None: ("body", "title"),
    TextField.TITLE: ("title",),
    TextField.OUTLET: ("outlet",),
    TextField.AUTHOR: ("byline",),
}
"""Where words are looked for: in the field named, or in text and title."""

Scores = dict[int, float]
"""The articles that match, by their number in the index, with their scores."""


class Postings(Protocol):
    """What an index knows, in terms of article numbers."""

    def everything(self) -> Set[int]:
        """All articles."""
        ...

    def size(self) -> int:
        """The number after that of the last article."""
        ...

    def counts(self, field: str, leaf: Leaf) -> Mapping[int, float]:
        """How often each article that has a leaf in a field has it there.

        ``Dense`` where they are many.
        """
        ...

    def lengths(self, field: str) -> tuple[Sequence[int], float]:
        """How many words a field has in each article, and on average; 1 where all are alike."""
        ...

    def dated(self, earliest: date | None, latest: date | None) -> Set[int]:
        """The articles that may be from that range."""
        ...

    def among(self, ids: frozenset[str]) -> Set[int]:
        """The articles with these ids."""
        ...


class Evaluator:
    """Evaluates trees over one state of an index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._norms: dict[str, pruning.Norms] = {}
        self._summed: dict[tuple[Sequence[Leaf], str], Mapping[int, float]] = {}
        """Counts of leaves together, of the query that is answered."""

    def best(self, node: Node, limit: int) -> tuple[list[tuple[int, float]], int]:
        """The best ``limit`` articles and those as good as the last of them, and how many match.

        In no order.
        """
        self._summed = {}
        if self._few(node):
            scores = self.scores(node)
        else:
            mask = self._mask(node)
            total = mask.bit_count()
            parts = [*self._parts(node)]
            if total > WORTH_PRUNING * limit and 0 < len(parts) <= pruning.MOST_PARTS:
                found = pruning.best(mask, parts, limit, partial(self.scores, node, None))
                if found is not None:
                    return found, total
            scores = self.scores(node, None, numbers_of(mask, self._postings.size()))
        if len(scores) <= limit:
            return [*scores.items()], len(scores)
        least = min(nlargest(limit, scores.values()), default=0.0)
        return [pair for pair in scores.items() if pair[1] >= least], len(scores)

    def _few(self, node: Node, field: TextField | None = None) -> bool:
        """Whether so few articles match that they are best looked at one by one."""
        if isinstance(node, And):
            return any(self._few(part, field) for part in node.parts)
        if isinstance(node, Or) or (isinstance(node, Variants) and _leaves(node) is None):
            return all(self._few(part, field) for part in node.parts)
        if isinstance(node, Field):
            return self._few(node.part, node.name)
        if isinstance(node, Dated | Among):
            return len(self._filter(node, field)) * FEW_OF <= len(self._postings.everything())
        leaves = _leaves(node)
        if leaves is None:
            return False
        return not any(isinstance(self._counts(leaves, f), Dense) for f in _fields(leaves, field))

    def _mask(self, node: Node, field: TextField | None = None) -> int:
        """The articles for which ``node`` holds, as a mask; see ``dense``."""
        if isinstance(node, And):
            return reduce(and_, (self._mask(p, field) for p in node.parts), self._everything)
        if isinstance(node, Or) or (isinstance(node, Variants) and _leaves(node) is None):
            return reduce(or_, (self._mask(part, field) for part in node.parts), 0)
        if isinstance(node, Field):
            return self._mask(node.part, node.name)
        if isinstance(node, Not):
            return self._everything & ~self._mask(node.part, field)
        leaves = _leaves(node)
        if leaves is None:
            return mask_of(self._filter(node, field), self._postings.size())
        counts = (self._counts(leaves, f) for f in _fields(leaves, field))
        return reduce(or_, (_mask_of(each, self._postings.size()) for each in counts))

    @cached_property
    def _everything(self) -> int:
        return mask_of(self._postings.everything(), self._postings.size())

    def _parts(self, node: Node, field: TextField | None = None) -> Iterator[pruning.Part]:
        """What scores are the sum of."""
        if isinstance(node, And | Or) or (isinstance(node, Variants) and _leaves(node) is None):
            for part in node.parts:
                yield from self._parts(part, field)
        elif isinstance(node, Field):
            yield from self._parts(node.part, node.name)
        elif leaves := _leaves(node):
            for name in _fields(leaves, field):
                if counts := self._counts(leaves, name):
                    yield pruning.Part(counts, self._top(counts, name), self._norms_of(name))

    def hits(
        self, node: Node, field: TextField | None = None, within: Set[int] | None = None
    ) -> Set[int]:
        """The articles for which ``node`` holds. ``within``: only those of these articles."""
        if isinstance(node, And):
            return self._all(node, field, within)
        if isinstance(node, Or) or (isinstance(node, Variants) and _leaves(node) is None):
            return set().union(*(self.hits(part, field, within) for part in node.parts))
        if isinstance(node, Field):
            return self.hits(node.part, node.name, within)
        if isinstance(node, Word | Phrase | Prefix | Fuzzy | Variants):
            leaves = _leaves(node) or ()
            counts = (self._counts(leaves, f) for f in _fields(leaves, field))
            first, *others = (_having(within, each) for each in counts)
            return set(first).union(*others) if others else first
        found = self._filter(node, field, within)
        return found if within is None else found & within

    def scores(
        self, node: Node, field: TextField | None = None, within: Set[int] | None = None
    ) -> Scores:
        """The articles for which ``node`` holds; filters and negations score nothing.

        ``within``: only those of these articles.
        """
        if isinstance(node, And):
            kept = self._all(node, field, within)
            scored = [self.scores(p, field, kept) for p in node.parts if not _is_filter(p)]
            return _of_the_same(scored) if kept and scored else dict.fromkeys(kept, 0.0)
        if isinstance(node, Or) or (isinstance(node, Variants) and _leaves(node) is None):
            return _sum([self.scores(part, field, within) for part in node.parts])
        if isinstance(node, Field):
            return self.scores(node.part, node.name, within)
        if isinstance(node, Word | Phrase | Prefix | Fuzzy | Variants):
            leaves = _leaves(node) or ()
            return _sum([self._in_field(leaves, f, within) for f in _fields(leaves, field)])
        return dict.fromkeys(self.hits(node, field, within), 0.0)

    def _filter(
        self, node: Node, field: TextField | None, within: Set[int] | None = None
    ) -> Set[int]:
        if isinstance(node, Not):
            everything = self._postings.everything() if within is None else within
            return everything - self.hits(node.part, field, within)
        if isinstance(node, Dated):
            return self._postings.dated(node.earliest, node.latest)
        if isinstance(node, Among):
            return self._postings.among(node.ids)
        return self._postings.everything() if isinstance(node, Everything) else frozenset()

    def _all(self, node: And, field: TextField | None, within: Set[int] | None = None) -> Set[int]:
        """The articles for which all parts hold: what narrows most cheaply comes first."""
        kept = within
        for part in sorted(node.parts, key=_cost):
            if kept is not None and not kept:
                break
            kept = self.hits(part, field, kept)
        return self._postings.everything() if kept is None else kept

    def _counts(self, leaves: Sequence[Leaf], field: str) -> Mapping[int, float]:
        """How often each article has the leaves in a field, as if they were one word."""
        if len(leaves) == 1:
            return self._postings.counts(field, leaves[0])
        if (leaves, field) not in self._summed:
            parts = [self._postings.counts(field, leaf) for leaf in leaves]
            self._summed[leaves, field] = summed(parts, self._postings.size())
        return self._summed[leaves, field]

    def _in_field(self, leaves: Sequence[Leaf], field: str, within: Set[int] | None) -> Scores:
        counts = self._counts(leaves, field)
        if not counts:
            return {}
        top, norms = self._top(counts, field), self._norms_of(field).each
        if within is None:
            return {n: top * c / (c + norms[n]) for n, c in counts.items()}
        if len(within) > len(counts):
            return {n: top * c / (c + norms[n]) for n, c in counts.items() if n in within}
        return {n: top * (c := counts[n]) / (c + norms[n]) for n in _having(within, counts)}

    def _top(self, counts: Mapping[int, float], field: str) -> float:
        """What a score of counts in a field approaches, the more often an article has them."""
        idf = log(len(self._postings.everything()) / (len(counts) + 1)) + 1
        return idf * (K1 + 1) * BOOST.get(field, 1.0)

    def _norms_of(self, field: str) -> pruning.Norms:
        """What stands beside the count below the line in BM25, for each article."""
        if field not in self._norms:
            lengths, average = self._postings.lengths(field)
            base, slope = K1 * (1 - B), K1 * B / (average or 1)
            self._norms[field] = pruning.Norms([base + slope * length for length in lengths])
        return self._norms[field]


def _is_filter(node: Node) -> bool:
    """Whether the node scores nothing."""
    return isinstance(node, Not | Dated | Among | Everything)


def _fields(leaves: Sequence[Leaf], field: TextField | None) -> tuple[str, ...]:
    if field is None and all(map(_is_short_prefix, leaves)):
        return (PREFIXES,)
    return FIELDS[field]


def _leaves(node: Node) -> tuple[Leaf, ...] | None:
    """The leaves that rank as one word; None where the node is more than that."""
    if isinstance(node, Word | Phrase | Prefix | Fuzzy):
        return (node,)
    if not isinstance(node, Variants):
        return None
    leaves = tuple(p for p in node.parts if isinstance(p, Word | Phrase | Prefix | Fuzzy))
    return leaves if len(leaves) == len(node.parts) else None


def _is_short_prefix(leaf: Leaf) -> bool:
    return isinstance(leaf, Prefix) and len(leaf.text) <= SHORT_PREFIX


def _having(within: Set[int] | None, counts: Mapping[int, float]) -> Set[int]:
    if within is None:
        return {*counts} if isinstance(counts, Dense) else counts.keys()
    return having(within, counts)


def _mask_of(counts: Mapping[int, float], articles: int) -> int:
    return counts.mask if isinstance(counts, Dense) else mask_of(counts, articles)


def _cost(node: Node) -> int:
    """Filters first, then words, and what is left out last."""
    if isinstance(node, Dated | Among):
        return 0
    return 2 if isinstance(node, Not) else 1


def _of_the_same(parts: Sequence[Scores]) -> Scores:
    """What the parts have of each article, where all have the same ones."""
    total, *others = parts
    for part in others:
        total = {number: score + part[number] for number, score in total.items()}
    return total


def _sum(parts: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """What the parts have of each article, added up in their order."""
    total = dict(parts[0]) if parts else {}
    for part in parts[1:]:
        for number, score in part.items():
            total[number] = total.get(number, 0.0) + score
    return total
