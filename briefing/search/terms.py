"""Terms: what one word of a query asks of one word of a text, for matcher and engines alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from briefing.search.analyzer import Form, is_capitals
from briefing.search.query import Fuzzy, Phrase, Prefix, Word
from briefing.search.stemming import stem

Leaf = Word | Phrase | Prefix | Fuzzy


class Asks(Enum):
    """Which side of a word a term looks at, and how."""

    STEM = "has this stem"
    FOLDED = "is this folded form"
    CAPITALS = "is written so in capitals"
    ABBREVIATION = "is written so in capitals, a plural's s aside"
    PREFIX = "starts so when folded"
    NEAR = "is at most so many edits away when folded"


@dataclass(frozen=True, slots=True)
class Term:
    """One condition on one word. ``distance`` counts Levenshtein edits, for ``NEAR``."""

    asks: Asks
    text: str
    distance: int = 0

    def test(self) -> Callable[[Form], bool]:
        """The function that says whether a word meets the condition."""
        text = self.text
        if self.asks is Asks.STEM:
            return lambda form: form.has_stem(text)
        if self.asks is Asks.FOLDED:
            return lambda form: form.folded == text
        if self.asks is Asks.CAPITALS:
            return lambda form: form.capitals == text
        if self.asks is Asks.ABBREVIATION:
            return lambda form: form.abbreviation == text
        if self.asks is Asks.PREFIX:
            return lambda form: form.folded.startswith(text)
        return _near(text, self.distance)


def _near(text: str, distance: int) -> Callable[[Form], bool]:
    from rapidfuzz.distance.Levenshtein import distance as edits

    def test(form: Form) -> bool:
        return edits(text, form.folded, score_cutoff=distance) <= distance

    return test


def terms_of(leaf: Leaf) -> tuple[Term, ...]:
    """The terms of a leaf of the query tree, which must stand side by side."""
    if isinstance(leaf, Prefix):
        return (Term(Asks.PREFIX, leaf.text),)
    if isinstance(leaf, Fuzzy):
        return (Term(Asks.NEAR, leaf.text, leaf.distance),)
    if isinstance(leaf, Word):
        return (_term(leaf.text, leaf.exact),)
    terms = [_term(word, leaf.exact) for word in leaf.words]
    if leaf.prefix:
        terms[-1] = Term(Asks.PREFIX, leaf.words[-1])
    return tuple(terms)


def _term(text: str, exact: bool) -> Term:
    if is_capitals(text):
        return Term(Asks.CAPITALS if exact else Asks.ABBREVIATION, text)
    return Term(Asks.FOLDED, text) if exact else Term(Asks.STEM, stem(text))
