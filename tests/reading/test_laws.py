"""What holds for every file, whatever is in it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing import reading
from briefing.article import Article, Span
from briefing.folding import SPACES, FoldedText

PIECES = [
    "---\n",
    "title: A word\n",
    "date: 2025-06-02\n",
    "date:\n  known: inferred\n  from: 2025-06-02\n",
    "# Heading\n",
    "## Another heading ##\n",
    "Heading\n---\n",
    "- item one\n",
    "  goes on\n",
    "    - nested\n",
    "3. third\n",
    "4) fourth\n",
    "> quoted\n",
    "> - in a quote\n",
    ">> deeper\n",
    "```text\ncode\n\n- code\n```\n",
    "~~~\n",
    "| a | b |\n|---|:-:|\n",
    "<!-- a comment -->\n",
    "<!-- open\n",
    "-->\n",
    "![]()\n",
    "![]() |\n",
    "A cell |\n",
    "top of page\n",
    "  • Writer: The Daily Reed\n    The Daily Reed\n  • Jun 3\n  • 5 min read\n",
    "Comments\n",
    "bottom of page\n",
    "By Ada Marsh and Ben Reed\n",
    "June 3, 2025\n",
    "Talks Resume at the Weir\n",
    "The two sides met on Monday, June 2, 2025, and talked until late.\n",
    "They want two things:\n",
    "Water – more of it.\n",
    "Time – less of it.\n",
    "“They came,” she said – at last; the café’s Ünal agreed…\n",
    "中文句子没有空格。\n",
    "نص عربي بعلامات، وجملة أخرى.\n",
    "A line that goes on and on until it is wrapped at some width by\n",
    "a program, and starts its next line with a small letter as\n",
    "— Ada Marsh is a reporter.\n",
    "a\tb \u00a0 c\u200bd\ufeff e\u2028f\n",
    "e\u0301\u0302 👩\u200d🚀 \u202eabc\u202c\n",
    "\x1b[31mred\x07\n",
    "* * *\n",
    "\n",
    "\n\n",
    " \t \n",
    "x",
    "\r\n",
    "\r",
]
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(PIECES), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    ),
    min_size=1,
    max_size=14,
).map("".join)
FILES = st.sampled_from(["a.md", "a.txt"])
ONLY_MARKS = re.compile(r"(?:[#>*+\-=_~|:.)·•‣◦▪▫●○■□\s\u200b\ufeff]|\d{1,9}[.)])*")


def read(text: str, file: str) -> Article | None:
    try:
        return reading.read_bytes(text.encode(), file)
    except reading.Unreadable:
        return None


def is_hidden(article: Article, at: int) -> bool:
    return any(gap.start <= at < gap.end for gap in article.hidden)


def read_or_reason(data: bytes, file: str) -> object:
    try:
        return reading.read_bytes(data, file).paragraphs
    except reading.Unreadable as error:
        return "\n" not in error.reason and error.reason


@given(TEXTS, FILES)
def test_paragraphs_are_in_order_apart_and_in_the_text(text: str, file: str) -> None:
    article = read(text, file)
    if article is None:
        return
    assert [p.number for p in article.paragraphs] == list(range(1, len(article.paragraphs) + 1))
    ends = [0, *(end for p in article.paragraphs for end in (p.span.start, p.span.end))]
    assert ends == sorted(ends)
    assert ends[-1] <= len(article.text)
    for paragraph in article.paragraphs:
        words = article.text[paragraph.span.start : paragraph.span.end]
        assert words.strip(SPACES) == words != ""
        assert article.text_of(paragraph.span)
        assert (paragraph.level > 0) == (paragraph.kind in {"heading", "list"})


@given(TEXTS, FILES)
def test_hidden_spans_are_in_order_and_apart(text: str, file: str) -> None:
    article = read(text, file)
    if article is None:
        return
    assert all(gap.start < gap.end <= len(article.text) for gap in article.hidden)
    assert all(one.end < other.start for one, other in pairwise(article.hidden))
    assert article.paragraphs


@given(TEXTS, FILES)
def test_what_is_neither_hidden_nor_a_paragraph_is_only_marks(text: str, file: str) -> None:
    article = read(text, file)
    if article is None:
        return
    at = 0
    for span in [*(p.span for p in article.paragraphs), Span(len(article.text), len(article.text))]:
        for line in article.text_of(Span(at, span.start)).split("\n"):
            assert ONLY_MARKS.fullmatch(line), (line, text)
        at = span.end


@given(TEXTS, FILES, st.data())
def test_a_passage_finds_itself(text: str, file: str, data: st.DataObject) -> None:
    article = read(text, file)
    if article is None:
        return
    shown = [
        at
        for at, char in enumerate(article.text)
        if char not in SPACES and not is_hidden(article, at)
    ]
    ends = st.sampled_from(shown)
    start, last = sorted(data.draw(st.tuples(ends, ends)))
    passage = article.passage(start, last + 1)
    quote = article.text_of(passage.span)
    assert passage.span in FoldedText(article.text, article.hidden).find_all(quote)


@given(TEXTS, FILES)
def test_reading_is_repeatable_and_deaf_to_line_ends(text: str, file: str) -> None:
    text = text.replace("\r", "")
    article = read(text, file)
    assert article == read(text, file)
    assert article == read(text.replace("\n", "\r\n"), file)
    assert article == read(text.replace("\n", "\r"), file)


@given(TEXTS.map(lambda text: text.replace("\r", "")))
def test_the_text_is_the_file(text: str) -> None:
    plain, markdown = read(text, "a.txt"), read(text, "a.md")
    for article in filter(None, (plain, markdown)):
        assert text.endswith(article.text)
    if plain and not text.removeprefix("\ufeff").startswith("---"):
        assert plain.text == text.removeprefix("\ufeff")


@given(st.binary(max_size=200), FILES)
@example(b"\xff\xfe\x00", "a.md")
@example(b"\xef\xbb\xbf", "a.txt")
@example(b"\xff" * 40, "a.txt")
def test_any_bytes_give_an_article_or_a_reason(data: bytes, file: str) -> None:
    assert read_or_reason(data, file)


@given(st.data())
def test_a_damaged_original_is_still_an_article(originals: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(originals.glob("*.txt"))))
    damaged = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=4))
    assert read_or_reason(bytes(damaged), data.draw(FILES))


@pytest.mark.parametrize("file", ["a.md", "a.txt"])
@pytest.mark.parametrize(
    "text",
    [
        *("> ", "- ", "` ", "#", "![](", "![]()", "<!-- ", "(", "*", "1. ", "-->\n<!--", "x\n"),
        *(
            "# a{}b",
            "a{}b |",
            "a{}| b",
            "By A{}b",
            "— A{}is a reporter",
            "June{}3",
            "A, {}—",
            "*{}x",
        ),
    ],
)
def test_monotony_is_read_too(text: str, file: str) -> None:
    """Nothing here may take quadratic time: that would be hours."""
    long = text.format(" " * 300_000) if "{}" in text else text * (300_000 // len(text)) + "end."
    assert reading.read_bytes(long.encode(), file).paragraphs
