"""Pairs of common words: which words of a segment are common, and how often two stand in a row.

The words that stand in many articles are in most phrases that take long: each of them has so
many positions. So of two such words in a row a segment says how often each article has them.
It is the articles of the segment that say which words are common, whatever their language and
what they are about. The field ``PAIRS`` has each of them as a term, so that a reader knows
where a pair that is not there says that no article has it.

What stands after a common word is kept together, behind the list of the term, where Whoosh
does not look: most pairs are rare, and a term of its own for each would take ten times as
much. First come the number of the word itself among the common ones and how many others
follow it somewhere; then their numbers in order, where the part of each ends, and the parts.
A part is the width of its numbers of articles and of its counts (none where all are 1), then
these. All are as the machine has them, which an index is made for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, compress, repeat
from math import inf
from struct import Struct

from briefing.search.positions import SHIFT, Places, numbers_and_positions
from briefing.search.whoosh_blocks import Listed, packed_one
from briefing.search.whoosh_terms_writer import Postings

COMMON_SHARE = 0.125
"""What part of the articles has a word that is common."""
FEWEST_ARTICLES = 256
"""In smaller segments looking at positions takes no time that matters."""
MOST_COMMON = 512
"""Words that are common at most, whatever the articles are: what is kept stays small."""
AT_ONCE = 125
"""Articles whose common words are in a dictionary at once: more would not fit a cache."""
_HEAD = Struct("=II")
_NUMBER, _END = "H", "I"
_ENTRY = array(_NUMBER).itemsize + array(_END).itemsize
_START = len(packed_one(0, None))
"""Where in the list of a common word, which has one posting, begins what is behind it."""
_AHEAD = _START + _HEAD.size + 256 * _ENTRY
"""Bytes that are read of it at once; most words are followed by fewer others."""

Read = Callable[[int, int], bytes]
"""Reads so many bytes from a place on."""


def least(articles: int) -> float:
    """How many of so many articles have a word that is common; infinite where none is."""
    return articles * COMMON_SHARE if articles >= FEWEST_ARTICLES else inf


def pair_terms(
    many: Mapping[bytes, Places[int]], articles: int
) -> Iterator[tuple[bytes, Postings]]:
    """The terms of the field, in order, with what is known of the words after each.

    ``many`` has the places of all stems that may be common, each in order.
    """
    having = {word: len(set(numbers_and_positions(many[word])[0])) for word in many}
    enough = [word for word, count in having.items() if count >= least(articles) and word]
    chosen = sorted(enough, key=lambda word: (-having[word], word))[:MOST_COMMON]
    words = {word: many[word] for word in sorted(chosen)}
    found: dict[bytes, dict[bytes, array[int]]] = {word: {} for word in words}
    for first in range(0, articles if words else 0, AT_ONCE):
        _look(words, found, first, first + AT_ONCE)
    numbers = {word: number for number, word in enumerate(words)}
    for word, beside in found.items():
        parts = {numbers[other]: _part(Counter(beside[other]), articles) for other in beside}
        yield word, Postings((0,), behind=_behind(numbers[word], parts))


def _behind(number: int, parts: Mapping[int, bytes]) -> bytes:
    """What stands behind the list of a word; ``parts`` by the number of the word after it."""
    others = sorted(parts)
    ends = accumulate(len(parts[other]) for other in others)
    directory = array(_NUMBER, others).tobytes() + array(_END, ends).tobytes()
    head = _HEAD.pack(number, len(parts))
    return b"".join((head, directory, *(parts[other] for other in others)))


def _part(counts: Mapping[int, int], articles: int) -> bytes:
    """How often some of so many articles have a pair."""
    most = max(counts.values())
    number, count = array("H" if articles <= 1 << 16 else "I"), array("B" if most < 256 else "I")
    number.extend(counts)
    if most > 1:
        count.extend(counts.values())
    widths = bytes((number.itemsize, count.itemsize if most > 1 else 0))
    return widths + number.tobytes() + count.tobytes()


def number_of(read: Read, place: int) -> int:
    """The number of the common word whose list stands at ``place``."""
    number: int = _HEAD.unpack(read(place + _START, _HEAD.size))[0]
    return number


def beside(read: Read, place: int, length: int, after: int) -> Listed:
    """How often articles have the word whose list is there before the word numbered ``after``."""
    data = read(place, min(length, _AHEAD))
    (count,) = _HEAD.unpack_from(data, _START)[1:]
    directory = _START + _HEAD.size
    parts = directory + count * _ENTRY
    if parts > len(data):
        data = read(place, parts)
    others, ends = array(_NUMBER), array(_END)
    others.frombytes(data[directory : directory + count * others.itemsize])
    ends.frombytes(data[parts - count * ends.itemsize : parts])
    at = bisect_left(others, after)
    if at == count or others[at] != after:
        return Listed([], None)
    start = ends[at - 1] if at else 0
    return _listed(read(place + parts + start, ends[at] - start))


def _listed(part: bytes) -> Listed:
    number, count = part[:2]
    size = (len(part) - 2) // (number + count)
    end = 2 + size * number
    numbers = array("H" if number == array("H").itemsize else "I", part[2:end])
    if not count:
        return Listed(numbers.tolist(), None)
    return Listed(numbers.tolist(), array("B" if count == 1 else "I", part[end:]))


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
