"""The list of sources: orders, filters, and how a choice is kept."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.analysis.source_list import (
    SourceChoice,
    SourceOrder,
    arranged,
    filters_in_words,
    tags_of,
)
from briefing.article import Dating, Known
from briefing.catalog import Entry


def day(number: int) -> Dating:
    return Dating(Known.STATED, date(2031, 4, number), date(2031, 4, number))


ENTRIES = (
    Entry("a.md", "a", "Zebras cross", outlet="Herald", date=day(2)),
    Entry("b.md", "b", "a ferry rests", outlet=None),
    Entry("c.bin", "c", "c.bin", reason="it is no text"),
    Entry("d.md", "d", "Bells ring", outlet="courier", date=day(9)),
    Entry("e.md", "e", "Mills turn", outlet="Herald", date=day(5)),
)
TAGS = tags_of([("a", ["check"]), ("e", ["check", "figure"]), ("a", [])])


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (SourceOrder.FILE, "abcde"),
        (SourceOrder.DATE, "deabc"),
        (SourceOrder.OUTLET, "deabc"),
        (SourceOrder.TITLE, "bdeac"),
        (SourceOrder.HITS, "eabdc"),
        (SourceOrder.UNREAD, "bdeac"),
    ],
)
def test_orders(order: SourceOrder, ids: str) -> None:
    found = arranged(ENTRIES, SourceChoice(order), hits=["e", "gone", "a"], read={"a"})
    assert "".join(entry.id for entry in found) == ids


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        (SourceChoice(outlets=frozenset({"Herald"})), "ae"),
        (SourceChoice(outlets=frozenset({"", "courier"})), "bd"),
        (SourceChoice(tags=frozenset({"figure", "other"})), "e"),
        (SourceChoice().within(date(2031, 4, 3), None), "de"),
        (
            SourceChoice(SourceOrder.DATE, frozenset({"Herald"})).within(None, date(2031, 4, 5)),
            "ea",
        ),
    ],
)
def test_filters(choice: SourceChoice, ids: str) -> None:
    assert "".join(entry.id for entry in arranged(ENTRIES, choice, tags=TAGS)) == ids
    assert choice.filtered
    assert not choice.unfiltered().filtered
    assert SourceChoice.from_data(choice.as_data()) == choice


def test_filters_are_told_in_words() -> None:
    choice = SourceChoice(SourceOrder.DATE, frozenset({"", "Herald"}), frozenset({"figure"}))
    assert list(filters_in_words(choice.within(None, date(2031, 4, 5)))) == [
        "unknown outlet or Herald",
        "#figure",
        "until 2031-04-05",
    ]


@pytest.mark.parametrize("data", [None, [], {}, {"order": "colour"}, {"order": "date"}, "date"])
def test_what_was_not_kept_by_this_program_is_the_whole_list(data: object) -> None:
    assert SourceChoice.from_data(data) == SourceChoice()
