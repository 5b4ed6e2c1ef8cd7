"""Figures: what can be true together, what cannot, and what is not the same thing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.figures import Quantity, Verdict, compare, in_words
from briefing.article import Dating, Known
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Bound, Evidence, Figure, FigureState, Kind, Mode, Record, When
from briefing.dossier.settings import Issue, Settings

SETTINGS = Settings(issues=(Issue("talks", "Talks"), Issue("ships", "Ships")))


def told(
    *figures: Figure, dates: tuple[Dating, ...] = (), kinds: tuple[Kind, ...] = ()
) -> tuple[Quantity, ...]:
    """The quantities of a dossier in which each figure is told by an article of its own."""
    records = [
        Record(
            f"r{i}", kinds[i] if kinds else Kind.FIGURE, "hill", "ships", "So many.",
            (Evidence(f"a{i}", "so many", Mode.OUTLET),),
            figure=figure, when=When(None, dates[i]) if dates else None,
        )
        for i, figure in enumerate(figures)
    ]  # fmt: skip
    return compare(Dossier(SETTINGS, records), lambda _: Dating())


def figure(
    value: float | None, bound: str = "exactly", unit: str = "ships", **rest: object
) -> Figure:
    return Figure("ships", unit, value, Bound(bound), **rest)  # type: ignore[arg-type]


PLANNED = figure(40, state=FigureState.PLANNED)


def day(number: int) -> Dating:
    return Dating(Known.STATED, date(2031, 5, number), date(2031, 5, number))


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (figure(40), figure(40), "compatible"),
        (figure(40), figure(41), "conflicting"),
        (figure(40), figure(44, "about"), "compatible"),
        (figure(40), figure(45, "about"), "conflicting"),
        (figure(30, "at least"), figure(30, "at most"), "compatible"),
        (figure(30, "over"), figure(30, "at most"), "conflicting"),
        (figure(30, "under"), figure(30), "conflicting"),
        (figure(30, "under"), figure(0), "compatible"),
        (figure(30, upto=50), figure(50), "compatible"),
        (figure(30, upto=50), figure(51), "conflicting"),
        (figure(None), figure(51), "compatible"),
        (figure(1, "over", "hour"), figure(90, "under", "minutes"), "compatible"),
        (figure(2, "over", "hours"), figure(90, "under", "minutes"), "conflicting"),
        (figure(40), figure(40, unit="tonnes"), "different quantity"),
        (PLANNED, figure(60, state=FigureState.DELIVERED), "changed over time"),
        (PLANNED, figure(60, "at most", state=FigureState.DELIVERED), "compatible"),
        (PLANNED, figure(None, state=FigureState.DELIVERED), "compatible"),
        (PLANNED, figure(60, state=FigureState.HELD), "different quantity"),
        (PLANNED, figure(60, unit="tonnes", state=FigureState.DELIVERED), "different quantity"),
        (figure(40), figure(41, state=FigureState.CLAIMED), "conflicting"),
    ],
)
def test_the_verdict_on_two_reports(one: Figure, other: Figure, verdict: str) -> None:
    for pair in ((one, other), (other, one)):
        (quantity,) = told(*pair)
        assert quantity.verdict == verdict
        assert len(quantity.readings()) == 2


def test_figures_of_different_days_changed_over_time() -> None:
    (quantity,) = told(figure(9), figure(4), dates=(day(6), day(2)))
    assert quantity.verdict is Verdict.CHANGED
    assert quantity.reason == "4 ships (2031-05-02), later 9 ships (2031-05-06)"


def test_dates_that_may_be_the_same_day_excuse_nothing() -> None:
    span = Dating(Known.INFERRED, date(2031, 5, 1), date(2031, 5, 9), "the text")
    (quantity,) = told(figure(9), figure(4), dates=(day(6), span))
    assert quantity.verdict is Verdict.CONFLICTING
    assert quantity.reason == "9 and 4 ships cannot both be true"


def test_a_conflict_outweighs_what_else_is_told() -> None:
    delivered = figure(3, state=FigureState.DELIVERED)
    (quantity,) = told(figure(9), figure(4), delivered)
    assert quantity.verdict is Verdict.CONFLICTING
    assert quantity.reason == (
        "9 and 4 ships cannot both be true;"
        " reported (9 and 4 ships) and delivered (3 ships) are not the same thing"
    )


def test_what_was_delivered_stands_against_what_was_planned() -> None:
    about = figure(40, "about", state=FigureState.PLANNED)
    delivered = figure(3, state=FigureState.DELIVERED)
    (quantity,) = told(about, PLANNED, delivered, figure(9, state=FigureState.HELD))
    assert quantity.verdict is Verdict.CHANGED
    assert quantity.reason == (
        "about 40 and 40 ships planned, 3 ships delivered; planned and delivered"
        " (about 40, 40 and 3 ships) and held (9 ships) are not the same thing"
    )
    (quantity,) = told(PLANNED, figure(41, state=FigureState.PLANNED), delivered)
    assert quantity.verdict is Verdict.CONFLICTING


def test_what_was_delivered_before_the_plan_did_not_come_of_it() -> None:
    delivered = figure(3, state=FigureState.DELIVERED)
    (quantity,) = told(PLANNED, delivered, dates=(day(6), day(2)))
    assert quantity.verdict is Verdict.DIFFERENT


def test_a_figure_of_a_demand_is_sought_and_that_of_an_offer_offered() -> None:
    (quantity,) = told(figure(9), figure(4), figure(5), kinds=(Kind.DEMAND, Kind.OFFER, Kind.CLAIM))
    assert quantity.verdict is Verdict.DIFFERENT
    assert quantity.reason == (
        "sought (9 ships), offered (4 ships) and reported (5 ships) are not the same thing"
    )


def test_a_length_of_time_is_not_mixed_up_with_a_number_of_things() -> None:
    age, crews = Figure("age-of-crew", "years of age", 25), Figure("crew", "people", 9)
    assert [q.verdict for q in told(age, crews)] == [Verdict.ALONE, Verdict.ALONE]


def test_quantities_named_alike_are_told_apart_and_never_compared() -> None:
    built = Figure("ships-built", "ships", 5, Bound.ABOUT)
    other = Figure("price", "coins", 7)
    quantities = told(Figure("sunk", "ships", 4), built, built, other)
    assert [(q.name, q.verdict, q.reason) for q in quantities] == [
        (
            "sunk",
            Verdict.DIFFERENT,
            "one report; not to be mixed up with ships built (about 5 ships)",
        ),
        ("ships-built", Verdict.COMPATIBLE, "2 reports of the same figure"),
        ("price", Verdict.ALONE, "one report"),
    ]


def test_an_article_that_repeats_itself_is_one_reading() -> None:
    evidence = tuple(Evidence("a", quote, Mode.OUTLET) for quote in ("x", "y"))
    record = Record("r", Kind.FIGURE, "hill", "talks", "So.", evidence, figure=figure(4))
    (quantity,) = compare(Dossier(SETTINGS, [record]), lambda _: day(1))
    assert quantity.verdict is Verdict.ALONE
    assert quantity.readings()[0].evidence == evidence
    assert quantity.readings()[0].date == day(1)


def test_in_words() -> None:
    assert in_words(figure(12000, "about")) == "about 12,000 ships"
    assert in_words(figure(1.5, upto=2)) == "1.5 to 2 ships"
    assert in_words(figure(None)) == "said to be unknown"


bounded = st.builds(
    figure, st.integers(0, 9).map(float) | st.none(), st.sampled_from([b.value for b in Bound])
)


@given(st.lists(bounded, min_size=2, max_size=6))
def test_reports_are_compatible_exactly_when_each_two_are(figures: list[Figure]) -> None:
    (together,) = told(*figures)
    pairs = [told(a, b)[0].verdict for i, a in enumerate(figures) for b in figures[i + 1 :]]
    assert (together.verdict is Verdict.COMPATIBLE) == all(v is Verdict.COMPATIBLE for v in pairs)
