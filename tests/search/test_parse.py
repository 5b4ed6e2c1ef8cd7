"""The parser: every construct, half-typed input, and its laws for any text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.search.parse import MAX_OPEN_WORDS, MAX_WORDS, parse
from briefing.search.query import (
    And,
    Dated,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Recorded,
    RecordField,
    TextField,
    Word,
)
from briefing.search.render import render

W = Word
RANGE = Dated(date(2025, 6, 1), date(2025, 6, 30))

CLEAN = [
    ("", Everything()),
    ("  \t", Everything()),
    ("river crossing", And((W("river"), W("crossing")))),
    ("river river", W("river")),
    ("RIVER’s", W("river")),
    ('"root causes"', Phrase(("root", "causes"))),
    ("“root causes”", Phrase(("root", "causes"))),
    ("«root»", W("root")),
    ("30-day", Phrase(("30", "day"))),
    ("a AND b", And((W("a"), W("b")))),
    ("a OR b", Or((W("a"), W("b")))),
    ("a b OR c", Or((And((W("a"), W("b"))), W("c")))),
    ("a (b OR c)", And((W("a"), Or((W("b"), W("c")))))),
    ('"a"-b', And((W("a"), W("b")))),
    ("and or not", And((W("and"), W("or"), W("not")))),
    ("-a", Not(W("a"))),
    ("NOT a", Not(W("a"))),
    ("NOT -a", W("a")),
    ('a -"b c"', And((W("a"), Not(Phrase(("b", "c")))))),
    ("-(a OR b)", Not(Or((W("a"), W("b"))))),
    ("cross*", Prefix("cross")),
    ('"root cau"*', Phrase(("root", "cau"), prefix=True)),
    ("north~", Fuzzy("north", 1)),
    ("northern~", Fuzzy("northern", 2)),
    ("north~2", Fuzzy("north", 2)),
    ("north~0", W("north", exact=True)),
    ("=Norton", W("norton", exact=True)),
    ("=US", W("US", exact=True)),
    ("US", W("us")),
    ('="Root causes"', Phrase(("root", "causes"), exact=True)),
    ("title:talks", Field(TextField.TITLE, W("talks"))),
    ("Title: talks", Field(TextField.TITLE, W("talks"))),
    ('outlet:"New Post"', Field(TextField.OUTLET, Phrase(("new", "post")))),
    ("author:(ann OR -bo)", Field(TextField.AUTHOR, Or((W("ann"), Not(W("bo")))))),
    (
        "title:(a title:b)",
        Field(TextField.TITLE, And((W("a"), Field(TextField.TITLE, W("b"))))),
    ),
    ("title:(outlet:a)", Field(TextField.TITLE, Field(TextField.OUTLET, W("a")))),
    ("title:(date:2025-06)", Field(TextField.TITLE, RANGE)),
    ("-title:=Talks", Not(Field(TextField.TITLE, W("talks", exact=True)))),
    ("party:north", Recorded(RecordField.PARTY, "north")),
    ('issue:"the border"', Recorded(RecordField.ISSUE, "the border")),
    (
        "kind:(demand OR offer)",
        Or((Recorded(RecordField.KIND, "demand"), Recorded(RecordField.KIND, "offer"))),
    ),
    ("date:2025", Dated(date(2025, 1, 1), date(2025, 12, 31))),
    ("date:2024-02", Dated(date(2024, 2, 1), date(2024, 2, 29))),
    ("date:2025-06-02", Dated(date(2025, 6, 2), date(2025, 6, 2))),
    ("date:2025-06-01..2025-06-30", RANGE),
    ("date:2025-06..2025-06", RANGE),
    ("date:2025-06-01…2025-06-30", RANGE),
    ("date:2025-06-01..", Dated(date(2025, 6, 1), None)),
    ("date:..2025-06-30", Dated(None, date(2025, 6, 30))),
    ('date:"2025-06"', RANGE),
    ("… — , a", W("a")),
    ("Talks: late", And((W("talks"), W("late")))),
]

MENDED = [
    ('"unfinished thing', And((W("unfinished"), W("thing")))),
    ("NOT OR x", W("x")),
    ("AND", Everything()),
    ("a AND", W("a")),
    ("OR a", W("a")),
    ("a NOT", W("a")),
    ("- a", W("a")),
    ("= a", W("a")),
    ("=(a)", W("a")),
    ("()", Everything()),
    ("(a", W("a")),
    ("a)", W("a")),
    ('""', Everything()),
    ("*", Everything()),
    ("a*b", Phrase(("a", "b"))),
    ("a-b~", Phrase(("a", "b"))),
    ("north~7", Fuzzy("north", 2)),
    ("date:foo a", W("a")),
    ("date:2025-13", Everything()),
    ("date:0000", Everything()),
    ("date:..", Everything()),
    ("date:2025-06-30..2025-06-01", RANGE),
    ("date:2025-06…2025-06-01..", Everything()),
    ("title: ", Everything()),
    ('party:"" a', W("a")),
    ("foo:bar", And((W("foo"), W("bar")))),
    ('foo:"b c"', And((W("foo"), Phrase(("b", "c"))))),
]


@pytest.mark.parametrize(("text", "root"), CLEAN)
def test_what_is_understood_is_understood_without_a_word(text: str, root: Node) -> None:
    query = parse(text)
    assert query.root == root
    assert query.ignored == ()
    assert parse(render(root)).root == root


@pytest.mark.parametrize(("text", "root"), MENDED)
def test_what_does_not_parse_is_searched_for_its_words_and_said(text: str, root: Node) -> None:
    query = parse(text)
    assert query.root == root
    assert query.ignored
    assert all(sentence.endswith(".") for sentence in query.ignored)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("chi", Or((W("chi"), Prefix("chi")))),
        ("chi ", W("chi")),
        ('"chi"', W("chi")),
        ("a chi", And((W("a"), Or((W("chi"), Prefix("chi")))))),
        ("=Chi", Or((W("chi", exact=True), Prefix("chi")))),
        ("-chi", Not(W("chi"))),
        ("-(a chi", Not(And((W("a"), W("chi"))))),
        ("chi~", Fuzzy("chi", 1)),
        ("30-day", Or((Phrase(("30", "day")), Phrase(("30", "day"), prefix=True)))),
        ("30-d", And((W("30"), Prefix("d")))),
        ('"at the b', And((Phrase(("at", "the")), Prefix("b")))),
        ('"root cau', Or((Phrase(("root", "cau")), Phrase(("root", "cau"), prefix=True)))),
        ('"root ', W("root")),
        ('"', Everything()),
        ("(a", Or((W("a"), Prefix("a")))),
        ("outlet:po", Field(TextField.OUTLET, Or((W("po"), Prefix("po"))))),
        ("party:no", Recorded(RecordField.PARTY, "no")),
    ],
)
def test_a_query_being_typed(text: str, root: Node) -> None:
    query = parse(text, live=True)
    assert query.root == root
    assert query.ignored == ()


SIGNS = [*'()"“”-=*~: ', "AND", "OR", "NOT", "title:", "date:", "party:", "foo:", "2025-06", ".."]
ODD = ["word", "Ärger", "U.S.", "30", "½", "o'clock", "ﷺ", "\ud800", "\x00", "ŉ", "e\u0301"]
PIECES = st.sampled_from([*SIGNS, *ODD])
ANY_QUERY = st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))


@given(ANY_QUERY, st.booleans())
def test_any_text_parses_and_its_tree_reads_back_the_same(text: str, live: bool) -> None:
    query = parse(text, live=live)
    assert query.text == text
    again = parse(render(query.root))
    assert again.root == query.root
    assert again.ignored == ()


LONG = [sign * 10_000 for sign in ("(", ")", "-", "=", "*", '"', "a-", "a:", "a~", "(-a ", "a OR ")]


@pytest.mark.parametrize(
    "text",
    [*LONG, "(" * 4_000 + "a" + ")" * 4_000, "NOT " * 5_000 + "a", "title:" * 3_000, "x" * 99_999],
)
def test_long_and_deep_queries_are_cut_short(text: str) -> None:
    for live in (False, True):
        query = parse(text, live=live)
        assert len(query.ignored) <= 8
        assert parse(render(query.root)).root == query.root


def test_the_number_of_words_is_limited_and_said() -> None:
    query = parse(" ".join(f"w{i}" for i in range(MAX_WORDS + 1)))
    assert isinstance(query.root, And)
    assert len(query.root.parts) == MAX_WORDS
    assert len(query.ignored) == 1
    query = parse(" ".join(f"w{i}*" for i in range(MAX_OPEN_WORDS + 1)))
    assert isinstance(query.root, And)
    assert query.root.parts[-1] == W(f"w{MAX_OPEN_WORDS}")
    assert len(query.ignored) == 1


def test_deep_parentheses_keep_their_words() -> None:
    query = parse("(" * 200 + "a OR b" + ")" * 200)
    assert query.root == Or((W("a"), W("b")))
    assert query.ignored
