"""How much was tried, summed up over all tests and printed at the end of the run."""

from __future__ import annotations

from collections import Counter

_TRIED: Counter[str] = Counter()


def tried(what: str, count: int = 1) -> None:
    """Count what a test tried, once it has passed."""
    _TRIED[what] += count


def taken() -> dict[str, int]:
    """What was counted since the last time, and start anew."""
    counted = dict(_TRIED)
    _TRIED.clear()
    return counted
