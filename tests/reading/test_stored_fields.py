"""The fields of stored articles: where they came from, what they repeat, debris put back."""

from __future__ import annotations

import pytest

from briefing import reading
from briefing.article import Article, Dating, Original, as_known
from briefing.catalog import entry_of

SHA256 = "0123456789abcdef" * 4
FIELDS = f"""\
---
title: The weir
outlet: The Daily Reed
original:
  file: weir.html
  sha256: {SHA256}
  part: two
  from: https://reed.example/weir
added: 2026-11-22T10:00:00Z
same_source_as:
  article: weir-agency
  basis: 97% of its runs of five words stand there too
---
"""
TEXT = "Skip to content\nThe weir holds.\n\nSo say both sides of the river.\n\nBack to top\n"


def read(text: str, name: str = "weir.md") -> Article:
    return reading.read_bytes(text.encode(), name)


@pytest.mark.parametrize("name", ["weir.md", "weir.txt"])
def test_where_an_article_came_from_and_what_it_repeats(name: str) -> None:
    article = read(FIELDS + TEXT, name)
    assert article.text == TEXT
    assert article.notes == ()
    assert article.original == Original("weir.html", SHA256, "two", "https://reed.example/weir")
    assert article.same_source_as == "weir-agency"
    entry = entry_of(article, 0, 0, "")
    assert (entry.original_part, entry.original_source) == ("two", "https://reed.example/weir")
    assert entry.same_source_as == "weir-agency"


def test_what_is_repeated_may_be_a_mere_id() -> None:
    assert read("---\nsame_source_as: weir-agency\n---\n" + TEXT).same_source_as == "weir-agency"
    wrong = read("---\nsame_source_as: {basis: why}\n---\n" + TEXT)
    assert wrong.same_source_as is None
    assert len(wrong.notes) == 1


def test_what_is_inferred_and_from_what() -> None:
    told = "inferred:\n  outlet: the end of the page’s title\n  language: detected from the text\n"
    article = read(FIELDS.replace("added:", f"language: en\n{told}added:") + TEXT)
    assert article.notes == ()
    assert dict(article.inferred) == {
        "outlet": "the end of the page’s title",
        "language": "detected from the text",
    }
    assert (as_known(article, "outlet"), as_known(article, "title")) == (
        *("The Daily Reed (inferred)", "The weir"),
    )
    assert entry_of(article, 0, 0, "").inferred == article.inferred


@pytest.mark.parametrize(
    ("told", "notes"),
    [
        ("inferred: outlet", 1),
        ("inferred: [outlet]", 1),
        ("inferred: {outlet: }", 1),
        ("inferred: {day: the dateline}", 1),
        ("inferred: {url: a line printed with the story}", 0),
        ("inferred:", 0),
    ],
)
def test_what_is_not_well_said_to_be_inferred_is_noted(told: str, notes: int) -> None:
    """A basis without its value says nothing; a person may have taken the value away."""
    article = read(f"---\noutlet: The Daily Reed\n{told}\n---\n{TEXT}")
    assert (len(article.notes), article.inferred) == (notes, ())
    assert article.outlet == "The Daily Reed"


def test_an_unknown_date_may_say_why() -> None:
    article = read("---\ndate:\n  known: unknown\n  basis: two ways to read it\n---\n" + TEXT)
    assert (article.date, article.notes) == (Dating(basis="two ways to read it"), ())


@pytest.mark.parametrize("name", ["weir.md", "weir.txt"])
def test_debris_is_put_back(name: str) -> None:
    hidden = read("---\ntitle: The weir\n---\n" + TEXT, name)
    kept = read("---\ntitle: The weir\ndebris: keep\n---\n" + TEXT, name)
    assert [hidden.text[gap.start : gap.end].strip() for gap in hidden.hidden] == [
        *("Skip to content", "Back to top")
    ]
    assert (kept.hidden, kept.text) == ((), hidden.text)


def test_plain_text_that_only_looks_like_front_matter_stays_text() -> None:
    for text in (
        "---\nNote: a line\n---\nThe weir holds.\n",
        "---\ntitle: never closed\n\nThe weir holds.\n",
        "---\ntitle: all there is\n---\n",
    ):
        assert read(text, "weir.txt").text == text
