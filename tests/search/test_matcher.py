"""The matcher: which articles match, where, and which passages show it best."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Article, Dating, Known, Paragraph, ParagraphKind, Span
from briefing.search.matcher import Matcher
from briefing.search.parse import parse
from briefing.search.query import Among, Everything, Recorded, RecordField
from tests.search.invented import article, random_article, random_query

STORY = article(
    "story",
    "The northern side met at the river.\n"
    "A truce of 30 days, a 30-day truce, was offered to the North.\n"
    "POWs went home; prisoners of\n"
    "war stayed.",
    title="Bridge talks",
    outlet="North Post",
    byline="Ann O’Neill",
    dating=Dating(Known.INFERRED, date(2025, 6, 2), None, "it mentions the meeting"),
)


def matched(query: str, text: Article = STORY) -> list[str]:
    return [text.text[s.start : s.end] for s in Matcher(parse(query).root).spans(text)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("rivers", ["river"]),
        ("=rivers", []),
        ('"30 days"', ["30 days", "30-day"]),
        ('="30 days"', ["30 days"]),
        ('"30 day"*', ["30 days", "30-day"]),
        ('"30 d"*', ["30", "days", "30", "day"]),
        ("north*", ["northern", "North"]),
        ("nort~", ["North"]),
        ("norths~2", ["North"]),
        ("pow", ["POWs"]),
        ("=POW", []),
        ('"prisoners of war"', []),
        ("truce 30", ["truce", "30", "30", "truce"]),
        ('truce OR "30-day truce"', ["truce", "30-day truce"]),
        ("river -truce", ["river"]),
        ("-(river truce)", []),
        ("title:bridge", []),
        ("bridge", []),
    ],
)
def test_spans(query: str, expected: list[str]) -> None:
    assert matched(query) == expected


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("river truce", True),
        ("river sea", False),
        ("river -sea", True),
        ("-river", False),
        ("-sea", True),
        ("bridge river", True),
        ("title:bridge", True),
        ("title:river", False),
        ('title:"bridge talk"', True),
        ("outlet:(post -south)", True),
        ("author:o'neill", True),
        ("author:ann title:(bridge -river)", True),
        ("date:2025-06-01", False),
        ("date:2025-06-02", True),
        ("date:2031", True),
        ("date:..2025-06-01", False),
        ("kind:demand", False),
    ],
)
def test_matches(query: str, holds: bool) -> None:
    assert Matcher(parse(query).root).matches(STORY) is holds


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("переговоры", ["переговорах", "Переговоры"]),
        ("паромный", ["паромной"]),
        ("=переговоры", ["Переговоры"]),
        ("ёлка", ["Елку", "ёлкой"]),
        ("вимога", ["Вимогу", "вимозі"]),
        ("київ", ["Києва"]),
        ("їхній", ["їхніх"]),
    ],
)
def test_russian_and_ukrainian_words_are_found_by_any_of_their_forms(
    query: str, expected: list[str]
) -> None:
    two = article(
        "two",
        "На переговорах о паромной линии спорили. Переговоры идут. Елку сменили другой ёлкой.\n"
        "Вимогу про два мости біля Києва відхилено; у вимозі йшлося про їхніх сусідів.",
    )
    assert matched(query, two) == expected


def test_filters() -> None:
    assert Matcher(Everything()).matches(STORY)
    assert Matcher(Among(frozenset({"story"}))).matches(STORY)
    assert not Matcher(Among(frozenset({"other"}))).matches(STORY)
    assert not Matcher(Recorded(RecordField.KIND, "demand")).matches(STORY)
    undated = article("u", "river")
    assert not Matcher(parse("date:2025..").root).matches(undated)


def test_hidden_words_do_not_match() -> None:
    text = "The river Comments flows."
    start = text.index("Comments")
    story = article("a", text, hidden=(Span(start, start + 8),))
    assert matched("comments", story) == []
    assert matched('"river flows"', story) == ["river Comments flows"]


def test_marks_count_without_the_hidden_signs_of_a_quote_over_several_lines() -> None:
    text = "The ferry rests,\n> and no\n> boat crosses the river today."
    signs = [m.start() for m in re.finditer("> ", text)]
    story = replace(
        article("a", text),
        paragraphs=(Paragraph(1, Span(0, len(text)), ParagraphKind.QUOTE),),
        hidden=tuple(Span(at, at + 2) for at in signs),
    )
    (passage,) = Matcher(parse('"no boat" river').root).passages(story)
    assert passage.text == "The ferry rests,\nand no\nboat crosses the river today."
    assert [passage.text[m.start : m.end] for m in passage.marks] == ["no\nboat", "river"]
    assert [text[m.start : m.end] for m in passage.matches] == ["no\n> boat", "river"]


@given(st.integers(), st.integers())
def test_spans_and_passages_of_any_query_lie_in_the_text(seed: int, width: int) -> None:
    random = Random(seed)
    story = random_article(random, "a1")
    matcher = Matcher(random_query(random))
    width = 10 + width % 200
    spans = matcher.spans(story)
    for before, after in pairwise(spans):
        assert before.end <= after.start
    passages = matcher.passages(story, limit=4, width=width)
    assert len(passages) <= 4
    assert bool(passages) == bool(spans)
    for passage in passages:
        paragraph = next(p for p in story.paragraphs if p.number == passage.paragraph)
        assert paragraph.span.start <= passage.span.start
        assert passage.span.end <= paragraph.span.end
        assert passage.text == story.text_of(passage.span)
        assert passage.matches
        for match in passage.matches:
            assert passage.span.start <= match.start < match.end <= passage.span.end
            assert any(span.start <= match.start and match.end <= span.end for span in spans)
        printed = [passage.text[m.start : m.end] for m in passage.marks]
        assert printed == [story.text_of(match) for match in passage.matches]
    for one in passages:
        assert not any(one.span.overlaps(p.span) for p in passages if p is not one)


FILLER = "Nothing of it stands in these few plain words here. " * 6


def test_passages_with_most_different_words_come_first() -> None:
    text = f"The river, the river! {FILLER}\n{FILLER}The truce at the river.\nThe bridge. {FILLER}"
    passages = Matcher(parse("river OR truce OR bridge").root).passages(article("a", text))
    shown = [[text[m.start : m.end] for m in p.matches] for p in passages]
    assert shown == [["truce", "river"], ["bridge"], ["river", "river"]]


def test_passages_are_about_as_long_as_asked_and_cut_between_words() -> None:
    text = FILLER * 4 + "The truce was short. " + FILLER * 4
    story = article("a", text)
    for width in (60, 120, 200):
        (passage,) = Matcher(parse("truce").root).passages(story, width=width)
        assert width * 0.7 <= len(passage.text) <= width
        assert passage.text == text[passage.span.start : passage.span.end]
        assert text[passage.span.start - 1] == " "
        assert text[passage.span.end] == " "
        assert 0.2 < passage.text.index("truce") / width < 0.8


def test_a_short_paragraph_is_shown_whole() -> None:
    text = "Words before. The truce was short and so was what they said about it then."
    (passage,) = Matcher(parse("truce").root).passages(article("a", text), width=60)
    assert passage.text == text


def test_variants_of_one_word_are_one_idea() -> None:
    from briefing.search.spelling import Spelling

    root = Spelling().expand(parse("Kyiv OR truce OR river").root)
    text = f"Kyiv, Kiev, Kyyiv. {FILLER}\nThe truce at the river. {FILLER}"
    first = Matcher(root).passages(article("a", text), limit=1)[0]
    assert "truce" in first.text


SIGNS = [
    "a",
    "é",
    "e\u0301",
    "n\u0303\u0323",
    "👩‍👧‍👦",
    "👍🏽",
    "🇺🇳",
    "각",
    "각",
    "क्ष",
    "กำ",
    "❤\ufe0f",
]


@given(st.lists(st.sampled_from(SIGNS), min_size=120, max_size=240), st.integers(90, 200))
def test_no_passage_is_cut_through_a_sign(signs: list[str], width: int) -> None:
    signs[len(signs) // 2] = " truce "
    text = "".join(signs)
    edges = {0}
    for sign in signs:
        edges.add(max(edges) + len(sign))
    middle = text.index(" truce ")
    edges |= {middle + 1, middle + 6}
    for passage in Matcher(parse("truce").root).passages(article("a", text), width=width):
        assert passage.span.start in edges
        assert passage.span.end in edges


def test_a_long_unbroken_text_gives_short_passages() -> None:
    text = "漢" * 500 + "。" + "水字" * 400
    passages = Matcher(parse("水*").root).passages(article("a", text), width=100)
    assert all(len(p.text) <= 140 for p in passages)
    assert passages
