"""The nouns Article and Passage: a text, its paragraphs, and offsets into it.

Offsets are code points of ``Article.text``: what follows the front matter, line
ends as ``\\n``, hidden debris included. Nothing here knows files, screens or
indexes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Protocol

LABEL_WORDS = 8


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, ``start <= end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class ParagraphKind(StrEnum):
    """What a paragraph is in the article's own layout."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One visible block of an article.

    ``number`` counts the visible paragraphs from 1 in reading order, headings
    and list items included. ``span`` covers the words only: marks such as
    ``## ``, ``- `` or ``> `` at its start are outside.
    """

    number: int
    span: Span
    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    """Heading level 1-6, list nesting from 1; 0 otherwise."""


class Known(StrEnum):
    """How a date is known."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dating:
    """When an article was published, and how that is known.

    A stated date has ``earliest == latest``. An inferred one is an interval
    that may be open at either end (None) and always has a ``basis``: what it
    was inferred from. An unknown one has neither end, and perhaps a ``basis``: why
    what is printed does not tell it.
    """

    known: Known = Known.UNKNOWN
    earliest: date | None = None
    latest: date | None = None
    basis: str | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("a date interval ends before it starts")
        bounded = self.earliest is not None or self.latest is not None
        if (self.known is Known.UNKNOWN) == bounded:
            raise ValueError("a date is known exactly when it has a day")
        if self.known is Known.STATED and self.earliest != self.latest:
            raise ValueError("a stated date is one day")

    def overlaps(self, earliest: date | None, latest: date | None) -> bool:
        """Whether the article may be from that range; an unknown date never is."""
        if self.known is Known.UNKNOWN:
            return False
        after = latest is not None and self.earliest is not None and self.earliest > latest
        before = earliest is not None and self.latest is not None and self.latest < earliest
        return not (after or before)

    def __str__(self) -> str:
        """As shown: ``2025-06-03``, ``2025-06-02 to 2025-06-30 (inferred)`` or ``undated``."""
        if self.known is Known.UNKNOWN:
            return "undated"
        if self.known is Known.STATED:
            return str(self.earliest)
        if self.earliest == self.latest:
            return f"{self.earliest} (inferred)"
        if self.latest is None:
            return f"{self.earliest} or later (inferred)"
        if self.earliest is None:
            return f"{self.latest} or earlier (inferred)"
        return f"{self.earliest} to {self.latest} (inferred)"


Inferred = tuple[tuple[str, str], ...]
"""Names of fields whose values nobody stated, each with what its value was inferred from."""


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a stored article was told or converted from.

    ``part`` names the article in a file that holds several. ``source`` is where
    the file came from, an address or a path, when `briefing add` stored it;
    without it a person wrote the text.
    """

    file: str
    sha256: str
    part: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one article, named by the article's id."""

    article: str
    span: Span


@dataclass(frozen=True)
class Article:
    """One source as it was read. ``None`` means unknown, never empty.

    ``file`` is the path it was read from, relative to its library, with ``/``.
    ``same_source_as`` is the id of an article that has the same text, so that the
    two are no independent sources.
    ``inferred`` names title, outlet, byline, url and language where they are; a date says
    so itself. ``hidden`` are the spans of page debris, in order and apart: not shown, not
    searched, never deleted. ``notes`` say what was wrong in the file and is
    therefore unknown, one clear sentence each.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    file: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: Dating = field(default_factory=Dating)
    url: str | None = None
    language: str | None = None
    original: Original | None = None
    hidden: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    same_source_as: str | None = None
    inferred: Inferred = ()

    @cached_property
    def label(self) -> str:
        """The title, or where there is none the first words with an ellipsis."""
        if self.title:
            return self.title
        return first_words(self.text_of(self.paragraphs[0].span)) if self.paragraphs else self.id

    @cached_property
    def starts(self) -> list[int]:
        """Where each paragraph starts."""
        return [p.span.start for p in self.paragraphs]

    @cached_property
    def ends(self) -> list[int]:
        """Where each paragraph ends."""
        return [p.span.end for p in self.paragraphs]

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """The paragraph that holds ``offset``, else the last one before it."""
        index = bisect_right(self.starts, offset) - 1
        return self.paragraphs[index] if index >= 0 else None

    def passage(self, start: int, end: int) -> Passage:
        """The passage from ``start`` to ``end``; ValueError outside the text."""
        if end > len(self.text):
            raise ValueError(f"passage ends at {end}, the text at {len(self.text)}")
        return Passage(self.id, Span(start, end))

    def text_of(self, span: Span) -> str:
        """The words of ``span`` exactly as printed, hidden debris left out."""
        return printed(self.text, self.hidden, span)


class Searchable(Protocol):
    """A text that is searched, and what a hit says of it: an Article is one."""

    @property
    def text(self) -> str:
        """See ``Article``, as for the rest."""

    @property
    def starts(self) -> Sequence[int]:
        """Where each paragraph starts."""

    @property
    def ends(self) -> Sequence[int]:
        """Where each paragraph ends."""

    @property
    def hidden(self) -> tuple[Span, ...]:
        """The spans of page debris."""

    @property
    def label(self) -> str:
        """What it is called in a list."""

    @property
    def outlet(self) -> str | None:
        """Who printed it."""

    @property
    def date(self) -> Dating:
        """When."""

    @property
    def inferred(self) -> Inferred:
        """What of that nobody stated."""

    def text_of(self, span: Span) -> str:
        """The words of a span as printed."""


def printed(text: str, hidden: Sequence[Span], span: Span) -> str:
    """The words of ``span`` exactly as printed, ``hidden`` debris left out."""
    if not hidden:
        return text[span.start : span.end]
    pieces, at = [], span.start
    first = bisect_right(hidden, span.start, key=lambda gap: gap.end)
    for index in range(first, len(hidden)):
        gap = hidden[index]
        if gap.start >= span.end:
            break
        pieces.append(text[at : max(at, gap.start)])
        at = min(max(at, gap.end), span.end)
    pieces.append(text[at : span.end])
    return "".join(pieces)


class Sourced(Protocol):
    """What has metadata and says which of it is inferred."""

    @property
    def inferred(self) -> Inferred:
        """See ``Article``."""


def as_known(source: Sourced, name: str) -> str | None:
    """A field as it is shown, saying so where it is inferred: ``The Reed (inferred)``."""
    value: str | None = getattr(source, name)
    return f"{value} (inferred)" if value and is_inferred(source, name) else value


def is_inferred(source: Sourced, name: str) -> bool:
    """Whether nobody stated a field."""
    return any(field == name for field, _ in source.inferred)


def first_words(text: str, words: int = LABEL_WORDS) -> str:
    """The first ``words`` words of ``text``, with an ellipsis when it goes on."""
    found = text.split()
    return " ".join(found[:words]) + ("…" if len(found) > words else "")
