"""How often articles of one segment have words in a row: by pairs, then by positions.

What narrows most cheaply comes first. Of two common words in a row the segment has a list of
its own (``whoosh_pairs``), which is all that a phrase of just these needs. Other words narrow
by the articles that have them. Positions are the last thing read, of the rarest word first,
and only those of the articles that are left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, compress, count, pairwise, repeat
from operator import rshift

from briefing.search.positions import SHIFT, Places, places_of
from briefing.search.stemming import stem
from briefing.search.terms import Asks, Term
from briefing.search.whoosh_blocks import Listed
from briefing.search.whoosh_lists import Atom, Lists
from briefing.search.whoosh_schema import BODY, encoded

_NOWHERE = Listed([], None)


@dataclass(frozen=True)
class Choice:
    """One word of a phrase: the terms of the index that meet it, any of which may stand there.

    ``stem`` is that of all words that meet it, None where they have several; ``whole`` says
    that all words of this stem meet it.
    """

    atoms: list[Atom]
    stem: bytes | None = None
    whole: bool = False


def choice_of(field: str, term: Term, atoms: list[Atom]) -> Choice:
    """The choice that a term of the query is in a field."""
    if field == BODY and term.asks is Asks.STEM:
        return Choice(atoms, encoded(term.text), whole=True)
    if field == BODY and term.asks is Asks.FOLDED:
        return Choice(atoms, encoded(stem(term.text)))
    return Choice(atoms)


def in_a_row(lists: Lists, choices: Sequence[Choice]) -> Listed:
    """How often articles have the choices in a row, by the segment's numbers."""
    pairs = _pairs(lists, choices)
    if len(choices) == 2 and pairs and choices[0].whole and choices[1].whole:
        return pairs[0]
    if not all(listed.numbers for listed in pairs.values()):
        return _NOWHERE
    narrowing: list[Sequence[int] | Set[int]] = [p.numbers for p in pairs.values()]
    sizes: dict[int, float] = {}
    for number, choice in enumerate(choices):
        found = [part for atom in choice.atoms if (part := lists.listed(atom, 0)) is not None]
        if not found:
            return _NOWHERE
        sizes[number] = sum(map(_total, found))
        if number not in pairs and number - 1 not in pairs:
            narrowing.append(_numbers(found))
    smallest, *others = sorted(narrowing, key=len)
    having: Set[int] = set(smallest).intersection(*others)
    counts = _by_position(lists, choices, sorted(sizes, key=sizes.__getitem__), having)
    return Listed([*counts], [*counts.values()])


def _pairs(lists: Lists, choices: Sequence[Choice]) -> dict[int, Listed]:
    """By the number of its first word, what the segment says of each pair of common words."""
    found: dict[int, Listed] = {}
    for number, (one, other) in zip(count(), pairwise(choices), strict=False):
        if one.stem is None or other.stem is None:
            continue
        if (listed := lists.pair(one.stem, other.stem)) is not None:
            found[number] = listed
    return found


def _by_position(
    lists: Lists, choices: Sequence[Choice], order: Sequence[int], having: Set[int]
) -> dict[int, int]:
    """The same, of the articles ``having``, looked up by the positions of the words."""
    first, *others = order
    at = set(chain.from_iterable(_places(lists, choices[first].atoms, having)))
    for number in others:
        if not at:
            return {}
        there = {*map((number - first).__add__, at)}
        at = set()
        for places in _places(lists, choices[number].atoms, having):
            at.update(there.intersection(places))
        first = number
    return Counter(map(rshift, at, repeat(SHIFT)))


def _places(lists: Lists, atoms: Sequence[Atom], having: Set[int]) -> Iterator[Places[int]]:
    """The places of each term in the articles ``having``."""
    for atom in atoms:
        numbers, values = lists.positions(atom)
        stay = [*map(having.__contains__, numbers)]
        if left := [*compress(numbers, stay)]:
            yield places_of(left, [*compress(values, stay)])


def _numbers(parts: Sequence[Listed]) -> Sequence[int] | Set[int]:
    if len(parts) == 1:
        return parts[0].numbers
    return set().union(*(part.numbers for part in parts))


def _total(listed: Listed) -> float:
    return len(listed.numbers) if listed.counts is None else sum(listed.counts)
