"""Files of every format become articles and links, or say in one sentence why not."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import reading
from briefing.article import Dating, Known, ParagraphKind
from briefing.reading.fields import INFERABLE
from briefing.reading.importing import (
    Extracted,
    Imported,
    LinkKind,
    Unreadable,
    extract,
    limits,
    to_markdown,
)
from briefing.reading.importing.basis import PAGE_TITLE
from tests.conftest import REPOSITORY
from tests.reading import made

PAGE = REPOSITORY / "docs" / "formats.md"
JUNE_3 = Dating(Known.STATED, date(2025, 6, 3), date(2025, 6, 3))
NOT_READ = "–"


def the_article(data: bytes, name: str, **known: str) -> Imported:
    (article,) = extract(data, name, **known).articles
    return article


def texts(article: Imported) -> list[str]:
    return [block.text for block in article.blocks if not block.hidden]


def reason(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as error:
        extract(data, name)
    assert "\n" not in error.value.reason
    return error.value.reason


def documented() -> dict[str, dict[str, str]]:
    """The table of ``docs/formats.md``: for each format what is read, by column."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and line.count("|") > 10
    ]
    head, _, *formats = rows
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in formats}


def columns(article: Imported) -> dict[str, bool]:
    """What was read of an article, by the columns of that table."""
    kinds = {block.kind for block in article.blocks[1:]}
    return {
        "title": article.title == made.TITLE,
        "byline": article.byline == made.BYLINE,
        "outlet": article.outlet == made.OUTLET,
        "date": article.date == JUNE_3,
        "url": article.address == made.URL,
        "language": article.language == "en-GB",
        "headings": ParagraphKind.HEADING in kinds,
        "lists": [b.text for b in article.blocks if b.kind is ParagraphKind.LIST_ITEM]
        == list(made.ITEMS),
        "quotes": [b.text for b in article.blocks if b.kind is ParagraphKind.QUOTE] == [made.QUOTE],
        "tables": f"| {made.ROW[0]} | {made.ROW[1]} |" in texts(article),
        "captions": made.CAPTION in texts(article),
    }


def test_every_format_is_documented() -> None:
    assert list(documented()) == list(made.FILES)


@pytest.mark.parametrize("which", made.FILES)
def test_what_is_read_is_what_is_documented(which: str) -> None:
    name, make = made.FILES[which]
    article = extract(make(), name).articles[0]
    says = {
        column: cell not in {NOT_READ, "detected"} for column, cell in documented()[which].items()
    }
    assert columns(article) == says
    if documented()[which]["language"] == "detected":
        assert article.language == "en"
    story = texts(article)
    assert [story.index(words) for words in (made.FIRST, made.SECOND, made.LAST)] == sorted(
        story.index(words) for words in (made.FIRST, made.SECOND, made.LAST)
    )


@pytest.mark.parametrize("which", made.FILES)
def test_what_only_the_text_says_is_marked_as_inferred(which: str) -> None:
    name, make = made.FILES[which]
    article = extract(make(), name).articles[0]
    cells = {column: documented()[which][column] for column in INFERABLE}
    assert set(article.inferred) == {c for c, cell in cells.items() if cell in {"text", "detected"}}
    stored = reading.read_bytes(to_markdown(article).encode(), "a.md")
    assert dict(stored.inferred) == article.inferred
    assert stored.notes == ()


@pytest.mark.parametrize(
    ("head", "outlet", "basis"),
    [
        ("<title>{0} | The Daily Reed</title>", "The Daily Reed", PAGE_TITLE),
        ("<title>{0}</title><meta property='og:site_name' content='The Reed'>", "The Reed", None),
        ("<title>{0}</title>", None, None),
    ],
)
def test_an_outlet_in_the_title_of_a_page_is_inferred(
    head: str, outlet: str | None, basis: str | None
) -> None:
    body = f"<h1>{made.TITLE}</h1><p>{made.FIRST}</p><p>{made.SECOND}</p><p>{made.LAST}</p>"
    page = f"<html lang='en'><head>{head.format(made.TITLE)}</head><body>{body}</body></html>"
    article = the_article(page.encode(), "page.html")
    assert (article.outlet, article.inferred.get("outlet")) == (outlet, basis)
    assert "title" not in article.inferred
    assert "language" not in article.inferred


def test_the_limits_are_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    megabytes = limits.MEGABYTE
    for number in (
        f"{limits.MAX_FILE // megabytes} MB",
        f"{limits.MAX_ARTICLE // megabytes} million characters",
        f"{limits.MAX_PAGE // megabytes} MB",
        f"{limits.MAX_TAGS:,} tags",
        f"{limits.MAX_DEPTH} tags within tags",
        f"{limits.MAX_NESTED // limits.MAX_TAGS} on average",
        f"{limits.MAX_MARKUP // megabytes} MB without",
        f"{limits.MAX_ATTRIBUTES:,} attributes, {limits.MAX_OF_ONE_TAG:,} of one tag",
        f"{limits.MAX_UNPACKED // megabytes} MB",
        f"{limits.MAX_XML // megabytes} MB, no entities",
        f"{limits.MAX_RATIO} times",
        f"{limits.MAX_PARTS:,}",
    ):
        assert number in page


@pytest.mark.parametrize("which", made.FILES)
def test_the_content_tells_the_format(which: str) -> None:
    """Whatever a file is called, and whatever a server says of it."""
    name, make = made.FILES[which]
    if which in {"plain text", "markdown"}:
        return
    known = extract(make(), name)
    assert extract(make(), "download") == known
    assert extract(make(), "weir.txt", media_type="text/plain; charset=utf-8") == known


def test_without_content_of_its_own_the_media_type_counts_before_the_ending() -> None:
    markup = f"<p>{made.FIRST}</p><p>{made.SECOND}</p>".encode()
    assert texts(the_article(markup, "a.txt", media_type="text/html")) == [made.FIRST, made.SECOND]
    assert texts(the_article(markup, "a.html")) == [made.FIRST, made.SECOND]
    assert the_article(b"# Talks\n\nWords.", "a", media_type="text/markdown").body is not None


@pytest.mark.parametrize(
    "start",
    ["\ufeff", "\n\n <!-- saved --> ", "<?xml version='1.0'?>\n", "<!DOCTYPE html PUBLIC 'x' 'y'>"],
)
def test_what_stands_before_the_root(start: str) -> None:
    markup = f"{start}<html lang='en-GB'><body><h1>{made.TITLE}</h1>{made.BODY}</body></html>"
    assert the_article(markup.encode(), "x").title == made.TITLE


def test_a_text_that_looks_like_a_message_is_a_text() -> None:
    article = the_article(
        b"From: Reed\nDate: June 3, 2025\n\nThe weir is shut. So it is.\n", "a.txt"
    )
    assert "The weir is shut. So it is." in texts(article)


def test_links_of_a_list() -> None:
    found = extract(made.opml(), "feeds.opml")
    assert [(link.kind, link.url, link.outlet, link.title) for link in found.links] == [
        (LinkKind.FEED, "https://reed.example/feed", "The Daily Reed", None),
        (LinkKind.ARTICLE, "https://reed.example/weir", None, "A page"),
    ]
    assert not found.articles


def test_an_entry_with_only_a_summary_is_a_link() -> None:
    (link,) = extract(made.rss(), "feed.xml").links
    assert (link.url, link.title) == ("https://reed.example/eels", "The price of eels")
    assert (link.outlet, link.summary, link.language) == (made.OUTLET, "It rose.", "en-GB")
    assert link.date == Dating(Known.STATED, date(2025, 6, 2), date(2025, 6, 2))


def test_an_entry_that_is_cut_off_is_a_link() -> None:
    entry = (
        f"<item><title>T</title><link>/a</link><description>{'word ' * 300}…</description></item>"
    )
    found = extract(made.rss(entry), "feed.xml", url="https://reed.example/feed")
    assert [link.url for link in found.links] == ["https://reed.example/a"]
    assert not found.articles


def test_an_entry_with_nothing_is_named() -> None:
    entry = "<item><title>Nothing</title></item><item><link>https://reed.example/a</link></item>"
    found = extract(made.rss(entry), "feed.xml")
    assert len(found.links) == 1
    assert "Nothing" in found.skipped[0]


def test_a_link_that_is_no_address_is_none_and_the_rest_is_read() -> None:
    for which in ("web page", "RSS feed", "Atom feed", "JSON feed"):
        name, make = made.FILES[which]
        harmed = make().replace(made.URL.encode(), b"//[")
        assert harmed != make()
        article = extract(harmed, name, url="https://reed.example/feed").articles[0]
        assert article.title == made.TITLE, which
        assert article.address != made.URL


def test_a_feed_that_is_no_valid_xml_is_read_all_the_same() -> None:
    data = made.rss().replace(b"<title>The price of eels", b"<title>Eels & <b>more")
    assert extract(data, "feed.xml").articles[0].title == made.TITLE


def test_a_book_of_several_articles() -> None:
    chapters = {
        "cover.xhtml": "<h1>The Reed</h1>",
        "one.xhtml": f"<h2>One</h2><p>{made.FIRST}</p><p>{made.SECOND}</p>",
        "more.xhtml": f"<p>{made.LAST}</p>",
        "two.xhtml": f"<h2>Two</h2><p>{made.SECOND}</p><p>{made.FIRST}</p>",
    }
    articles = extract(made.epub(chapters), "book.epub").articles
    assert [(article.part, article.title) for article in articles] == [
        ("one.xhtml", "One"),
        ("two.xhtml", "Two"),
    ]
    assert texts(articles[0]) == ["One", made.FIRST, made.SECOND, made.LAST]


def test_a_part_of_a_book_that_cannot_be_read_does_not_lose_the_others() -> None:
    deep = "<div>" * 300 + made.LAST
    broken = {"OPS/blank.xhtml": "", "OPS/empty.xhtml": "<?xml version='1.0'?>"}
    book = made.epub(
        {
            "blank.xhtml": "",
            "one.xhtml": f"<h2>One</h2><p>{made.FIRST}</p>",
            "empty.xhtml": "",
            "deep.xhtml": deep,
            "two.xhtml": f"<h2>Two</h2><p>{made.SECOND}</p><p>{made.LAST}</p>",
        },
        broken,
    )
    found = extract(book, "book.epub")
    assert [article.title for article in found.articles] == ["One", "Two"]
    assert [note.split(":")[0] for note in found.skipped] == [
        "blank.xhtml",
        "empty.xhtml",
        "deep.xhtml",
    ]


def test_an_archive_of_several_answers() -> None:
    html = "Content-Type: text/html; charset=utf-8"
    records = [
        ("https://reed.example/1", html, made.page()),
        ("https://reed.example/1", html, made.page()),
        ("https://reed.example/2", "Content-Type: application/pdf", made.pdf()),
        ("https://reed.example/menu", html, b"<html><body><nav>Home</nav></body></html>"),
        ("https://reed.example/p.png", "Content-Type: image/png", b"\x89PNG"),
        (
            "https://reed.example/3",
            f"{html}\nContent-Encoding: gzip",
            made.packed(f"<html><h1>Eels</h1><p>{made.FIRST}</p></html>".encode()),
        ),
    ]
    for packed in (False, True):
        found = extract(made.warc(*records, packed=packed), "a.warc.gz")
        assert [article.part for article in found.articles] == [
            "https://reed.example/1",
            "https://reed.example/1 (2)",
            "https://reed.example/2",
            "https://reed.example/3",
        ]
        assert [note.split(": ")[0] for note in found.skipped] == ["https://reed.example/menu"]
        assert found.articles[3].date.latest == date(2025, 6, 5)
        assert found.articles[3].date.known is Known.INFERRED


def test_an_archive_that_is_cut_off_gives_what_is_whole() -> None:
    data = made.warc(
        *[(f"https://reed.example/{n}", "Content-Type: text/html", made.page()) for n in "12"]
    )
    found = extract(data[: len(data) * 2 // 3], "a.warc")
    assert found.articles[0].part == "https://reed.example/1"


def test_a_saved_page_without_a_date_is_not_newer_than_its_saving() -> None:
    data = made.mhtml()
    page = f"<html><body><h1>{made.TITLE}</h1>{made.BODY}</body></html>".encode()
    import base64

    old = base64.encodebytes(made.page()).replace(b"\n", b"\r\n")
    when = the_article(data.replace(old, base64.encodebytes(page)), "a.mhtml").date
    assert (when.known, when.earliest, when.latest) == (Known.INFERRED, None, date(2025, 6, 5))


def test_attachments_of_a_message_are_listed() -> None:
    notes = the_article(made.eml(), "a.eml").notes
    assert notes == ("attachment not read: map.pdf (application/pdf)",)


def test_the_lines_of_a_pdf_are_paragraphs() -> None:
    article = the_article(made.pdf(pages=3), "a.pdf")
    story = texts(article)
    assert story[0] == made.TITLE
    assert [story.count(words) for words in (made.FIRST, made.SECOND, made.LAST)] == [3, 3, 3]
    hidden = [block.text for block in article.blocks if block.hidden]
    assert hidden == ["The Reed Quarterly", "Page 1", "Page 2", "Page 3"]


def test_words_divided_at_the_ends_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "They knew the well-known agree-",
        "ment of the two, a well-",
        "known one, and its mean-",
    ]
    lines.append("ing.")
    first = " ".join(lines)
    monkeypatch.setattr("textwrap.wrap", lambda words, _: lines if words == first else [words])
    monkeypatch.setattr(made, "FIRST", first)
    article = the_article(made.pdf(), "a.pdf")
    joined = "They knew the well-known agreement of the two, a well-known one, and its meaning."
    assert joined in texts(article)
    assert any(note.startswith("2 words divided") for note in article.notes)


def test_deleted_text_of_a_word_document_is_no_text() -> None:
    body = (
        "<w:p><w:r><w:t>The weir </w:t></w:r><w:del><w:r><w:delText>was</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>is</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> shut.</w:t></w:r></w:p>"
    )
    assert texts(the_article(made.docx(body), "a.docx")) == ["The weir is shut."]


def test_debris_of_a_text_is_hidden_not_lost() -> None:
    article = the_article(b"top of page\n\nThe weir is shut. So it is.\n\nComments\n", "a.txt")
    assert [(block.text, block.hidden) for block in article.blocks] == [
        ("top of page", True),
        ("The weir is shut. So it is.", False),
        ("Comments", True),
    ]


LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
OUTSIDE = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize("entities", [LAUGHS, OUTSIDE])
def test_entities_are_refused(entities: bytes) -> None:
    start = b'<?xml version="1.0"?>'
    for data, name in [
        (made.rss().replace(start, start + entities), "a.rss"),
        (made.atom().replace(start, start + entities), "a.atom"),
        (entities + made.opml(), "a.opml"),
        (made.docx().replace(b"", b""), "a.docx"),
    ][:3]:
        assert "entities" in reason(data, name)
    parts = {"word/document.xml": entities + b"<d><body><p><r><t>&b;</t></r></p></body></d>"}
    assert "entities" in reason(made.archive(parts), "a.docx")


def test_a_feed_in_utf_16_cannot_hide_entities() -> None:
    start = '<?xml version="1.0" encoding="utf-16"?>'
    data = start + LAUGHS.decode() + made.rss().decode().partition("?>")[2].replace("Short", "&b;")
    assert "entities" in reason(data.encode("utf-16"), "a.rss")


BOMB = b"\0" * (20 * limits.MEGABYTE)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (lambda: made.archive({"word/document.xml": BOMB}), "unpacks to far more"),
        (lambda: made.archive({"META-INF/container.xml": BOMB}), "unpacks to far more"),
        (lambda: made.archive({"a.txt": b"x"}), "ZIP archive"),
        (lambda: made.archive({"word/document.xml": b"<d/>"}), "no text"),
        (lambda: made.docx()[:-200], "archive is damaged"),
        (lambda: made.epub(extra={"META-INF/encryption.xml": ENCRYPTED}), "protected against"),
        (lambda: made.packed(b"words"), "compressed"),
        (lambda: made.packed(BOMB), "compressed"),
        (lambda: made.pdf(encrypt=True), "password"),
        (lambda: made.pdf(text_on_it=False), "pictures of pages"),
        (lambda: made.pdf()[:300], "damaged"),
        (lambda: b"%PDF-1.7\n", "damaged"),
        (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        (lambda: b"", "empty"),
        (lambda: b" \n ", "empty"),
        (lambda: b'{"version": "https://jsonfeed.org/version/1", "items": [', "not valid JSON"),
        (lambda: b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "no entries"),
        (lambda: b'{"version": "https://jsonfeed.org/version/1", "items":' + b"[" * 99999, "JSON"),
        (lambda: b"<opml><body/></opml>", "no addresses"),
        (lambda: b"<opml>" + b"<outline>" * 50_000, "not valid XML"),
        (lambda: b"<opml>" + b"<o>" * 2000 + b"</o>" * 2000 + b"</opml>", "nested more than"),
        (lambda: b"<rss version='2.0'><channel><title>x</title></channel></rss>", "no entries"),
        (lambda: b"x" * (limits.MAX_FILE + 1), "larger than 64 MB"),
        (lambda: b"x" * (4 * limits.MAX_ARTICLE + 1), "longer than an article may be"),
        (lambda: b"Words. " * (limits.MAX_ARTICLE // 7 + 1), "longer than an article may be"),
        (lambda: b"From: a@b\nMIME-Version: 1.0\n\n", "no text in the message"),
    ],
)
def test_files_that_are_refused(data: Callable[[], bytes], expected: str) -> None:
    assert expected in reason(data(), "a")


ENCRYPTED = '<e><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></e>'


def test_large_attachments_are_left_aside_and_large_texts_are_not() -> None:
    text = base64.encodebytes(f"<p>{made.FIRST}</p>".encode() * 2_000).decode()
    bulk = base64.encodebytes(bytes(range(256)) * 8_000).decode()
    message = (
        "From: Ada Weir <a@b.example>\nSubject: Talks\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n"
        "--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
        f"{text}\n--x\nContent-Type: application/pdf; name=map.pdf\n"
        "Content-Disposition: attachment; filename=map.pdf\n"
        f"Content-Transfer-Encoding: base64\n\n{bulk}\n--x--\n"
    )
    (article,) = extract(message.encode(), "a.eml").articles
    assert len(article.blocks) == 2_001
    assert "map.pdf" in article.notes[0]


def test_a_message_in_a_message_in_a_message() -> None:
    head = b"From: a@b\nMIME-Version: 1.0\nMessage-ID: <1@b>\n"
    data = head + b"Content-Type: message/rfc822\n\n" * 3000 + b"words"
    assert isinstance(read_or_reason(data, "a.eml"), Extracted | str)


def read_or_reason(data: bytes, name: str) -> Extracted | str:
    try:
        found = extract(data, name)
    except Unreadable as error:
        return error.reason if "\n" not in error.reason else ""
    return found if found.articles or found.links else ""


SEEDS = {which: (name, make()) for which, (name, make) in made.FILES.items()}


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_gives_articles_or_a_reason(data: st.DataObject) -> None:
    name, seed = SEEDS[data.draw(st.sampled_from(list(SEEDS)))]
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(0, len(damaged) - 1)))
        damaged[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    assert read_or_reason(bytes(damaged), name)


@given(st.binary(max_size=60), st.sampled_from([name for name, _ in SEEDS.values()]))
def test_any_bytes_give_articles_or_a_reason(data: bytes, name: str) -> None:
    assert read_or_reason(data, name)


def test_libraries_are_imported_only_when_they_are_needed() -> None:
    heavy = "{'trafilatura', 'lxml', 'pypdf', 'feedparser', 'warcio', 'lingua', 'defusedxml'}"
    code = (
        "import sys; from briefing import reading; from briefing.reading import importing;"
        "reading.read_bytes(b'Words.', 'a.md'); importing.extract(b'Words.', 'a.txt');"
        f"print({heavy} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_originals_are_read_as_they_were(originals: Path) -> None:
    """Every visible paragraph of the library's own reading, in order, with what is known of it."""
    from briefing import reading
    from briefing.reading.importing import to_markdown

    for path in sorted(originals.glob("*.txt")):
        direct = reading.read(path, originals)
        imported = the_article(path.read_bytes(), path.name)
        stored = reading.read_bytes(to_markdown(imported).encode(), "a.md")
        assert words(stored) == words(direct)
        assert (stored.title, stored.byline, stored.date) == (
            direct.title,
            direct.byline,
            direct.date,
        )


def words(article: object) -> list[str]:
    return [
        re.sub(r"\s+", " ", article.text_of(paragraph.span))  # type: ignore[attr-defined]
        for paragraph in article.paragraphs  # type: ignore[attr-defined]
    ]
