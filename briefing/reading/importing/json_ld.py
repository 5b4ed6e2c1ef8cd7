"""What a page says of its article in JSON-LD (schema.org vocabulary)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefing.reading.importing.page_tree import Element

MAX_CHARACTERS = 4_000_000
"""Of all the scripts of a page together."""
MAX_NODES = 20_000
_ARTICLES = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|Review|PressRelease)\Z")
_WRAPPING = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z")
_TAG = re.compile(r"<[^<>]{1,500}>")


@dataclass(frozen=True, slots=True)
class JsonLd:
    """The values of the page's article as they are written; empty where there are none."""

    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    body: str | None = None


def json_ld(root: Element) -> JsonLd:
    """What the first article in the page's JSON-LD says of itself."""
    nodes = list(_nodes(root))
    by_id = {
        node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node
    }
    for node in nodes:
        if any(_ARTICLES.match(kind) for kind in _texts(node.get("@type"))):
            return _article(node, by_id)
    return JsonLd()


def _article(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> JsonLd:
    page = node.get("mainEntityOfPage")
    return JsonLd(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
        modified=_text(node.get("dateModified")),
        authors=tuple(_names(node.get("author"), by_id)),
        publisher=next(_names(node.get("publisher"), by_id), None),
        language=_text(node.get("inLanguage")),
        url=_text(node.get("url")) or _text(page.get("@id") if isinstance(page, dict) else page),
        body=_body(node.get("articleBody")),
    )


def _nodes(root: Element) -> Iterator[dict[str, Any]]:
    """All mappings in the scripts, outer ones first, in order."""
    left, found = MAX_CHARACTERS, 0
    for script in root.iter("script"):
        kind = (script.get("type") or "").split(";")[0].strip().lower()
        text = script.text or ""
        left -= len(text)
        if kind != "application/ld+json" or left < 0:
            continue
        queue = [_parsed(text)]
        while queue and found < MAX_NODES:
            value = queue.pop(0)
            if isinstance(value, list):
                queue = value + queue
            elif isinstance(value, dict):
                found += 1
                yield value
                queue += [part for part in value.values() if isinstance(part, list | dict)]


def _parsed(text: str) -> Any:
    text = _WRAPPING.sub("", text)
    for attempt in (text, html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The names of persons or organisations, however they are given."""
    for one in value if isinstance(value, list) else [value]:
        node = one
        if isinstance(node, dict) and not node.get("name") and isinstance(node.get("@id"), str):
            node = by_id.get(node["@id"])
        if isinstance(node, dict):
            yield from _texts(node.get("name"))
        elif isinstance(node, str) and node.strip():
            yield html.unescape(node.strip())


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [
        html.unescape(text.strip()) for text in values if isinstance(text, str) and text.strip()
    ]


def _text(value: Any) -> str | None:
    return next(iter(_texts(value)), None)


def _body(value: Any) -> str | None:
    text = _text(value)
    return _TAG.sub("\n", text) if text else None
