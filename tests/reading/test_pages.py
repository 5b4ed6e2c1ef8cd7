"""The saved pages of ``pages/``: their text, and what their markup says of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.text_quality import PAGES, our_text, pages, quality
from benchmarks.worst_pages import LINE, STORY
from benchmarks.worst_pages import PAGES as PAGES_THAT_TAKE_LONG
from briefing.article import Dating, Known
from briefing.reading.importing import Imported, Unreadable, extract
from briefing.reading.importing.webpage import fragment

LEAST_F1 = 0.95
LEAST_OF_ONE = 0.9


def imported(name: str) -> Imported:
    page = PAGES / f"{name}.html"
    (article,) = extract(page.read_bytes(), page.name).articles
    return article


def of_markup(body: str, head: str = "", lang: str = "") -> Imported:
    """The article of a page with a story of three paragraphs after ``body``."""
    story = "".join(
        f"<p>The two sides met for the {nth} time at the weir and talked until it was late.</p>"
        for nth in ("first", "second", "third")
    )
    page = f"<html {lang}><head>{head}</head><body><article>{body}{story}</article></body></html>"
    (article,) = extract(page.encode(), "a.html").articles
    return article


def stated(year: int, month: int, day: int) -> Dating:
    return Dating(Known.STATED, date(year, month, day), date(year, month, day))


@pytest.fixture(scope="module")
def f1() -> dict[str, float]:
    return {
        page.stem: quality(our_text(page), page.with_suffix(".txt").read_text("utf-8")).f1
        for page in pages(PAGES)
    }


def test_the_text_is_found(f1: dict[str, float]) -> None:
    assert len(f1) >= 20
    assert sum(f1.values()) / len(f1) >= LEAST_F1, f1
    assert min(f1.values()) >= LEAST_OF_ONE, f1


def test_what_surrounds_the_story_goes_and_the_text_around_it_stays() -> None:
    markup = "One <nav>x</nav>two <b>three</b> four<form>x</form> <nav>x</nav>five <nav>x</nav>six"
    assert [block.text for block in fragment(markup)] == ["One two three four five six"]
    assert [block.text for block in fragment("<nav>x</nav>")] == []


@pytest.mark.parametrize(("piece", "around"), [("<li>{}</li>", "ul"), ("<p>{}</p>", "blockquote")])
def test_a_story_that_is_mostly_a_list_or_a_quote_is_whole(piece: str, around: str) -> None:
    """The paragraphs around it belong to it, and it is a story without any, too."""
    points = [f"Point {n}: {LINE.strip()}" for n in range(40)]
    listed = f"<{around}>" + "".join(map(piece.format, points)) + f"</{around}>"
    head, first, last = "<h1>Talks at the weir</h1>", f"First, {LINE}", f"At last, {LINE}"
    for body, words in (
        (f"{head}<p>{first}</p>{listed}<p>{last}</p>", [first.strip(), *points, last.strip()]),
        (f"{head}{listed}", points),
    ):
        (article,) = extract(f"<article>{body}</article>".encode(), "a.html").articles
        assert [block.text for block in article.blocks[1:]] == words


@pytest.mark.parametrize(
    "name",
    [
        "bold words",
        "headings that link",
        "forms",
        "menus in menus",
        "names of one",
        "list of links",
    ],
)
def test_pages_that_were_made_to_take_long_are_read(name: str) -> None:
    """Each once took by the square of its tags. How long: ``benchmarks/worst_pages.py``."""
    body = f"<h1>Talks at the weir</h1>{STORY}{PAGES_THAT_TAKE_LONG[name](3000)}"
    (article,) = extract(f"<article>{body}</article>".encode(), "a.html").articles
    assert article.title == "Talks at the weir"
    assert article.blocks[1].text.startswith(LINE)


@pytest.mark.parametrize("page", pages(PAGES), ids=lambda page: page.stem)
def test_the_text_is_in_order(page: Path) -> None:
    """What is found of the truth's paragraphs stands as it stands there, but the headline first."""
    headline, _, story = our_text(page).partition("\n")
    text = " ".join(story.split())
    at = 0
    for paragraph in page.with_suffix(".txt").read_text("utf-8").split("\n\n"):
        words = " ".join(paragraph.split())
        if len(words) > 60 and words in text and words != headline:
            assert text.find(words, at) >= 0, words
            at = text.find(words, at)


@pytest.mark.parametrize(
    ("name", "outlet", "byline", "when", "language"),
    [
        ("wordpress-blocks", "The Sel Valley Courier", "Ines Calloway", (2025, 3, 11), "en-GB"),
        ("hashed-classes", "The Capital Times", "Paula Ashdown, Victor Maas", (2024, 10, 8), "en"),
        ("embedded-posts", "Eastward", "Tessa Marlow", (2025, 7, 22), "en"),
        ("live", "Channel Eight", None, (2025, 3, 3), "en"),
        ("old-tables", None, None, (2003, 11, 6), "en"),
        ("press-release", "Ministry of Ports", None, (2024, 11, 29), "en"),
        ("russian-1251", "Агентство «Заречье»", None, (2019, 9, 17), "ru"),
        ("russian-divs", "Таёжный край", "Антон Лесков", (2021, 6, 18), "ru"),
        ("ukrainian-portal", "Вісник Приріччя", "Оксана Луговська", (2025, 4, 2), "uk"),
        ("arabic", "صحيفة الضفة", "ليلى حداد", (2024, 12, 5), "ar"),
        ("opinion", "The Northern Examiner", "Professor Edwin Marchetti", None, "en"),
        ("site-builder", "The Saltmarsh Star", "NORA LISLE", (2025, 6, 3), "en"),
    ],
)
def test_metadata(
    name: str,
    outlet: str | None,
    byline: str | None,
    when: tuple[int, int, int] | None,
    language: str,
) -> None:
    article = imported(name)
    assert (article.outlet, article.byline, article.language) == (outlet, byline, language)
    assert article.date == (stated(*when) if when else Dating())
    assert article.title == article.blocks[0].text


def test_structure() -> None:
    kinds = [
        (block.kind.value, block.level, block.number) for block in imported("press-release").blocks
    ]
    assert kinds[0] == ("heading", 1, 0)
    assert [kind for kind in kinds if kind[0] == "list"] == [
        *(("list", 1, number) for number in (1, 2, 3)),
        *(("list", 1, 0), ("list", 2, 0), ("list", 2, 0), ("list", 1, 0)),
    ]
    quotes = [block.text for block in imported("embedded-posts").blocks if block.kind == "quote"]
    assert len(quotes) == 2
    assert "| January 14 | 3.0 | 9.0 |" in [block.text for block in imported("data-table").blocks]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            '<meta property="article:published_time" content="2025-06-03T23:30:00-05:00">',
            (2025, 6, 3),
        ),
        ('<meta name="date" content="Tue, 03 Jun 2025 23:30:00 -0500">', (2025, 6, 3)),
        ('<meta name="pubdate" content="20250603">', (2025, 6, 3)),
        ('<meta name="date" content="June 3, 2025">', (2025, 6, 3)),
        ('<meta name="date" content="3 июня 2025 г.">', (2025, 6, 3)),
    ],
)
def test_a_date_that_the_markup_states(head: str, expected: tuple[int, int, int]) -> None:
    assert of_markup("<h1>Talks at the weir</h1>", head).date == stated(*expected)


@pytest.mark.parametrize(
    "value", ["06/03/2025", "June 3", "yesterday", "2025-06", "2025-13-03", "0000-00-00"]
)
def test_a_date_that_is_not_clear_stays_unknown_and_is_noted(value: str) -> None:
    article = of_markup("<h1>Talks at the weir</h1>", f'<meta name="date" content="{value}">')
    assert article.date.known is Known.UNKNOWN
    assert value in (article.date.basis or "")
    assert any(value in note for note in article.notes)


def test_a_day_without_a_year_is_given_none() -> None:
    assert of_markup("<h1>Talks at the weir</h1><p>Jun 3</p>").date == Dating()


def test_a_day_of_change_is_only_the_latest_day() -> None:
    head = '<meta property="article:modified_time" content="2025-06-05T10:00:00Z">'
    when = of_markup("<h1>Talks at the weir</h1>", head).date
    assert (when.known, when.earliest, when.latest) == (Known.INFERRED, None, date(2025, 6, 5))


def test_what_is_printed_counts_where_the_markup_is_silent() -> None:
    article = of_markup("<h1>Talks at the weir</h1><p>By Ada Marsh</p><p>June 3, 2025</p>")
    assert (article.byline, article.date) == ("Ada Marsh", stated(2025, 6, 3))
    assert [block.text for block in article.blocks][:1] == ["Talks at the weir"]
    assert not any("June 3" in block.text or "By Ada" in block.text for block in article.blocks)


def test_structured_data_that_is_broken_or_odd() -> None:
    scripts = [
        "{",
        "[" * 5000,
        '{"@type": ["NewsArticle"], "headline": 7, "author": [{"name": ["Ada Marsh"]}, 3]}',
        '<!-- {"@graph": [{"@type": "Person", "@id": "#p", "name": "Ben Reed"},'
        ' {"@type": "NewsArticle", "author": {"@id": "#p"}, "datePublished": null}]} -->',
    ]
    bylines = [
        of_markup("<h1>T</h1>", f'<script type="application/ld+json">{script}</script>').byline
        for script in scripts
    ]
    assert bylines == [None, None, "Ada Marsh", "Ben Reed"]


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/news/weir", "https://reed.example/news/weir"),
        ("https://other.example/news/weir#top", "https://other.example/news/weir"),
        ("https://reed.example/", None),
        ("javascript:alert(1)", None),
        ("ftp://reed.example/a", None),
    ],
)
def test_canonical(href: str, canonical: str | None) -> None:
    head = f'<html><head><link rel="canonical" href="{href}"></head>'
    page = (
        f"{head}<body><h1>Talks</h1><p>The two sides met and talked until late.</p></body></html>"
    )
    (article,) = extract(page.encode(), "a.html", url="https://reed.example/x").articles
    assert (article.url, article.canonical) == ("https://reed.example/x", canonical)


def test_a_language_that_the_script_contradicts_is_detected() -> None:
    text = "Сторони зустрілися біля старого мосту й до пізнього вечора говорили про воду та дорогу."
    page = f"<html lang='en'><body><h1>Зустріч</h1><p>{text}</p></body></html>"
    (article,) = extract(page.encode(), "a.html").articles
    assert article.language == "uk"
    assert any("says that its language is en" in note for note in article.notes)


def test_characters_that_no_tree_can_hold() -> None:
    signs = "a\x00b\x0bc\x1bd&#1;e&#x1F;f&#0027;g&#xFFFF;h&#xD800;i\ufffej"
    markup = (
        f"<h1>Talks</h1><nav>x</nav>{signs}\f<form>y</form>&#12;<p>The weir was {signs} shut.</p>"
    )
    article = of_markup(markup, '<meta charset="utf-8">')
    assert "The weir was" in " ".join(block.text for block in article.blocks)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta charset="utf-8">', "cp1251"),
        ('<meta charset="nonsense">', "utf-8"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ("", "utf-16"),
    ],
)
def test_encodings(declared: str, encoding: str) -> None:
    text = "Стороны встретились у старого моста и до позднего вечера говорили о воде и о дороге."
    page = f"<html><head>{declared}</head><body><h1>Встреча у моста</h1><p>{text}</p></body></html>"
    if declared.count("8859"):
        page = page.replace("iso-8859-1", "ascii")
    (article,) = extract(page.encode(encoding), "a.html").articles
    assert text in [block.text for block in article.blocks]


def test_the_encoding_that_a_server_names_comes_first() -> None:
    head = "<html><head><meta charset='utf-8'></head>"
    page = f"{head}<body><h1>Зустріч</h1><p>Сторони зустрілися біля мосту знову.</p></body></html>"
    found = extract(page.encode("koi8-u"), "a", media_type="text/html; charset=koi8-u")
    assert found.articles[0].title == "Зустріч"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body>" + "<div>" * 10_000 + "words", "tags within tags"),
        ("<html><body>" + "<b>" * 10_000 + "words", "tags within tags"),
        ("<html><body>" + "<p>a</p>" * 21_000, "more than 20,000 tags"),
        ("<html><body>" + "x" * (33 * 1024 * 1024), "larger than 32 MB"),
        ("<html><body>" + "x" * (13 * 1024 * 1024), "larger than 12 MB"),
        ("<html><body>" + "x y" * (3 * 1024 * 1024), "longer than an article may be"),
        ("<html><body>" + "<div>" * 60 + "<p>a</p>" * 15_000, "tags within tags"),
        ("<html><body><p " + "".join(f" a{n}" for n in range(2_500)) + ">", "2,000 attributes"),
        (
            "<html><body>" + ("<p " + "".join(f" a{n}" for n in range(1_000)) + ">") * 101,
            "100,000 attributes",
        ),
        ("<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article"),
        ("<html></html>", "no article"),
    ],
    ids=[
        "deep",
        "deep inline",
        "many",
        "large",
        "bulky",
        "long",
        "all deep",
        "wide",
        "all wide",
        "menu",
        "empty",
    ],
)
def test_pages_that_are_none(page: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        extract(page.encode(), "a.html")


@pytest.mark.parametrize(
    "piece", ["<p>", "<br>", "<a href=x>", "<li>", "<td>", "<!--", "&amp;", "<p>word "]
)
def test_monotony_is_read_or_refused(piece: str) -> None:
    page = "<html><body><h1>Talks</h1><p>The two sides met at the weir and talked.</p>"
    try:
        blocks = len(extract((page + piece * 8_000).encode(), "a.html").articles[0].blocks)
    except Unreadable as error:
        blocks = len(error.reason)
    assert blocks


def test_pictures_and_programs_written_into_a_page_do_not_hide_its_text() -> None:
    """libxml2 gives up at ten megabytes in one place."""
    bulk = f"<img src='data:image/png;base64,{'A' * 11_000_000}'>"
    program = f"<script>{'a<b;' * 600_000}</script>"
    article = of_markup(f"{program}<h1>Talks at the weir</h1>{bulk}")
    assert len(article.blocks) == 4
