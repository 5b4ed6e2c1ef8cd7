"""The postings of the articles of one segment, gathered word by word in memory.

While articles come in, a word costs one look in a dictionary, from how it is written to the
list of places of what it is when folded, and eight bytes: the article's number in the upper
half, the position in the lower one. Because articles come in order these lists are in order,
so nothing is sorted. Stems, prefixes and positions are worked out of them when the segment
is written, once for each word instead of once for each place.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, count
from operator import call

from briefing.article import Article
from briefing.search.analyzer import PARAGRAPH_GAP, Form, form_of, visible_text
from briefing.search.evaluate import PREFIXES, SHORT_PREFIX
from briefing.search.positions import (
    SHIFT,
    Places,
    encoded_each,
    encoded_positions,
    numbers_and_positions,
)
from briefing.search.whoosh_pairs import least, pair_terms
from briefing.search.whoosh_schema import FOLDED, ID, PAIRS, TEXT_FIELDS, encoded, row_bytes
from briefing.search.whoosh_terms_writer import Postings
from briefing.search.written_words import plain_signs, written_words

_SINGLE = tuple(encoded_positions((position,)) for position in range(4096))
"""The encoded positions of a word that an article has once; they are the most."""

Terms = Iterator[tuple[bytes, Postings]]


class Gathered:
    """The postings of some articles. ``size`` says how many words were taken in."""

    def __init__(self) -> None:
        self.rows: list[bytes] = []
        self.numbers: dict[str, int] = {}
        """The number of each article by its id."""
        self.replaced: set[int] = set()
        """The numbers of articles in whose place another of the same id came later."""
        self.size = 0
        self._ids: dict[str, list[int]] = {}
        self._fields = {name: _Field() for name in TEXT_FIELDS}

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, article: Article) -> None:
        """Take in an article, in place of an earlier one with its id."""
        number = len(self.rows)
        if article.id in self.numbers:
            self.replaced.add(self.numbers[article.id])
        self.numbers[article.id] = number
        self._ids.setdefault(article.id, []).append(number)
        text = plain_signs(visible_text(article))
        body = (written_words(text[p.span.start : p.span.end]) for p in article.paragraphs)
        lengths = {"body": self._fields["body"].add(number, body)}
        for name in ("title", "outlet", "byline"):
            words = written_words(plain_signs(getattr(article, name) or ""))
            lengths[name] = self._fields[name].add(number, (words,)) if words else 0
        self.rows.append(row_bytes(article, lengths["body"], lengths["title"]))
        self.size += sum(lengths.values())

    def fields(self) -> Iterator[tuple[str, Terms]]:
        """Each field of the index that has terms, in order of name, with its terms in order.

        To be gone through once and in order: prefixes come of the words before them.
        """
        of_body = _Prefixes()
        terms: dict[str, Callable[[], Terms]] = {ID: lambda: _marks(self._ids)}
        for name, field in self._fields.items():
            terms[name] = field.stems
            terms[name + FOLDED] = partial(field.words, of_body if name == "body" else None)
        terms[PAIRS] = self._pairs
        terms[PREFIXES] = lambda: _prefix_terms(of_body, self._fields["title"])
        return ((name, terms[name]()) for name in sorted(terms))

    def _pairs(self) -> Terms:
        many = self._fields["body"].in_many(least(len(self.rows)))
        return pair_terms(many, len(self.rows))


class _Field:
    """The places of the words of one field."""

    def __init__(self) -> None:
        self.folded: dict[str, tuple[Places[int], Form]] = {}
        self._capitals: dict[str, Places[int]] = {}
        self._abbreviations: dict[str, Places[int]] = {}
        self._takers = _Takers(self._taker)

    def add(self, number: int, paragraphs: Iterable[list[str]]) -> int:
        """Take in the words of an article; how many there are."""
        place = first = number << SHIFT
        taker_of = self._takers.__getitem__
        gaps = 0
        for words in paragraphs:
            takers = [*map(taker_of, words)]
            if self._takers.some_are_none:
                takers = [take for take in takers if take is not _ignore]
            deque(map(call, takers, count(place)), 0)
            place += len(takers) + PARAGRAPH_GAP
            gaps += PARAGRAPH_GAP
        return place - first - gaps

    def words(self, prefixes: _Prefixes | None = None) -> Terms:
        """The field of folded words, and of those written in capitals."""
        known = {word: places for word, (places, _) in self.folded.items()}
        known.update(self._capitals)
        for word in sorted(known):
            found = _postings(known[word])
            if prefixes is not None and word in self.folded:
                prefixes.add(word, found.ids)
            yield encoded(word), found

    def stems(self) -> Terms:
        """The field of stems, of words that are not their own, and of abbreviations."""
        found: dict[str, list[Places[int]]] = {}
        for word, (places, form) in self.folded.items():
            if form.stem != word:
                found.setdefault(form.stem, []).append(places)
        for abbreviation, places in self._abbreviations.items():
            found.setdefault(abbreviation, []).append(places)
        return ((encoded(stem), _postings(_merged(found[stem]))) for stem in sorted(found))

    def in_many(self, least: float) -> dict[bytes, Places[int]]:
        """The places of each stem that has so many at least."""
        lists: dict[str, list[Places[int]]] = {}
        for places, form in self.folded.values():
            lists.setdefault(form.stem, []).append(places)
        many = {stem: found for stem, found in lists.items() if sum(map(len, found)) >= least}
        return {encoded(stem): _merged(found) for stem, found in many.items()}

    def _taker(self, written: str) -> Callable[[int], None]:
        """What takes the places of a written word."""
        form = form_of(written)
        if form is None:
            return _ignore
        if form.folded not in self.folded:
            self.folded[form.folded] = array("Q"), form
        take = self.folded[form.folded][0].append
        more = []
        if form.capitals is not None:
            more.append(self._capitals.setdefault(form.capitals, array("Q")).append)
        if form.abbreviation is not None:
            more.append(self._abbreviations.setdefault(form.abbreviation, array("Q")).append)
        return _all_of(take, *more) if more else take


class _Takers(dict[str, Callable[[int], None]]):
    """What takes the places of each written word, made when the word first comes up."""

    def __init__(self, make: Callable[[str], Callable[[int], None]]) -> None:
        super().__init__()
        self._make = make
        self.some_are_none = False

    def __missing__(self, written: str) -> Callable[[int], None]:
        take = self[written] = self._make(written)
        self.some_are_none |= take is _ignore
        return take


def _ignore(_: int) -> None:
    """Takes the places of what is no word."""


def _all_of(*takers: Callable[[int], None]) -> Callable[[int], None]:
    def take(place: int) -> None:
        for each in takers:
            each(place)

    return take


def _merged(lists: list[Places[int]]) -> Places[int]:
    return lists[0] if len(lists) == 1 else array("Q", sorted(chain.from_iterable(lists)))


def _postings(places: Places[int]) -> Postings:
    """The postings of a term that stands at ``places``."""
    if len(places) == 1:
        number, position = divmod(places[0], 1 << SHIFT)
        return Postings((number,), None, _encoded((position,)))
    numbers, positions = numbers_and_positions(places)
    counts = Counter(numbers)
    if len(counts) == len(numbers):
        return Postings(numbers.tolist(), None, _encoded(positions))
    return Postings([*counts], [*counts.values()], encoded_each(positions, counts.values()))


def _encoded(positions: Sequence[int]) -> list[bytes]:
    """Each position by itself as the index has it."""
    try:
        return [*map(_SINGLE.__getitem__, positions)]
    except IndexError:
        return [encoded_positions((position,)) for position in positions]


def _marks(terms: dict[str, list[int]]) -> Terms:
    return ((encoded(term), Postings(terms[term])) for term in sorted(terms))


class _Prefixes:
    """The short beginnings of words, with the articles that have any word that begins so.

    A longer prefix is done when the words in order have left it, and then is a part of the
    next shorter one, so that no article of a word is looked at more than once.
    """

    def __init__(self) -> None:
        self._found: dict[str, array[int]] = {}
        self._open: list[tuple[str, set[int]]] = []

    def add(self, word: str, numbers: Iterable[int]) -> None:
        """The articles of the next word in order."""
        shared = sum(word.startswith(prefix) for prefix, _ in self._open)
        self._close(shared)
        for length in range(shared + 1, min(len(word), SHORT_PREFIX) + 1):
            self._open.append((word[:length], set()))
        self._open[-1][1].update(numbers)

    def found(self) -> dict[str, array[int]]:
        """The numbers of the articles of each prefix, after the last word."""
        self._close(0)
        return self._found

    def _close(self, length: int) -> None:
        while len(self._open) > length:
            prefix, numbers = self._open.pop()
            self._found[prefix] = array("I", sorted(numbers))
            if self._open:
                self._open[-1][1].update(numbers)


def _prefix_terms(body: _Prefixes, title: _Field) -> Terms:
    """The prefixes of both fields, after the words of the body were gone through."""
    of_title = _Prefixes()
    for _ in title.words(of_title):
        pass
    found = body.found()
    for prefix, numbers in of_title.found().items():
        found[prefix] = array("I", sorted({*found.get(prefix, ()), *numbers}))
    return ((encoded(prefix), Postings(found[prefix].tolist())) for prefix in sorted(found))
