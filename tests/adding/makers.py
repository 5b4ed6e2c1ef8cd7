"""Invented articles as files of every format, made byte by byte, the same for the same number."""

from __future__ import annotations

import base64
import gzip
import html
import io
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.adding.coverage import prose, title

OUTLET = "The Daily Reed"
FORMATS: dict[str, Callable[[int], bytes]] = {}
"""From the ending of a file to what makes one with the article of a number."""


def _maker(*endings: str) -> Callable[[Callable[[int], bytes]], Callable[[int], bytes]]:
    def known(make: Callable[[int], bytes]) -> Callable[[int], bytes]:
        FORMATS.update(dict.fromkeys(endings, make))
        return make

    return known


def make_press(folder: Path, count: int, formats: tuple[str, ...]) -> None:
    """Put ``count`` articles into ``folder`` and sub-folders, one file each, format by format."""
    for number in range(count):
        ending = formats[number % len(formats)]
        path = folder / f"{number % 7}" / f"article {number}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FORMATS[ending](number))


def paragraphs(number: int) -> list[str]:
    return prose(number, paragraphs=5, sentences=3).split("\n\n")


def page(number: int) -> str:
    body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs(number))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title(number)}</title>'
        f'<meta property="og:site_name" content="{OUTLET}">'
        f'<link rel="canonical" href="https://reed.example/{number}"></head><body>'
        "<nav><a href='/'>Home</a> <a href='/talks'>Talks</a></nav>"
        f"<article><h1>{title(number)}</h1>{body}</article>"
        "<footer>All rights reserved</footer></body></html>"
    )


@_maker(".txt")
def text_file(number: int) -> bytes:
    return "\n\n".join([title(number), *paragraphs(number), ""]).encode()


@_maker(".md")
def markdown(number: int) -> bytes:
    head = f"---\ntitle: {title(number)}\noutlet: {OUTLET}\n---\n"
    return (head + "\n\n".join([f"# {title(number)}", *paragraphs(number), ""])).encode()


@_maker(".html")
def web_page(number: int) -> bytes:
    return page(number).encode()


@_maker(".pdf")
def pdf(number: int) -> bytes:
    lines = [title(number), ""]
    for paragraph in paragraphs(number)[:3]:
        lines += [*textwrap.wrap(paragraph, 85), ""]
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    content = f"BT /F1 10 Tf 14 TL 50 780 Td\n{shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (%s) >>" % title(number).encode(),
    ]
    out, places = b"%PDF-1.4\n", []
    for at, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return out + head + table + trailer % (size, len(out))


def _zip(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@_maker(".docx")
def word_document(number: int) -> bytes:
    def line(text: str, style: str = "") -> str:
        kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{kind}<w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>"

    body = line(title(number), "Title") + "".join(map(line, paragraphs(number)))
    return _zip({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    })  # fmt: skip


@_maker(".epub")
def book(number: int) -> bytes:
    chapter = page(number).replace("<!DOCTYPE html><html", "<html").replace('"utf-8">', '"utf-8"/>')
    chapter = chapter.replace('Reed">', 'Reed"/>').replace(f'/{number}">', f'/{number}"/>')
    xhtml = chapter.replace("<html", '<html xmlns="http://www.w3.org/1999/xhtml"')
    return _zip({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container version="1.0"'
        ' xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>",
        "book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        ' unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">reed-{number}</dc:identifier><dc:title>{title(number)}</dc:title>'
        f"<dc:publisher>{OUTLET}</dc:publisher><dc:language>en</dc:language></metadata>"
        '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>',
        "a.xhtml": xhtml,
    })  # fmt: skip


@_maker(".eml")
def message(number: int) -> bytes:
    head = (
        f"From: {OUTLET} <news@reed.example>\nTo: reader@reed.example\nSubject: {title(number)}\n"
        f"Date: Tue, 03 Jun 2025 10:00:00 +0000\nMessage-ID: <{number}@reed.example>\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
    )
    return (head + "\n\n".join(paragraphs(number)) + "\n").encode()


@_maker(".mhtml")
def saved_page(number: int) -> bytes:
    encoded = base64.encodebytes(page(number).encode()).decode()
    return (
        "From: <Saved by Blink>\n"
        f"Snapshot-Content-Location: https://reed.example/{number}\nSubject: {title(number)}\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="cut"\n\n'
        "--cut\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: https://reed.example/{number}\n\n{encoded}\n--cut--\n"
    ).replace("\n", "\r\n").encode()  # fmt: skip


def warc_of(*numbers: int) -> bytes:
    """An archive of several pages."""
    out = b""
    for number in numbers:
        body = page(number).encode()
        answer = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
            + str(len(body)).encode() + b"\r\n\r\n" + body
        )  # fmt: skip
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://reed.example/{number}\r\n"
            "WARC-Date: 2025-06-03T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        out += head.encode() + answer + b"\r\n\r\n"
    return out


@_maker(".warc")
def warc(number: int) -> bytes:
    return warc_of(number)


@_maker(".warc.gz")
def packed_warc(number: int) -> bytes:
    return gzip.compress(warc_of(number), mtime=0)
