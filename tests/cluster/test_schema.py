"""Articles as documents of an index, and back."""

from __future__ import annotations

from datetime import date
from random import Random

from briefing.article import Article, Dating, Known, Original, Paragraph, ParagraphKind, Span
from briefing.search.opensearch_schema import article_of, document, escaped, unescaped
from tests.search.invented import article, corpus


def test_an_article_comes_back_whole() -> None:
    whole = Article(
        id="a%\udce9/b",
        text="# A head\n\nSome text.",
        paragraphs=(
            Paragraph(1, Span(2, 8), ParagraphKind.HEADING, 1),
            Paragraph(2, Span(10, 20)),
        ),
        file="a\udce9.md",
        title="",
        date=Dating(Known.INFERRED, None, date(2025, 6, 3), "a guess"),
        url="https://example.org",
        language="en",
        original=Original("o.html", "0" * 64, None, "https://example.org"),
        hidden=(Span(0, 2),),
        notes=("A note.",),
        same_source_as="b",
    )
    assert article_of(document(whole)) == whole
    for each in corpus(Random(1), 30):
        assert article_of(document(each)) == each


def test_lone_surrogates_leave_every_offset_as_it_is() -> None:
    odd = article("a", "One \ud83d two\ude00 three.")
    back = article_of(document(odd))
    assert back.text == "One \ufffd two\ufffd three."
    assert back.paragraphs == odd.paragraphs


def test_the_hash_changes_with_anything_of_the_article_and_with_nothing_else() -> None:
    hashes = {
        document(a)["hash"]
        for a in (
            article("a", "A truce."),
            article("a", "A truce!"),
            article("a", "A truce.", title="Truce"),
            article("a", "A truce.", hidden=(Span(0, 1),)),
        )
    }
    assert len(hashes) == 4
    assert document(article("a", "A truce."))["hash"] in hashes


def test_every_id_can_be_escaped_and_comes_back() -> None:
    for text in ("a", "100%", "%0041", "\udce9", "é", "%%", "\ud800%d800"):
        assert unescaped(escaped(text)) == text
        escaped(text).encode()
