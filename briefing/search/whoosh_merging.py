"""Segments made into one: when, and how.

Every commit leaves a segment, and every search asks all of them. Segments of about one size
are merged when there are ``FEW`` of them, so that there are never many and no article is
written more often than the logarithm of their number. What a commit merges is bounded by
what it adds, so that adding costs the same in a small library and in a large one; only when
there would be too many segments a commit merges more, and that seldom.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from io import BytesIO
from itertools import chain, compress, groupby
from math import inf
from operator import itemgetter
from struct import Struct
from typing import IO, Any, NamedTuple

from briefing.search.analyzer import is_capitals
from briefing.search.positions import Places, places_of
from briefing.search.stemming import stem
from briefing.search.whoosh_blocks import unpacked_one
from briefing.search.whoosh_library import unpickled
from briefing.search.whoosh_pairs import least, pair_terms
from briefing.search.whoosh_schema import BODY, FOLDED, PAIRS, decoded
from briefing.search.whoosh_segment import rows_of, write_segment
from briefing.search.whoosh_storage import Storage
from briefing.search.whoosh_terms_writer import Postings, unpacked

FEW = 8
"""Segments of about one size that are merged, and how much larger the next size is."""
MANY = 24
"""Segments from which on a commit merges whatever is due."""
FREE = 64
"""Articles that a commit may merge however few it adds."""
PER_ADDED = 8
"""Articles that a commit may merge for each that it adds."""
MOST = 10_000
"""Articles that a commit may merge however many it adds."""

Term = tuple[str, bytes]
"""A field and a term in it."""
_LENGTH = Struct("!i")
_LENGTHS = Struct("!ii")
_PLACE = Struct("!qi")
_TABLE, _TABLES = Struct("!qi"), 256
_HEADER, _MAGIC, _FIELD = 13, 4, 2


def due(segments: Sequence[Any], added: int) -> list[Any]:
    """Which segments a commit that adds so many articles should merge; none or several."""
    sizes: dict[int, list[Any]] = {}
    for segment in segments:
        sizes.setdefault(_size(segment.doc_count()), []).append(segment)
    for size in sorted(sizes):
        count = sum(segment.doc_count() for segment in sizes[size])
        affordable = count <= min(FREE + PER_ADDED * added, MOST)
        if len(sizes[size]) >= FEW and (affordable or len(segments) > MANY):
            return sizes[size]
    return []


def _size(articles: int) -> int:
    size = 0
    while articles >= FEW:
        articles //= FEW
        size += 1
    return size


def merged(storage: Storage, segments: Sequence[Any], target: Storage | None = None) -> Any:
    """A new segment with the articles of several in their order, without those removed.

    It is written to ``target`` where that is not the same.
    """
    rows: list[bytes] = []
    sources: list[_Source] = []
    try:
        for segment in segments:
            deleted = set(segment.deleted_docs())
            stay = [number not in deleted for number in range(segment.doc_count_all())]
            numbers = {old: new for new, old in enumerate(_where(stay), len(rows))}
            sources.append(_Source(storage, segment, numbers if deleted else None, len(rows)))
            rows.extend(compress(rows_of(storage, segment), stay))
        return write_segment(target or storage, rows, _fields(sources, len(rows)))
    finally:
        for source in sources:
            source.close()


def _where(stay: Sequence[bool]) -> Iterator[int]:
    return compress(range(len(stay)), stay)


class _Source:
    """A segment whose postings are read in order, with the numbers of the new segment."""

    def __init__(
        self, storage: Storage, segment: Any, numbers: Mapping[int, int] | None, base: int
    ) -> None:
        """``numbers`` are those of the articles that stay; None where all do, from ``base`` on."""
        self._numbers = numbers
        self._base = base
        self._terms = (storage.path / segment.make_filename(".trm")).read_bytes()
        self._file: IO[bytes] = (storage.path / segment.make_filename(".pst")).open("rb")

    def terms(self) -> Iterator[_Stored]:
        """Each term with where its postings are, in order."""
        data = self._terms
        end_of_extras = len(data) - _LENGTH.size
        extras = end_of_extras - _LENGTH.unpack_from(data, end_of_extras)[0]
        fields = unpickled(BytesIO(data[extras:]))["fieldmap"]
        names = {number: name for name, number in fields.items()}
        at, end = _HEADER, _TABLE.unpack_from(data, extras - _TABLES * _TABLE.size)[0]
        while at < end:
            key, value = _LENGTHS.unpack_from(data, at)
            start = at + _LENGTHS.size
            at = start + key + value
            name = names[int.from_bytes(data[start : start + _FIELD], "big")]
            place, length = _PLACE.unpack_from(data, at - _PLACE.size)
            yield (name, data[start + _FIELD : start + key]), self, place, length

    def postings(self, place: int, length: int) -> Iterator[Postings]:
        """The postings of a term, block by block."""
        self._file.seek(place)
        data = self._file.read(length)
        if (one := unpacked_one(data)) is not None:
            yield from self._renumbered_one(*one)
            return
        at = _MAGIC
        while at < length:
            start = at + _LENGTH.size
            at = start + abs(_LENGTH.unpack_from(data, at)[0])
            yield self._renumbered(unpacked(BytesIO(data[start:at]), unpickled))

    def _renumbered_one(self, number: int, value: bytes | None) -> Iterator[Postings]:
        new = self._base + number if self._numbers is None else self._numbers.get(number)
        if new is not None:
            yield Postings((new,), None, None if value is None else (value,))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _renumbered(self, block: Postings) -> Postings:
        ids, weights, values, _ = block
        if self._numbers is None:
            return Postings([*map(self._base.__add__, ids)], weights, values)
        stay = [number in self._numbers for number in ids]
        return Postings(
            [self._numbers[number] for number in compress(ids, stay)],
            None if weights is None else [*compress(weights, stay)],
            None if values is None else [*compress(values, stay)],
        )


_Stored = tuple[Term, _Source, int, int]
"""A term with where a source has its postings: the place in the file, and their length."""


def _fields(
    sources: Iterable[_Source], articles: int
) -> Iterator[tuple[str, Iterator[tuple[bytes, Postings]]]]:
    """The terms of all sources, by field, with the pairs of what is common in all together."""
    stored = merge(*(source.terms() for source in sources), key=itemgetter(0))
    texts: _Texts | None = _Texts(least(articles))
    for name, of_field in groupby(stored, key=lambda item: item[0][0]):
        if name >= PAIRS and texts is not None:
            yield PAIRS, pair_terms(texts.in_many(), articles)
            texts = None
        if name != PAIRS:
            yield name, _terms(of_field, texts)


def _terms(stored: Iterable[_Stored], texts: _Texts | None) -> Iterator[tuple[bytes, Postings]]:
    for (name, term), of_term in groupby(stored, key=itemgetter(0)):
        items = [*of_term]
        joined = _read(items)
        if joined.ids:
            yield term, joined
        if texts is not None:
            texts.take(name, term, items, joined)


def _read(stored: Iterable[_Stored]) -> Postings:
    return _joined([b for _, source, at, length in stored for b in source.postings(at, length)])


class _Texts:
    """The places of the words of texts that stand in many articles.

    Where the postings of the others are stored is kept: a word may stand in many
    articles with one that stands in few, and is then read again.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self._stems: dict[bytes, _Kept] = {}
        self._words: dict[bytes, _Kept] = {}

    def take(self, field: str, term: bytes, stored: list[_Stored], postings: Postings) -> None:
        """Take in a term, those of the stems first."""
        if self._least == inf:
            return
        count = len(postings.ids)
        if field == BODY:
            kept = self._stems
        elif field == BODY + FOLDED and (term in self._stems or count >= self._least):
            kept = self._words
        else:
            return
        known = places_of(postings.ids, postings.values or ()) if count >= self._least else None
        kept[term] = _Kept(stored, count, known)

    def in_many(self) -> dict[bytes, Places[int]]:
        """The places of the stems that stand in so many articles, and of some in fewer."""
        found = {}
        for term in {**self._stems, **self._words}:
            parts = [kept[term] for kept in (self._stems, self._words) if term in kept]
            if sum(part.articles for part in parts) < self._least or is_capitals(decoded(term)):
                continue
            if stem(decoded(term)) != decoded(term):  # a word of another stem
                parts = [self._stems[term]] if term in self._stems else []
            found[term] = _together([part.places() for part in parts])
        return found


class _Kept(NamedTuple):
    """What is kept of a term: where it is stored, in how many articles it is, and its places."""

    stored: list[_Stored]
    articles: int
    known: Places[int] | None

    def places(self) -> Places[int]:
        """The places of the term."""
        if self.known is not None:
            return self.known
        postings = _read(self.stored)
        return places_of(postings.ids, postings.values or ())


def _together(lists: Sequence[Places[int]]) -> Places[int]:
    return lists[0] if len(lists) == 1 else array("Q", sorted(chain.from_iterable(lists)))


def _joined(blocks: Sequence[Postings]) -> Postings:
    if len(blocks) == 1:
        return blocks[0]
    if not blocks:
        return Postings(())
    ids = [number for block in blocks for number in block.ids]
    if blocks[0].values is None:
        return Postings(ids)
    values = [value for block in blocks for value in block.values or ()]
    if all(block.weights is None for block in blocks):
        return Postings(ids, None, values)
    weights = [w for block in blocks for w in block.weights or (1,) * len(block.ids)]
    return Postings(ids, weights, values)
