"""Segments made into one: when, and how.

Every commit leaves a segment, and every search asks all of them. Segments of about one size
are merged when there are ``FEW`` of them, so that there are never many and no article is
written more often than the logarithm of their number. What a commit merges is bounded by
what it adds, so that adding costs the same in a small library and in a large one; only when
there would be too many segments a commit merges more, and that seldom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from io import BytesIO
from itertools import compress, groupby
from operator import itemgetter
from struct import Struct
from typing import IO, Any

from briefing.search.whoosh_library import unpickled
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


def merged(storage: Storage, segments: Sequence[Any]) -> Any:
    """A new segment with the articles of several, those that were removed left out."""
    rows: list[bytes] = []
    sources: list[_Source] = []
    try:
        for segment in segments:
            deleted = set(segment.deleted_docs())
            stay = [number not in deleted for number in range(segment.doc_count_all())]
            numbers = {old: new for new, old in enumerate(_where(stay), len(rows))}
            sources.append(_Source(storage, segment, numbers if deleted else None, len(rows)))
            rows.extend(compress(rows_of(storage, segment), stay))
        return write_segment(storage, rows, _fields(sources))
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

    def terms(self) -> Iterator[tuple[Term, _Source, int, int]]:
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
        at = _MAGIC
        while at < length:
            start = at + _LENGTH.size
            at = start + abs(_LENGTH.unpack_from(data, at)[0])
            yield self._renumbered(unpacked(BytesIO(data[start:at]), unpickled))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _renumbered(self, block: Postings) -> Postings:
        ids, weights, values = block
        if self._numbers is None:
            return block._replace(ids=[self._base + number for number in ids])
        stay = [number in self._numbers for number in ids]
        return Postings(
            [self._numbers[number] for number in compress(ids, stay)],
            None if weights is None else [*compress(weights, stay)],
            None if values is None else [*compress(values, stay)],
        )


def _fields(
    sources: Iterable[_Source],
) -> Iterator[tuple[str, Iterator[tuple[bytes, Postings]]]]:
    """The terms of all sources, by field."""
    places = merge(*(source.terms() for source in sources), key=itemgetter(0))
    for name, of_field in groupby(places, key=lambda place: place[0][0]):
        yield name, _terms(of_field)


def _terms(
    places: Iterable[tuple[Term, _Source, int, int]],
) -> Iterator[tuple[bytes, Postings]]:
    for (_, term), of_term in groupby(places, key=itemgetter(0)):
        blocks = [b for _, source, at, length in of_term for b in source.postings(at, length)]
        joined = _joined(blocks)
        if joined.ids:
            yield term, joined


def _joined(blocks: Sequence[Postings]) -> Postings:
    if len(blocks) == 1:
        return blocks[0]
    ids = [number for block in blocks for number in block.ids]
    if blocks[0].values is None:
        return Postings(ids)
    values = [value for block in blocks for value in block.values or ()]
    if all(block.weights is None for block in blocks):
        return Postings(ids, None, values)
    weights = [w for block in blocks for w in block.weights or (1,) * len(block.ids)]
    return Postings(ids, weights, values)
