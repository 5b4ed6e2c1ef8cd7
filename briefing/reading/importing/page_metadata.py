"""What a page's own markup says of its article: JSON-LD, then microdata, OpenGraph, other meta."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from briefing.article import Dating
from briefing.reading.importing.basis import PAGE_TITLE
from briefing.reading.importing.cleaning import address_at, language_code, names_line, one_line
from briefing.reading.importing.json_ld import JsonLd, json_ld
from briefing.reading.importing.page_clean import named
from briefing.reading.importing.page_rules import Names, page_rules
from briefing.reading.importing.page_tree import Element, text_content
from briefing.reading.importing.stated_dates import not_after, stated, stated_day
from briefing.reading.shape import is_names

_LONGEST_OUTLET = 60
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{4}\)(https?://[^\s<>]{1,2000}?)\s*-->")
_TITLES = ("og:title", "twitter:title", "parsely-title", "dc.title", "citation_title")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_AUTHORS = (
    *("author", "byl", "article:author", "parsely-author", "sailthru.author", "articleauthor"),
    *("dc.creator", "dcterms.creator", "citation_author", "dcsext.author"),
)
_PUBLISHED = (
    *("article:published_time", "article:published", "og:article:published_time"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "publication_date", "publish-date"),
    *("pubdate", "publishdate", "article.published", "dc.date.issued", "dcterms.issued"),
    *("dcterms.created", "dc.date", "dcterms.date", "citation_publication_date", "date"),
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_AUTHOR = Names(frozenset({"author", "byline"}), 1)


@dataclass(slots=True)
class PageMetadata:
    """What the markup states. ``titles`` are the ways it gives the title, best first;
    ``outlet_basis`` says from what the outlet was inferred, where it is not stated."""

    titles: list[str] = field(default_factory=list)
    outlet: str | None = None
    outlet_basis: str | None = None
    byline: str | None = None
    date: Dating = field(default_factory=Dating)
    modified: datetime.date | None = None
    canonical: str | None = None
    language: str | None = None
    description: str | None = None
    body: str | None = None
    notes: tuple[str, ...] = ()


def page_metadata(root: Element, url: str | None) -> PageMetadata:
    """What the markup of the page read at ``url`` states."""
    meta = _meta(root)
    linked = json_ld(root)
    micro = _microdata(root)
    page_title = one_line(
        text_content(title) if (title := root.find(".//title")) is not None else ""
    )
    titles = [linked.headline, *(meta.get(name) for name in _TITLES), micro.headline, page_title]
    found = PageMetadata(
        titles=[text for title in titles if (text := one_line(title))],
        language=language_code(root.get("lang"))
        or language_code(root.get("{http://www.w3.org/XML/1998/namespace}lang"))
        or language_code(linked.language)
        or language_code(meta.get("content-language"))
        or language_code(meta.get("og:locale")),
        canonical=_canonical(root, meta, linked, url),
        description=one_line(meta.get("og:description") or meta.get("description")),
        body=linked.body,
    )
    found.outlet = one_line(linked.publisher or _first(meta, _OUTLETS) or micro.publisher)
    if found.outlet is None:
        found.outlet = _outlet_in_title(page_title, found.titles)
        found.outlet_basis = PAGE_TITLE if found.outlet else None
    found.byline = _byline(linked, micro, meta, found.outlet) or _marked_byline(root)
    found.date, found.modified, found.notes = _date(linked, micro, meta)
    return found


def saved_from(text: str) -> str | None:
    """The address that a browser wrote into a page when it saved it."""
    match = _SAVED_FROM.search(text[:4096])
    return match[1] if match else None


def _meta(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _microdata(root: Element) -> JsonLd:
    """The article's properties in microdata; a ``meta`` among them is read with the others."""
    values: dict[str, list[str]] = {}
    for element in root.xpath(".//*[@itemprop]"):
        for name in element.get("itemprop").split():
            value = element.get("content") or element.get("datetime") or text_content(element)
            if value and len(value) < 500 and not _in_comment(element):
                values.setdefault(name, []).append(value)
    return JsonLd(
        headline=next(iter(values.get("headline", [])), None),
        published=next(iter(values.get("datePublished", [])), None),
        modified=next(iter(values.get("dateModified", [])), None),
        authors=tuple(values.get("author", [])[:1]),
        publisher=next(iter(values.get("publisher", [])), None),
    )


def _in_comment(element: Element) -> bool:
    return any(
        "omment" in f"{above.get('itemtype')} {above.get('class')} {above.get('id')}"
        for above in element.iterancestors()
        if above.tag != "body"
    )


def _byline(linked: JsonLd, micro: JsonLd, meta: dict[str, str], outlet: str | None) -> str | None:
    for names in (linked.authors, micro.authors, *((meta[n],) for n in _AUTHORS if n in meta)):
        line = names_line(names, page_rules().by)
        if line and line != outlet:
            return line
    return None


def _marked_byline(root: Element) -> str | None:
    """The first element whose markup calls it author or byline, if names are in it."""
    for element in root.xpath(".//*[@rel='author' or @class]"):
        if element.get("rel") != "author" and not named(element, _AUTHOR):
            continue
        line = names_line([text_content(element)], page_rules().by)
        if line and is_names(line) and not _in_comment(element):
            return line
    return None


def _date(
    linked: JsonLd, micro: JsonLd, meta: dict[str, str]
) -> tuple[Dating, datetime.date | None, tuple[str, ...]]:
    values = [linked.published, micro.published, *(meta.get(name) for name in _PUBLISHED)]
    given = [value for value in values if value]
    modified = stated_day(linked.modified or micro.modified or _first(meta, _MODIFIED))
    for value in given:
        day = stated_day(value)
        if day:
            return stated(day), modified, ()
    notes = tuple(
        f"the page gives the date as “{one_line(value)}”, which is not clear" for value in given[:1]
    )
    if modified:
        basis = "the page states only when it was last changed"
        return not_after(modified, basis), modified, notes
    return Dating(basis=notes[0] if notes else None), None, notes


def _canonical(root: Element, meta: dict[str, str], linked: JsonLd, url: str | None) -> str | None:
    links = [
        link.get("href")
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    base = url or meta.get("og:url")
    for value in (*links, meta.get("og:url"), linked.url):
        found = address_at(base, value) if value else None
        if found and urlsplit(found).path.strip("/"):
            return found
    return None


def _outlet_in_title(page_title: str | None, titles: list[str]) -> str | None:
    """From ``Headline | Outlet``, where the markup gives the headline alone too."""
    heads = {title for title in titles if title != page_title}
    for separator in page_rules().separators:
        head, found, tail = (page_title or "").rpartition(separator)
        if not found or not any(head.startswith(title) for title in heads):
            continue
        if 0 < len(tail) <= _LONGEST_OUTLET and not page_rules().by.match(tail):
            return tail.strip()
    return None


def without_outlet(title: str, outlet: str | None) -> str:
    """A page's title without the outlet at its end."""
    for separator in page_rules().separators:
        head, found, tail = title.rpartition(separator)
        if found and head and outlet and tail.strip().casefold() == outlet.casefold():
            return head.strip()
    return title


def with_outlet_of(found: PageMetadata, headline: str) -> PageMetadata:
    """``found`` with the outlet of the page's title, now that the headline is known."""
    if found.outlet or not found.titles:
        return found
    outlet = _outlet_in_title(found.titles[-1], [headline])
    return replace(found, outlet=outlet, outlet_basis=PAGE_TITLE if outlet else None)
