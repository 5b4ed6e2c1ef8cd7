"""What each format hands over: a text in paragraphs, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.article import Dating, Inferred, Original, Paragraph, Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text. None is unknown."""

    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: Dating = field(default_factory=Dating)
    url: str | None = None
    language: str | None = None
    original: Original | None = None
    notes: tuple[str, ...] = ()
    same_source_as: str | None = None
    keep_debris: bool = False
    """Whether page debris is shown as any other text."""
    inferred: Inferred = ()
    in_header: bool = False
    """Whether front matter says all this, and not the text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file read by its format: an Article but for its name."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    hidden: tuple[Span, ...]
    metadata: Metadata
