"""Projections: what is displayed of an article, and the laws of the way there and back."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Article, Paragraph, ParagraphKind, Span
from briefing.projection import Projection
from briefing.reading import read
from briefing.safe_text import visible


def made(
    text: str, *parts: str | tuple[str, ParagraphKind, int], hidden: tuple[str, ...] = ()
) -> Article:
    """An article of ``text`` whose paragraphs are ``parts`` and whose debris is ``hidden``."""
    paragraphs: list[Paragraph] = []
    at = 0
    for number, part in enumerate(parts, 1):
        words, kind, level = (part, ParagraphKind.TEXT, 0) if isinstance(part, str) else part
        start = text.index(words, at)
        at = start + len(words)
        paragraphs.append(Paragraph(number, Span(start, at), kind, level))
    spans = []
    for piece in hidden:
        start = text.index(piece)
        spans.append(Span(start, start + len(piece)))
    return Article("one", text, tuple(paragraphs), "one.md", hidden=tuple(sorted(spans)))


def test_one_blank_line_between_paragraphs_whatever_the_text_has() -> None:
    article = made("First.\nSecond.\n\n\n\nThird.", "First.", "Second.", "Third.")
    assert Projection(article).display == "First.\n\nSecond.\n\nThird."


def test_structure_shows_without_style() -> None:
    text = "# Talks\n\n* one\n* two\n\n3. three\n\n> said\n> twice"
    article = made(
        text,
        ("Talks", ParagraphKind.HEADING, 2),
        ("one", ParagraphKind.LIST_ITEM, 1),
        ("two", ParagraphKind.LIST_ITEM, 2),
        ("three", ParagraphKind.LIST_ITEM, 1),
        ("said\n> twice", ParagraphKind.QUOTE, 0),
    )
    assert Projection(article).display == "## Talks\n\n- one\n  - two\n\n3. three\n\n│ said twice"


def test_debris_is_left_out_and_shown_when_asked_for() -> None:
    text = "top of page\n\nA word ![]() | more.\n\nComments\n\nLast."
    article = made(
        text, "A word ![]() | more.", "Last.", hidden=("top of page", "![]() | ", "Comments")
    )
    assert Projection(article).display == "A word more.\n\nLast."
    shown = Projection(article, show_hidden=True)
    assert shown.display == "top of page\n\nA word ![]() | more.\n\nComments\n\nLast."
    assert [shown.display[a:b] for a, b in shown.debris] == ["top of page", "![]() | ", "Comments"]


def test_harmful_characters_and_tabs_have_stand_ins_of_one_character() -> None:
    article = made("a\x1b[31m\tb\x85c\u2028d\u202ee", "a\x1b[31m\tb\x85c\u2028d\u202ee")
    projection = Projection(article)
    assert projection.display == "a␛[31m b\ufffdc\ufffdd\ufffde"
    assert len(projection.display.splitlines()) == 1
    assert projection.span_of(1, 6) == Span(1, 6)


def test_lines_inside_a_paragraph_become_one_with_exact_offsets() -> None:
    text = "A hard   \n   wrapped\nline."
    projection = Projection(made(text, text))
    assert projection.display == "A hard wrapped line."
    start = projection.display.index("wrapped")
    span = projection.span_of(start, start + len("wrapped line"))
    assert text[span.start : span.end] == "wrapped\nline"


def test_inserted_text_does_not_count_in_a_selection() -> None:
    article = made("# One\nTwo.", ("One", ParagraphKind.HEADING, 1), "Two.")
    projection = Projection(article)
    assert projection.display == "# One\n\nTwo."
    assert projection.span_of(0, len(projection.display)) == Span(2, 10)
    assert projection.span_of(0, 2) == Span(2, 2)
    assert projection.span_of(4, 8) == Span(4, 7)


def test_a_span_cut_by_debris_is_displayed_in_one_piece_and_over_paragraphs_in_two() -> None:
    text = "Before [ad] after.\n\nNext."
    projection = Projection(made(text, "Before [ad] after.", "Next.", hidden=("[ad] ",)))
    assert projection.display_ranges(Span(0, 18)) == [(0, 13)]
    assert projection.display_ranges(Span(12, len(text))) == [(7, 13), (15, 20)]
    assert projection.display_ranges(Span(7, 11)) == []


def test_what_is_hidden_is_displayed_where_the_next_is_that_is_not() -> None:
    text = "debris\n\nShown."
    projection = Projection(made(text, "Shown.", hidden=("debris",)))
    assert projection.to_display(2) == 0
    assert projection.to_display(len(text) + 5) == len("Shown.")


def test_an_article_without_words_has_one_empty_line() -> None:
    projection = Projection(Article("none", "", (), "none.md"))
    assert (projection.display, len(projection.lines)) == ("", 1)
    assert (projection.to_source(0), projection.to_display(0)) == (0, 0)
    assert projection.span_of(0, 0) == Span(0, 0)
    assert projection.paragraph_at(0) is None


def test_numbers_stand_beside_first_lines_of_paragraphs_only() -> None:
    article = made("One.\n\ndebris\n\nTwo.", "One.", "Two.", hidden=("debris",))
    projection = Projection(article, numbers=True, show_hidden=True)
    assert [projection.number_at(row) for row in range(5)] == [1, None, None, None, 2]
    assert Projection(article).number_at(0) is None


def test_rows_and_columns() -> None:
    projection = Projection(made("One.\n\nTwo.", "One.", "Two."))
    assert projection.location(7) == (2, 1)
    assert projection.offset(2, 1) == 7
    with pytest.raises(IndexError):
        projection.offset(2, 5)


# Laws

WORDS = st.text(
    st.sampled_from("ab .\t\xa0é" + "e\u0301" + "東京😀\u200d👧🇺🇦" + "\x07\u202e\ufeff-#>"),
    max_size=12,
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any text, in paragraphs of any kind, some of it hidden wherever it is."""
    text, paragraphs = "", []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        text += draw(st.sampled_from(["", "\n", "\n\n\n", "- ", "\n\n## ", "\n4. ", " junk \n"]))
        words = "\n".join(draw(st.lists(WORDS, min_size=1, max_size=3)))
        kind = draw(st.sampled_from(ParagraphKind))
        paragraphs.append(Paragraph(number, Span(len(text), len(text) + len(words)), kind))
        text += words
    text += draw(st.sampled_from(["", "\n\nend"]))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    hidden = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    return Article("any", text, tuple(paragraphs), "any.md", hidden=hidden)


def shown_offsets(projection: Projection) -> list[tuple[int, int]]:
    """Every character of the text that is displayed: its offset there, and here."""
    length = len(projection.article.text)
    ranges = [projection.display_ranges(Span(at, at + 1)) for at in range(length)]
    return [(found[0][0], at) for at, found in enumerate(ranges) if found]


@given(articles(), st.booleans())
def test_every_displayed_character_finds_itself_again(article: Article, hidden: bool) -> None:
    projection = Projection(article, show_hidden=hidden)
    pairs = shown_offsets(projection)
    assert pairs == sorted(pairs)
    for display, source in pairs:
        assert projection.to_display(source) == display
        assert projection.to_source(display) == source
        original = article.text[source]
        stand_in = " " if original in "\t\n" else visible(original)
        needed = "\u200c\u200d" if original in "\u200c\u200d" else stand_in
        assert projection.display[display] in {stand_in, *needed}


@given(articles(), st.booleans())
def test_nothing_but_space_is_lost_and_nothing_hidden_is_shown(
    article: Article, hidden: bool
) -> None:
    projection = Projection(article, show_hidden=hidden)
    shown = {source for _, source in shown_offsets(projection)}
    debris = {at for gap in article.hidden for at in range(gap.start, gap.end)}
    for paragraph in article.paragraphs:
        for at in range(paragraph.span.start, paragraph.span.end):
            if at in debris and not hidden:
                assert at not in shown
            elif not article.text[at].isspace() and paragraph.kind is not ParagraphKind.QUOTE:
                assert at in shown


@given(articles(), st.booleans(), st.data())
def test_a_selection_is_what_it_shows(article: Article, hidden: bool, data: st.DataObject) -> None:
    projection = Projection(article, show_hidden=hidden)
    end = data.draw(st.integers(0, len(projection.display)))
    start = data.draw(st.integers(0, end))
    selected = [(d, s) for d, s in shown_offsets(projection) if start <= d < end]
    span = projection.span_of(start, end)
    if selected:
        assert span == Span(selected[0][1], selected[-1][1] + 1)
    else:
        assert len(span) == 0
    ranges = projection.display_ranges(span)
    assert [d for d, _ in selected] == [d for a, b in ranges for d in range(a, b)]


@given(articles(), st.booleans())
def test_lines_are_the_display_split_at_its_line_ends(article: Article, hidden: bool) -> None:
    projection = Projection(article, show_hidden=hidden)
    assert [projection.display[n.start : n.end] for n in projection.lines] == (
        projection.display.split("\n")
    )
    assert projection.display.splitlines() in ([], projection.display.split("\n"))
    starts = [line.start for line in projection.lines]
    for offset in range(len(projection.display) + 1):
        row, column = projection.location(offset)
        assert row == bisect_right(starts, offset) - 1
        assert projection.offset(row, column) == offset
    assert len(projection.unmarked) == len(projection.display)


def test_offsets_of_the_originals_hold(originals: Path) -> None:
    for path in sorted(originals.glob("*.txt")):
        article = read(path, originals)
        for hidden in (False, True):
            projection = Projection(article, show_hidden=hidden)
            for paragraph in article.paragraphs:
                ranges = projection.display_ranges(paragraph.span)
                span = projection.span_of(ranges[0][0], ranges[-1][1])
                assert article.text_of(span) == article.text_of(paragraph.span)
