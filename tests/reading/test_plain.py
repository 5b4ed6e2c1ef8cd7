"""Plain text: paragraphs whatever the layout, headings, lists."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import reading
from briefing.article import Article

STORY = [
    "The northern and the southern delegation met at the old weir on the river on Monday, and "
    "both left it before the evening without a word to the people who had waited outside.",
    "A mediator said that “nobody had raised a voice”, which he called a better start than the "
    "one of last year, when the southern side had walked out after ten minutes.",
    "Neither side would say when they meet again, though rooms are booked for the coming week.",
]


def read(text: str) -> Article:
    return reading.read_bytes(text.encode(), "folder/story.txt")


def words(article: Article) -> list[str]:
    return [" ".join(article.text_of(p.span).split()) for p in article.paragraphs]


def kinds(text: str) -> list[str]:
    return [f"{p.kind.value}{p.level or ''}" for p in read(text).paragraphs]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n", "\n \t\n"])
def test_lines_are_paragraphs(between: str) -> None:
    assert words(read(between.join(STORY))) == STORY


@given(st.integers(40, 100), st.sampled_from(["", "   "]))
def test_wrapped_lines_are_one_paragraph(width: int, indent: str) -> None:
    wrapped = "\n\n".join(textwrap.fill(p, width, initial_indent=indent) for p in STORY)
    assert words(read(wrapped)) == STORY


@given(st.integers(40, 80))
def test_a_first_line_that_is_indented_starts_a_paragraph(width: int) -> None:
    wrapped = "\n".join(textwrap.fill(p, width, initial_indent="    ") for p in STORY)
    assert words(read(wrapped)) == STORY


def test_a_line_that_is_not_full_ends_a_paragraph() -> None:
    story = [p for p in STORY if len(textwrap.wrap(p, 72)[-1]) < 50]
    assert len(story) > 1
    assert words(read("\n".join(textwrap.fill(p, 72) for p in story))) == story


def test_a_wrapped_list_keeps_its_items_apart() -> None:
    text = "\n".join(
        textwrap.fill(p, 60, subsequent_indent="  ") for p in (f"- {s}" for s in STORY)
    )
    assert words(read(text)) == STORY
    assert kinds(text) == ["list1"] * 3


def test_short_lines_that_end_sentences_are_not_wrapped() -> None:
    lines = [f"Sentence number {n} stands alone on its line." for n in range(8)]
    assert words(read("\n".join(lines))) == lines


def test_title_and_headings() -> None:
    text = "\n".join(["Talks end at the weir", STORY[0], "What comes next", STORY[1], STORY[2]])
    assert kinds(text) == ["heading1", "text", "heading2", "text", "text"]
    assert read(text).title == "Talks end at the weir"


@pytest.mark.parametrize(
    "line",
    [
        "This is a short sentence.",
        "and a line that starts small",
        "The reasons are these:",
        "He asked: “Why?”",
        "2025 – 30",
        "A line " + "that goes on " * 8,
    ],
)
def test_what_is_not_a_heading(line: str) -> None:
    assert kinds("\n".join([STORY[0], line, STORY[1]])) == ["text"] * 3


def test_short_lines_in_a_row_are_not_headings() -> None:
    assert kinds("\n".join([STORY[0], "Apples", "Pears", "Plums", STORY[1]])) == ["text"] * 5


def test_the_last_line_is_no_heading() -> None:
    assert kinds("\n".join([*STORY, "River News Service"]))[-1] == "text"


@pytest.mark.parametrize("mark", ["-", "•", "*", "▪"])
def test_marked_lists(mark: str) -> None:
    text = f"They want:\n{mark} water\n  {mark} from the river\n{mark} time\n"
    assert kinds(text) == ["text", "list1", "list2", "list1"]
    assert words(read(text)) == ["They want:", "water", "from the river", "time"]


def test_a_dash_opens_speech_not_a_list() -> None:
    assert kinds("– We came.\n— They left.\n") == ["text"] * 2


def test_numbered_lists_count() -> None:
    assert kinds("They want:\n1. water\n2) time\n") == ["text", "list1", "list1"]
    assert kinds("They want:\n7. June is the day.\nMore text.\n") == ["text"] * 3


def test_a_list_without_marks() -> None:
    items = ["More water – the southern side asks for it.", "Less noise – so does the north."]
    assert kinds("\n".join(["There are two conditions:", *items, STORY[2]])) == [
        *("text", "list1", "list1", "text")
    ]
    assert kinds("\n".join(["There is one condition:", items[0], STORY[2]])) == ["text"] * 3
    assert kinds("\n".join(["A full stop.", *items])) == ["text"] * 3


def test_lines_across_the_page_are_breaks() -> None:
    assert words(read("One sentence.\n* * *\nAnother one.\n-----\nA third.")) == [
        *("One sentence.", "Another one.", "A third.")
    ]
