"""Page debris is hidden where the rules say so, and words never are."""

from __future__ import annotations

import pytest

from briefing import reading

ONE = "The talks at the weir ended before noon, and nobody said why."
TWO = "A mediator spoke of a start; others spoke of an end to it all."


def hidden(text: str, file: str = "story.txt") -> list[str]:
    article = reading.read_bytes(text.encode(), file)
    return [article.text[gap.start : gap.end] for gap in article.hidden]


@pytest.mark.parametrize("file", ["story.txt", "story.md"])
def test_what_pages_print_around_a_story(file: str) -> None:
    text = f"\nTop of page\n\n![]()\n\n{ONE}\n\n{TWO}\n\nComments\n\nbottom of page"
    assert hidden(text, file) == ["Top of page\n", "![]()\n", "Comments\n", "bottom of page"]


def test_the_same_words_inside_a_story_are_words() -> None:
    assert hidden(f"{ONE}\nComments\n{TWO}\nTop of page\n{ONE}") == []


@pytest.mark.parametrize("line", ["![]() |", "![](a.png)", "[![](a.png)](b)", "![]() ![]()"])
def test_pictures_without_words(line: str) -> None:
    assert hidden(f"{ONE}\n{line}\n{TWO}") == [f"{line}\n"]


@pytest.mark.parametrize("line", ["![The weir](a.png)", "![]() The weir at noon", "[link](a)"])
def test_pictures_with_words_are_shown(line: str) -> None:
    assert hidden(f"{ONE}\n{line}\n{TWO}") == []


def test_borders_of_table_cells() -> None:
    assert hidden(f"Talks end |\n{ONE} |\n{TWO}") == [" |", " |"]
    assert hidden("| north | south |\n|---|---|\n| 1 | 2 |\n", "table.md") == []


@pytest.mark.parametrize("mark", ["•", "-", "*"])
def test_the_header_of_a_page(mark: str) -> None:
    header = f" {mark} Writer: The Reed\n   The Reed\n {mark} Jun 3\n {mark} 12 min read\n"
    text = f"Talks at the weir\n\n{header}\n{ONE}\n- one\n- two\n{TWO}"
    article = reading.read_bytes(text.encode(), "story.txt")
    shown = [article.text_of(p.span) for p in article.paragraphs]
    assert shown == ["Talks at the weir", "Writer: The Reed", "Jun 3", ONE, "one", "two", TWO]
    assert article.text_of(article.passage(0, len(text)).span).count(mark) == text.count(mark) - 3


def test_a_reading_time_is_debris_only_at_the_top() -> None:
    assert hidden(f"Talks end\n5-minute read\n{ONE}\n{TWO}") == ["5-minute read\n"]
    far = "\n".join([ONE + str(n) for n in range(30)])
    assert hidden(f"{far}\n5 min read\n{TWO}") == []


def test_a_caption_printed_twice_in_a_row() -> None:
    assert hidden(f"{ONE}\n\n{ONE}\n{TWO}") == [f"{ONE}\n"]
    assert hidden(f"{ONE}\n{TWO}\n{ONE}") == []
    assert hidden("No.\nNo.\nThey said no more.") == []


@pytest.mark.parametrize("text", ["Comments", "![]()\n![]()\n", "top of page\nbottom of page"])
def test_nothing_is_hidden_where_all_would_be(text: str) -> None:
    assert hidden(text) == []
