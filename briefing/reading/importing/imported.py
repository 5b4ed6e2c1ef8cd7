"""What a file of any format gives: articles on their way into a library, and links to fetch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from briefing.article import Dating, Original, ParagraphKind


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph to be, on one line: its words as printed, without marks of any format.

    ``level`` is a heading's 1-6 or a list's nesting from 1, else 0; ``number``
    that of an item in a numbered list, else 0. A ``hidden`` block is page
    debris: it is written so that reading hides it.
    """

    text: str
    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    number: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """One article as a file gives it. None is unknown.

    ``body`` is markdown to be kept as it is, where the file was markdown; else
    the text is ``blocks``. ``url`` is where it was read, ``canonical`` the
    address that the page gives for itself. ``part`` names the article inside a
    file that holds several. ``id``, ``original`` and ``keep_debris`` are what
    the file's own front matter says. ``inferred`` says of title, outlet, byline,
    url and language what they were inferred from, where the file does not state
    them. ``notes`` say what was wrong or guessed.
    """

    blocks: tuple[TextBlock, ...] = ()
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: Dating = field(default_factory=Dating)
    url: str | None = None
    canonical: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    part: str | None = None
    body: str | None = None
    id: str | None = None
    original: Original | None = None
    keep_debris: bool = False
    inferred: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str | None:
        """The address to cite: the page's own where it gives one."""
        return self.canonical or self.url


class LinkKind(StrEnum):
    """What is expected at a link."""

    ARTICLE = "article"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Link:
    """An address that is still to be fetched, and what the file says of it."""

    url: str
    kind: LinkKind = LinkKind.ARTICLE
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: Dating = field(default_factory=Dating)
    language: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """All that a file gives. ``skipped`` names each part that gave nothing, and why."""

    articles: tuple[Imported, ...] = ()
    links: tuple[Link, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: its bytes, and what is known of them from outside.

    ``charset`` is what came with the bytes (an HTTP header, a MIME part).
    """

    data: bytes
    name: str
    url: str | None = None
    charset: str | None = None
