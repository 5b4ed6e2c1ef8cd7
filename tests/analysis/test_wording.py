"""Wording: every use counted once, in the right voice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.analysis.wording import count, quotations
from briefing.article import Span
from briefing.dossier.model import Evidence, Mode
from briefing.dossier.settings import WordingGroup
from tests.export.invented import made_article

ARTICLE = made_article(
    "a",
    "The bridge is shut. “That crossing,” he said, “is our bridge.”\n\n"
    "The old bridge of Ostrand, the Óstrand bridge and a bridgehead.",
)


def counted(*words: str, text: str | None = None, **options: object) -> dict[str, list[str]]:
    article = made_article("a", text) if text else ARTICLE
    (found,) = count([WordingGroup("g", words)], [article], **options)  # type: ignore[arg-type]
    return {w: [article.text[u.span.start : u.span.end] for u in found.of(w)] for w in words}


def test_whole_words_are_found_whatever_their_case_and_accents() -> None:
    assert counted("bridge", "crossing") == {"bridge": ["bridge"] * 4, "crossing": ["crossing"]}


def test_where_words_overlap_the_longest_counts() -> None:
    assert counted("bridge", "ostrand bridge") == {
        "bridge": ["bridge"] * 3,
        "ostrand bridge": ["Óstrand bridge"],
    }


def test_a_word_inside_a_longer_one_of_another_group_is_not_that_word() -> None:
    groups = [WordingGroup("a", ("bridge", "shut")), WordingGroup("b", ("ostrand bridge", "shut"))]
    bridges, others = count(groups, [ARTICLE])
    assert [len(bridges.of("bridge")), len(others.of("ostrand bridge"))] == [3, 1]
    assert len(bridges.of("shut")) == len(others.of("shut")) == 1


def test_a_phrase_does_not_reach_over_a_paragraph() -> None:
    assert counted("our bridge the", text="our bridge\n\nthe end") == {"our bridge the": []}


def test_words_are_one_where_their_stems_are() -> None:
    found = counted("shut", "bridges", stem=lambda word: word.rstrip("s")[:6])
    assert found == {
        "shut": ["shut"],
        "bridges": ["bridge"] * 4 + ["bridgehead"],
    }


def test_two_words_of_one_stem_count_where_they_are_printed() -> None:
    found = counted("bridge", "bridges", text="bridges, bridge, bridged", stem=lambda w: w[:6])
    assert found == {"bridge": ["bridge", "bridged"], "bridges": ["bridges"]}


def test_a_use_says_whether_it_is_inside_quotation_marks() -> None:
    (found,) = count([WordingGroup("g", ("bridge", "crossing"))], [ARTICLE])
    assert [(u.word, u.paragraph, u.quoted) for u in found.uses] == [
        ("bridge", 1, False),
        ("crossing", 1, True),
        ("bridge", 1, True),
        ("bridge", 2, False),
        ("bridge", 2, False),
    ]
    assert found.articles() == ("a",)


def test_a_speaker_is_named_where_the_records_know_one() -> None:
    spoken = ARTICLE.text.index("is our bridge")
    evidence = [
        (Span(0, 19), Evidence("a", "x", Mode.DIRECT, "Nobody")),
        (Span(0, 19), Evidence("a", "x", Mode.PARAPHRASE, "Ana")),
        (Span(spoken, spoken + 13), Evidence("a", "x", Mode.DIRECT, "Tom")),
    ]
    (found,) = count([WordingGroup("g", ("bridge",))], [ARTICLE], voices=lambda _: evidence)
    assert [u.speaker for u in found.uses] == ["Ana", "Tom", None, None]


def test_hidden_words_do_not_count() -> None:
    hidden = replace(ARTICLE, hidden=(Span(0, 19),))
    (found,) = count([WordingGroup("g", ("bridge",))], [hidden])
    assert len(found.uses) == 3


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("he said “no” and “yes”", ["no", "yes"]),
        ("“I think ‘idiots’, then”", ["I think ‘idiots’, then"]),
        ("it’s the town’s ‘bridge’ now", ["bridge"]),
        ('a "straight" one', ["straight"]),
        ("«oui» und „nein“ oder „ja”", ["oui", "nein", "ja"]),
        ("“goes on in the next", ["goes on in the next"]),
        ("the towns’ bridge", []),
        ("“the ‘towns’ bridge” and more", ["the ‘towns’ bridge"]),
    ],
)
def test_quotations(text: str, inside: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == inside
