"""The five original texts as they are: what is found in them, and what stays unknown."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from briefing import reading
from briefing.article import Article, Known, ParagraphKind

KINDS = ("text", "heading", "list", "quote")


@pytest.fixture(scope="module")
def articles(originals: Path) -> dict[str, Article]:
    return {path.stem[:3]: reading.read(path, originals) for path in reading.walk(originals)}


def shown(article: Article, kind: ParagraphKind) -> list[str]:
    return [article.text_of(p.span) for p in article.paragraphs if p.kind is kind]


def test_all_five_are_found_in_order(articles: dict[str, Article]) -> None:
    assert list(articles) == ["000", "001", "002", "003", "004"]
    assert articles["001"].id == "001_b03f953a8b6349e0"


@pytest.mark.parametrize(
    ("number", "title", "byline", "outlet"),
    [
        (
            "000",
            "Moscow and Kiev Peace Roadmap Negotiations Remain on Hold",
            "Ala Eddine Ben Hmida",
            None,
        ),
        ("001", None, None, None),
        ("002", None, None, None),
        (
            "003",
            "Kremlin: Major breakthroughs unlikely in Russia-Ukraine talks, but key deals reached",
            "Aghakazim Guliyev",
            None,
        ),
        (
            "004",
            "Ukraine-Russia peace talks raise hopes but yield little progress",
            "Constant Méheut, Ivan Nechepurenko and Nataliya Vasilyeva",
            "The San Juan Daily Star",
        ),
    ],
)
def test_title_byline_and_outlet(
    articles: dict[str, Article],
    number: str,
    title: str | None,
    byline: str | None,
    outlet: str | None,
) -> None:
    article = articles[number]
    assert (article.title, article.byline, article.outlet) == (title, byline, outlet)
    assert article.url is None
    assert article.notes == ()


@pytest.mark.parametrize(
    ("number", "counts"),
    [
        ("000", (15, 7, 2, 0)),
        ("001", (8, 0, 0, 0)),
        ("002", (15, 3, 6, 0)),
        ("003", (11, 1, 0, 0)),
        ("004", (28, 1, 0, 0)),
    ],
)
def test_paragraphs_are_told_apart(
    articles: dict[str, Article], number: str, counts: tuple[int, ...]
) -> None:
    found = Counter(p.kind.value for p in articles[number].paragraphs)
    assert tuple(found[kind] for kind in KINDS) == counts


def test_section_headings(articles: dict[str, Article]) -> None:
    headings = shown(articles["000"], ParagraphKind.HEADING)
    assert headings[0] == articles["000"].title
    assert headings[1:3] == ["A Fragile Diplomatic Process", "Progress on Humanitarian Exchanges"]
    assert headings[-1] == "Conclusion"
    levels = [p.level for p in articles["000"].paragraphs if p.kind is ParagraphKind.HEADING]
    assert levels == [1, 2, 2, 2, 2, 2, 2]
    assert shown(articles["002"], ParagraphKind.HEADING)[-1] == "International Reactions"


def test_list_items_have_no_marks(articles: dict[str, Article]) -> None:
    marked = shown(articles["002"], ParagraphKind.LIST_ITEM)
    assert [item.split()[0] for item in marked] == [
        *("A", "Recognition", "A", "Limitations", "Recognition", "The")
    ]
    unmarked = shown(articles["000"], ParagraphKind.LIST_ITEM)
    assert [item.split()[0] for item in unmarked] == ["Withdrawal", "Suspension"]


def test_dates_of_events_are_no_dates_of_articles(articles: dict[str, Article]) -> None:
    dates = {number: article.date for number, article in articles.items()}
    assert all(dates[n].known is Known.UNKNOWN for n in ("000", "001", "002", "003"))
    assert str(dates["004"]) == "2025-06-03 (inferred)"
    assert "Jun 3" in (dates["004"].basis or "")
    assert "Friday, May 16, 2025" in (dates["004"].basis or "")


def test_page_debris_is_hidden_and_nothing_else(articles: dict[str, Article]) -> None:
    hidden = {n: [a.text[h.start : h.end].strip() for h in a.hidden] for n, a in articles.items()}
    assert hidden["000"] == ["![]() |", "|"]
    assert hidden["001"] == hidden["002"] == hidden["003"] == []
    first, bullet, name, time, caption, comments, last = hidden["004"]
    assert (first, bullet, time, comments, last) == (
        *("top of page", "•", "• 5 min read", "Comments", "bottom of page"),
    )
    assert name == "The San Juan Daily Star\n  •"
    assert articles["004"].text.count(caption) == 2
    assert articles["004"].text_of(articles["004"].paragraphs[3].span) == caption


def test_the_texts_are_unchanged(articles: dict[str, Article], originals: Path) -> None:
    for path, article in zip(sorted(originals.glob("*.txt")), articles.values(), strict=True):
        assert article.text == path.read_text(encoding="utf-8")
