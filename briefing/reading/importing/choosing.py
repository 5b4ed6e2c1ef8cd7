"""The one that chooses: a file's format, and the module that reads it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from importlib import import_module

from briefing.reading.importing.cleaning import address
from briefing.reading.importing.imported import Extracted, Imported, Source
from briefing.reading.importing.limits import MAX_ARTICLE, MAX_FILE, MEGABYTE, TOO_LONG
from briefing.reading.importing.sniffing import Format, format_of
from briefing.reading.unreadable import Unreadable

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)
_FUNCTIONS = {
    Format.TEXT: ("text_file", "read_text"),
    Format.MARKDOWN: ("text_file", "read_markdown"),
}


def extract(
    data: bytes, name: str, *, media_type: str | None = None, url: str | None = None
) -> Extracted:
    """The articles and links in a file of any format that is read.

    ``name`` is the file's name, ``media_type`` what a server said of it (a
    ``charset`` in it counts), ``url`` where it was read. Raises Unreadable with
    one sentence where there is neither an article nor a link.
    """
    if len(data) > MAX_FILE:
        raise Unreadable(
            f"the file is larger than {MAX_FILE // MEGABYTE} MB; split it into smaller ones"
        )
    if not data.strip():
        raise Unreadable("the file is empty")
    charset = _CHARSET.search(media_type or "")
    source = Source(data, name, address(url), charset[1] if charset else None)
    try:
        found = read_as(format_of(data, name, media_type), source)
    except (RecursionError, MemoryError):
        raise Unreadable("the file is nested too deeply or too large to read") from None
    if not found.articles and not found.links:
        reasons = f": {found.skipped[0]}" if found.skipped else ""
        raise Unreadable(f"there is no article in the file{reasons}")
    return _within_limits(_with_names(found))


def read_as(which: Format, source: Source) -> Extracted:
    """What ``source`` gives when read as a certain format. Raises Unreadable."""
    module, function = _FUNCTIONS.get(which, (which.value, "read"))
    reader = getattr(import_module(f"briefing.reading.importing.{module}"), function)
    found: Extracted = reader(source)
    return found


def _with_names(found: Extracted) -> Extracted:
    """``found`` with a name of its own for each article, where there are several."""
    if len(found.articles) < 2:
        return found
    seen: Counter[str] = Counter()
    named = []
    for number, article in enumerate(found.articles, 1):
        part = article.part or f"part {number}"
        seen[part] += 1
        named.append(replace(article, part=part if seen[part] == 1 else f"{part} ({seen[part]})"))
    return replace(found, articles=tuple(named))


def _within_limits(found: Extracted) -> Extracted:
    """``found`` without articles that are too long, and what was skipped a line each.

    Unreadable where a file is one article that is too long.
    """
    kept, skipped = [], list(found.skipped)
    for article in found.articles:
        if _length(article) <= MAX_ARTICLE:
            kept.append(article)
        elif article.part:
            skipped.append(f"{article.part}: {TOO_LONG}")
        else:
            raise Unreadable(f"{TOO_LONG}; split it")
    return replace(found, articles=tuple(kept), skipped=tuple(" ".join(s.split()) for s in skipped))


def _length(article: Imported) -> int:
    if article.body is not None:
        return len(article.body)
    return sum(len(block.text) for block in article.blocks)
