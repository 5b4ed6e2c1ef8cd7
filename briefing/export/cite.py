"""Where a record was read, as every export needs it: article, passage, paragraph number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from briefing.analysis.board import BoardEntry
from briefing.article import Article, Sourced, Span, as_known, is_inferred
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import (
    Ambiguous,
    Evidence,
    Highlight,
    Located,
    Location,
    Mode,
    Record,
    When,
)
from briefing.dossier.settings import Settings

FIELD_NAMES = {
    "title": "Title",
    "outlet": "Outlet",
    "byline": "Byline",
    "url": "Address",
    "language": "Language",
}
UNKNOWN_OUTLET = "unknown outlet"


class Readings(Protocol):
    """What exports need of a library; ``Library`` is one."""

    @property
    def dossier(self) -> Dossier:
        """Settings and records."""
        ...

    def article_or_none(self, article_id: str) -> Article | None:
        """The article with that id, or None where it is unknown or cannot be read."""
        ...

    def locate(self, evidence: Evidence | Highlight) -> Location:
        """Where the quote stands in its article as it is now."""
        ...

    def sources_of(self, ids: Iterable[str]) -> int:
        """How many independent sources the articles are."""
        ...


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of evidence with what was found for it.

    ``span`` and ``paragraph`` (the number of the visible paragraph that the
    passage starts in) are None where the quote is not found or stands at
    several places; ``trouble`` then says so in a few words.
    """

    evidence: Evidence
    article: Article | None
    span: Span | None
    paragraph: int | None
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A highlight with what was found for it, as in ``Cited``."""

    highlight: Highlight
    article: Article | None
    span: Span | None
    paragraph: int | None
    trouble: str | None


def cite(readings: Readings, evidence: Evidence) -> Cited:
    """Find ``evidence`` in its article."""
    return Cited(evidence, *_found(readings, evidence))


def mark(readings: Readings, highlight: Highlight) -> Marked:
    """Find ``highlight`` in its article."""
    return Marked(highlight, *_found(readings, highlight))


def _found(
    readings: Readings, passage: Evidence | Highlight
) -> tuple[Article | None, Span | None, int | None, str | None]:
    article = readings.article_or_none(passage.article)
    place = readings.locate(passage)
    if article is not None and isinstance(place, Located):
        found = article.paragraph_at(place.span.start)
        return article, place.span, found.number if found else None, None
    if isinstance(place, Ambiguous):
        return article, None, None, "quote stands at several places"
    return article, None, None, "quote not found"


def party_name(settings: Settings, party_id: str) -> str:
    """A party's name, or its id where the library does not name it."""
    party = settings.party(party_id)
    return party.name if party else party_id


def issue_name(settings: Settings, issue_id: str) -> str:
    """An issue's name, or its id where the library does not name it."""
    issue = settings.issue(issue_id)
    return issue.name if issue else issue_id


def from_whom(settings: Settings, record: Record) -> str:
    """Who says it to whom: ``North`` or ``North to South``."""
    name = party_name(settings, record.party)
    return f"{name} to {party_name(settings, record.to)}" if record.to else name


def outlet_of(source: Sourced) -> str:
    """The outlet of an article, an entry or a hit as it is cited."""
    return as_known(source, "outlet") or UNKNOWN_OUTLET


def in_marks(quote: str) -> str:
    """A quote in quotation marks: single ones around a quote that has double ones itself."""
    return f"‘{quote}’" if set(quote) & set('“”„"') else f"“{quote}”"


def kind_in_words(record: Record) -> str:
    """A record's kind as a label; a response with how it meets what it answers.

    A variant says that the same thing is told differently elsewhere.
    """
    label = record.kind.capitalize()
    if record.stance:
        label += f" ({record.stance})"
    return f"{label}, told differently" if record.variant_of else label


def in_whose_words(evidence: Evidence) -> str:
    """Who speaks and how it came, as a reader is told: ``Ana Mora, quoted``."""
    who = evidence.speaker
    if evidence.mode is Mode.DIRECT:
        return f"{who or 'speaker not named'}, quoted"
    if evidence.mode is Mode.PARAPHRASE:
        return f"{who or 'speaker not named'}, paraphrased"
    if evidence.mode is Mode.ANONYMOUS:
        return f"{who or 'a speaker'}, not named"
    if evidence.mode is Mode.RELAYED:
        relayed = f"relayed from {evidence.via}" if evidence.via else "relayed"
        return f"{who}, {relayed}" if who else relayed
    return "the outlet’s own words"


def paragraph_numbers(article: Article, span: Span) -> tuple[int, int] | None:
    """The first and the last visible paragraph that ``span`` touches; None where none."""
    touched = [p.number for p in article.paragraphs if p.span.overlaps(span)]
    return (touched[0], touched[-1]) if touched else None


def paragraphs_in_words(numbers: tuple[int, int] | None) -> str | None:
    """``paragraph 4``, ``paragraphs 4-6`` or None."""
    if numbers is None:
        return None
    first, last = numbers
    return f"paragraph {first}" if first == last else f"paragraphs {first}-{last}"


def pilcrows(found: Iterable[Cited]) -> str:
    """The paragraphs that some evidence stands in, short: ``¶2, 5``."""
    numbers = sorted({f.paragraph for f in found if f.paragraph is not None})
    return f"¶{', '.join(map(str, numbers))}" if numbers else "quote not found"


def byline(source: Sourced) -> str | None:
    """The byline of an article or entry with its ``by``; None where there is none."""
    text = as_known(source, "byline")
    return text if not text or text[:3].casefold() == "by " else f"by {text}"


def of_title(source: Sourced) -> str:
    """What is cited behind a title: that it is inferred, else nothing."""
    return " (title inferred)" if is_inferred(source, "title") else ""


def inferred_in_words(source: Sourced) -> Iterator[str]:
    """What was inferred from what: ``Outlet inferred: the end of the page’s title``."""
    for name, basis in source.inferred:
        yield f"{FIELD_NAMES.get(name, name)} inferred: {basis}"


def when_in_words(when: When) -> str:
    """A date as worked out, and as the article has it: ``2025-06-02 (inferred), “on Monday”``."""
    return f"{when.dating}, “{when.stated}”" if when.stated else str(when.dating)


def sources_in_words(entry: BoardEntry) -> str:
    """The citation numbers of a board entry, and whether one source alone reports it."""
    if not entry.citations:
        return "no source"
    numbers = ", ".join(map(str, entry.citations))
    if entry.sources != 1:
        return numbers
    return f"{numbers} only" if len(entry.citations) == 1 else f"{numbers}, one source"


def counted(number: int, noun: str) -> str:
    """``1 record``, ``2 records``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
