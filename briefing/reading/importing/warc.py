"""Web archives (WARC): every page and document that was stored in one, by warcio."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefing.article import Known
from briefing.reading.importing.choosing import read_as
from briefing.reading.importing.cleaning import address
from briefing.reading.importing.imported import Extracted, Imported, Link, Source
from briefing.reading.importing.limits import MAX_PAGE, MAX_PARTS, MAX_UNPACKED, MEGABYTE
from briefing.reading.importing.sniffing import Format, format_of
from briefing.reading.importing.stated_dates import not_after, stated_day
from briefing.reading.unreadable import Unreadable

_READ = ("text/html", "application/xhtml", "text/plain", "application/pdf", "xml", "json")
_HELD = frozenset({Format.PAGE, Format.TEXT, Format.PDF, Format.FEED, Format.JSON_FEED})


def read(source: Source) -> Extracted:
    """The articles of an archive; what gave none is named. Raises Unreadable."""
    articles: list[Imported] = []
    links: list[Link] = []
    skipped: list[str] = []
    for record in _records(source.data, skipped):
        if len(articles) + len(skipped) >= MAX_PARTS:
            skipped.append(f"the archive has more than {MAX_PARTS:,} records; the rest is not read")
            break
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        try:
            found = _read_record(record, url)
        except (Unreadable, RecursionError) as error:
            skipped.append(f"{url or 'a record'}: {error}")
            continue
        articles += found.articles
        links += found.links
    return Extracted(tuple(articles), tuple(links), tuple(skipped))


def _read_record(record: Any, url: str) -> Extracted:
    kind = _media_type(record)
    left = MAX_PAGE + 1
    data = record.content_stream().read(left)
    if len(data) >= left:
        raise Unreadable(f"larger than {MAX_PAGE // MEGABYTE} MB")
    which = format_of(data, "", kind)
    if which not in _HELD:
        raise Unreadable("not a page or a document")
    charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
    found = read_as(which, Source(data, url, address(url), charset))
    day = stated_day(record.rec_headers.get_header("WARC-Date"))
    articles = [replace(a, part=f"{url} {a.part}" if a.part else url) for a in found.articles]
    if day:
        basis = f"the page was archived on {day}"
        articles = [
            replace(a, date=not_after(day, basis)) if a.date.known is Known.UNKNOWN else a
            for a in articles
        ]
    return replace(found, articles=tuple(articles))


def _records(data: bytes, skipped: list[str]) -> Iterator[Any]:
    """The records that answer with a text; stops where the archive is damaged."""
    import logging

    from warcio.archiveiterator import ArchiveIterator

    class Quiet(ArchiveIterator):  # type: ignore[misc]
        INC_RECORD = ""  # what it writes to standard error between the records of a damaged file

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    stream = io.BytesIO(data)
    unpacked = 0
    try:
        for record in Quiet(stream):
            unpacked += int(record.length or 0) if str(record.length or "").isdigit() else 0
            if unpacked > MAX_UNPACKED:
                limit = MAX_UNPACKED // MEGABYTE
                skipped.append(f"the archive unpacks to more than {limit} MB; the rest is not read")
                return
            if record.rec_type in {"response", "resource"} and _is_answer(record):
                yield record
    except Exception as error:  # a damaged archive may break warcio anywhere
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        skipped.append(f"the archive is damaged from byte {stream.tell():,} on: {reason}")


def _is_answer(record: Any) -> bool:
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return status == "200" and any(kind in _media_type(record).lower() for kind in _READ)


def _media_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "")
