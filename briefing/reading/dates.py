"""Days as they are printed: read where they say when an article appeared, never made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from briefing.article import Dating, Known
from briefing.reading.rules import any_of, rules

NEAR = 100
"""Days between a day without a year and the full date that its year is inferred from."""
_YEARS = range(1800, 2200)
_YEAR = re.compile(r"\b(?:1[89]|2[01])[0-9]{2}\b")
_ISO_DAY = re.compile(r"(?:1[89]|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}")
_LONGEST_LINE = 120
_LONGEST_DAY = 40
"""Characters of weekday, month and day before a year."""
_CLOCK = (
    r"[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:Z\b|[+-][0-9]{2}:?[0-9]{2}|\(?[A-Z]{2,5}(?:[+-][0-9]{1,2})?\)?)?"
)
_TIME_BEFORE = rf"(?:(?:at\s+)?{_CLOCK}(?:\s*[,|·–-]\s*|\s+)(?:on\s+)?)?"
_TIME_AFTER = rf"(?:(?:\s*[T,|·–-]\s*|\s+)(?:at\s+)?{_CLOCK})?"


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day as it is printed: ``year`` None where no year is given.

    ``weekday`` counts from 0 for Monday. ``updated``: the line says that it is
    the day of the last change. ``or_day``: another day that the same figures
    are elsewhere, as ``03/04/2025`` is; then it is no full date.
    """

    text: str
    month: int
    day: int
    year: int | None = None
    weekday: int | None = None
    updated: bool = False
    or_day: date | None = None

    def in_year(self, year: int) -> date | None:
        """That day of ``year``; None where there is none, or the weekday differs."""
        try:
            found = date(year, self.month, self.day)
        except ValueError:
            return None
        return found if self.weekday in {None, found.weekday()} else None

    @property
    def full(self) -> date | None:
        """The day where a possible one is printed with its year."""
        if self.or_day is not None or not self.year or self.year not in _YEARS:
            return None
        return self.in_year(self.year)

    @property
    def two_ways(self) -> str | None:
        """The two days that it can be, in words; None where it is one."""
        if self.or_day is None or self.year is None or not (day := self.in_year(self.year)):
            return None
        return f"“{self.text}” can be {_in_words(day)} or {_in_words(self.or_day)}"


@dataclass(frozen=True, slots=True)
class _Patterns:
    line: re.Pattern[str]
    slashed: re.Pattern[str]
    anywhere: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known = rules()
    months, weekdays = any_of(known.months), any_of(known.weekdays)
    updated, published = any_of(known.updated), any_of(known.published)
    label = rf"(?:(?:(?P<updated>{updated})|{published})\s*:?\s*(?:on\s+)?)?"
    nth = r"(?:st|nd|rd|th)?"
    weekday = rf"(?:(?P<weekday>{weekdays})\b\.?,?\s+)?"
    words = (
        rf"(?:(?P<m1>{months})\b\.?\s+(?P<d1>[0-9]{{1,2}}){nth}(?:,?\s+(?P<y1>[0-9]{{4}}))?\b"
        rf"|(?P<d2>[0-9]{{1,2}})(?:{nth}|\.)\s+(?:(?:{any_of(known.of)})\s+)?(?P<m2>{months})\b\.?"
        rf"(?:,?\s+(?:(?:{any_of(known.of)})\s+)?(?P<y2>[0-9]{{4}})\b"
        rf"(?:\s+(?:{any_of(known.year)})(?!\w))?)?"
    )
    figures = (
        r"|(?P<y3>[0-9]{4})-(?P<m3>[0-9]{1,2})-(?P<d3>[0-9]{1,2})"
        r"|(?P<d4>[0-9]{1,2})\.(?P<m4>[0-9]{1,2})\.(?P<y4>[0-9]{4}))"
    )
    day = weekday + words + figures
    return _Patterns(
        line=re.compile(rf"{label}{_TIME_BEFORE}(?P<printed>{day}){_TIME_AFTER}", re.IGNORECASE),
        slashed=re.compile(
            rf"{label}{_TIME_BEFORE}(?P<printed>{weekday}(?P<first>[0-9]{{1,2}})(?P<sign>[/-])"
            rf"(?P<second>[0-9]{{1,2}})(?P=sign)(?P<year>[0-9]{{4}})){_TIME_AFTER}",
            re.IGNORECASE,
        ),
        anywhere=re.compile(rf"\b(?P<printed>{day})(?![\w-])", re.IGNORECASE),
    )


def parse_day(text: str) -> date | None:
    """The day that ``text`` is, with or without a time; None where it is none."""
    if _ISO_DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    found = day_of_line(text)
    return found.full if found and not found.updated else None


def day_of_line(line: str) -> PrintedDay | None:
    """The day of a line that holds nothing else but a label and a time."""
    if len(line) > _LONGEST_LINE:
        return None
    words = line.strip()
    if match := _patterns().line.fullmatch(words):
        return _printed(match, updated=match["updated"] is not None)
    match = _patterns().slashed.fullmatch(words)
    return _slashed(match) if match else None


def days_in(text: str) -> Iterator[PrintedDay]:
    """The full dates in ``text`` that come with their right weekday.

    Only those: they are how captions and page headers print a recent day, and
    the weekday proves the year.
    """
    for year in _YEAR.finditer(text):
        before = max(0, year.start() - _LONGEST_DAY)
        for match in _patterns().anywhere.finditer(text, before, year.end()):
            if match.end() == year.end() and match["weekday"]:
                found = _printed(match)
                if found.full:
                    yield found


def _printed(match: re.Match[str], updated: bool = False) -> PrintedDay:
    groups = match.groupdict()
    known = rules()

    def of(name: str) -> str:
        return next((groups[name + n] for n in "1234" if groups.get(name + n)), "")

    weekday = groups["weekday"]
    return PrintedDay(
        " ".join(match["printed"].split()),
        known.months.get(of("m").lower()) or int(of("m")),
        int(of("d")),
        int(of("y")) if of("y") else None,
        known.weekdays[weekday.lower()] if weekday else None,
        updated,
    )


def _slashed(match: re.Match[str]) -> PrintedDay | None:
    """``03/04/2025``, which some read as day and month and some as month and day."""
    weekday = rules().weekdays[match["weekday"].lower()] if match["weekday"] else None
    updated = match["updated"] is not None
    text, year = " ".join(match["printed"].split()), int(match["year"])
    figures = int(match["first"]), int(match["second"])
    ways = dict.fromkeys((figures, figures[::-1]))
    days = [PrintedDay(text, m, d, year, weekday, updated) for m, d in ways]
    found = [day for day in days if day.full]
    if len(found) == 2:
        return replace(found[0], or_day=found[1].full)
    return found[0] if found else None


def _in_words(day: date) -> str:
    return f"{day:%B} {day.day}"


def dating(where: str, printed: PrintedDay, text: str) -> Dating:
    """When an article appeared that prints ``printed`` in ``where`` (a few words).

    A missing year is inferred from full dates printed in ``text``, when they
    all lead to the same one; without them the date is unknown.
    """
    if printed.year is not None:
        day = printed.full
        if day is None:
            return Dating()
        if printed.updated:
            basis = f"the {where} says “{printed.text}” for the last change"
            return Dating(Known.INFERRED, None, day, basis)
        return Dating(Known.STATED, day, day)
    found = _nearest(printed, days_in(text))
    if found is None:
        return Dating()
    day, base = found
    basis = f"the {where} says “{printed.text}” without a year; the text prints “{base.text}”"
    return Dating(Known.INFERRED, None if printed.updated else day, day, basis)


def _nearest(printed: PrintedDay, full: Iterable[PrintedDay]) -> tuple[date, PrintedDay] | None:
    """The day ``printed`` that is near full dates, if it is the same for all of them."""
    found: dict[date, PrintedDay] = {}
    for base in full:
        there = base.full
        if there is None:
            continue
        days = (printed.in_year(there.year + shift) for shift in (-1, 0, 1))
        near = [day for day in days if day and abs((day - there).days) <= NEAR]
        if near:
            found.setdefault(near[0], base)
    return next(iter(found.items())) if len(found) == 1 else None
