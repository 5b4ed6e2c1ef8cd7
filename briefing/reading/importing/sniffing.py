"""Which format a file is: by its content first, then its media type, then its ending."""

from __future__ import annotations

import codecs
import re
from enum import Enum
from pathlib import PurePosixPath

from briefing.reading.importing.archive import Archive
from briefing.reading.unreadable import Unreadable


class Format(Enum):
    """The formats that are read; each value names the module that does it."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PAGE = "webpage"
    PDF = "pdf"
    DOCX = "docx"
    EPUB = "epub"
    MESSAGE = "message"
    SAVED_PAGE = "mhtml"
    WARC = "warc"
    FEED = "feed"
    JSON_FEED = "json_feed"
    OPML = "opml"


_BY_TYPE = {
    "text/html": Format.PAGE,
    "application/xhtml+xml": Format.PAGE,
    "application/pdf": Format.PDF,
    "application/epub+zip": Format.EPUB,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format.DOCX,
    "message/rfc822": Format.MESSAGE,
    "multipart/related": Format.SAVED_PAGE,
    "application/warc": Format.WARC,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
    "application/feed+json": Format.JSON_FEED,
    "text/x-opml": Format.OPML,
    "text/markdown": Format.MARKDOWN,
    "text/plain": Format.TEXT,
}
_BY_ENDING = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), Format.PAGE),
    **dict.fromkeys((".md", ".markdown"), Format.MARKDOWN),
    **dict.fromkeys((".txt", ".text"), Format.TEXT),
    **dict.fromkeys((".mht", ".mhtml"), Format.SAVED_PAGE),
    **dict.fromkeys((".rss", ".atom"), Format.FEED),
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".epub": Format.EPUB,
    ".eml": Format.MESSAGE,
    ".warc": Format.WARC,
    ".opml": Format.OPML,
}
ENDINGS = frozenset({*_BY_ENDING, ".gz", ".xml", ".json"})
"""Endings, in lower case, of files that may be read."""
_HEAD = 4096
_BEFORE_ROOT = re.compile(
    r"(?:\s+|\ufeff|<\?[^>]{0,500}\?>|<!--(?:(?!-->).){0,3000}-->)*", re.DOTALL
)
_ROOTS = {
    "!doctype html": Format.PAGE,
    "html": Format.PAGE,
    "head": Format.PAGE,
    "body": Format.PAGE,
    "rss": Format.FEED,
    "feed": Format.FEED,
    "rdf:rdf": Format.FEED,
    "opml": Format.OPML,
}
_ROOT = re.compile(r"<(!doctype\s+\w+|[a-z][\w:.-]*)", re.IGNORECASE)
_HEADER = re.compile(r"([A-Za-z][\w-]{1,60}):[ \t]", re.ASCII)
_OF_MESSAGES = frozenset(
    {"mime-version", "message-id", "received", "return-path", "dkim-signature"}
)
_SAVED = re.compile(
    rb"^(?:Snapshot-Content-Location|Content-Type:\s*multipart/related)", re.M | re.I
)
_JSON_FEED = re.compile(rb"\"version\"\s*:\s*\"https?:(?:\\?/){2}jsonfeed\.org")


def format_of(data: bytes, name: str, media_type: str | None) -> Format:
    """The format of a file. Raises Unreadable for what is no article and no container of any."""
    found = _by_content(data)
    if found:
        return found
    kind = (media_type or "").split(";")[0].strip().lower()
    ending = PurePosixPath(name.lower()).suffix
    if kind == "text/plain" and _BY_ENDING.get(ending) is Format.MARKDOWN:
        return Format.MARKDOWN
    return _BY_TYPE.get(kind) or _BY_ENDING.get(ending) or Format.TEXT


def _by_content(data: bytes) -> Format | None:
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if data.startswith(b"WARC/"):
        return Format.WARC
    if data.startswith(b"\x1f\x8b"):
        return _in_gzip(data)
    if data.lstrip()[:1] == b"{" and _JSON_FEED.search(data[:_HEAD]):
        return Format.JSON_FEED
    head = _text(data)
    return _by_root(head) or _by_headers(head, data)


def _in_zip(data: bytes) -> Format:
    names = Archive(data).names
    if "word/document.xml" in names:
        return Format.DOCX
    if "META-INF/container.xml" in names:
        return Format.EPUB
    raise Unreadable("the file is a ZIP archive; unpack it and add what is in it")


def _in_gzip(data: bytes) -> Format:
    import zlib

    try:
        start = zlib.decompressobj(wbits=31).decompress(data[: 4 * _HEAD], 16)
    except zlib.error:
        start = b""
    if start.startswith(b"WARC/"):
        return Format.WARC
    raise Unreadable("the file is compressed (gzip); unpack it and add what is in it")


def _text(data: bytes) -> str:
    head = data[:_HEAD]
    for bom, encoding in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(bom):
            return head.decode(encoding, "replace")
    return head.decode("utf-8", "replace")


def _by_root(head: str) -> Format | None:
    start = _BEFORE_ROOT.match(head)
    root = _ROOT.match(head, start.end() if start else 0)
    if not root:
        return None
    name = " ".join(root[1].lower().split())
    if name.startswith("!doctype") and name != "!doctype html":
        after = _ROOT.search(head, root.end())
        name = after[1].lower() if after else name
    return _ROOTS.get(name)


def _by_headers(head: str, data: bytes) -> Format | None:
    """A message starts with headers, among them one that only messages have."""
    names: set[str] = set()
    for line in head.removeprefix("\ufeff").splitlines():
        match = _HEADER.match(line)
        if match:
            names.add(match[1].lower())
        elif not line.strip() or not (line[0] in " \t" or line.startswith("From ")):
            break
    if "from" not in names or not (names & _OF_MESSAGES):
        return None
    start = data[: 4 * _HEAD]
    return Format.SAVED_PAGE if _SAVED.search(start) and _is_snapshot(start) else Format.MESSAGE


def _is_snapshot(start: bytes) -> bool:
    low = start.lower()
    return b"snapshot-content-location" in low or b"from: <saved by" in low
