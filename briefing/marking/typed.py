"""What a person types for a figure or for a date, read as a record has it. Pure."""

from __future__ import annotations

import re

from briefing.article import Dating, Known
from briefing.dossier.model import Figure, When
from briefing.search.date_range import parse_range, render_range
from briefing.search.query import Dated

_SEPARATOR = re.compile(r"(?<=\d)[,   _](?=\d{3}(?:\D|$))")
_AMOUNTS = re.compile(r"(-?\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?")


class NotUnderstood(ValueError):
    """A sentence on what to write instead; ``field`` is what it is about."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def amounts(written: str | None) -> tuple[float | None, float | None]:
    """A figure's value and upper end: ``6,060``, ``2.5`` or ``300-400``; None for an unknown one.

    Raises NotUnderstood (``value``).
    """
    if written is None:
        return None, None
    found = _AMOUNTS.fullmatch(_SEPARATOR.sub("", written.strip()))
    value, upto = (_number(found[1]), _number(found[2])) if found else (None, None)
    if value is None or (upto is not None and upto < value):
        raise NotUnderstood("Write a number, as in 339 or 2.5, or a range, as in 300-400.", "value")
    return value, upto


def amounts_written(figure: Figure) -> str:
    """The value and upper end of a figure as they are typed."""
    ends = [value for value in (figure.value, figure.upto) if value is not None]
    return "-".join(repr(value).removesuffix(".0") for value in ends)


def when(stated: str | None, days: str | None, basis: str | None) -> When | None:
    """The date of what happened: as the text has it, its days, and what they are inferred from.

    ``days`` is ``2025-06-02``, ``2025-06`` or ``2025-06-01..2025-06-30``, of which one end may
    be missing. One day without a basis is stated; all else is inferred and needs one.
    None where nothing is given. Raises NotUnderstood (``days``, ``basis``).
    """
    if days is None:
        return When(stated, Dating(basis=basis)) if stated or basis else None
    found = parse_range(days)
    if found is None:
        sentence = "Write the day as 2025-06-02, or days as 2025-06-01..2025-06-30."
        raise NotUnderstood(sentence, "days")
    if found.earliest and found.latest and found.earliest > found.latest:
        raise NotUnderstood("These days end before they begin.", "days")
    if basis:
        return When(stated, Dating(Known.INFERRED, found.earliest, found.latest, basis))
    if found.earliest != found.latest:
        sentence = "More days than one are inferred: say from what, in a few words."
        raise NotUnderstood(sentence, "basis")
    return When(stated, Dating(Known.STATED, found.earliest, found.latest))


def days_written(dating: Dating) -> str:
    """The days of a date as they are typed."""
    if dating.known is Known.UNKNOWN:
        return ""
    return render_range(Dated(dating.earliest, dating.latest))


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    return float(text) if "." in text else int(text)
