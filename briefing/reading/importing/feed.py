"""RSS and Atom feeds, by feedparser: entries with their full text, and links to the others."""

from __future__ import annotations

import io
from typing import Any

from briefing.article import Dating
from briefing.reading.importing.cleaning import address_at, language_code, names_line, one_line
from briefing.reading.importing.feed_entry import Entry, extracted
from briefing.reading.importing.imported import Extracted, Source
from briefing.reading.importing.limits import MAX_PARTS
from briefing.reading.importing.page_rules import page_rules
from briefing.reading.importing.stated_dates import stated, stated_day
from briefing.reading.importing.xml_tree import xml_root
from briefing.reading.unreadable import Unreadable

_SAFE = "the feed"


def read(source: Source) -> Extracted:
    """The articles and links of a feed. Raises Unreadable."""
    import feedparser

    _refuse_entities(source.data)
    headers = {"content-location": source.url} if source.url else {}
    try:
        parsed = feedparser.parse(
            io.BytesIO(source.data), response_headers=headers, sanitize_html=False
        )
    except (ValueError, LookupError):  # feedparser trips over some that are damaged
        raise Unreadable("the feed is damaged; get the file again") from None
    if not parsed.version or not parsed.entries:
        raise Unreadable("there are no entries in the feed")
    feed = parsed.feed
    outlet = one_line(feed.get("title"))
    language = language_code(feed.get("language"))
    entries = [_entry(entry, outlet, language, source.url) for entry in parsed.entries[:MAX_PARTS]]
    return extracted(entries)


def _refuse_entities(data: bytes) -> None:
    """A feed that is no valid XML is read all the same, if it defines no entities."""
    try:
        xml_root(data, _SAFE)
    except Unreadable as error:
        if "<!entity" in data.decode("latin-1").replace("\0", "").lower():
            raise Unreadable(f"{_SAFE} defines entities, which is not safe to read") from error


def _entry(entry: Any, outlet: str | None, language: str | None, base: str | None) -> Entry:
    contents = [part for part in entry.get("content", []) if part.get("value")]
    summary = entry.get("summary") or ""
    full = max((part["value"] for part in contents), key=len, default="")
    source = entry.get("source") or {}
    own = next((language_code(part.get("language")) for part in contents), None)
    return Entry(
        title=one_line(entry.get("title")),
        url=address_at(base, entry.get("link")),
        outlet=one_line(source.get("title")) or outlet,
        byline=_byline(entry),
        date=_date(entry),
        language=own or language,
        full=full,
        summary="" if summary == full else summary,
        key=one_line(entry.get("id")),
    )


def _byline(entry: Any) -> str | None:
    names = [author.get("name") or "" for author in entry.get("authors", [])]
    return names_line(names or [entry.get("author") or ""], page_rules().by)


def _date(entry: Any) -> Dating:
    """When the entry was published; where it says only when it was changed, nothing."""
    day = stated_day(entry.get("published"))
    if day is None and entry.get("published_parsed"):
        moment = entry["published_parsed"]
        day = stated_day(f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}")
    return stated(day) if day else Dating()
