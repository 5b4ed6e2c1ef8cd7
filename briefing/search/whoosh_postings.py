"""The postings of one state of a Whoosh index, read through Whoosh's readers.

Every read of the files is guarded: what Whoosh throws at damaged data is IndexDamaged.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Any

from briefing.search.analyzer import is_capitals
from briefing.search.engine import IndexDamaged
from briefing.search.evaluate import PREFIXES
from briefing.search.stemming import stem
from briefing.search.terms import Asks, Leaf, Term, terms_of
from briefing.search.whoosh_schema import FOLDED, ROW, Row, encoded, may_be_from, row_of

_KEPT_COUNTS = 2_000_000
"""Postings kept decoded, over all the leaves asked for last."""
_FEW = 4
"""Terms whose postings are skipped through; those of more are read whole, for most are short."""

Atom = tuple[str, bytes]
"""A field of the index and a term in it."""


@contextmanager
def guarded() -> Iterator[None]:
    """Turn whatever reading damaged files throws into IndexDamaged."""
    try:
        yield
    except IndexDamaged:
        raise
    except Exception as error:
        raise IndexDamaged("the index cannot be read") from error


class WhooshPostings:
    """The postings as ``evaluate.Postings`` has them, with what was decoded last kept."""

    def __init__(self, reader: Any) -> None:
        self._segments = [(r, base) for r, base in reader.leaf_readers() if r.doc_count_all()]
        self._columns = [segment.column_reader(ROW) for segment, _ in self._segments]
        self._kept: OrderedDict[tuple[str, Leaf], dict[int, float]] = OrderedDict()
        self._kept_size = 0
        self._lexicons: dict[str, tuple[str, ...]] = {}
        self._number_of: dict[str, int] = {}

    @cached_property
    def rows(self) -> dict[int, Row]:
        """What the index keeps of each article, by its number."""
        rows: dict[int, Row] = {}
        with guarded():
            for (segment, base), column in zip(self._segments, self._columns, strict=True):
                gone = segment.is_deleted if segment.has_deletions() else None
                for number, data in enumerate(column):
                    if gone is None or not gone(number):
                        rows[base + number] = row_of(data)
        return rows

    def everything(self) -> Collection[int]:
        """See ``evaluate.Postings``."""
        return self.rows.keys()

    @cached_property
    def _lengths(self) -> dict[str, tuple[Sequence[int], float]]:
        size = max(self.rows, default=-1) + 1
        found: dict[str, tuple[Sequence[int], float]] = {}
        for name, get in (("body", _body_length), ("title", _title_length)):
            lengths = [0] * size
            for number, row in self.rows.items():
                lengths[number] = get(row)
            found[name] = (lengths, sum(lengths) / (len(self.rows) or 1))
        found[PREFIXES] = found["body"]
        return found

    def lengths(self, field: str) -> tuple[Sequence[int], float] | None:
        """See ``evaluate.Postings``."""
        return self._lengths.get(field)

    def dated(self, earliest: date | None, latest: date | None) -> Collection[int]:
        """See ``evaluate.Postings``."""
        return {n for n, row in self.rows.items() if may_be_from(row, earliest, latest)}

    def among(self, ids: frozenset[str]) -> Collection[int]:
        """See ``evaluate.Postings``."""
        if not self._number_of:
            self._number_of = {row.id: number for number, row in self.rows.items()}
        return {self._number_of[i] for i in ids if i in self._number_of}

    def counts(self, field: str, leaf: Leaf) -> Mapping[int, float]:
        """See ``evaluate.Postings``."""
        key = (field, leaf)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        with guarded():
            terms = terms_of(leaf)
            choices = [self._atoms(field, term) for term in terms]
            found = self._side_by_side(choices) if len(terms) > 1 else self._sum(choices[0])
        self._kept[key] = found
        self._kept_size += len(found) + 1
        while self._kept_size > _KEPT_COUNTS and len(self._kept) > 1:
            self._kept_size -= len(self._kept.popitem(last=False)[1]) + 1
        return found

    def _atoms(self, field: str, term: Term) -> list[Atom]:
        """The terms of the index that meet a term of the query."""
        words = field + FOLDED
        if term.asks in (Asks.STEM, Asks.ABBREVIATION):
            text = encoded(term.text)
            own = term.asks is Asks.STEM and stem(term.text) == term.text
            return [(field, text), (words, text)] if own else [(field, text)]
        if term.asks in (Asks.FOLDED, Asks.CAPITALS):
            return [(words, encoded(term.text))]
        if term.asks is Asks.NEAR:
            near = self.near(term.text, term.distance, words)
            return [(words, encoded(word)) for word, _ in near]
        if field == PREFIXES:
            return [(PREFIXES, encoded(term.text))]
        begin = {t for s, _ in self._segments for t in s.expand_prefix(words, encoded(term.text))}
        return [(words, bytes(t)) for t in sorted(begin)]

    def near(self, text: str, distance: int, words: str) -> list[tuple[str, int]]:
        """The words of a field at most so many edits away, with the number of edits."""
        from rapidfuzz.distance.Levenshtein import distance as edits
        from rapidfuzz.process import extract

        lexicon = self._lexicon(words)
        found = extract(text, lexicon, scorer=edits, score_cutoff=distance, limit=None)
        return [(word, int(far)) for word, far, _ in found]

    def _lexicon(self, field: str) -> tuple[str, ...]:
        """The folded words of a field; some may stand in removed articles only."""
        if field not in self._lexicons:
            with guarded():
                terms = {t for segment, _ in self._segments for t in segment.lexicon(field)}
                words = (bytes(term).decode() for term in terms)
                self._lexicons[field] = tuple(sorted(w for w in words if not is_capitals(w)))
        return self._lexicons[field]

    def _sum(self, atoms: list[Atom]) -> dict[int, float]:
        """How often each article has any of the terms."""
        counts: dict[int, float] = {}
        for segment, base in self._segments:
            for field, term in atoms:
                if (field, term) not in segment:
                    continue
                matcher = segment.postings(field, term)
                number, weight, step = matcher.id, matcher.weight, matcher.next
                while matcher.is_active():
                    at = base + number()
                    counts[at] = counts[at] + weight() if at in counts else weight()
                    step()
        return counts

    def _side_by_side(self, choices: list[list[Atom]]) -> dict[int, float]:
        """How often each article has one term of each choice, in a row."""
        counts: dict[int, float] = {}
        for segment, base in self._segments:
            present = [[a for a in atoms if a in segment] for atoms in choices]
            if all(present):
                for number, count in _in_a_row(segment, present).items():
                    counts[base + number] = count
        return counts


def _in_a_row(segment: Any, choices: list[list[Atom]]) -> dict[int, float]:
    """The same within one segment. Positions are read of as few articles as possible."""
    order = sorted(range(len(choices)), key=lambda c: len(choices[c]))
    candidates: set[int] | None = None
    for choice in order:
        if len(choices[choice]) <= _FEW:
            ids = {n for atom in choices[choice] for n in segment.postings(*atom).all_ids()}
            candidates = ids if candidates is None else candidates & ids
            if not candidates:
                return {}
    starts: dict[int, set[int]] | None = None
    for choice in order:
        found = _starts(segment, choices[choice], choice, candidates)
        if starts is None:
            starts = found
        else:
            both = ((n, starts[n] & found[n]) for n in starts.keys() & found.keys())
            starts = {n: rest for n, rest in both if rest}
        candidates = set(starts)
        if not candidates:
            return {}
    return {number: float(len(found)) for number, found in (starts or {}).items()}


def _starts(
    segment: Any, atoms: list[Atom], offset: int, candidates: set[int] | None
) -> dict[int, set[int]]:
    """Where rows begin whose word number ``offset`` is one of the terms, by article."""
    starts: dict[int, set[int]] = {}
    wanted = sorted(candidates) if candidates is not None and len(atoms) <= _FEW else None
    for atom in atoms:
        matcher = segment.postings(*atom)
        for number in _walk(matcher) if wanted is None else _skip(matcher, wanted):
            if candidates is None or number in candidates:
                found = starts.setdefault(number, set())
                found.update(position - offset for position in matcher.value_as("positions"))
    return starts


def _walk(matcher: Any) -> Iterator[int]:
    """Move a matcher to each article that it has."""
    while matcher.is_active():
        yield matcher.id()
        matcher.next()


def _skip(matcher: Any, wanted: list[int]) -> Iterator[int]:
    """Move a matcher to each wanted article that it has."""
    for number in wanted:
        if not matcher.is_active():
            return
        if matcher.id() < number:
            matcher.skip_to(number)
        if matcher.is_active() and matcher.id() == number:
            yield number


def _body_length(row: Row) -> int:
    return row.body_length


def _title_length(row: Row) -> int:
    return row.title_length
