"""Figures and dates as they are typed: read, refused with a sentence, written again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Dating, Known
from briefing.dossier.model import Figure, When
from briefing.marking.typed import NotUnderstood, amounts, amounts_written, days_written, when

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("339", (339, None)),
        ("6,060", (6060, None)),
        ("2.5", (2.5, None)),
        ("300 - 1,400", (300, 1400)),
        ("-5", (-5, None)),
        (None, (None, None)),
    ],
)
def test_numbers_are_read(written: str | None, read: tuple[float | None, float | None]) -> None:
    assert amounts(written) == read


@pytest.mark.parametrize("written", ["many", "3-2", "1,23", "12 of 30", "300-"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(NotUnderstood, match="as in 339") as caught:
        amounts(written)
    assert caught.value.field == "value"


@given(st.integers(0, 10**9), st.none() | st.integers(0, 10**9))
def test_a_figure_that_is_written_is_read_again(value: int, more: int | None) -> None:
    upto = None if more is None else value + more
    assert amounts(amounts_written(Figure("a", "b", value, upto=upto))) == (value, upto)


def test_one_day_is_stated_and_with_a_basis_inferred() -> None:
    day = date(2031, 4, 2)
    assert when("on Monday", "2031-04-02", None) == When(
        "on Monday", Dating(Known.STATED, day, day)
    )
    inferred = when(None, "2031-04-02", "names the day after")
    assert inferred == When(None, Dating(Known.INFERRED, day, day, "names the day after"))
    assert when("soon", None, None) == When("soon")
    assert when(None, None, None) is None


@pytest.mark.parametrize(
    ("days", "basis", "field"),
    [
        ("tomorrow", None, "days"),
        ("2031-04-03..2031-04-02", "a list", "days"),
        ("2031-04", None, "basis"),
        ("2031-04-02..", None, "basis"),
    ],
)
def test_days_that_cannot_be_are_refused(days: str, basis: str | None, field: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        when(None, days, basis)
    assert caught.value.field == field


@given(st.none() | DAYS, st.none() | DAYS)
def test_days_that_are_written_are_read_again(one: date | None, other: date | None) -> None:
    first, last = sorted((one, other)) if one and other else (one, other)
    known = Known.INFERRED if first or last else Known.UNKNOWN
    dating = Dating(known, first, last, "somewhere")
    assert when(None, days_written(dating) or None, "somewhere") == When(None, dating)
