"""The timeline: order, gaps, and how dates are known."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.timeline import Gap, TimelineEntry, build
from briefing.article import Dating, Known
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Evidence, Kind, Mode, Record, Step, When
from tests.export.invented import BURIAL, MEETING, RECORDS, SETTINGS, day

START = date(2031, 5, 1)


def happened(name: str, dating: Dating) -> Record:
    evidence = (Evidence("courier", "x", Mode.OUTLET),)
    return Record(name, Kind.EVENT, "hill", "toll", "It was.", evidence, when=When(None, dating))


def inferred(first: int | None, last: int | None) -> Dating:
    ends = (date(2031, 5, n) if n else None for n in (first, last))
    return Dating(Known.INFERRED, *ends, "the text")


def test_events_and_steps_of_agreements_are_told_with_who_reports_them() -> None:
    timeline = build(Dossier(SETTINGS, RECORDS))
    entries = list(timeline.entries())
    assert [(e.record, e.step, e.articles) for e in entries] == [
        (MEETING, None, ("courier",)),
        (BURIAL, Step.PARTLY_CARRIED_OUT, ("mirror",)),
    ]
    assert timeline.stated[1] == Gap(date(2031, 5, 3), date(2031, 5, 5))
    assert timeline.stated[1].days == 3


def test_inferred_dates_stand_apart_and_unknown_ones_last() -> None:
    records = [
        happened("never", Dating()),
        happened("late", inferred(8, None)),
        happened("early", inferred(None, 3)),
        happened("stated", day(5)),
    ]
    timeline = build(Dossier(SETTINGS, records))
    assert [e.record.id for e in timeline.entries()] == ["stated", "early", "late", "never"]
    assert timeline.inferred[1] == Gap(date(2031, 5, 4), date(2031, 5, 7))
    assert [e.record.id for e in timeline.undated] == ["never"]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=12))
def test_every_day_is_told_of_or_in_a_gap(spans: list[tuple[int, int]]) -> None:
    days = [(START + timedelta(first), START + timedelta(first + more)) for first, more in spans]
    records = [
        happened(f"e{i}", Dating(Known.INFERRED, first, last, "the text"))
        for i, (first, last) in enumerate(days)
    ]
    told: set[date] = set()
    gaps: list[date] = []
    for item in build(Dossier(SETTINGS, records)).inferred:
        if isinstance(item, TimelineEntry):
            dating = item.when.dating
            assert dating.earliest is not None
            assert dating.latest is not None
            told.update(_days(dating.earliest, dating.latest))
        else:
            gaps += _days(item.first, item.last)
    assert len(set(gaps)) == len(gaps)
    assert not told & set(gaps)
    if days:
        assert told | set(gaps) == set(_days(min(d[0] for d in days), max(d[1] for d in days)))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]
