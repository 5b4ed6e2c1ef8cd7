"""Stock Whoosh answering our queries: its own query classes and matchers, our formula.

What it takes from our code are the query tree, the terms that a leaf asks for, and the
schema. How often an article has a word comes from Whoosh's matchers, a posting at a time;
how scores add up and which articles match, from its ``And``, ``Or`` and searcher.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from math import log
from struct import Struct
from typing import Any

from rapidfuzz.distance.Levenshtein import distance

from briefing.search.evaluate import BOOST, K1, PREFIXES, SHORT_PREFIX, B
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
from briefing.search.stemming import stem
from briefing.search.terms import Asks, Leaf, Term, terms_of
from briefing.search.whoosh_library import index
from briefing.search.whoosh_schema import FOLDED, INDEX_NAME, ROW, encoded, make_schema
from briefing.search.whoosh_storage import Storage

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import matching, query
    from whoosh.query import spans

_ROW = Struct("<IIII")
_FIELDS = {
    None: ("body", "title"),
    TextField.TITLE: ("title",),
    TextField.OUTLET: ("outlet",),
    TextField.AUTHOR: ("byline",),
}
_LEAVES = (Word, Phrase, Prefix, Fuzzy)


class Given(query.Query):  # type: ignore[misc]
    """Articles with scores that are known already."""

    def __init__(self, scores: Mapping[int, float], bases: Mapping[int, int]) -> None:
        self._scores, self._bases = scores, bases
        self.boost = 1.0

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        reader = searcher.reader()
        base = self._bases[id(reader)]
        numbers = [n for n in range(reader.doc_count_all()) if base + n in self._scores]
        if not numbers:
            return matching.NullMatcher()
        return matching.ListMatcher(numbers, [self._scores[base + n] for n in numbers])

    def estimate_size(self, _reader: Any) -> int:
        return len(self._scores)

    def normalize(self) -> Given:
        return self

    def is_leaf(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class Stock:
    """An index opened by stock Whoosh."""

    def __init__(self, storage: Storage) -> None:
        self._searcher = index.FileIndex(storage, make_schema(), INDEX_NAME).searcher()
        subs = self._searcher.subsearchers or [(self._searcher, 0)]
        self._segments = [(s, base) for s, base in subs if s.reader().doc_count_all()]
        self._bases = {id(s.reader()): base for s, base in subs}
        self._rows: dict[int, tuple[str, int, int, int, int]] = {}
        for segment, base in self._segments:
            column = segment.reader().column_reader(ROW)
            for number in range(segment.reader().doc_count_all()):
                if not segment.reader().is_deleted(number):
                    data = column[number]
                    name = data[_ROW.size :].decode("utf-8", "surrogatepass")
                    self._rows[base + number] = (name, *_ROW.unpack_from(data))

    def scores(self, root: Node) -> dict[str, float]:
        """The articles for which ``root`` holds, by id, with their scores."""
        found = self._searcher.search(self._query(root, None), limit=None, optimize=False)
        return {self._rows[number][0]: score for score, number in found.top_n}

    def close(self) -> None:
        self._searcher.close()

    def _query(self, node: Node, field: TextField | None) -> Any:
        parts = node.parts if isinstance(node, Variants) else (node,)
        leaves = tuple(part for part in parts if isinstance(part, _LEAVES))
        if len(leaves) == len(parts):
            return self._word(leaves, field)
        if isinstance(node, And):
            return query.And([self._query(p, field) for p in node.parts])
        if isinstance(node, Or | Variants):
            return _any([self._query(p, field) for p in node.parts])
        if isinstance(node, Field):
            return self._query(node.part, node.name)
        if isinstance(node, Not):
            without = set(self._searcher.docs_for_query(self._query(node.part, field)))
            return self._constant(self._rows.keys() - without)
        return self._constant(n for n, row in self._rows.items() if _passes(node, row))

    def _constant(self, numbers: Any) -> Given:
        return Given(dict.fromkeys(numbers, 0.0), self._bases)

    def _word(self, leaves: tuple[Leaf, ...], field: TextField | None) -> Any:
        fields = _FIELDS[field]
        if field is None and all(_is_short(leaf) for leaf in leaves):
            fields = (PREFIXES,)
        return _any([Given(self._scored(leaves, name), self._bases) for name in fields])

    def _scored(self, leaves: tuple[Leaf, ...], field: str) -> dict[int, float]:
        counts: dict[int, float] = {}
        for leaf in leaves:
            for number, count in self._counts(leaf, field):
                counts[number] = counts.get(number, 0) + count
        if not counts:
            return {}
        idf = log(len(self._rows) / (len(counts) + 1)) + 1
        which = {"body": 3, "title": 4, PREFIXES: 3}.get(field)
        average = sum(row[which] for row in self._rows.values()) / len(self._rows) if which else 1
        scores = {}
        for number, count in counts.items():
            length = self._rows[number][which] if which else 1
            norm = K1 * (1 - B + B * length / (average or 1))
            scores[number] = idf * BOOST.get(field, 1) * count * (K1 + 1) / (count + norm)
        return scores

    def _counts(self, leaf: Leaf, field: str) -> Iterator[tuple[int, float]]:
        choices = [self._any_of(term, field) for term in terms_of(leaf)]
        near = spans.SpanNear2(choices, slop=1, ordered=True) if len(choices) > 1 else choices[0]
        for segment, base in self._segments:
            matcher = near.matcher(segment, segment.boolean_context())
            while matcher.is_active():
                if len(choices) > 1:
                    yield base + matcher.id(), len({span.start for span in matcher.spans()})
                else:
                    yield base + matcher.id(), matcher.weight()
                matcher.next()

    def _any_of(self, term: Term, field: str) -> Any:
        return _any([query.Term(name, text) for name, text in self._atoms(term, field)])

    def _atoms(self, term: Term, field: str) -> Iterator[tuple[str, bytes]]:
        words = field + FOLDED
        reader = self._searcher.reader()
        if term.asks in (Asks.STEM, Asks.ABBREVIATION):
            yield field, encoded(term.text)
            if term.asks is Asks.STEM and stem(term.text) == term.text:
                yield words, encoded(term.text)
        elif term.asks is Asks.NEAR:
            for text in reader.lexicon(words):
                word = bytes(text).decode()
                if word == word.casefold() and distance(word, term.text) <= term.distance:
                    yield words, bytes(text)
        elif term.asks is Asks.PREFIX and field == PREFIXES:
            yield PREFIXES, encoded(term.text)
        elif term.asks is Asks.PREFIX:
            yield from ((words, bytes(t)) for t in reader.expand_prefix(words, encoded(term.text)))
        else:
            yield words, encoded(term.text)


def _any(parts: list[Any]) -> Any:
    """Any of the parts. Whoosh's quicker matcher for many would take a score of 0 for no hit."""
    found = query.Or(parts)
    found.matcher_type = query.Or.DEFAULT_MATCHER
    return found


def _passes(node: Node, row: tuple[str, int, int, int, int]) -> bool:
    name, first, last, _, _ = row
    if isinstance(node, Dated):
        begin = int(f"{node.earliest:%Y%m%d}") if node.earliest else 0
        end = int(f"{node.latest:%Y%m%d}") if node.latest else 99_999_999
        return first <= last and first <= end and last >= begin
    if isinstance(node, Among):
        return name in node.ids
    return isinstance(node, Everything)


def _is_short(leaf: Leaf) -> bool:
    return isinstance(leaf, Prefix) and len(leaf.text) <= SHORT_PREFIX
