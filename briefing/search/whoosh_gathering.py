"""The postings of the articles of one segment, gathered word by word in memory.

While articles come in, a word costs one look in a dictionary, from how it is written to the
list of places of what it is when folded, and eight bytes: the article's number in the upper
half, the position in the lower one. Because articles come in order these lists are in order,
so nothing is sorted. Stems, prefixes and positions are worked out of them when the segment
is written, once for each word instead of once for each place.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from briefing.article import Article
from briefing.search.analyzer import PARAGRAPH_GAP, Form, form_of, visible_text
from briefing.search.evaluate import PREFIXES, SHORT_PREFIX
from briefing.search.positions import encoded_positions
from briefing.search.whoosh_schema import FOLDED, ID, TEXT_FIELDS, encoded, row_bytes
from briefing.search.whoosh_terms_writer import Postings
from briefing.search.written_words import plain_signs, written_words

Places = array  # of "Q": an article's number << 32 | a position
_SHIFT = 32
_POSITION, _NUMBER = (0, 1) if sys.byteorder == "little" else (1, 0)
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
        """Each field of the index that has terms, in order of name, with its terms in order."""
        terms = {ID: _marks(self._ids)}
        for name, field in self._fields.items():
            terms[name] = field.stems()
            terms[name + FOLDED] = field.words()
        terms[PREFIXES] = _prefixes(self._fields["body"], self._fields["title"])
        return ((name, terms[name]) for name in sorted(terms))


class _Field:
    """The places of the words of one field."""

    def __init__(self) -> None:
        self.folded: dict[str, tuple[Places[int], Form]] = {}
        self._capitals: dict[str, Places[int]] = {}
        self._abbreviations: dict[str, Places[int]] = {}
        self._takers = _Takers(self._taker)

    def add(self, number: int, paragraphs: Iterable[list[str]]) -> int:
        """Take in the words of an article; how many there are."""
        place = first = number << _SHIFT
        taker_of = self._takers.__getitem__
        gaps = 0
        for words in paragraphs:
            takers = [*map(taker_of, words)]
            if self._takers.some_are_none:
                takers = [take for take in takers if take is not _ignore]
            for at, take in enumerate(takers, place):
                take(at)
            place += len(takers) + PARAGRAPH_GAP
            gaps += PARAGRAPH_GAP
        return place - first - gaps

    def words(self) -> Terms:
        """The field of folded words, and of those written in capitals."""
        known = {word: places for word, (places, _) in self.folded.items()}
        known.update(self._capitals)
        return ((encoded(word), _postings(known[word])) for word in sorted(known))

    def stems(self) -> Terms:
        """The field of stems, of words that are not their own, and of abbreviations."""
        found: dict[str, list[Places[int]]] = {}
        for word, (places, form) in self.folded.items():
            if form.stem != word:
                found.setdefault(form.stem, []).append(places)
        for abbreviation, places in self._abbreviations.items():
            found.setdefault(abbreviation, []).append(places)
        return ((encoded(stem), _postings(_merged(found[stem]))) for stem in sorted(found))

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
        number, position = divmod(places[0], 1 << _SHIFT)
        return Postings((number,), None, (_encoded_position(position),))
    halves = array("I", places.tobytes())
    numbers, positions = halves[_NUMBER::2], halves[_POSITION::2]
    counts = Counter(numbers)
    if len(counts) == len(numbers):
        return Postings(numbers.tolist(), None, [*map(_encoded_position, positions)])
    values = []
    at = 0
    for count in counts.values():
        values.append(encoded_positions(positions[at : at + count]))
        at += count
    return Postings([*counts], [*counts.values()], values)


def _encoded_position(position: int) -> bytes:
    return _SINGLE[position] if position < len(_SINGLE) else encoded_positions((position,))


def _marks(terms: dict[str, list[int]]) -> Terms:
    return ((encoded(term), Postings(terms[term])) for term in sorted(terms))


def _prefixes(*fields: _Field) -> Terms:
    """The short beginnings of all words, with the articles that have any such word.

    A longer prefix is done when the words in order have left it, and then is a part of the
    next shorter one, so that no word is looked at more than once.
    """
    found: dict[str, array[int]] = {}
    open_prefixes: list[tuple[str, set[int]]] = []

    def close(length: int) -> None:
        while len(open_prefixes) > length:
            prefix, numbers = open_prefixes.pop()
            found[prefix] = array("I", sorted(numbers))
            if open_prefixes:
                open_prefixes[-1][1].update(numbers)

    for word in sorted({word for field in fields for word in field.folded}):
        shared = sum(word.startswith(prefix) for prefix, _ in open_prefixes)
        close(shared)
        for length in range(shared + 1, min(len(word), SHORT_PREFIX) + 1):
            open_prefixes.append((word[:length], set()))
        for field in fields:
            if word in field.folded:
                numbers = array("I", field.folded[word][0].tobytes())[_NUMBER::2]
                open_prefixes[-1][1].update(numbers)
    close(0)
    return ((encoded(prefix), Postings(found[prefix].tolist())) for prefix in sorted(found))
