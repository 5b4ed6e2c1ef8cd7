"""The nouns of a dossier: Record, Evidence, Highlight, Dismissal. Pure; knows no YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from briefing.article import Dating, Span


class Kind(StrEnum):
    """What a record is."""

    DEMAND = "demand"
    OFFER = "offer"
    RESPONSE = "response"
    AGREEMENT = "agreement"
    FIGURE = "figure"
    CLAIM = "claim"
    EVENT = "event"


class Stance(StrEnum):
    """How a response meets what it answers."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    CONDITIONAL = "conditional"
    DEFLECTS = "deflects"


class Mode(StrEnum):
    """How the words of an evidence came to the reader."""

    DIRECT = "direct"
    """A direct quotation of the speaker."""
    PARAPHRASE = "paraphrase"
    """The outlet's summary of what a named speaker said."""
    OUTLET = "outlet"
    """The outlet's own voice: nobody is named as saying it."""
    ANONYMOUS = "anonymous"
    """A speaker whom the outlet does not name."""
    RELAYED = "relayed"
    """Taken over from another outlet, named in ``Evidence.via``."""


class Bound(StrEnum):
    """How exactly a figure is given."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    OVER = "over"
    UNDER = "under"


class FigureState(StrEnum):
    """What a figure counts: things wanted, promised, done or asserted."""

    PLANNED = "planned"
    DELIVERED = "delivered"
    HELD = "held"
    CLAIMED = "claimed"
    SOUGHT = "sought"


class Step(StrEnum):
    """A step in the life of an agreement."""

    AGREED = "agreed"
    PARTLY_CARRIED_OUT = "partly carried out"
    CARRIED_OUT = "carried out"


class Status(StrEnum):
    """Where a record stands; always derived, never typed in. See ``status.py``."""

    OPEN = "open"
    AGREED = "agreed"
    REJECTED = "rejected"
    ANSWERED_WITH_OFFER = "answered with an offer"
    CONDITIONAL = "accepted with conditions"
    DEFLECTED = "deflected"
    PENDING = "pending an answer"
    PARTLY_CARRIED_OUT = "partly carried out"
    CARRIED_OUT = "carried out"
    REPORTED = "reported"
    """A claim, figure, event or response that nothing answers: it asks for no answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file: lines from 1, for messages and editing.

    ``fields`` are the lines of its fields, where they are known.
    """

    file: str
    line: int
    fields: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def line_of(self, name: str) -> int:
        """The line of the field ``name``, or of the whole where it has none."""
        return self.fields.get(name, self.line)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a record was read.

    ``quote`` is printed in the article exactly so. ``before`` and ``after``
    are the words next to it, given where the quote stands more than once.
    ``place`` is the line of the quote.
    """

    article: str
    quote: str
    mode: Mode
    speaker: str | None = None
    via: str | None = None
    before: str | None = None
    after: str | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as one source gives it.

    ``of`` names the quantity, so that figures of the same one are compared;
    ``value`` is in ``unit``; ``value`` None is a quantity said to be unknown.
    """

    of: str
    unit: str
    value: float | None
    bound: Bound = Bound.EXACTLY
    state: FigureState | None = None
    upto: float | None = None
    """The upper end where the source gives a range."""


@dataclass(frozen=True, slots=True)
class When:
    """The date of an event: as the text has it, and as it was worked out."""

    stated: str | None
    dating: Dating = field(default_factory=Dating)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One dated step of an agreement, with where it was read."""

    step: Step
    when: When
    evidence: tuple[Evidence, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Something that somebody says or that happened, with its evidence.

    ``party`` is who says or does it, ``to`` whom it is addressed to, both ids
    from ``briefing.yaml``; ``issue`` an issue id. ``says`` is one sentence in
    the words of whoever made the record. ``answers`` and ``variant_of`` are
    record ids. ``pending_from`` names the party whose answer is awaited.
    """

    id: str
    kind: Kind
    party: str
    issue: str
    says: str
    evidence: tuple[Evidence, ...] = ()
    to: str | None = None
    answers: tuple[str, ...] = ()
    variant_of: str | None = None
    stance: Stance | None = None
    pending_from: str | None = None
    figure: Figure | None = None
    when: When | None = None
    history: tuple[HistoryEntry, ...] = ()
    place: Place | None = field(default=None, compare=False)

    def all_evidence(self) -> tuple[Evidence, ...]:
        """Its own evidence, then that of each step of its history."""
        return self.evidence + tuple(e for step in self.history for e in step.evidence)


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage that the reader marked. ``made`` is the day it was marked."""

    id: str
    article: str
    quote: str
    before: str | None = None
    after: str | None = None
    tags: tuple[str, ...] = ()
    memo: str | None = None
    made: date | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A passage that was suggested for a record, and is not to be suggested again."""

    id: str
    article: str
    quote: str
    before: str | None = None
    after: str | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Located:
    """An evidence found: the one passage that its quote stands at."""

    span: Span


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A quote that stands at several places and whose context decides none."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A quote that is not there. ``nearest`` is offered, never taken by itself."""

    reason: str
    nearest: Span | None = None


Location = Located | Ambiguous | Lost


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a library's YAML, with where it is and what to do.

    ``entry`` is the id of the record, highlight or dismissal left out because of it.
    """

    file: str
    line: int
    field: str
    message: str
    entry: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return (
            f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
        )
