"""The queries that engines are measured with, drawn from the words of the corpus itself.

Every class has its own queries, the same in every run. They are said once here, in terms
of words; each engine's file says them in its own way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import TypeVar

from corpus import FIRST_DAY, OUTLETS, Newsroom

SAMPLE = 2_000
"""Stories that words are counted in."""
WARM_UP, MEASURED = 6, 20
"""Queries of each class."""
CLASSES = {
    "rare": "rare word",
    "common": "common word",
    "and": "two common words, both",
    "or": "two common words, either",
    "phrase": "phrase of common words",
    "stop phrase": "phrase of the most common words",
    "prefix1": "prefix of 1 letter",
    "prefix2": "prefix of 2 letters",
    "prefix3": "prefix of 3 letters",
    "prefix5": "prefix of 5 letters",
    "word+prefix": "common word and prefix of 2 letters",
    "fuzzy": "word with one wrong letter",
    "filtered": "common word, one outlet, two months",
}
"""The classes of queries, and what they are called in tables."""
_WORD = re.compile("[a-z]+")
Thing = TypeVar("Thing")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Ask:
    """One query. Of ``prefix…`` classes the last word is a prefix."""

    kind: str
    words: tuple[str, ...]
    outlet: str | None = None
    first: date | None = None
    last: date | None = None


def all_queries(newsroom: Newsroom) -> dict[str, list[Ask]]:
    """The queries of each class; the first ``WARM_UP`` of each are not measured."""
    random = Random(7)
    seen: Counter[str] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    for story in newsroom.stories(SAMPLE):
        words = _WORD.findall(story.body.lower())
        seen.update(set(words))
        beside.update(set(pairwise(words)))
    letters = {w: n / SAMPLE for w, n in seen.items() if len(w) >= 3}
    common = _shuffled(random, (w for w, share in letters.items() if 0.15 < share < 0.5))
    content = _shuffled(random, (w for w, n in seen.items() if len(w) >= 6 and 4 < n < 400))
    rare = _shuffled(random, (w for w, n in seen.items() if n == 1 and 5 <= len(w) <= 12))
    most = {w for w, share in letters.items() if share > 0.5}
    pairs = _by_kind(beside, set(common))
    stop_pairs = _by_kind(beside, most)
    count = WARM_UP + MEASURED
    found = {
        "rare": [(word,) for word in rare],
        "common": [(word,) for word in common],
        "and": list(zip(common, reversed(common), strict=True)),
        "or": list(zip(common, reversed(common), strict=True)),
        "phrase": _shuffled(random, pairs[: 2 * count]),
        "stop phrase": _shuffled(random, stop_pairs[: 2 * count]),
        "prefix1": [(letter,) for letter in _shuffled(random, _LETTERS)],
        **{f"prefix{n}": [(w,) for w in _beginnings(content, n)] for n in (2, 3, 5)},
        "word+prefix": list(zip(common, _beginnings(content[40:], 2), strict=False)),
        "fuzzy": [(_misspelt(random, word),) for word in content],
        "filtered": [(word,) for word in common],
    }
    return {kind: [_ask(random, kind, words) for words in found[kind][:count]] for kind in CLASSES}


def _by_kind(beside: Counter[tuple[str, str]], words: set[str]) -> list[tuple[str, str]]:
    """Pairs of two of the words that stand beside each other, the most frequent first."""
    return [p for p, _ in beside.most_common() if p[0] != p[1] and words.issuperset(p)]


def _ask(random: Random, kind: str, words: tuple[str, ...]) -> Ask:
    if kind != "filtered":
        return Ask(kind, words)
    first = FIRST_DAY + timedelta(days=random.randrange(600))
    return Ask(kind, words, random.choice(OUTLETS[:8]), first, first + timedelta(days=60))


def _shuffled(random: Random, things: Sequence[Thing] | Iterator[Thing]) -> list[Thing]:
    found = sorted(things) if not isinstance(things, list) else list(things)
    random.shuffle(found)
    return found


def _beginnings(words: Sequence[str], length: int) -> list[str]:
    return list(dict.fromkeys(word[:length] for word in words))


def _misspelt(random: Random, word: str) -> str:
    at = random.randrange(1, len(word))
    return word[:at] + random.choice(_LETTERS) + word[at + 1 :]
