"""Markdown blocks, compared with what a CommonMark parser makes of the same text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing import reading
from briefing.article import Article


def read(text: str) -> Article:
    return reading.read_bytes(text.encode(), "a.md")


def shown(text: str) -> list[tuple[str, int, str]]:
    """Kind, level and words of every paragraph."""
    article = read(text)
    return [
        (p.kind.value, p.level, " ".join(article.text_of(p.span).split()))
        for p in article.paragraphs
    ]


def parsed(text: str) -> list[tuple[str, int, str]]:
    """The same from the parser; a list item is its first paragraph, the others are text."""
    found: list[tuple[str, int, str]] = []
    within: list[Token] = []
    fresh = False
    for token in MarkdownIt("commonmark").parse(text):
        if token.nesting == 1:
            within.append(token)
            fresh = fresh or token.type == "list_item_open"
        elif token.nesting == -1:
            within.pop()
            fresh = fresh and token.type != "list_item_close"
        elif token.type in {"inline", "code_block", "fence"}:
            kind, level = "text", 0
            opened = [outer.type for outer in within]
            if "blockquote_open" in opened:
                kind = "quote"
            elif opened[-1:] == ["heading_open"]:
                kind, level = "heading", int(within[-1].tag[1])
            elif fresh:
                kind, level = "list", opened.count("list_item_open")
            fresh = False
            if token.content.split():
                found.append((kind, level, " ".join(token.content.split())))
    return found


WORDS = st.lists(
    st.sampled_from(
        ["weir", "Talks", "2", "river’s", "a-b", "“so”", "north.", "x|y", "end!", "#1"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
HEADING = st.builds(
    lambda n, words, end: f"{'#' * n} {words}{end}",
    st.integers(1, 6),
    WORDS,
    st.sampled_from(["", " ##"]),
)
SETEXT = st.builds(
    lambda words, line: f"{words}\n{line}", PARAGRAPH, st.sampled_from(["===", "---", "-----"])
)
LIST = st.builds(
    lambda mark, items: "\n".join(f"{mark} {item}" for item in items),
    st.sampled_from(["-", "*", "+", "1.", "1)"]),
    st.lists(WORDS, min_size=1, max_size=4),
)
NESTED = st.builds(
    lambda items: "\n".join(f"- {one}\n  goes on\n  - {two}\n    goes on" for one, two in items),
    st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3),
)
LOOSE = st.builds(lambda one, two: f"- {one}\n\n  {two}\n\n- {one}", WORDS, WORDS)
QUOTE = PARAGRAPH.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n")))
LAZY = st.builds(lambda quote, words: f"{quote}\n{words}", QUOTE, WORDS)
FENCE = PARAGRAPH.map(lambda text: f"```\n{text}\n```")
RULE = st.sampled_from(["***", "* * *", "___"])
BLOCK = st.one_of(PARAGRAPH, HEADING, SETEXT, LIST, NESTED, LOOSE, QUOTE, LAZY, FENCE, RULE)


TEXTS = st.lists(st.tuples(BLOCK, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=6).map(
    lambda parts: "".join(block + end for block, end in parts)
)


@given(TEXTS)
def test_blocks_are_those_of_a_parser(text: str) -> None:
    expected = parsed(text)
    repeated = any(one[2] == other[2] for one, other in pairwise(expected))
    if expected and not repeated:
        assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "words\n# Heading\nmore",
        "words\n- item\n- item",
        "words\n2. not an item",
        "words\n1. item",
        "words\n    not code",
        "words\n> quote",
        "words\n***\nmore",
        "    code\n\nwords",
        "-not an item",
        "#not a heading",
        "#\twith a tab",
        "2025. words",
        "- a\n- b\n\n\n- c",
        "1. a\n   - b\n     - c\n2. d",
        "> a\n>\n> b",
        "> # Heading\n> words",
        "> - a\n> - b",
        "- > a quote in an item",
        "~~~\n# code\n- code\n~~~\nwords",
        "Title\n=====\nwords",
        "- a\n---\nwords",
        "* a\n\n    b in the item\n\nc",
    ],
)
def test_blocks_next_to_each_other(text: str) -> None:
    assert [words for *_, words in shown(text)] == [words for *_, words in parsed(text)]


def test_quotes_read_as_words() -> None:
    article = read("> The weir\n> is closed,\nthey said.\n")
    (quote,) = article.paragraphs
    assert article.text_of(quote.span) == "The weir\nis closed,\nthey said."


def test_rows_of_a_table_are_paragraphs() -> None:
    assert shown("| a | b |\n|---|--:|\n| 1 | 2 |\n") == [
        ("text", 0, "| a | b |"),
        ("text", 0, "| 1 | 2 |"),
    ]


def test_comments_are_hidden() -> None:
    assert shown("One.\n\n<!-- not\n\nthis -->\n\nTwo <!-- but this --> two.\n\n<!-- open") == [
        ("text", 0, "One."),
        ("text", 0, "Two <!-- but this --> two."),
        ("text", 0, "<!-- open"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Talks *end*\n\nWords.", "Talks *end*"),
        ("# **Talks end** #\n\nWords.", "Talks end"),
        ("Talks\nend\n===\n\nWords.", "Talks end"),
        ("## Talks end\n\nWords.", None),
        ("Words.\n\n# Talks end\n\nWords.", None),
        ("---\ntitle: Other\n---\n# Talks end\n\nWords.", "Other"),
        ("---\noutlet: Other\n---\n# Talks end\n\nWords.", "Talks end"),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert read(text).title == title
