"""Plain text: within its width, without escapes, and all there."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from briefing.analysis.board import build
from briefing.article import Span
from briefing.export import plain
from briefing.export.lines import wrap
from briefing.safe_text import one_line
from briefing.search.engine import Hit, HitPassage
from tests.export.invented import COURIER, NO_TOLL, RECORDS, Invented, made_article

LIBRARY = Invented()

wide = st.text(st.sampled_from("ab  語😀\u0301\t\n\x1b\u202e-")) | st.text()


@given(wide, st.integers(8, 60), st.sampled_from(["", "  ", "12. "]))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int, first: str) -> None:
    lines = wrap(text, width, first)
    assert all(cell_len(line) <= width for line in lines)
    joined = "".join("".join(lines).removeprefix(first.rstrip()).split())
    assert joined == "".join(one_line(text).split())


@given(st.text(), st.text(), st.sampled_from([40, 60, 80, 120]))
def test_everything_fits_the_width_and_emits_no_control(says: str, title: str, width: int) -> None:
    article = replace(COURIER, title=title or None, outlet=says, byline=title)
    record = replace(NO_TOLL, says=says)
    library = Invented((article, made_article("b", says)), (record, *RECORDS[4:]))
    text = "\n".join(
        [
            plain.overview(title, library.entries, library.dossier, width),
            plain.article(article, width),
            plain.records(library, library.dossier.records, width),
        ]
    )
    assert all(cell_len(line) <= width for line in text.split("\n"))
    assert not [
        c for c in text if c != "\n" and (c < " " or "\x7f" <= c <= "\x9f" or c == "\u202e")
    ]


@pytest.mark.parametrize("width", [40, 70])
def test_the_stacked_board_shows_every_record(width: int) -> None:
    made = build(LIBRARY.dossier)
    text = " ".join(plain.board(made, LIBRARY.entries, width).split())
    for record in made.records():
        assert record.says in text
    assert "1 more record by other parties." in text


def test_two_parties_stand_side_by_side_when_there_is_room() -> None:
    lines = plain.board(build(LIBRARY.dossier), LIBRARY.entries, 100).split("\n")
    assert lines[0] == "Hill Town".ljust(49) + " │ Lake Town"
    assert any("The toll on the bridge" in line and "The toll stays." in line for line in lines)
    stacked = plain.board(build(LIBRARY.dossier), LIBRARY.entries, 70)
    assert "│" not in stacked


def test_paragraph_numbers_are_those_that_are_cited() -> None:
    lines = plain.article(COURIER, 80).split("\n")
    assert "2  Hill Town wants the toll gone. “No coin shall be paid,” said Ana Mora." in lines
    assert "3  - free passage" in lines


def test_debris_is_shown_only_when_asked_for() -> None:
    article = made_article("a", "first words\n\nSHARE THIS\n\nlast words")
    first, _, last = article.paragraphs
    hidden = replace(article, paragraphs=(first, replace(last, number=2)), hidden=(Span(13, 23),))
    assert "SHARE" not in plain.article(hidden, 80)
    shown = plain.article(hidden, 80, debris=True).split("\n")
    assert shown.index("~  SHARE THIS") < shown.index("2  last words")


def test_an_article_says_how_its_date_is_known() -> None:
    text = plain.article(LIBRARY.articles["mirror"], 80)
    assert "unknown outlet, 2031-05-04 to 2031-05-09 (inferred)" in text
    assert "Date inferred: speaks of Friday's meeting" in text


def test_a_record_tells_where_it_was_read() -> None:
    text = plain.records(LIBRARY, LIBRARY.dossier.records, 100)
    assert "- “No coin shall be paid” — Ana Mora, quoted; courier, paragraph 2" in text
    assert "- “words that stand nowhere” — the outlet’s own words; mirror, quote not found" in text
    assert "Partly carried out: 2031-05-06, “on Monday”; nine buried" in text


def test_hits_are_numbered_with_their_source_and_passages() -> None:
    passage = HitPassage(Span(26, 56), 2, "Hill Town wants the toll gone.", (Span(46, 50),))
    found = Hit("courier", "Towns", None, COURIER.date, 2.5, (passage,))
    result = SimpleNamespace(hits=(found, replace(found, passages=())), total=3)
    assert plain.hits(result, 80).split("\n") == [  # type: ignore[arg-type]
        "1. Towns",
        "   unknown outlet, 2031-05-03 · courier",
        "   ¶2 Hill Town wants the toll gone.",
        "",
        "2. Towns",
        "   unknown outlet, 2031-05-03 · courier",
        "",
        "1 more article not shown.",
    ]
