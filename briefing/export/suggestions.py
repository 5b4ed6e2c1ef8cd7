"""Suggestions as text, markdown and JSON: the passage, what it looks like, and why."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.suggest import Suggestion
from briefing.export import schema
from briefing.export.cite import Readings, in_marks, party_name
from briefing.export.escaping import escape, escape_line
from briefing.export.lines import paragraphs, wrap
from briefing.export.markdown import cited, quote, quoted
from briefing.export.schema import Json


def plain(readings: Readings, suggestions: Sequence[Suggestion], width: int) -> str:
    """Each suggestion with its id, guesses, place and reason."""
    return paragraphs(_plain(readings, s, width) for s in suggestions)


def markdown(readings: Readings, suggestions: Sequence[Suggestion]) -> list[str]:
    """Each suggestion as parts of a page: a block quote, where it stands, why."""
    parts = []
    for suggestion in suggestions:
        source = readings.article_or_none(suggestion.article)
        where = f"paragraph {suggestion.paragraph}"
        words = quote(source, suggestion.span) if source else quoted(escape(suggestion.quote))
        about = cited(source, where) if source else f"{escape_line(suggestion.article)}, {where}"
        guess = escape_line(f"{_guess(readings, suggestion)}: {suggestion.reason}")
        parts += [words, f"— {about}", f"{guess} ({suggestion.id})"]
    return parts


def json(suggestions: Sequence[Suggestion]) -> list[Json]:
    """The ``suggestions`` of the JSON document."""
    return [schema.suggestion(suggestion) for suggestion in suggestions]


def _plain(readings: Readings, suggestion: Suggestion, width: int) -> list[str]:
    about = f"{_guess(readings, suggestion)}, {suggestion.score:.2f}"
    lines = wrap(about, width, f"{suggestion.id}  ")
    lines += wrap(in_marks(" ".join(suggestion.quote.split())), width, "  ")
    return lines + wrap(
        f"{suggestion.article} ¶{suggestion.paragraph}: {suggestion.reason}", width, "  "
    )


def _guess(readings: Readings, suggestion: Suggestion) -> str:
    """``Demand or figure, by North``."""
    kinds = " or ".join(kind.value for kind in suggestion.kinds).capitalize()
    settings = readings.dossier.settings
    by = f", by {party_name(settings, suggestion.party)}" if suggestion.party else ""
    return f"{kinds}{by}"
