"""Highlights: chosen by tag, article and day; as markdown that note-taking programs read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from markdown_it import MarkdownIt

from briefing.dossier.model import Highlight
from briefing.export.highlights import blocks, choose, plain
from briefing.safe_text import visible
from tests.export.marked import COIN, GONE, HIGHLIGHTS, LIBRARY, SHUT, TWO_ITEMS


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ({}, list(HIGHLIGHTS)),
        ({"tags": ["TOLL"]}, [SHUT, COIN]),
        ({"tags": ["to check", "none"]}, [COIN]),
        ({"articles": ["mirror"]}, [SHUT, GONE]),
        ({"since": date(2031, 5, 8)}, [TWO_ITEMS]),
        ({"until": date(2031, 5, 7)}, [COIN]),
        ({"since": date(2031, 5, 7), "until": date(2031, 5, 9)}, [TWO_ITEMS, COIN]),
        ({"tags": ["toll"], "articles": ["courier"]}, [COIN]),
    ],
)
def test_highlights_are_chosen(by: dict[str, Any], expected: list[Highlight]) -> None:
    assert choose(HIGHLIGHTS, **by) == expected


def test_a_block_for_each_article_with_quotes_as_printed_and_footnotes() -> None:
    mirror, courier, herald = blocks(LIBRARY, HIGHLIGHTS)
    assert courier.text == (
        "## Towns \\*meet\\* at the bridge\n\n"
        "Courier, by Tom Reed, 2031-05-03, <https://courier.example/towns>\n\n"
        "> No coin shall be paid[^h-1]\n\n"
        "Who pays for the \\*guards\\*?\n\n"
        "Tags: #toll, to check\n\n"
        "> - free passage\n> - no guards[^h-2]\n\n"
        "[^h-1]: *Towns \\*meet\\* at the bridge*, Courier, by Tom Reed, 2031-05-03,"
        " paragraph 2, <https://courier.example/towns>.\n\n"
        "[^h-2]: *Towns \\*meet\\* at the bridge*, Courier, by Tom Reed, 2031-05-03,"
        " paragraph 3, <https://courier.example/towns>."
    )
    assert "quote not found" in mirror.text
    assert "> words that stand nowhere[^h-4]" in mirror.text
    assert "[^h-5]: herald, quote not found." in herald.text


def test_every_footnote_is_defined_once_where_it_is_used() -> None:
    for block in blocks(LIBRARY, HIGHLIGHTS):
        used = re.findall(r"(?<!^)\[\^([\w-]+)\]", block.text, flags=re.MULTILINE)
        defined = re.findall(r"^\[\^([\w-]+)\]:", block.text, flags=re.MULTILINE)
        assert sorted(used) == sorted(defined)


def test_ids_of_blocks_stay_and_differ_where_something_was_chosen() -> None:
    first = [block.id for block in blocks(LIBRARY, HIGHLIGHTS)]
    assert first == [block.id for block in blocks(LIBRARY, HIGHLIGHTS)]
    assert [b.id for b in blocks(LIBRARY, [SHUT])] == first[:1]
    assert [b.id for b in blocks(LIBRARY, [SHUT], "tag toll")] != first[:1]


def test_hostile_words_stay_words() -> None:
    bad = "[[x]] <b> #t\n\n# y"
    marked = Highlight("h] x", "herald", bad, tags=(bad, "42", "a/b"), memo=bad)
    (block,) = blocks(LIBRARY, [marked])
    tokens = MarkdownIt("commonmark").parse(block.text)
    headings = [t for t in tokens if t.type == "heading_open"]
    assert len(headings) == 1
    assert not any(t.type == "html_block" for t in tokens)
    inline = [c.type for t in tokens for c in t.children or ()]
    assert set(inline) <= {"text", "text_special", "softbreak"}
    assert "#a/b" in block.text
    assert "#42" not in block.text


def test_a_memo_keeps_its_lines() -> None:
    marked = replace(SHUT, memo="Ask Ada.\n# at once\n\n- or later")
    (block,) = blocks(LIBRARY, [marked])
    html = MarkdownIt("commonmark").render(block.text)
    assert "<p>Ask Ada.<br />\n# at once</p>\n<p>- or later</p>" in html
    lines = plain(LIBRARY, [marked], 60).splitlines()
    assert [line.strip() for line in lines[-3:]] == ["Ask Ada.", "# at once", "- or later"]


def test_plain_text_names_ids_and_tags() -> None:
    text = plain(LIBRARY, [COIN, GONE], 60)
    assert visible(text) == text
    assert "h-1 · ¶2 · 2031-05-07 · #toll" in " ".join(text.split())
    assert "quote not found" in text
    assert all(len(line) <= 60 for line in text.splitlines())
