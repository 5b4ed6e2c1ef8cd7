"""Finding quotes: exactly, by context, lost with the nearest passage; and selectors."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.article import Article, Span
from briefing.dossier.locate import Finder, selector
from briefing.dossier.model import Ambiguous, Located, Lost

TEXT = (
    "The ferry sails at noon.\n\nThe ferry returns — they say — at dusk, “weather\n"
    "permitting”. Nobody's ferry is late; the late ferry is nobody's.\n"
)


def words(text: str, found: object) -> str:
    assert isinstance(found, Located)
    return text[found.span.start : found.span.end]


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("at noon", "at noon"),
        ('at dusk, "weather permitting"', "at dusk, “weather\npermitting”"),
        ("returns - they\n\n say", "returns — they say"),
        ("  Nobody’s  ", "Nobody's"),
    ],
)
def test_marks_dashes_and_white_space_fold(quote: str, printed: str) -> None:
    assert words(TEXT, Finder(TEXT).find(quote)) == printed


@pytest.mark.parametrize("quote", ["Nobody is", "nobody's ferry", "ferrys", "at  noon!"])
def test_nothing_else_folds(quote: str) -> None:
    assert isinstance(Finder(TEXT).find(quote), Lost)


@pytest.mark.parametrize(
    ("before", "after", "start"),
    [
        (None, "sails", 4),
        ("noon.\n\n  The", None, 30),
        ("noon. The ", " returns - they", 30),
        ("Nobody's", None, TEXT.index("ferry is late")),
        ("late", "is nobody’s", TEXT.index("ferry is nobody's")),
    ],
)
def test_context_decides(before: str | None, after: str | None, start: int) -> None:
    found = Finder(TEXT).find("ferry", before, after)
    assert found == Located(Span(start, start + 5))


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        (None, None, 4),
        ("The", None, 2),
        ("sails", None, 4),
        ("noon", None, 4),
        ("The", "is late", 4),
    ],
)
def test_context_that_does_not_decide_is_never_guessed(
    before: str | None, after: str | None, places: int
) -> None:
    """Context that stands next to none of them leaves them all."""
    found = Finder(TEXT).find("ferry", before, after)
    assert isinstance(found, Ambiguous)
    assert len(found.spans) == places


def test_a_unique_quote_needs_no_context_even_where_that_is_wrong() -> None:
    assert words(TEXT, Finder(TEXT).find("at noon", "never", "seen")) == "at noon"


def test_places_that_overlap_all_count() -> None:
    found = Finder("na na na").find("na na")
    assert found == Ambiguous((Span(0, 5), Span(3, 8)))


@pytest.mark.parametrize("quote", ["", "  \n", "\u200b"])
def test_an_empty_quote_is_lost(quote: str) -> None:
    assert Finder(TEXT).find(quote) == Lost("the quote is empty")


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [
        ("The ferry returned, they say", "The ferry returns — they say"),
        ("Ferry SAILS at noon", "ferry sails at noon."),
        ("“weather permits”", "dusk, “weather\npermitting”."),
        ("something else altogether", None),
    ],
)
def test_a_lost_quote_is_offered_the_nearest_passage(quote: str, nearest: str | None) -> None:
    found = Finder(TEXT).find(quote)
    assert isinstance(found, Lost)
    assert (found.nearest and TEXT[found.nearest.start : found.nearest.end]) == nearest


def test_hidden_debris_is_not_searched_and_does_not_part_words() -> None:
    text = "The toll Advertisement is nine\npence. Advertisement"
    hidden = (Span(8, 22), Span(text.rindex("Adv"), len(text)))
    finder = Finder(text, hidden)
    assert words(text, finder.find("toll is nine pence")) == text[4:36]
    lost = finder.find("Advertisement")
    assert isinstance(lost, Lost)
    assert "hidden" in lost.reason
    assert selector(text, Span(0, 30), hidden) == ("The toll is nine", None, None)


def test_a_selector_has_no_more_context_than_it_needs() -> None:
    start = TEXT.index("ferry is late")
    assert selector(TEXT, Span(start, start + 5)) == ("ferry", "Nobody's", None)
    assert selector(TEXT, Span(4, 9)) == ("ferry", None, "sails")
    assert selector(TEXT, Span(4, 15)) == ("ferry sails", None, None)
    assert selector("a x b. a x c. d x c.", Span(9, 10)) == ("x", "a", "c.")
    assert selector(TEXT, Span(24, 26)) == ("", None, None)


pieces = st.sampled_from(
    ["ha", "a", "b", "é", "e\u0301", "𝔸", "“", '"', "—", "-", " ", "  ", "\n\n", "\t", "\u200b"]
)


@st.composite
def spans_in_texts(draw: st.DrawFn) -> tuple[str, Span, tuple[Span, ...]]:
    text = "".join(draw(st.lists(pieces, min_size=1, max_size=40))) + draw(st.text(max_size=5))
    ends = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    gaps = sorted(set(draw(st.lists(st.integers(0, len(text)), max_size=4))))
    hidden = tuple(Span(a, b) for a, b in zip(gaps[::2], gaps[1::2], strict=False))
    return text, Span(*ends), hidden


@given(spans_in_texts())
def test_a_selector_finds_its_own_span_again(case: tuple[str, Span, tuple[Span, ...]]) -> None:
    text, span, hidden = case
    seen = [
        at
        for at in range(span.start, span.end)
        if not (text[at].isspace() or text[at] in "\u200b\ufeff")
        and not any(gap.start <= at < gap.end for gap in hidden)
    ]
    assume(seen)
    quote, before, after = selector(text, span, hidden)
    trimmed = Span(seen[0], seen[-1] + 1)
    assert quote == Article("a", text, (), "a.md", hidden=hidden).text_of(trimmed)
    assert Finder(text, hidden).find(quote, before, after) == Located(trimmed)


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=9), st.text(max_size=9))
def test_whatever_is_asked_every_answer_folds_to_the_quote(
    text: str, quote: str, before: str, after: str
) -> None:
    finder = Finder(text)
    found = finder.find(quote, before, after)
    spans = [found.span] if isinstance(found, Located) else getattr(found, "spans", ())
    for span in spans:
        again = Finder(text[span.start : span.end]).find(quote)
        assert isinstance(again, Located)
