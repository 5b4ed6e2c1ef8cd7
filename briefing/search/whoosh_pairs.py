"""Pairs of common words: which words of a segment are common, and how often two stand in a row.

The words that stand in half of all articles are in most phrases that take long: each of them
has so many positions. So of two such words in a row a segment says how often each article has
them, in the field ``PAIRS``: a list without positions. It is the articles of the segment that
say which words are common, whatever their language and what they are about. They are marked
in the field as terms of their own, so that a reader knows where a pair that is not there
says that no article has it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import compress, repeat
from math import inf

from briefing.search.positions import SHIFT, Places, numbers_and_positions
from briefing.search.whoosh_schema import pair
from briefing.search.whoosh_terms_writer import Postings

COMMON_SHARE = 0.5
"""What part of the articles has a word that is common. A third would triple the field."""
FEWEST_ARTICLES = 256
"""In smaller segments looking at positions takes no time that matters."""
MOST_COMMON = 128
"""Words that are common at most, whatever the articles are: the field stays small."""
AT_ONCE = 125
"""Articles whose common words are in a dictionary at once: more would not fit a cache."""
MARK = Postings((0,))
"""What marks a common word: there is always a first article."""


def least(articles: int) -> float:
    """How many of so many articles have a word that is common; infinite where none is."""
    return articles * COMMON_SHARE if articles >= FEWEST_ARTICLES else inf


def pair_terms(
    many: Mapping[bytes, Places[int]], articles: int
) -> Iterator[tuple[bytes, Postings]]:
    """The terms of the field, in order.

    ``many`` has the places of all stems that may be common, each in order.
    """
    having = {word: len(set(numbers_and_positions(many[word])[0])) for word in many}
    enough = [word for word, count in having.items() if count >= least(articles) and word]
    chosen = sorted(enough, key=lambda word: (-having[word], word))[:MOST_COMMON]
    words = {word: many[word] for word in sorted(chosen)}
    found: dict[bytes, dict[bytes, array[int]]] = {word: {} for word in words}
    for first in range(0, articles if words else 0, AT_ONCE):
        _look(words, found, first, first + AT_ONCE)
    for word, beside in found.items():
        yield word, MARK
        for other in sorted(beside):
            counts = Counter(beside[other])
            once = len(counts) == len(beside[other])
            yield pair(word, other), Postings([*counts], None if once else [*counts.values()])


def _look(
    words: Mapping[bytes, Places[int]],
    found: dict[bytes, dict[bytes, array[int]]],
    first: int,
    end: int,
) -> None:
    """Take in the pairs of the articles from ``first`` to ``end``: the number for each time."""
    known: dict[int, bytes] = {}
    parts = {word: _between(places, first, end) for word, places in words.items()}
    for word, part in parts.items():
        known.update(zip(part, repeat(word)))
    for word, part in parts.items():
        after = [*map(known.get, map((1).__add__, part))]
        numbers, _ = numbers_and_positions(part)
        beside = found[word]
        for other, number in zip(filter(None, after), compress(numbers, after), strict=True):
            if other not in beside:
                beside[other] = array("I")
            beside[other].append(number)


def _between(places: Places[int], first: int, end: int) -> Places[int]:
    return places[bisect_left(places, first << SHIFT) : bisect_left(places, end << SHIFT)]
