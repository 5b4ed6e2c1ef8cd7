"""Small real files of every format: one article, with all that the format holds."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping

TITLE = "Talks at the weir end without a paper"
BYLINE = "Ada Marsh"
OUTLET = "The Daily Reed"
URL = "https://reed.example/weir"
FIRST = (
    "The two sides met on Monday at the old weir and talked about water, the road and the price of"
    " eels until late in the evening, when the lamps were lit."
)
HEADING = "What the north wants"
SECOND = (
    "The north wants the weir to be open on four days of the week. The south has offered two of"
    " them, and says that more would flood the lower meadows every spring."
)
ITEMS = ("to open the weir on Mondays", "to close it on Fridays")
QUOTE = "We came for water and were given tea."
LAST = "A third round of talks is planned for the week after the fair, if the road is dry by then."
CAPTION = "The weir on Monday evening. Photograph: Ben Reed"
ROW = ("Monday", "14")
BODY = f"""<p>{FIRST}</p><figure><img src="w.jpg" alt=""><figcaption>{CAPTION}</figcaption></figure>
<h2>{HEADING}</h2><p>{SECOND}</p><ol><li>{ITEMS[0]}</li><li>{ITEMS[1]}</li></ol>
<blockquote><p>{QUOTE}</p></blockquote><table><tr><th>Day</th><th>Boats</th></tr>
<tr><td>{ROW[0]}</td><td>{ROW[1]}</td></tr></table><p>{LAST}</p>"""


def page(extra: str = "") -> bytes:
    """A web page whose markup states everything."""
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2025-06-03T08:00:00+01:00",
        "author": {"@type": "Person", "name": BYLINE},
        "publisher": {"@type": "Organization", "name": OUTLET},
    }
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE}</title>
<link rel="canonical" href="{URL}"><script type="application/ld+json">{json.dumps(about)}</script>
{extra}</head><body><nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1>{BODY}</article>
<footer>All rights reserved.</footer></body></html>""".encode()


def text() -> bytes:
    """Plain text with labelled facts above the story."""
    facts = f"{TITLE}\n\nBy {BYLINE}\nSource: {OUTLET}\nJune 3, 2025\nURL: {URL}"
    items = "\n".join(f"- {item}" for item in ITEMS)
    return f"{facts}\n\n{FIRST}\n\n{HEADING}\n\n{SECOND}\n\n{items}\n\n{LAST}\n".encode()


def markdown() -> bytes:
    """Markdown with front matter."""
    front = (
        f"title: {TITLE}\noutlet: {OUTLET}\nbyline: {BYLINE}\ndate: 2025-06-03\nurl: {URL}\n"
        "language: en-GB\n"
    )
    items = "\n".join(f"{number}. {item}" for number, item in enumerate(ITEMS, 1))
    table = f"| Day | Boats |\n| --- | --- |\n| {ROW[0]} | {ROW[1]} |"
    story = f"{FIRST}\n\n## {HEADING}\n\n{SECOND}\n\n{items}\n\n> {QUOTE}\n\n{table}\n\n{LAST}\n"
    return f"---\n{front}---\n# {TITLE}\n\n{story}".encode()


def pdf(pages: int = 1, *, encrypt: bool = False, text_on_it: bool = True) -> bytes:
    """A PDF with text wrapped at 60 characters, a header and a footer on each page."""
    import textwrap

    streams = []
    for number in range(1, pages + 1):
        lines = [("F1", 8, 50, 800, "The Reed Quarterly"), ("F1", 8, 300, 20, f"Page {number}")]
        y = 760.0
        story: list[tuple[str, float, str]] = []
        if number == 1:
            story += [("F2", 18, TITLE), ("F1", 11, f"By {BYLINE}"), ("F1", 11, "June 3, 2025")]
        else:
            nth = ("second", "third", "fourth", "fifth")[number - 2]
            story.append(
                ("F1", 11, f"In the {nth} week the road was {nth} to the water in the news.")
            )
        story += [("F1", 11, FIRST), ("F2", 13, HEADING), ("F1", 11, SECOND)]
        story += [("F1", 11, f"{at}. {item}") for at, item in enumerate(ITEMS, 1)]
        story.append(("F1", 11, LAST))
        for font, size, words in story:
            for line in textwrap.wrap(words, 60):
                lines.append((font, size, 50, y, line))
                y -= size * 1.2
            y -= 10
        drawn = "".join(
            f"BT /{font} {size} Tf 1 0 0 1 {x} {at:.1f} Tm ({_escaped(words)}) Tj ET\n"
            for font, size, x, at, words in lines
        )
        streams.append(drawn.encode("latin-1") if text_on_it else b"0 0 10 10 re f")
    return _pdf_file(streams, encrypt)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf_file(streams: list[bytes], encrypt: bool) -> bytes:
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(streams)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    bodies = [item.encode() for item in objects]
    for at, stream in enumerate(streams):
        fonts = "/Font << /F1 3 0 R /F2 4 0 R >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {fonts} >>"
            f" /Contents {6 + 2 * at} 0 R >>".encode()
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    )
    return _encrypted(out.getvalue()) if encrypt else out.getvalue()


def _encrypted(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str | None = None) -> bytes:
    """A Word document."""

    def paragraph(words: str, style: str = "", number: str = "") -> str:
        inside = f'<w:pStyle w:val="{style}"/>' if style else ""
        inside += (
            f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        )
        return f"<w:p><w:pPr>{inside}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"

    cells = "".join(
        f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>"
        for a, b in (("Day", "Boats"), ROW)
    )
    story = body or "".join(
        [
            paragraph(TITLE, "Title"),
            paragraph(f"By {BYLINE}"),
            paragraph("June 3, 2025"),
            paragraph(FIRST),
            paragraph(HEADING, "Heading1"),
            paragraph(SECOND),
            *(paragraph(item, number="1") for item in ITEMS),
            paragraph(QUOTE, "Quote"),
            f"<w:tbl>{cells}</w:tbl>",
            paragraph(CAPTION, "Caption"),
            paragraph(LAST),
        ]
    )
    styles = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("Title", "Title"), ("Heading1", "heading 1"), ("Quote", "Quote"))
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {_W}><w:body>{story}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
            "docProps/core.xml": "<p><title>Template</title><creator>Admin</creator></p>",
        }
    )


def epub(
    chapters: Mapping[str, str] | None = None, extra: Mapping[str, str] | None = None
) -> bytes:
    """A book of one article, or of several."""
    texts = chapters or {"weir.xhtml": f"<h1>{TITLE}</h1>{BODY}"}
    items = "".join(
        f'<item id="i{at}" href="{name}" media-type="application/xhtml+xml"/>'
        for at, name in enumerate(texts)
    )
    spine = "".join(f'<itemref idref="i{at}"/>' for at in range(len(texts)))
    about = (
        f"<dc:title>{TITLE}</dc:title><dc:creator>{BYLINE}</dc:creator><dc:language>en-GB</dc:language>"
        f"<dc:publisher>{OUTLET}</dc:publisher><dc:date>2025-06-03</dc:date>"
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{about}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    pages = {f"OPS/{n}": f"<html><head/><body>{body}</body></html>" for n, body in texts.items()}
    container = '<container><rootfiles><rootfile full-path="OPS/b.opf"/></rootfiles></container>'
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OPS/b.opf": package,
            **pages,
            **(extra or {}),
        }
    )


def eml(extra: str = "") -> bytes:
    """A message with HTML, a beginning of it in plain text, and an attachment."""
    return f"""From: {BYLINE} <ada@reed.example>
To: desk@example.org
Subject: {TITLE}
Date: Tue, 03 Jun 2025 23:30:00 +0100
Organization: {OUTLET}
Content-Language: en-GB
Message-ID: <1@reed.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer
{extra}
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8

Read this message in your browser.

--inner
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

{base64.encodebytes(f"<html><body>{BODY}</body></html>".encode()).decode()}
--inner--
--outer
Content-Type: application/pdf
Content-Disposition: attachment; filename="map.pdf"

x
--outer--
""".replace("\n", "\r\n").encode()


def mhtml() -> bytes:
    """A page as a browser saves it in one file."""
    return f"""From: <Saved by Reed>
Snapshot-Content-Location: {URL}
Subject: {TITLE}
Date: Thu, 5 Jun 2025 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html
Content-Transfer-Encoding: base64
Content-Location: {URL}

{base64.encodebytes(page()).decode()}
--b
Content-Type: image/jpeg
Content-Location: https://reed.example/w.jpg

x
--b--
""".replace("\n", "\r\n").encode()


def warc(*records: tuple[str, str, bytes], packed: bool = False) -> bytes:
    """A web archive of answers: address, headers of HTTP, body."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, headers, body in records or ((URL, "Content-Type: text/html", page()),):
        pairs = [tuple(line.split(": ", 1)) for line in headers.splitlines()]
        http = StatusAndHeaders("200 OK", pairs, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": "2025-06-05T10:00:00Z"},
        )
        writer.write_record(record)
    return out.getvalue()


def rss(entries: str | None = None) -> bytes:
    """An RSS feed with the full text of its first entry and a summary of its second."""
    full = f"<content:encoded><![CDATA[{BODY}]]></content:encoded>"
    items = entries or (
        f"<item><title>{TITLE}</title><link>{URL}</link><dc:creator>{BYLINE}</dc:creator>"
        f"<pubDate>Tue, 03 Jun 2025 23:30:00 +0100</pubDate><description>Short.</description>"
        f"{full}</item>"
        "<item><title>The price of eels</title><link>https://reed.example/eels</link>"
        "<pubDate>Mon, 02 Jun 2025 08:00:00 GMT</pubDate><description>&lt;p&gt;It rose.&lt;/p&gt;"
        "</description></item>"
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{OUTLET}</title><link>https://reed.example/</link><language>en-GB</language>"
        f"<description>News</description>{items}</channel></rss>"
    ).encode()


def atom() -> bytes:
    """An Atom feed with the full text of its entry."""
    import html

    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">'
        f"<title>{OUTLET}</title><id>x</id><updated>2025-06-04T00:00:00Z</updated><entry>"
        f'<title>{TITLE}</title><link href="{URL}"/><id>tag:1</id>'
        f"<author><name>{BYLINE}</name></author>"
        "<published>2025-06-03T08:00:00Z</published><updated>2025-06-09T08:00:00Z</updated>"
        f'<content type="html">{html.escape(BODY)}</content></entry></feed>'
    ).encode()


def json_feed() -> bytes:
    """A JSON feed with the full text of its entry."""
    item = {
        "id": "1",
        "url": URL,
        "title": TITLE,
        "content_html": BODY,
        "date_published": "2025-06-03T08:00:00Z",
        "authors": [{"name": BYLINE}],
        "language": "en-GB",
    }
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": OUTLET, "items": [item]}).encode()


def opml() -> bytes:
    """A list of a feed and a page."""
    return (
        b'<opml version="2.0"><body><outline text="News"><outline text="The Daily Reed" type="rss"'
        b' xmlUrl="https://reed.example/feed" htmlUrl="https://reed.example/"/></outline>'
        b'<outline text="A page" type="link" url="https://reed.example/weir"/></body></opml>'
    )


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "plain text": ("weir.txt", text),
    "markdown": ("weir.md", markdown),
    "web page": ("weir.html", page),
    "saved page (MHTML)": ("weir.mhtml", mhtml),
    "web archive (WARC)": ("weir.warc", warc),
    "PDF": ("weir.pdf", pdf),
    "Word (DOCX)": ("weir.docx", docx),
    "EPUB": ("weir.epub", epub),
    "mail message": ("weir.eml", eml),
    "RSS feed": ("weir.rss", rss),
    "Atom feed": ("weir.atom", atom),
    "JSON feed": ("weir.json", json_feed),
}
"""For each format that holds articles, as ``docs/formats.md`` names it: a file's name and bytes."""


def packed(data: bytes) -> bytes:
    """``data`` compressed with gzip."""
    return gzip.compress(data)
