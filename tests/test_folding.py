"""Folding: quotes are found again whatever their signs and spaces, and offsets lead back."""

from __future__ import annotations

import sys
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Span
from briefing.folding import FoldedText, fold_quote, fold_word, tokens

ALPHABET = st.one_of(
    st.sampled_from(" \t\n\r\u00a0\u2003\u200b\ufeff'’\"“”-–—`aé\u0301中\u202eاש👩\u200d🚀"),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.text(ALPHABET, max_size=60)


@st.composite
def texts_with_hidden(draw: st.DrawFn) -> tuple[str, tuple[Span, ...]]:
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    return text, tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))


def is_space(char: str) -> bool:
    return char.isspace() or char in "\u200b\ufeff"


def fold_one_by_one(text: str, hidden: tuple[Span, ...]) -> list[tuple[str, int]]:
    """The definition, a character at a time: each folded sign with its own offset."""
    out: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if any(gap.start <= at < gap.end for gap in hidden):
            continue
        if not is_space(char):
            out.append((fold_quote(char), at))
        elif out and out[-1][0] != " ":
            out.append((" ", at))
    return out


@given(texts_with_hidden())
def test_folded_text_follows_the_definition(given_text: tuple[str, tuple[Span, ...]]) -> None:
    text, hidden = given_text
    slow = fold_one_by_one(text, hidden)
    fast = FoldedText(text, hidden)
    assert fast.text == "".join(sign for sign, _ in slow)
    own = [at for _, at in slow]
    for at in range(len(own)):
        assert fast.original(at, at + 1) == Span(own[at], own[at] + 1)
    for offset in range(len(text) + 1):
        assert fast.folded_offset(offset) == sum(at < offset for at in own)


@given(texts_with_hidden(), st.data())
def test_a_passage_finds_itself(
    given_text: tuple[str, tuple[Span, ...]], data: st.DataObject
) -> None:
    text, hidden = given_text
    shown = [
        at
        for at, char in enumerate(text)
        if not is_space(char) and not any(gap.start <= at < gap.end for gap in hidden)
    ]
    if not shown:
        return
    start, last = sorted(data.draw(st.tuples(st.sampled_from(shown), st.sampled_from(shown))))
    cut = "".join(
        text[at]
        for at in range(start, last + 1)
        if not any(gap.start <= at < gap.end for gap in hidden)
    )
    assert Span(start, last + 1) in FoldedText(text, hidden).find_all(cut)


@given(TEXTS)
def test_a_quote_is_found_however_its_signs_are_typed(text: str) -> None:
    retyped = text.translate({ord("’"): "'", ord("“"): '"', ord("—"): "-", ord("\n"): "  "})
    if fold_quote(text):
        assert FoldedText(text).find_all(retyped) == FoldedText(text).find_all(text) != []


@given(TEXTS)
def test_fold_quote_settles(text: str) -> None:
    assert fold_quote(fold_quote(text)) == fold_quote(text)


@pytest.mark.parametrize("empty", ["", " ", "\n\u200b\ufeff\u3000"])
def test_nothing_is_found_nowhere(empty: str) -> None:
    assert FoldedText("some text").find_all(empty) == []


def test_every_white_space_folds() -> None:
    spaces = [char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace()]
    assert [s for s in spaces if FoldedText(f"a{s}b").text != "a b"] == []


def test_places_may_overlap() -> None:
    assert FoldedText("no no no").find_all("no no") == [Span(0, 5), Span(3, 8)]


def test_every_character_folds_to_something_that_settles() -> None:
    changed = [c for c in map(chr, range(0x10000)) if normalize("NFKD", c).casefold() != c]
    words = [word for c in changed for word in (c, f"a{c}b", f"b{c}s", f"b's{c}")]
    assert [word for word in words if fold_word(fold_word(word)) != fold_word(word)] == []


@given(TEXTS)
def test_fold_word_settles(word: str) -> None:
    assert fold_word(fold_word(word)) == fold_word(word)


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("Türkiye", "turkiye"),
        ("TÜRKİYE", "turkiye"),
        ("U.S.", "US"),
        ("Norton’s", "Norton"),
        ("rivers'", "rivers"),
        ("Erdoğan", "erdogan"),
        ("Straße", "strasse"),
        ("Cafe\u0301", "café"),
        ("ﬁnal", "final"),
        ("O’Hara", "o'hara"),
        ("bosses's'", "bosses"),
    ],
)
def test_spellings_of_one_word(word: str, same: str) -> None:
    assert fold_word(word) == fold_word(same)


@given(TEXTS)
def test_tokens_are_the_words_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.folded == fold_word(text[token.start : token.end])
        assert token.folded
        end = token.end


@given(st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x24F), min_size=1, max_size=12))
def test_a_word_is_one_token_composed_or_not(word: str) -> None:
    folds = [[t.folded for t in tokens(normalize(form, word))] for form in ("NFC", "NFD")]
    assert folds[0] == folds[1]
    assert len(folds[0]) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30-day truce", ["30", "day", "truce"]),
        ("the U.S. and the U.K.", ["the", "us", "and", "the", "uk"]),
        ("“Norton’s” roots…", ["norton", "roots"]),
        ("12,000 men_women", ["12", "000", "men", "women"]),
        ("— … ’ '", []),
    ],
)
def test_tokens_of_a_sentence(text: str, words: list[str]) -> None:
    assert [token.folded for token in tokens(text)] == words
