"""Which articles can be among the best: what a score is at most, found without scoring.

A word's part of a score grows with how often an article has it and shrinks with the length
of the article (see ``evaluate``). Lengths are put into classes, each with its shortest
article, so that a count and a class say in one byte what the part is at most, in units of
which all parts together make no more than a byte. The sums are exact in those units, and
round up: no article is left out that is as good as the last of the best.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from math import ceil, inf
from typing import Final, NamedTuple

from briefing.search.dense import LARGEST, Dense

_BYTE = 255
_YES = b"\1"
_ORDER: Final = "little"
MOST_PARTS = 64
"""Parts of a score of which bounds are worth anything."""
_SAFE = 1 + 1e-9
"""More than what rounding can make of a sum of so many parts."""


class _Layout(NamedTuple):
    """A code of a byte: so many bits for the class of a length, the others for a count."""

    bits: int
    largest: tuple[float, ...]
    """The largest count of each code."""
    codes: bytes
    """The code of each count, with no length."""

    @classmethod
    def of(cls, bits: int, *largest: float) -> _Layout:
        """The layout with these largest counts, and more than 0 for all others."""
        return cls(bits, largest, bytes(bisect_left(largest, n) << bits for n in range(256)))


_FINE = _Layout.of(7, 0, inf)._replace(largest=(0, 1))
"""Where no count is more than 1."""
_COARSE = _Layout.of(4, 0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 24, 34, 52, LARGEST, inf)
_STEPS = (0.75, 0.5, 0.25, 0.0)
"""Parts of the greatest bound from which on bounds are counted, until there are enough."""

Scores = dict[int, float]


class Part(NamedTuple):
    """A part of scores: ``top`` * count / (count + norm)."""

    counts: Mapping[int, float]
    top: float
    norms: Norms

    def bounds(self, unit: float) -> int:
        """What the part is at most, as a long number of bytes."""
        counts, scale = self.counts, self.top * _SAFE / unit
        if not isinstance(counts, Dense):
            data, norms = bytearray(len(self.norms.each)), self.norms.each
            for number, count in counts.items():
                data[number] = int(scale * count / (count + norms[number])) + 1
            return int.from_bytes(data, _ORDER)
        layout = _FINE if counts.once else _COARSE
        classes, shares = self.norms.classes(layout)
        none = 1 << layout.bits
        table = bytes(none) + bytes([int(scale * share) + 1 for share in shares[none:]])
        codes = int.from_bytes(counts.data.translate(layout.codes), _ORDER) | classes
        both = codes.to_bytes(len(counts.data), _ORDER)
        return int.from_bytes(both.translate(table.ljust(256, b"\0")), _ORDER)


class Norms:
    """What stands beside the count below the line, for each article, and classes of them."""

    def __init__(self, each: Sequence[float]) -> None:
        self.each = each
        self._classes: dict[int, tuple[int, list[float]]] = {}

    def classes(self, layout: _Layout) -> tuple[int, list[float]]:
        """The number of the class of each article as bytes; count / (count + norm) by code."""
        if layout.bits not in self._classes:
            count = 1 << layout.bits
            in_order = sorted(self.each)
            step = len(in_order) / count
            least = sorted({in_order[int(step * n)] for n in range(count)})
            class_of = {norm: bisect_right(least, norm) - 1 for norm in set(in_order)}
            numbers = int.from_bytes(bytes(map(class_of.__getitem__, self.each)), _ORDER)
            least += least[-1:] * (count - len(least))
            shares = [_share(most, norm) for most in layout.largest for norm in least]
            self._classes[layout.bits] = numbers, shares
        return self._classes[layout.bits]


def _share(count: float, norm: float) -> float:
    return 1.0 if count == inf else count / (count + norm)


def best(
    mask: int,
    parts: Sequence[Part],
    limit: int,
    score: Callable[[set[int]], Scores],
) -> list[tuple[int, float]] | None:
    """The best of the articles of ``mask`` with their scores, and those as good as the last.

    In no order; None where articles without any score are among them. ``score`` says what
    some articles have, and each of ``parts`` adds to that.
    """
    unit = sum(part.top for part in parts) / (_BYTE - len(parts))
    total = sum(part.bounds(unit) for part in parts)
    bounds = (total & (mask * _BYTE)).to_bytes(len(parts[0].norms.each), _ORDER)
    enough = _enough(bounds, limit)
    scores = score(_between(bounds, enough, _BYTE))
    least = min(nlargest(limit, scores.values()), default=0.0)
    further = max(ceil(least / _SAFE / unit), 1) if len(scores) >= limit else 1
    if further < enough:
        scores.update(score(_between(bounds, further, enough - 1)))
        least = min(nlargest(limit, scores.values()), default=0.0)
    if len(scores) < limit or least <= 0:
        return None
    return [pair for pair in scores.items() if pair[1] >= least]


def _enough(bounds: bytes, limit: int) -> int:
    """The greatest bound that so many articles have or surpass; 1 where no one is."""
    for step in _STEPS:
        least = max(int(_BYTE * step), 1)
        above = bounds.translate(None, bytes(range(least)))
        if len(above) >= limit or least == 1:
            found = 0
            for bound, count in sorted(Counter(above).items(), reverse=True):
                found += count
                if found >= limit:
                    return bound
    return 1


def _between(bounds: bytes, least: int, most: int) -> set[int]:
    """The articles with such bounds."""
    chosen = bytes(least) + _YES * (most + 1 - least) + bytes(_BYTE - most)
    marked = bounds.translate(chosen)
    found = set()
    at = marked.find(_YES)
    while at >= 0:
        found.add(at)
        at = marked.find(_YES, at + 1)
    return found
