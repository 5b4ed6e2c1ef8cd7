"""The original texts that articles were retold from, found by name and SHA-256."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing.article import Article
from briefing.catalog import Entry
from briefing.files import digest


def has_original(entry: Entry, folder: Path) -> bool:
    """Whether the original of an article is in ``folder``, by its file's name and SHA-256."""
    return _bytes_of(entry, folder) is not None


def original_of(entry: Entry, folder: Path) -> Article | None:
    """The original of an article, found in ``folder`` by its file's name and SHA-256.

    It carries the article's own id, so that evidence resolves in it.
    """
    from briefing import reading

    data = _bytes_of(entry, folder)
    if data is None or entry.original is None:
        return None
    try:
        return replace(reading.read_bytes(data, entry.original), id=entry.id)
    except reading.Unreadable:
        return None


def _bytes_of(entry: Entry, folder: Path) -> bytes | None:
    if entry.original is None:
        return None
    try:
        data = (folder / Path(entry.original).name).read_bytes()
    except OSError:
        return None
    return data if digest(data) == entry.original_sha256 else None
