"""The posting lists of one segment of a Whoosh index, read whole.

From blocks where the segment is of the W3 codec of the Whoosh that we know; through
Whoosh's own matchers, a step a posting, where it is of another make.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, Protocol

from briefing.search import whoosh_blocks
from briefing.search.whoosh_blocks import Listed
from briefing.search.whoosh_library import unpickled, whoosh3
from briefing.search.whoosh_pairs import beside, number_of
from briefing.search.whoosh_schema import PAIRS, WITHOUT_POSITIONS
from briefing.search.whoosh_terms import Extent, Terms, part_reader

Atom = tuple[str, bytes]
"""A field of the index and a term in it."""
Encoded = tuple[Sequence[int], Sequence[bytes]]
"""Articles in order, as the segment numbers them, and for each its encoded positions."""
_KEPT_EXTENTS = 20_000
_KEPT_LISTS = 8


class Lists(Protocol):
    """The posting lists of one segment. Articles have the segment's own numbers plus ``base``.

    Removed articles are still in them.
    """

    def listed(self, atom: Atom, base: int) -> Listed | None:
        """The postings of a term; None where the segment has no such term."""
        ...

    def articles(self, atom: Atom) -> int:
        """How many articles have a term."""
        ...

    def in_bytes(self, atom: Atom) -> bytes | None:
        """How often each article has a term; None where the segment does not have it so."""
        ...

    def positions(self, atom: Atom) -> Encoded:
        """The encoded positions of a term in each article that has it; none at all is no error."""
        ...

    def pair(self, word: bytes, after: bytes) -> Listed | None:
        """How often each article has two stems in a row; None where the segment does not say."""
        ...

    def starting(self, field: str, text: bytes) -> list[bytes]:
        """The terms of a field that start with ``text``."""
        ...

    def words(self, field: str) -> list[bytes]:
        """All terms of a field."""
        ...


def lists_of(segment: Any) -> Lists:
    """The quickest way to read a segment's lists, by what Whoosh's reader of it is."""
    reader = getattr(segment, "_terms", None)
    if isinstance(reader, whoosh3.W3TermsReader):
        with suppress(AttributeError, KeyError):
            return BlockLists(Terms(reader), reader, segment.doc_count_all())
    return MatcherLists(segment)


class BlockLists:
    """See ``Lists``."""

    def __init__(self, terms: Terms, reader: Any, articles: int) -> None:
        self._terms = terms
        self._articles = articles
        self._read = part_reader(reader._postfile)
        self._extents: dict[Atom, Extent | None] = {}
        self._last: dict[Atom, bytes | None] = {}

    def listed(self, atom: Atom, base: int) -> Listed | None:
        """See ``Lists``."""
        stored = self._stored(atom)
        if stored is None:
            return None
        if (one := whoosh_blocks.unpacked_one(stored)) is not None:
            return Listed([base + one[0]], None)
        found = [
            whoosh_blocks.listed(b, unpickled, base)
            for b in whoosh_blocks.blocks(stored, unpickled)
        ]
        return whoosh_blocks.together(found)

    def articles(self, atom: Atom) -> int:
        """See ``Lists``."""
        extent = self._extent(atom)
        return extent[2] if extent is not None else 0

    def in_bytes(self, atom: Atom) -> bytes | None:
        """See ``Lists``."""
        extent = self._extent(atom)
        if extent is None or atom[0] in WITHOUT_POSITIONS:
            return None
        place, length, listed = extent
        if not whoosh_blocks.has_bytes(listed, self._articles):
            return None
        return self._read(place + length - self._articles, self._articles)

    def positions(self, atom: Atom) -> Encoded:
        """See ``Lists``."""
        stored = self._stored(atom)
        if stored is None:
            return (), ()
        found = [whoosh_blocks.whole(b, unpickled) for b in whoosh_blocks.blocks(stored, unpickled)]
        if len(found) == 1:
            return found[0][0], found[0][2]
        numbers = chain.from_iterable(numbers for numbers, _, _ in found)
        return [*numbers], [*chain.from_iterable(values for _, _, values in found)]

    def pair(self, word: bytes, after: bytes) -> Listed | None:
        """See ``Lists``."""
        one, other = self._extent((PAIRS, word)), self._extent((PAIRS, after))
        if one is None or other is None:
            return None
        place, length, _ = one
        return beside(self._read, place, length, number_of(self._read, other[0]))

    def starting(self, field: str, text: bytes) -> list[bytes]:
        """See ``Lists``."""
        if len(self._extents) > _KEPT_EXTENTS:
            self._extents.clear()
        found = dict(self._terms.starting(field, text))
        self._extents.update(((field, term), extent) for term, extent in found.items())
        return list(found)

    def words(self, field: str) -> list[bytes]:
        """See ``Lists``."""
        return self._terms.words(field)

    def _stored(self, atom: Atom) -> bytes | None:
        """The list as it is stored; of a phrase it is asked for twice in a row."""
        if atom not in self._last:
            if len(self._last) >= _KEPT_LISTS:
                self._last.clear()
            extent = self._extent(atom)
            self._last[atom] = self._read(*extent[:2]) if extent is not None else None
        return self._last[atom]

    def _extent(self, atom: Atom) -> Extent | None:
        if atom not in self._extents:
            if len(self._extents) > _KEPT_EXTENTS:
                self._extents.clear()
            self._extents[atom] = self._terms.find(*atom)
        return self._extents[atom]


class MatcherLists:
    """See ``Lists``."""

    def __init__(self, segment: Any) -> None:
        self._segment = segment

    def listed(self, atom: Atom, base: int) -> Listed | None:
        """See ``Lists``."""
        if atom not in self._segment:
            return None
        numbers: list[int] = []
        counts: list[float] = []
        matcher = self._segment.postings(*atom)
        while matcher.is_active():
            numbers.append(base + matcher.id())
            counts.append(matcher.weight())
            matcher.next()
        return Listed(numbers, counts)

    def articles(self, atom: Atom) -> int:
        """See ``Lists``."""
        return int(self._segment.doc_frequency(*atom))

    def in_bytes(self, atom: Atom) -> bytes | None:
        """See ``Lists``."""
        return None

    def positions(self, atom: Atom) -> Encoded:
        """See ``Lists``."""
        found: dict[int, bytes] = {}
        if atom in self._segment:
            matcher = self._segment.postings(*atom)
            while matcher.is_active():
                found[matcher.id()] = matcher.value()
                matcher.next()
        return [*found], [*found.values()]

    def pair(self, word: bytes, after: bytes) -> Listed | None:
        """See ``Lists``."""
        return None

    def starting(self, field: str, text: bytes) -> list[bytes]:
        """See ``Lists``."""
        return [bytes(term) for term in self._segment.expand_prefix(field, text)]

    def words(self, field: str) -> list[bytes]:
        """See ``Lists``."""
        return [bytes(term) for term in self._segment.lexicon(field)]
