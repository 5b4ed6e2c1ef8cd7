"""Inputs made from good ones by chance, and failing ones made small; a seed gives the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

MOST_EDITS = 8
LARGEST = 20_000
"""Bytes of an input: larger ones take longer and find no more."""


def mutated(chance: Random, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """One of ``seeds``, harmed in a few places: cut, doubled, spliced, with tokens and bytes."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, MOST_EDITS)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((0, 1, 2, 5, 20, 200)))
        data[start:end] = _instead(chance, bytes(data[start:end]), seeds, tokens)
    return bytes(data[:LARGEST])


def _instead(
    chance: Random, there: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    other = chance.choice(seeds)
    at = chance.randint(0, len(other))
    flipped = bytes(b ^ (1 << chance.randrange(8)) for b in there[:1])
    return chance.choice(
        (
            b"",
            there * chance.choice((2, 3, 50)),
            other[at : at + chance.choice((1, 10, 100, 1000))],
            chance.randbytes(chance.choice((1, 2, 4))),
            chance.choice(tokens) * chance.choice((1, 1, 2, 100)),
            flipped + there[1:],
            chance.choice(tokens) + there + chance.choice(tokens),
        )
    )


def made_small(data: bytes, fails: Callable[[bytes], bool], most: int = 2_000) -> bytes:
    """An input that still fails, without what can be left out, as far as ``most`` tries go."""
    size, tries = max(1, len(data) // 2), 0
    while size and tries < most:
        at = 0
        while at < len(data) and tries < most:
            shorter = data[:at] + data[at + size :]
            tries += 1
            if fails(shorter):
                data = shorter
            else:
                at += size
        size //= 2
    return data
