"""Positions of words in an article, as bytes: 16-bit numbers, or 32-bit ones and one byte more.

Few articles have more than 65,536 words; that the length is odd tells theirs apart. For all
articles of a list at once they become places: 64-bit numbers with that of the article in the
upper half and the position in the lower one, put together without a look at each of them.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain, islice, repeat

Places = array  # of "Q": an article's number << SHIFT | a position
SHIFT = 32
_WIDE = 1 << 16
_SIZE = 2
_POSITION, _NUMBER = (0, 1) if sys.byteorder == "little" else (1, 0)
"""Which half of a place is which, by the order of bytes."""
_LOWEST = 0 if sys.byteorder == "little" else 3
"""Which quarter has the lower half of the position."""


def encoded_positions(positions: Sequence[int]) -> bytes:
    """Positions in ascending order, of which there is one at least, as bytes."""
    if positions[-1] < _WIDE:
        return array("H", positions).tobytes()
    return array("I", positions).tobytes() + b"\0"


def encoded_each(positions: Sequence[int], counts: Iterable[int]) -> list[bytes]:
    """Positions of several articles in a row, as many of each as ``counts`` say, as bytes each."""
    data, size = positions, 1
    encode: Callable[[Sequence[int]], bytes] = encoded_positions
    if max(positions) < _WIDE:
        data, size, encode = array("H", positions).tobytes(), _SIZE, bytes
    bounds = [*accumulate(map(size.__mul__, counts), initial=0)]
    pieces = map(slice, bounds, islice(bounds, 1, None))
    return [*map(encode, map(data.__getitem__, pieces))]


def decoded_positions(value: bytes) -> array[int]:
    """The positions that were encoded."""
    return array("I", value[:-1]) if len(value) % _SIZE else array("H", value)


def places_of(numbers: Sequence[int], values: Sequence[bytes]) -> Places[int]:
    """The places of the encoded positions of some articles, in the same order."""
    lengths = [*map(len, values)]
    sizes = set(lengths)
    if any(size % _SIZE for size in sizes):
        decoded = map(decoded_positions, values)
        return array(
            "Q", [n << SHIFT | p for n, d in zip(numbers, decoded, strict=True) for p in d]
        )
    if sizes - {_SIZE}:
        counts = map(_SIZE.__rfloordiv__, lengths)
        numbers = array("I", chain.from_iterable(map(repeat, numbers, counts)))
    quarters = array("H", bytes(len(numbers) * 4 * _SIZE))
    quarters[_LOWEST::4] = array("H", b"".join(values))
    halves = array("I", quarters.tobytes())
    halves[_NUMBER::2] = array("I", numbers)
    return array("Q", halves.tobytes())


def numbers_and_positions(places: Places[int]) -> tuple[array[int], array[int]]:
    """Both halves of some places."""
    halves = array("I", places.tobytes())
    return halves[_NUMBER::2], halves[_POSITION::2]
