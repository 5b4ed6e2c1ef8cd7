"""Where a place of a text is in a later version of it."""

from __future__ import annotations

from collections.abc import Callable

LINES = 40
"""How many lines before a place are looked for where its own line is no more."""


def followed(old: str, new: str) -> Callable[[int], int]:
    """A function from offsets of ``old`` to those of ``new``: where the same words stand now.

    What stands before or after all that changed stays with it; in between, the
    nearest line that has the same words is taken, else the last one before it.
    """
    start = _same(old, new)
    rest_old, rest_new = old[start:], new[start:]
    end = _same(rest_old[::-1], rest_new[::-1])
    grown = len(new) - len(old)

    def follow(at: int) -> int:
        if at <= start:
            return at
        if at >= len(old) - end:
            return at + grown
        first = old.rfind("\n", 0, at) + 1
        inside = at - first
        for _ in range(LINES):
            last = old.find("\n", first)
            line = old[first : len(old) if last < 0 else last]
            if line.strip() and (found := _nearest(new, line, first)) is not None:
                return found + min(inside, len(line))
            if first <= start:
                break
            first = old.rfind("\n", 0, first - 1) + 1
            inside = len(old)
        return min(at, len(new))

    return follow


def _same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _nearest(text: str, line: str, at: int) -> int | None:
    """Where ``line`` stands in ``text``, nearest to ``at``."""
    before = text.rfind(line, 0, at + len(line))
    after = text.find(line, at)
    found = [place for place in (before, after) if place >= 0]
    return min(found, key=lambda place: abs(place - at), default=None)
