"""Days as printed: read back whatever way they are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.reading.dates import day_of_line, days_in, parse_day

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
FORMS = [
    "{d:%Y-%m-%d}",
    "{d:%B} {d.day}, {d.year}",
    "{d:%b} {d.day} {d.year}",
    "{d.day} {d:%B} {d.year}",
    "{d:%A}, {d:%b}. {d.day}, {d.year}",
    "{d:%a} {d.day} of {d:%B}, {d.year}",
    "{d.day:02}.{d.month:02}.{d.year}",
    "{d:%Y-%m-%d}T10:20:30+02:00",
    "{d:%B} {d.day}, {d.year} at 10:20 a.m.",
]


@given(DAYS, st.sampled_from(FORMS))
def test_a_printed_day_is_read_back(day: date, form: str) -> None:
    assert parse_day(form.format(d=day)) == day
    assert parse_day(form.format(d=day).upper()) == day


@given(
    DAYS, st.sampled_from(["{d:%A}, {d:%B} {d.day}, {d.year}", "{d:%a}., {d.day} {d:%b} {d.year}"])
)
def test_days_with_their_weekday_are_found_in_text(day: date, form: str) -> None:
    text = f"A boat (1999) waits, {form.format(d=day)}. It left in June 1950."
    assert [found.full for found in days_in(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "June",
        "2025",
        "June 31, 2025",
        "2025-13-01",
        "June 3",
        "x June 3, 2025",
        "May be 5, 2025",
        "Sunday, June 3, 2025",
        "June 3, 1066",
        "June ³, 2025",
        "0000-00-00",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_a_day_without_a_year() -> None:
    found = day_of_line("Tue, Jun 3")
    assert found is not None
    assert found.full is None
    assert found.in_year(2025) == date(2025, 6, 3)
    assert found.in_year(2024) is None
