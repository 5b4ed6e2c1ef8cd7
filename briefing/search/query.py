"""The query tree: what a typed query means, whichever engine answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TextField(StrEnum):
    """A field that words can be looked for in."""

    TITLE = "title"
    OUTLET = "outlet"
    AUTHOR = "author"


class RecordField(StrEnum):
    """A property of records; an article matches when evidence of such a record is in it."""

    PARTY = "party"
    ISSUE = "issue"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Word:
    """One word, folded. ``exact``: this form only, no stem and no spelling variants.

    A text in capitals stands only for the word written in capitals (``US``, not ``us``).
    """

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other in one paragraph, folded, each by its stem.

    ``exact``: as they are. ``prefix``: the last one may go on. A word in
    capitals stands only for the word written in capitals.
    """

    words: tuple[str, ...]
    exact: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that start so, folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words at most ``distance`` edits (1 or 2) from ``text``, folded."""

    text: str
    distance: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """``part`` looked for in one field only."""

    name: TextField
    part: Node


@dataclass(frozen=True, slots=True)
class Dated:
    """Articles whose date may lie in the range; None leaves an end open."""

    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """Articles with evidence of a record that has this property."""

    name: RecordField
    value: str


@dataclass(frozen=True, slots=True)
class Among:
    """Articles with one of these ids: what ``Recorded`` becomes before an engine sees it."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Variants:
    """Spellings of one thing: matches as ``Or`` does, ranks as one word does.

    Ranked apart, the rarer spelling would lift the articles that use it.
    """

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but ``part``."""

    part: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article: the empty query."""


Node = (
    Word
    | Phrase
    | Prefix
    | Fuzzy
    | Field
    | Dated
    | Recorded
    | Among
    | And
    | Or
    | Variants
    | Not
    | Everything
)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: what was typed, what it means, what had to be ignored."""

    text: str
    root: Node
    ignored: tuple[str, ...] = ()
    """One clear sentence each, e.g. ``the quotation mark is not closed``."""
