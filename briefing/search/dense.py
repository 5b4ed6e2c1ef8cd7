"""How often each article has something, as one byte for each: what counts become that are many.

A query that many articles match is then answered by the interpreter's own loops over bytes
and long numbers, which take about a nanosecond an article for each step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import compress
from typing import Any, Final

LARGEST = 127
"""The largest count that a byte stands for; larger ones are kept beside."""
_ONCE = bytes((0, *(1,) * 255))
"""What makes 1 of each byte that is not 0."""
_ORDER: Final = "little"

Listed = tuple[Sequence[int], Sequence[float] | None]
"""Numbers of articles, and how often each has something; None: once."""


class Dense(Mapping[int, float]):
    """Counts by number of article; articles that are not in it have none.

    ``data`` has a byte for each article: its count up to ``LARGEST``, and one more where
    ``larger`` says what it is.
    """

    __slots__ = ("__dict__", "data", "larger")

    def __init__(self, data: bytes, larger: Mapping[int, float] | None = None) -> None:
        self.data = data
        self.larger = larger or {}

    @classmethod
    def of(cls, counts: Mapping[int, float], articles: int) -> Dense:
        """The same counts, of so many articles."""
        larger = {number: count for number, count in counts.items() if count > LARGEST}
        data = bytearray(articles)
        for number, count in counts.items():
            data[number] = int(count) if count <= LARGEST else LARGEST + 1
        return cls(bytes(data), larger)

    @cached_property
    def mask(self) -> int:
        """A long number whose byte for each article is 1 where it has a count."""
        return int.from_bytes(self.data.translate(_ONCE), _ORDER)

    @cached_property
    def once(self) -> bool:
        """Whether no count is more than 1."""
        return int.from_bytes(self.data, _ORDER) == self.mask

    @cached_property
    def _size(self) -> int:
        return self.mask.bit_count()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[int]:
        return compress(range(len(self.data)), self.data)

    def __contains__(self, number: Any) -> bool:
        return bool(self.data[number])

    def __getitem__(self, number: int) -> float:
        count = self.data[number]
        if count > LARGEST:
            return self.larger[number]
        if not count:
            raise KeyError(number)
        return count

    def having(self, numbers: Iterable[int]) -> set[int]:
        """Those of some articles that have a count."""
        data = self.data
        return {number for number in numbers if data[number]}


def added(parts: Iterable[bytes]) -> bytes | None:
    """The sums of bytes article by article; None where one does not fit."""
    total: bytes | None = None
    for part in parts:
        if total is None:
            total = part
        elif total.isascii() and part.isascii():
            both = int.from_bytes(total, _ORDER) + int.from_bytes(part, _ORDER)
            total = both.to_bytes(len(part), _ORDER)
        else:
            return None
    return total if total is not None and total.isascii() else None


def summed(parts: Sequence[Mapping[int, float]], articles: int) -> Mapping[int, float]:
    """What parts have of each of so many articles, added up; ``Dense`` where one of them is."""
    if not any(isinstance(part, Dense) for part in parts):
        return _summed(parts)
    each = (part if isinstance(part, Dense) else Dense.of(part, articles) for part in parts)
    data = added(part.data for part in each)
    return Dense.of(_summed(parts), articles) if data is None else Dense(data)


def _summed(parts: Iterable[Mapping[int, float]]) -> dict[int, float]:
    total: dict[int, float] = {}
    for part in parts:
        for number, count in part.items():
            total[number] = total.get(number, 0) + count
    return total


def mask_of(numbers: Iterable[int], articles: int) -> int:
    """The mask of some articles."""
    data = bytearray(articles)
    for number in numbers:
        data[number] = 1
    return int.from_bytes(data, _ORDER)


def numbers_of(mask: int, articles: int) -> set[int]:
    """The articles of a mask."""
    return set(compress(range(articles), mask.to_bytes(articles, _ORDER)))


def having(numbers: Set[int], counts: Mapping[int, float]) -> Set[int]:
    """Those of some articles that have a count."""
    return counts.having(numbers) if isinstance(counts, Dense) else numbers & counts.keys()


def spread(lists: Iterable[Listed], data: bytes) -> bytes:
    """Counts added to bytes; ValueError where one does not fit."""
    total = bytearray(data)
    for numbers, counts in lists:
        if counts is None:
            for number in numbers:
                total[number] += 1
        else:
            for number, count in zip(numbers, counts, strict=True):
                total[number] += int(count)
    return bytes(total)
