"""Marks and finding: which passages are painted, and the steps between them."""

from __future__ import annotations

import pytest

from briefing.article import Article, Paragraph, Span
from briefing.projection import Projection
from briefing.tui.article.finding import Finder
from briefing.tui.article.marks import Count, MarkKind, Marks, MarkSet

TEXT = "Zero one [ad] two three four five"
ARTICLE = Article("one", TEXT, (Paragraph(1, Span(0, len(TEXT))),), "one.md", hidden=(Span(9, 14),))
PROJECTION = Projection(ARTICLE)


def spans(*words: str) -> list[Span]:
    """Where words stand in the text."""
    return [Span(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]


def test_steps_go_round_and_count() -> None:
    marks = Marks(spans("four", "one", "three"), PROJECTION)
    first = marks.from_here(0)
    assert first is not None
    assert (first.span, first.count) == (spans("one")[0], Count(1, 3))
    second = marks.stop(first.start, 1)
    assert second is not None
    assert str(second.count) == "2 of 3"
    last = marks.stop(first.start, -1)
    assert last is not None
    assert last.span == spans("four")[0]


def test_overlapping_marks_are_painted_once_and_stopped_at_each() -> None:
    marks = Marks([Span(0, 8), Span(5, 18), Span(5, 18), Span(14, 23)], PROJECTION)
    assert list(marks.within(0, 100)) == [(0, 18)]
    assert list(marks.within(3, 10)) == [(3, 10)]
    assert len(marks) == 3


def test_marks_that_are_not_displayed_are_no_stops() -> None:
    assert len(Marks([Span(10, 12)], PROJECTION)) == 0
    assert Marks([], PROJECTION).stop(0, 1) is None


def test_matches_stand_in_for_hits_while_something_is_looked_for() -> None:
    marks = MarkSet(PROJECTION)
    marks.give(MarkKind.HIT, spans("one"))
    assert dict(marks.layers(0, 99))["hit"] == [(5, 8)]
    marks.give(MarkKind.FOUND, spans("four"))
    assert dict(marks.layers(0, 99))["hit"] == [(19, 23)]
    marks.give(MarkKind.FOUND, [])
    assert dict(marks.layers(0, 99))["hit"] == [(5, 8)]


def test_marks_move_to_another_projection() -> None:
    marks = MarkSet(PROJECTION)
    marks.give(MarkKind.EVIDENCE, spans("two"))
    marks.target = spans("two")[0]
    moved = marks.on(Projection(ARTICLE, show_hidden=True))
    assert dict(moved.layers(0, 99))["evidence"] == [(14, 17)]
    assert moved.target == marks.target


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("A Café, a cafe, a CAFE\u0301", "café", ["Café", "cafe", "CAFE\u0301"]),
        ("Straße and STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("“go\u00a0 on” — he’s", '"go on" - he\'s', ["“go\u00a0 on” — he’s"]),
        ("a.b axb [a](b)", "a.b", ["a.b"]),
        ("a.b axb [a](b)", "[a](", ["[a]("]),
        ("one\n\ntwo", "one two", []),
        ("aaa", "aa", ["aa"]),
        ("word", "  ", []),
        ("word", "wörd", ["word"]),
        ("ﬁn", "fin", ["ﬁn"]),
        ("Київ", "київ", ["Київ"]),
    ],
)
def test_what_is_found(text: str, query: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in Finder(text).find(query)] == found
