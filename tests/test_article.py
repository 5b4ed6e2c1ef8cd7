"""Articles and passages: spans, dates and what is shown of a text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Article, Dating, Known, Paragraph, Span, first_words

DAY = date(2025, 6, 2)
DAYS = st.one_of(st.none(), st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n)))


def article(text: str, hidden: tuple[Span, ...] = (), title: str | None = None) -> Article:
    """An article of one paragraph for each line."""
    paragraphs, at = [], 0
    for line in text.split("\n"):
        if line:
            paragraphs.append(Paragraph(len(paragraphs) + 1, Span(at, at + len(line))))
        at += len(line) + 1
    return Article("a", text, tuple(paragraphs), "a.txt", title=title, hidden=hidden)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_goes_forward(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@given(*[st.integers(0, 8)] * 4)
def test_spans_overlap_when_they_share_a_character(a: int, b: int, c: int, d: int) -> None:
    one, other = Span(*sorted((a, b))), Span(*sorted((c, d)))
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    if len(one) and len(other):
        assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(st.text(max_size=20), st.lists(st.integers(0, 20), max_size=6, unique=True), st.data())
def test_text_of_leaves_out_what_is_hidden(text: str, cuts: list[int], data: st.DataObject) -> None:
    cuts = sorted(cut for cut in cuts if cut <= len(text))
    hidden = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    ends = st.integers(0, len(text))
    span = Span(*sorted(data.draw(st.tuples(ends, ends))))
    shown = [
        text[at]
        for at in range(span.start, span.end)
        if not any(gap.start <= at < gap.end for gap in hidden)
    ]
    assert article(text, hidden).text_of(span) == "".join(shown)


def test_an_offset_belongs_to_the_paragraph_that_holds_it() -> None:
    read = article("one\n\ntwo three")
    assert [read.paragraph_at(at).number for at in (0, 2, 3, 4, 5, 13)] == [1, 1, 1, 1, 2, 2]
    assert article("\n\nlate").paragraph_at(1) is None


def test_a_passage_lies_in_the_text() -> None:
    assert article("word").passage(1, 4).span == Span(1, 4)
    with pytest.raises(ValueError, match="ends at 5"):
        article("word").passage(1, 5)


def test_an_article_is_called_by_its_title_or_first_words() -> None:
    words = "Nine words stand in this line, one by one"
    assert article(words, title="Title").label == "Title"
    assert article(words).label == "Nine words stand in this line, one by…"
    assert article("[x] Few words", hidden=(Span(0, 4),)).label == "Few words"
    assert article("").label == "a"
    assert first_words("just  three\nwords", 3) == "just three words"


@pytest.mark.parametrize(
    "wrong",
    [
        {"known": Known.STATED},
        {"known": Known.UNKNOWN, "earliest": DAY},
        {"known": Known.STATED, "earliest": DAY},
        {"known": Known.INFERRED, "basis": "a caption"},
        {"known": Known.INFERRED, "earliest": DAY, "latest": DAY - timedelta(days=1)},
    ],
)
def test_no_dating_contradicts_itself(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="date"):
        Dating(**wrong)


@given(DAYS, DAYS, DAYS, DAYS)
def test_an_article_may_be_from_a_range(
    a: date | None, b: date | None, earliest: date | None, latest: date | None
) -> None:
    if (a is None and b is None) or (a and b and a > b):
        return
    dating = Dating(Known.INFERRED, a, b, "a caption")
    days = [DAY + timedelta(days=n) for n in range(-5, 6)]
    possible = [d for d in days if (not a or a <= d) and (not b or d <= b)]
    wanted = [d for d in days if (not earliest or earliest <= d) and (not latest or d <= latest)]
    if wanted:
        assert dating.overlaps(earliest, latest) == bool(set(possible) & set(wanted))


def test_an_unknown_date_is_in_no_range() -> None:
    assert not Dating().overlaps(None, None)


@pytest.mark.parametrize(
    ("dating", "shown"),
    [
        (Dating(), "undated"),
        (Dating(Known.STATED, DAY, DAY), "2025-06-02"),
        (Dating(Known.INFERRED, DAY, DAY, "x"), "2025-06-02 (inferred)"),
        (
            Dating(Known.INFERRED, DAY, date(2025, 6, 30), "x"),
            "2025-06-02 to 2025-06-30 (inferred)",
        ),
        (Dating(Known.INFERRED, DAY, None, "x"), "2025-06-02 or later (inferred)"),
        (Dating(Known.INFERRED, None, DAY, "x"), "2025-06-02 or earlier (inferred)"),
    ],
)
def test_a_date_is_shown_with_how_it_is_known(dating: Dating, shown: str) -> None:
    assert str(dating) == shown
