"""JSON feeds (jsonfeed.org, versions 1 and 1.1): entries with their full text, and links."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from briefing.article import Dating
from briefing.reading.importing.cleaning import address_at, language_code, names_line, one_line
from briefing.reading.importing.feed_entry import Entry, extracted
from briefing.reading.importing.imported import Extracted, Source
from briefing.reading.importing.limits import MAX_PARTS
from briefing.reading.importing.page_decode import page_text
from briefing.reading.importing.page_rules import page_rules
from briefing.reading.importing.stated_dates import stated, stated_day
from briefing.reading.unreadable import Unreadable


def read(source: Source) -> Extracted:
    """The articles and links of a feed. Raises Unreadable."""
    try:
        feed = json.loads(page_text(source.data, source.charset)[0])
    except (ValueError, RecursionError):
        raise Unreadable("the feed is not valid JSON; get the file again") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if not found:
        raise Unreadable("there are no entries in the feed")
    return extracted(_entry(item, feed, source.url) for item in found[:MAX_PARTS])


def _entry(item: dict[str, Any], feed: dict[str, Any], base: str | None) -> Entry:
    day = stated_day(_text(item.get("date_published")))
    link = _text(item.get("url")) or _text(item.get("external_url"))
    return Entry(
        title=one_line(_text(item.get("title"))),
        url=address_at(base or _text(feed.get("home_page_url")), link),
        outlet=one_line(_text(feed.get("title"))),
        byline=names_line(_names(item) or _names(feed), page_rules().by),
        date=stated(day) if day else Dating(),
        language=language_code(_text(item.get("language")) or _text(feed.get("language"))),
        full=_text(item.get("content_html")) or _paragraphs(_text(item.get("content_text"))),
        summary=_paragraphs(_text(item.get("summary"))),
        key=one_line(str(item["id"])) if isinstance(item.get("id"), str | int) else None,
    )


def _names(value: dict[str, Any]) -> list[str]:
    return list(_each_name(value))


def _each_name(value: dict[str, Any]) -> Iterator[str]:
    authors = value.get("authors")
    for author in authors if isinstance(authors, list) else [value.get("author")]:
        name = _text(author.get("name")) if isinstance(author, dict) else None
        if name:
            yield name


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _paragraphs(text: str | None) -> str:
    """Plain text as HTML."""
    lines = (html.escape(line) for line in (text or "").split("\n"))
    return "".join(f"<p>{line}</p>" for line in lines if line.strip())
