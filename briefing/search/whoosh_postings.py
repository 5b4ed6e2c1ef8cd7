"""The postings of one state of a Whoosh index, over all its segments.

Every read of the files is guarded: what Whoosh throws at damaged data is IndexDamaged.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any

from briefing.search.analyzer import is_capitals
from briefing.search.dense import Dense, added, spread
from briefing.search.engine import IndexDamaged
from briefing.search.evaluate import PREFIXES
from briefing.search.stemming import stem
from briefing.search.terms import Asks, Leaf, Term, terms_of
from briefing.search.whoosh_lists import Atom, Lists, lists_of
from briefing.search.whoosh_phrases import Choice, choice_of, in_a_row
from briefing.search.whoosh_rows import Rows
from briefing.search.whoosh_schema import FOLDED, ROW, decoded, encoded

if TYPE_CHECKING:
    from datetime import date

    from briefing.search.whoosh_blocks import Listed

_KEPT_COUNTS = 400_000
"""Postings kept decoded, over all the leaves asked for last: of about 100 bytes each."""

MANY_OF = 12
FEWEST_DENSE = 1_000
"""Postings of a term that are one for so many articles, and articles, from which on bytes pay."""


class guarded:
    """Turn whatever reading damaged files throws into IndexDamaged."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing is needed for that."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, IndexDamaged):
            raise IndexDamaged("the index cannot be read") from error


class WhooshPostings:
    """The postings as ``evaluate.Postings`` has them, with what was decoded last kept."""

    def __init__(self, reader: Any) -> None:
        self._segments = [(r, base) for r, base in reader.leaf_readers() if r.doc_count_all()]
        self._columns = [s.column_reader(ROW, translate=False) for s, _ in self._segments]
        self._lists: list[tuple[Lists, int]] = [(lists_of(r), b) for r, b in self._segments]
        self._articles = [reader.doc_count_all() for reader, _ in self._segments]
        self._kept: OrderedDict[tuple[str, Leaf], Mapping[int, float]] = OrderedDict()
        self._kept_size = 0
        self._lexicons: dict[str, Lexicon] = {}

    @cached_property
    def rows(self) -> Rows:
        """What the index keeps of each article, by its number."""
        with guarded():
            return Rows(self._segments, self._columns)

    def everything(self) -> Set[int]:
        """See ``evaluate.Postings``."""
        return self.rows.live

    def size(self) -> int:
        """See ``evaluate.Postings``."""
        return self.rows.size

    def lengths(self, field: str) -> tuple[Sequence[int], float]:
        """See ``evaluate.Postings``."""
        name = "body" if field == PREFIXES else field
        if name in self.rows.lengths:
            return self.rows.lengths[name], self.rows.averages[name]
        return [1] * self.rows.size, 1.0

    def dated(self, earliest: date | None, latest: date | None) -> Set[int]:
        """See ``evaluate.Postings``."""
        return self.rows.dated(earliest, latest)

    def among(self, ids: frozenset[str]) -> Set[int]:
        """See ``evaluate.Postings``."""
        number_of = self.rows.number_of
        return {number_of[i] for i in ids if i in number_of}

    def counts(self, field: str, leaf: Leaf) -> Mapping[int, float]:
        """See ``evaluate.Postings``."""
        key = (field, leaf)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        with guarded():
            terms = terms_of(leaf)
            if len(terms) == 1:
                found = self._sum(self._atoms(field, terms[0]))
            else:
                found = self._in_a_row([choice_of(field, t, self._atoms(field, t)) for t in terms])
        self._kept[key] = found
        self._kept_size += _cost(found)
        while self._kept_size > _KEPT_COUNTS and len(self._kept) > 1:
            self._kept_size -= _cost(self._kept.popitem(last=False)[1])
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
        begin = {t for lists, _ in self._lists for t in lists.starting(words, encoded(term.text))}
        return [(words, t) for t in sorted(begin)]

    def near(self, text: str, distance: int, words: str) -> list[tuple[str, int]]:
        """The words of a field at most so many edits away, with the number of edits."""
        if words not in self._lexicons:
            with guarded():
                terms = {t for lists, _ in self._lists for t in lists.words(words)}
                folded = map(decoded, terms)
                self._lexicons[words] = Lexicon(w for w in folded if not is_capitals(w))
        return self._lexicons[words].near(text, distance)

    def _sum(self, atoms: list[Atom]) -> Mapping[int, float]:
        """How often each article has any of the terms."""
        having: list[list[Atom]] = []
        postings = 0
        for lists, _ in self._lists:
            some = []
            for atom in atoms:
                if count := lists.articles(atom):
                    some.append(atom)
                    postings += count
            having.append(some)
        if not postings:
            return {}
        if postings * MANY_OF >= self.rows.size >= FEWEST_DENSE:
            data = b"".join(self._in_bytes(n, some) or b"\xff" for n, some in enumerate(having))
            if data.isascii():
                return Dense(self._without_gone(data))
            return Dense.of(self._added_up(having), self.rows.size)
        return self._added_up(having)

    def _in_bytes(self, number: int, atoms: list[Atom]) -> bytes | None:
        """The same of a segment, with a byte for each article; None where one is too small."""
        lists, articles = self._lists[number][0], self._articles[number]
        dense, listed = [bytes(articles)], []
        for atom in atoms:
            if (data := lists.in_bytes(atom)) is not None:
                dense.append(data)
            elif (part := lists.listed(atom, 0)) is not None:
                listed.append(part)
        data = added(dense)
        if data is None or not listed:
            return data
        try:
            return spread(listed, data)
        except ValueError:
            return None

    def _added_up(self, having: list[list[Atom]]) -> dict[int, float]:
        """The same of all segments, article by article; ``having``: the terms that each has."""
        counts: dict[int, Any] = {}
        for (lists, base), atoms in zip(self._lists, having, strict=True):
            found = [part for atom in atoms if (part := lists.listed(atom, base)) is not None]
            if len(found) == 1:
                counts.update(zip(found[0].numbers, _counts(found[0]), strict=False))
            elif found:
                counts.update(_together(found))
        for number in self._gone(counts):
            del counts[number]
        return counts

    def _without_gone(self, data: bytes) -> bytes:
        if not self.rows.gone:
            return data
        left = bytearray(data)
        for number in self.rows.gone:
            left[number] = 0
        return bytes(left)

    def _gone(self, numbers: Mapping[int, object]) -> list[int]:
        gone = self.rows.gone
        return [n for n in gone if n in numbers] if gone else []

    def _in_a_row(self, choices: list[Choice]) -> Mapping[int, float]:
        """How often each article has one term of each choice, in a row."""
        found = [(in_a_row(lists, choices), base) for lists, base in self._lists]
        if sum(_size(part) for part, _ in found) * MANY_OF >= self.rows.size >= FEWEST_DENSE:
            with suppress(ValueError):
                each = zip(found, self._articles, strict=True)
                data = b"".join(spread([part], bytes(size)) for (part, _), size in each)
                if data.isascii():
                    return Dense(self._without_gone(data))
        counts: dict[int, float] = {}
        for part, base in found:
            counts.update(zip(map(base.__add__, part.numbers), _counts(part), strict=False))
        for number in self._gone(counts):
            del counts[number]
        return counts


class Lexicon:
    """The folded words of a field; some may stand in removed articles only."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for word in words:
            self._by_length.setdefault(len(word), []).append(word)

    def near(self, text: str, distance: int) -> list[tuple[str, int]]:
        """The words at most so many edits away, with the number of edits."""
        from rapidfuzz.distance.Levenshtein import distance as edits
        from rapidfuzz.process import extract

        near: list[tuple[str, int]] = []
        for length in range(len(text) - distance, len(text) + distance + 1):
            words = self._by_length.get(length, ())
            found = extract(text, words, scorer=edits, score_cutoff=distance, limit=None)
            near += [(word, int(far)) for word, far, _ in found]
        return near


def _cost(counts: Mapping[int, float]) -> int:
    """What it costs to keep them, in postings of a dictionary."""
    return len(counts.data) // 16 if isinstance(counts, Dense) else len(counts) + 1


def _size(listed: Listed) -> int:
    return len(listed.numbers)


def _counts(listed: Listed) -> Iterable[float]:
    return repeat(1) if listed.counts is None else listed.counts


def _together(found: Sequence[Listed]) -> dict[int, Any]:
    """How often articles have any of several terms."""
    first, *others = sorted(found, key=_size, reverse=True)
    counts: Counter[int] = Counter()
    dict.update(counts, zip(first.numbers, _counts(first), strict=False))  # type: ignore[misc]
    for other in others:
        if other.counts is None:
            counts.update(other.numbers)
        else:
            _add(counts, other)
    return counts


def _add(counts: dict[int, Any], listed: Listed) -> None:
    others = dict(zip(listed.numbers, _counts(listed), strict=False))
    for number in counts.keys() & others.keys():
        others[number] += counts[number]
    dict.update(counts, others)
