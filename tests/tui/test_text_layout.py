"""Rows: where lines are wrapped, and which offset is drawn at which cell."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from briefing.article import Article, Paragraph, ParagraphKind, Span
from briefing.projection import Projection
from briefing.tui.article.article_paint import Frame, Painter
from briefing.tui.base.clusters import clusters
from briefing.tui.base.text_layout import TextLayout, wrap


def rows(text: str, first: int, rest: int) -> list[str]:
    """``text`` as it is wrapped."""
    cuts = [0, *wrap(text, first, rest), len(text)]
    return [text[a:b] for a, b in pairwise(cuts)]


def layout_of(text: str, width: int, kind: ParagraphKind = ParagraphKind.TEXT) -> TextLayout:
    """A layout of one paragraph."""
    paragraph = Paragraph(1, Span(0, len(text)), kind, 1)
    return TextLayout(Projection(Article("one", text, (paragraph,), "one.md")), width)


def test_words_are_kept_whole_and_a_space_may_hang_over() -> None:
    assert rows("one two three", 7, 7) == ["one two ", "three"]
    assert rows("one two three", 6, 6) == ["one ", "two ", "three"]
    assert rows("one  two", 4, 4) == ["one  ", "two"]


def test_a_dash_is_a_place_to_break_and_a_long_word_is_cut() -> None:
    assert rows("talks—again and again", 10, 10) == ["talks—", "again and ", "again"]
    assert rows("a unbreakableword b", 6, 6) == ["a ", "unbrea", "kablew", "ord b"]


def test_wide_text_breaks_between_characters_but_not_before_a_full_stop() -> None:
    assert rows("会谈结束了。再谈", 10, 10) == ["会谈结束", "了。再谈"]
    assert rows("on 会谈 end", 6, 6) == ["on 会", "谈 end"]


def test_an_accent_made_of_two_characters_changes_nothing() -> None:
    plain = "The café closed after the déjà vu of the last round of talks at the café"
    marked = plain.replace("é", "e\u0301")
    widths = [cell_len(row) for row in rows(plain, 20, 18)]
    assert [cell_len(row) for row in rows(marked, 20, 18)] == widths


def test_rows_of_an_item_after_the_first_are_indented() -> None:
    layout = layout_of("one two three four", 12, ParagraphKind.LIST_ITEM)
    assert [layout.range(row) for row in range(layout.height)] == [(0, 10), (10, 20)]
    assert [layout.indent(row) for row in range(layout.height)] == [0, 2]
    assert layout.cell_of(layout.projection.display.index("three")) == 2
    assert layout.offset_at(1, 0) == 10
    assert layout.offset_at(0, 0) == 2


def test_right_of_a_row_is_its_end_only_where_that_is_asked_for() -> None:
    layout = layout_of("会谈结束了会谈", 8)
    assert layout.offset_at(0, 50) == 3
    assert layout.offset_at(0, 50, past_end=True) == 4
    assert layout.offset_at(1, 50) == 7


# Laws

LINES = st.text(st.sampled_from("ab —-.e\u0301東。😀👧\u200d🇺🇦\ufe0f\xa0"), max_size=60)
WIDTHS = st.integers(1, 12)


@given(LINES, WIDTHS, WIDTHS)
def test_rows_fit_and_never_cut_a_cluster(text: str, first: int, rest: int) -> None:
    found = rows(text, first, rest)
    assert "".join(found) == text
    starts = {start for start, _, _ in clusters(text)} | {0}
    at = 0
    for number, row in enumerate(found):
        assert at in starts
        at += len(row)
        fits = cell_len(row.rstrip(" ")) <= (first if number == 0 else rest)
        assert fits or len(list(clusters(row.rstrip(" ")))) == 1
        assert row or not text


@given(LINES, st.integers(4, 20), st.sampled_from(ParagraphKind))
def test_every_cluster_is_found_at_the_cell_it_is_drawn_at(
    text: str, width: int, kind: ParagraphKind
) -> None:
    layout = layout_of(text, width, kind)
    line = layout.projection.lines[0]
    display = layout.projection.display
    for start, _, cells in clusters(display):
        if start >= line.start + line.mark and cells:
            row, cell = layout.row_of(start), layout.cell_of(start)
            for touched in range(cell, cell + cells):
                assert layout.offset_at(row, touched) == start


@given(LINES, st.integers(8, 30), st.integers(0, 60))
@example("a\u200d b", 12, 60)
@example("aaaaaaa。\u200da", 8, 9)
def test_a_painted_row_is_as_wide_as_its_clusters(text: str, total: int, caret: int) -> None:
    frame = Frame.fitted(total, 0)
    layout = layout_of(text, frame.width)
    painter = Painter(layout, frame, Style(), lambda _: Style())
    for row in range(layout.height):
        start, end = layout.range(row)
        strip = painter.row(row, [], caret if start <= caret < end else None)
        drawn = "".join(segment.text for segment in strip)
        assert sum(cells for *_, cells in clusters(drawn)) == total
        assert drawn[frame.left :].startswith(layout.projection.display[start:end].rstrip(" "))
