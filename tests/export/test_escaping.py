"""Text from articles stays text, whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.export.escaping import escape, escape_line, link
from briefing.safe_text import one_line, visible

COMMONMARK = MarkdownIt("commonmark")
TABLES = MarkdownIt("commonmark").enable(["table", "strikethrough"])

signs = st.text(
    st.sampled_from("ab1 9\t\n\r\\`*_~[]()<>{}!#+-=.:;&|^%$@/\"'«“\u00a0\u3000\u200b\u202e\x1b\0")
)
pieces = st.sampled_from(
    ["- ", "1. ", "# ", "> ", "```", "~~~", "---", "===", "<div>", "<!--", "-->", "&amp;", "&#65;",
     "[a](b)", "![a](b)", "[^1]", "[a]: /b", "[[a]]", "((a))", "{{a}}", "a:: b", "#tag", "%%", "\\",
     "==a==", "| a | b |\n|---|---|", "https://a.b", "www.a.b", "  \n", "\n\n", "    a", "\t", "x"]
)  # fmt: skip
hostile = st.one_of(
    st.text(), signs, st.lists(pieces).map("".join), st.lists(pieces).map("\n".join)
)


def rendered(inline: Token) -> str:
    out = []
    for token in inline.children or []:
        assert token.type in {"text", "text_special", "softbreak"}, token
        out.append("\n" if token.type == "softbreak" else token.content)
    return "".join(out)


@given(hostile)
def test_a_parser_gives_back_exactly_the_visible_text(text: str) -> None:
    tokens = COMMONMARK.parse(escape(text))
    if not text:
        assert tokens == []
        return
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert rendered(tokens[1]) == visible(text)


@given(hostile)
def test_inside_quotes_lists_and_headings_it_is_still_text(text: str) -> None:
    for before in ("> ", "- ", "1. ", "# "):
        line = escape_line(text)
        inline = [t for t in COMMONMARK.parse(before + line) if t.type == "inline"]
        assert "".join(rendered(t) for t in inline) == one_line(text)


@given(hostile, hostile)
def test_a_table_cell_holds_its_text_and_no_more(left: str, right: str) -> None:
    row = f"| {escape_line(left)} | {escape_line(right)} |"
    tokens = TABLES.parse(f"| a | b |\n| --- | --- |\n{row}\n")
    cells = [rendered(t) for t in tokens if t.type == "inline"][2:]
    assert cells == [one_line(left), one_line(right)]


@pytest.mark.parametrize(
    "text",
    ["3.5 million", "a cost of 20%", "well-known", "he said: yes", "a (b) c", "St. Ives’ “x”"],
)
def test_ordinary_prose_is_left_as_it_is(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    "text", ["[[a]]", "#tag", "((a-b))", "a:: b", "%%a%%", "{{query a}}", "==a==", "x ^a"]
)
def test_signs_of_note_taking_programs_are_broken_up(text: str) -> None:
    plain = escape(text)
    for sign in ("[[", "((", "::", "%%", "{{", "==", " #", " ^"):
        assert sign not in f" {plain}"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a b", "https://a>b", "file:///etc"]
)
def test_only_a_plain_web_address_becomes_a_link(address: str) -> None:
    assert "<" not in link(address).replace("\\<", "")
    assert link("https://example.org/a?b=(c)") == "<https://example.org/a?b=(c)>"
