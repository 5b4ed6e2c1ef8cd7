"""The analyzer: forms of words, positions, hidden debris, and what must settle."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Span
from briefing.folding import WORD
from briefing.search.analyzer import analyze, analyze_text, form_of, is_capitals, words_of
from briefing.search.stemming import beginning_of
from tests.search.invented import article


@pytest.mark.parametrize(
    ("written", "folded", "stem", "capitals", "abbreviation"),
    [
        ("Crossings", "crossings", "cross", None, None),
        ("minister’s", "minister", "minist", None, None),
        ("ÄRGER", "arger", "arger", "ARGER", "ARGER"),
        ("US", "us", "us", "US", "US"),
        ("U.S.", "us", "us", "US", "US"),
        ("US’s", "us", "us", "US", "US"),
        ("us", "us", "us", None, None),
        ("POWs", "pows", "pow", None, "POW"),
        ("G7", "g7", "g7", "G7", "G7"),
        ("I", "i", "i", None, None),
        ("½", "1'2", "1'2", None, None),
        ("Мира", "мира", "мир", None, None),
        ("Вечерний", "вечерний", "вечерн", None, None),
        ("Їхніх", "їхніх", "їхній", None, None),
        ("Мосту", "мосту", "мост", None, None),
        ("Γεφύρες", "γεφυρεσ", "γεφυρεσ", None, None),
    ],
)
def test_what_a_written_word_is_to_the_searcher(
    written: str, folded: str, stem: str, capitals: str | None, abbreviation: str | None
) -> None:
    form = form_of(written)
    assert form is not None
    assert (form.folded, form.stem) == (folded, stem)
    assert (form.capitals, form.abbreviation) == (capitals, abbreviation)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
def test_forms_are_one_word_each_and_settle(text: str) -> None:
    for form in words_of(text):
        again = words_of(form.folded)
        assert [(f.folded, f.stem) for f in again] == [(form.folded, form.stem)]
        assert not is_capitals(form.folded)
        if form.capitals is not None:
            assert [f.capitals for f in words_of(form.capitals)] == [form.capitals]


@given(st.text())
def test_words_stand_where_the_offsets_say(text: str) -> None:
    analysis = analyze_text(text)
    for start, end, form in zip(analysis.starts, analysis.ends, analysis.forms, strict=True):
        assert WORD.fullmatch(text, start, end)
        assert form_of(text[start:end]) is form
    assert analysis.positions == list(range(len(analysis.forms)))


@given(st.from_regex(r"[a-z0-9]['a-z0-9]{0,12}(s|ed|ing|ies|ly|ization)?", fullmatch=True))
def test_a_stem_begins_as_its_word_does(word: str) -> None:
    for form in words_of(word):
        assert form.has_stem(form.stem)
        assert form.folded.startswith(beginning_of(form.stem))


def test_a_gap_keeps_paragraphs_apart_and_nothing_else_does() -> None:
    analysis = analyze(article("a", "One two — three.\nFour."))
    assert [f.folded for f in analysis.forms] == ["one", "two", "three", "four"]
    assert analysis.positions == [0, 1, 2, 4]


def test_hidden_debris_is_not_there_and_parts_no_words() -> None:
    text = "The river ![](x.png) flows.\nComments\nSlowly."
    debris = Span(text.index("!["), text.index(" flows"))
    comments = Span(text.index("Comments"), text.index("Comments") + 8)
    analysis = analyze(article("a", text, hidden=(debris, comments)))
    assert [f.folded for f in analysis.forms] == ["the", "river", "flows", "slowly"]
    assert analysis.positions[:3] == [0, 1, 2]
    assert text[analysis.starts[2] : analysis.ends[2]] == "flows"


def test_words_outside_paragraphs_are_not_searched() -> None:
    whole = article("a", "One\nTwo")
    parted = article("b", "One\nTwo")
    object.__setattr__(parted, "paragraphs", whole.paragraphs[1:])
    assert [f.folded for f in analyze(parted).forms] == ["two"]


def test_articles_that_are_alike_are_not_taken_for_each_other() -> None:
    for number in range(200):
        words = analyze(article("same", f"w{number}")).forms
        assert [f.folded for f in words] == [f"w{number}"]


def test_the_dictionary_is_loaded_only_for_words_that_are_ukrainian() -> None:
    code = (
        "import sys; from briefing.search.analyzer import words_of;"
        "print([f.stem for f in words_of('talks переговоры')], 'simplemma' in sys.modules,"
        " [f.stem for f in words_of('вимозі')], 'simplemma' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['talk', 'переговор'] False ['вимог'] True"
