"""Days as markup states them: ISO 8601 above all, and what else cannot be mistaken."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

from briefing.article import Dating, Known
from briefing.reading.dates import parse_day

_YEARS = range(1800, 2200)
_ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?=[T ,]|\Z)")
_LONGEST = 80


def stated_day(value: str | None) -> date | None:
    """The day that a value of markup states in full, in its own time zone; else None.

    ``06/02/2025`` is nobody's day: it is read one way here and another there.
    """
    text = (value or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    iso = _ISO.match(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    found = parse_day(text)
    if found is None and text[-1:].isalnum():
        try:
            found = parsedate_to_datetime(text).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return found if found and found.year in _YEARS else None


def stated(day: date) -> Dating:
    """A stated date."""
    return Dating(Known.STATED, day, day)


def not_after(day: date, basis: str) -> Dating:
    """A date of which only the latest possible day is known."""
    return Dating(Known.INFERRED, None, day, basis)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found.year in _YEARS else None
