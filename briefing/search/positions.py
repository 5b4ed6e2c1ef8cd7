"""Positions of words in an article, as bytes: 16-bit numbers, or 32-bit ones and one byte more.

Few articles have more than 65,536 words; that the length is odd tells theirs apart. They
are looked through as they are, for to decode them all takes longer.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice

_WIDE = 1 << 16
_ALL = array("H", range(_WIDE)).tobytes()
_SIZE = 2


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


def joined_positions(one: bytes, other: bytes) -> bytes:
    """The positions of both; in order where an article is that long."""
    if len(one) % _SIZE or len(other) % _SIZE:
        return encoded_positions(sorted([*decoded_positions(one), *decoded_positions(other)]))
    return one + other


def with_position(starts: Sequence[int], offset: int, value: bytes) -> list[int]:
    """Those of ``starts`` that have an encoded position so many words after them."""
    if len(value) % _SIZE:
        places = set(decoded_positions(value))
        return [start for start in starts if start + offset in places]
    found = []
    for start in starts:
        place = (start + offset) * _SIZE
        wanted = _ALL[place : place + _SIZE]
        if not wanted:
            continue
        at = value.find(wanted)
        while at > 0 and at % _SIZE:
            at = value.find(wanted, at + 1)
        if at >= 0:
            found.append(start)
    return found
