"""Front matter: every field as written, wrong fields noted, broken YAML refused with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import reading
from briefing.article import Article, Dating, Original
from briefing.reading import Unreadable
from briefing.reading.simple_fields import simple_fields
from briefing.reading.yaml_fields import parse

SHA256 = "0123456789abcdef" * 4
TEXT = "The talks ended.\n"


def read(*fields: str) -> Article:
    front = "\n".join(["---", *fields, "---", TEXT])
    return reading.read_bytes(front.encode(), "folder/the-file.md")


VALUES = st.text("ab:#-'\"[]{}&*!|>%@,.?~ \t\x85\xa0é日\ufeff\U0001f600_01") | st.sampled_from(
    ["null", "~", "2025-06-03", "https://reed.example/a?b=1#c", "a: b", "a #b", "a:b", "- a", "yes"]
)
LINES = st.builds(
    lambda indent, name, mark, value: f"{indent}{name}{mark}{value}\n",
    st.sampled_from(["", "", "", "  ", "    ", "\t"]),
    st.sampled_from(["id", "title", "date", "from", "null", "a b", "A", "é", "# a"]),
    st.sampled_from([": ", ": ", ":", ":  ", ""]),
    VALUES | st.just(""),
)


@given(st.lists(LINES, max_size=6).map("".join))
def test_simple_front_matter_is_read_as_yaml_reads_it(source: str) -> None:
    simple = simple_fields(source)
    if simple is not None:
        assert parse(source) == simple


def test_ordinary_front_matter_is_simple() -> None:
    source = (
        "title: It’s 12:30, (and) late?\nurl: https://reed.example/\noriginal:\n  file: a.txt\n"
    )
    fields = simple_fields(source)
    assert fields == parse(source)
    assert fields is not None
    assert list(fields.values) == ["title", "url", "original"]


def test_every_field() -> None:
    article = read(
        "id: weir-talks",
        "title: 'Talks: the end'",
        "outlet: The Daily Reed",
        "byline: Ada Marsh and Ben Reed",
        "date: 2025-06-03",
        "url: https://reed.example/weir?a=1",
        "language: en-GB",
        "original:",
        "  file: weir.txt",
        f"  sha256: {SHA256.upper()}",
    )
    assert article.text == TEXT
    assert article.file == "folder/the-file.md"
    assert (article.id, article.title) == ("weir-talks", "Talks: the end")
    assert (article.outlet, article.byline) == ("The Daily Reed", "Ada Marsh and Ben Reed")
    assert (str(article.date), article.language) == ("2025-06-03", "en-GB")
    assert article.url == "https://reed.example/weir?a=1"
    assert article.original == Original("weir.txt", SHA256)
    assert article.notes == ()


def test_every_field_may_be_missing() -> None:
    article = read("title:", "date: ~", "original:", "tags: [a, b]")
    assert article.id == "the-file"
    assert (article.title, article.outlet, article.byline) == (None, None, None)
    assert (article.date, article.url, article.original) == (Dating(), None, None)
    assert article.notes == ()


@pytest.mark.parametrize("value", ["1984", "No", "2025-06-03", "0x10", "1e3", "'  Two   words '"])
def test_a_title_is_what_is_written(value: str) -> None:
    assert read(f"title: {value}").title == " ".join(value.strip("'").split())


def test_a_title_over_several_lines() -> None:
    assert read("title: >", "  Talks end", "  at the weir").title == "Talks end at the weir"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (["date: 2025-06-03T09:00:00+02:00"], "2025-06-03"),
        (["date: June 3, 2025"], "2025-06-03"),
        (["date: {known: stated, from: 2025-06-03}"], "2025-06-03"),
        (["date: {known: unknown}"], "undated"),
        (["date: {known: inferred, from: 2025-06-03, basis: x}"], "2025-06-03 or later (inferred)"),
        (["date: {to: 2025-06-03, basis: x}"], "2025-06-03 or earlier (inferred)"),
        (
            ["date:", "  from: 2025-06-03", "  to: 2025-06-04", "  basis: x", "  known: inferred"],
            "2025-06-03 to 2025-06-04 (inferred)",
        ),
    ],
)
def test_dates(fields: list[str], shown: str) -> None:
    article = read(*fields)
    assert (str(article.date), article.notes) == (shown, ())


@pytest.mark.parametrize(
    ("field", "about"),
    [
        ("date: 2025-13-01", "2025-06-03"),
        ("date: soon", "2025-06-03"),
        ("date: [2025-06-03]", "2025-06-03"),
        ("date: {known: perhaps}", "stated, inferred or unknown"),
        ("date: {known: stated}", "needs from or to"),
        ("date: {known: stated, from: 2025-06-01, to: 2025-06-02}", "one day"),
        ("date: {known: unknown, from: 2025-06-01}", "neither"),
        ("date: {known: inferred, from: 2025-06-01}", "basis"),
        ("date: {from: 2025-06-02, to: 2025-06-01, basis: x}", "later"),
        ("date: {from: [x]}", "2025-06-03"),
        ("title: [a, b]", "one line"),
        ("byline: {name: Ada}", "one line"),
        ("url: javascript:alert(1)", "https://"),
        ("language: the northern one", "language code"),
        ("original: weir.txt", "sha256"),
        (f"original: {{file: weir.txt, sha256: {SHA256[:-1]}}}", "sha256"),
        ('id: "a\\u001bb"', "short name"),
    ],
)
def test_a_wrong_field_is_unknown_and_noted(field: str, about: str) -> None:
    article = read("outlet: The Daily Reed", field)
    assert article.paragraphs
    assert article.outlet == "The Daily Reed"
    assert article == reading.read_bytes(
        f"---\noutlet: The Daily Reed\n{field}\n---\n{TEXT}".encode(), "folder/the-file.md"
    )
    (note,) = article.notes
    assert note.startswith(f"line 3: {field.partition(':')[0]}: ")
    assert about in note
    assert (article.id, article.title, article.byline) == ("the-file", None, None)
    assert (article.date, article.url, article.original) == (Dating(), None, None)


def test_a_field_given_twice() -> None:
    article = read("title: One", "title: Two")
    assert article.title == "One"
    assert article.notes == ("line 3: title: is given twice; the first one counts",)


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("---\ntitle: a\nbyline: 'b\n---\nx", "line"),
        ("---\ntitle: a: b\n---\nx", "line 2"),
        ("---\ntitle: a\n\tb: c\n---\nx", "line 3"),
        ("---\n- a\n- b\n---\nx", "line 2 is a list"),
        ("---\ntitle: a\nx", "no closing line"),
        ("---\ntitle: a\n---\n \n", "no text"),
        ("---\na: &x b\nc: *x\n---\nx", "anchor or alias in line 2"),
        ("---\ntitle: " + "a" * 20_000 + "\n---\nx", "longer than"),
        ("---\n" + "[" * 8_000 + "\n---\nx", "list"),
        ("---\na: " + "[" * 8_000 + "\n---\nx", "not valid YAML"),
        ("---\na: " + "{b: " * 4_000 + "\n---\nx", "not valid YAML"),
        ("---\ntitle: a\n--- b\n---\nx", "second document in line 3"),
        ("---\n--- {a: b}\n--- {c: d}\n---\nx", "second document"),
    ],
    ids=range(13),
)
def test_what_is_no_front_matter_is_refused(front: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as caught:
        reading.read_bytes(front.encode(), "a.md")
    assert len(caught.value.reason) < 200


@pytest.mark.parametrize(
    "text", ["---\n\nWords.\n", "---\nOnly words here\n---\nMore.\n", "--- x\n"]
)
def test_a_line_across_the_page_opens_no_front_matter(text: str) -> None:
    article = reading.read_bytes(text.encode(), "a.md")
    assert article.text == text


def test_nested_values_build_nothing() -> None:
    assert read("tags: " + "[" * 3_000 + "]" * 3_000, "title: Words").title == "Words"


def test_yaml_tags_are_only_words() -> None:
    assert read("title: !!python/name:os.system x").title == "x"


def test_plain_text_has_no_front_matter() -> None:
    assert reading.read_bytes(b"---\ntitle: a\n---\nWords.\n", "a.txt").id == "a"
    assert reading.read_bytes(b"---\ntitle: [a\n---\nWords.\n", "a.txt").paragraphs
