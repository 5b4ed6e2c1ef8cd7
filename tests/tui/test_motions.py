"""Motions and clusters: every press goes to where a reader expects it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from briefing.tui.article import motions
from briefing.tui.article.motions import Unit
from briefing.tui.base import clusters

TEXT = (
    "The envoy of the U.S. met Mr. Reed at 4.30 p.m. sharp. “Why now?” he asked. "
    "“We shall see.” Nobody replied…\n\nNo. 5 was signed by J. P. Holt. It holds."
)


def stops(motion: motions.Motion, text: str, at: int) -> list[int]:
    """Where pressing a key again and again leads to, until it leads nowhere."""
    found = [at]
    while (at := motion(text, at)) != found[-1]:
        found.append(at)
        assert len(found) < 1000
    return found


def pieces(text: str, offsets: list[int]) -> list[str]:
    """What each press takes in, without the space around it."""
    return [text[a:b].strip() for a, b in pairwise(offsets)]


SENTENCES = [
    "The envoy of the U.S. met Mr. Reed at 4.30 p.m. sharp.",
    "“Why now?” he asked.",
    "“We shall see.”",
    "Nobody replied…",
    "No. 5 was signed by J. P. Holt.",
    "It holds.",
]


def test_each_sentence_is_one_press() -> None:
    assert pieces(TEXT, stops(motions.next_sentence, TEXT, 0)) == SENTENCES


def test_sentences_back_stop_at_the_same_beginnings() -> None:
    back = stops(motions.previous_sentence, TEXT, len(TEXT))
    assert back[1:] == [TEXT.index(sentence) for sentence in reversed(SENTENCES)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He said no. Then he left.", 2),
        ("See art. 5 and vol. 2 of it. Done.", 2),
        ("It rose by 2.5 per cent. Prices fell.", 2),
        ("Who? Me! Really.", 3),
        ("They waited ... and went. (So did we.) Fine.", 3),
        ("会谈结束了。双方没有签字！下次再谈。", 3),
        ("Они ушли. Завтра вернутся.", 2),
        ("No end here", 1),
    ],
)
def test_where_sentences_end(text: str, sentences: int) -> None:
    assert len(stops(motions.next_sentence, text, 0)) - 1 == sentences


def test_the_last_word_of_a_paragraph_can_be_the_last_selected() -> None:
    text = "One two.\n\nThree four"
    assert stops(motions.next_word, text, 0) == [0, 4, 7, 8, 16, 20]
    assert stops(motions.previous_word, text, len(text)) == [20, 16, 10, 7, 4, 0]


def test_signs_inside_words_are_part_of_them() -> None:
    text = "Lowland's 30-day truce, 6,000 “cafe\u0301”"
    words = pieces(text, stops(motions.next_word, text, 0))
    assert words == ["Lowland's", "30-day", "truce", ",", "6,000", "“", "cafe\u0301", "”"]


def test_paragraphs_end_before_the_blank_line_and_begin_after_it() -> None:
    text = "One.\n\n  Two.\n\nThree."
    assert stops(motions.next_paragraph, text, 0) == [0, 4, 12, 20]
    assert stops(motions.previous_paragraph, text, 20) == [20, 14, 8, 0]


def test_characters_pass_whole_clusters_and_blank_lines() -> None:
    text = "e\u0301👩\u200d👧🇺🇦🇫🇷\n\n  東"
    ahead = stops(motions.next_character, text, 0)
    assert [text[a:b] for a, b in pairwise(ahead)] == [
        "e\u0301",
        "👩\u200d👧",
        "🇺🇦",
        "🇫🇷",
        "\n\n  ",
        "東",
    ]
    assert stops(motions.previous_character, text, len(text)) == ahead[::-1]


def test_a_unit_is_whole_and_has_no_space_after_it() -> None:
    def unit(at: int, kind: Unit) -> str:
        start, end = motions.unit_at(TEXT, at, kind)
        return TEXT[start:end]

    inside = TEXT.index("asked")
    assert unit(inside + 2, Unit.WORD) == "asked"
    assert unit(inside, Unit.SENTENCE) == "“Why now?” he asked."
    assert unit(inside, Unit.PARAGRAPH) == TEXT.partition("\n")[0]
    assert unit(len(TEXT), Unit.SENTENCE) == "It holds."


def test_extending_makes_both_ends_whole() -> None:
    start, end = motions.extended(TEXT, TEXT.index("now"), TEXT.index("shall"), Unit.SENTENCE)
    assert TEXT[start:end] == "“Why now?” he asked. “We shall see.”"


def test_a_sentence_far_into_a_long_paragraph_is_found() -> None:
    text = "word " * 2000 + "end. " + "Next one is short. More " + "words " * 2000
    assert motions.previous_sentence(text, text.index("Next")) == 0
    assert motions.previous_sentence(text, len(text)) == text.index("More")
    assert motions.next_sentence(text, 5) == text.index("Next")


# Laws

ANY = st.text(st.sampled_from("aB.?’ \n-,é\u0301東👧\u200d🇺\ufe0f5("), max_size=40)
PAIRS = (
    (motions.next_character, motions.previous_character),
    (motions.next_word, motions.previous_word),
    (motions.next_sentence, motions.previous_sentence),
    (motions.next_paragraph, motions.previous_paragraph),
)


@given(ANY, st.data())
def test_motions_stay_in_the_text_and_never_turn_round(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    for ahead, back in PAIRS:
        assert at <= ahead(text, at) <= len(text)
        assert 0 <= back(text, at) <= at
        assert len(stops(ahead, text, at)) <= len(text) + 1
        if clusters.start_of(text + " ", at) == at:
            for end in (ahead(text, at), back(text, at)):
                assert clusters.start_of(text + " ", end) == end
        assert len(stops(back, text, at)) <= len(text) + 1


@given(ANY, st.data())
def test_the_unit_around_a_place_is_in_its_line(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    for unit in Unit:
        start, end = motions.unit_at(text, at, unit)
        assert 0 <= start <= end <= len(text)
        assert "\n" not in text[start:end]


@given(ANY)
@example("\u200d\u200d ")
def test_clusters_cover_the_text_and_are_as_wide_as_it(text: str) -> None:
    line = text.replace("\n", " ")
    cuts = [0, *clusters.after_joiners(line), len(line)]
    width = sum(cell_len(line[a:b]) for a, b in pairwise(cuts))
    found = list(clusters.clusters(line))
    assert "".join(line[a:b] for a, b, _ in found) == line
    assert sum(cells for _, _, cells in found) == width
    for start, end, _ in found:
        assert clusters.after(line, start) == end
        assert clusters.before(line, end) == start
    whole = list(clusters.pieces(line, 5))
    assert "".join(line[a:b] for a, b, _ in whole) == line
    assert sum(cells for *_, cells in whole) == width
