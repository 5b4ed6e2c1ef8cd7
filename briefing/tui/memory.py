"""What the app remembers of a reader: how far each article was read, and what of the sources is
listed in which order. Kept out of the library."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.analysis.source_list import SourceChoice
from briefing.files import write_atomic
from briefing.locations import state_folder

if TYPE_CHECKING:  # neither the first frame nor a command that asks what was read shows articles
    from briefing.tui.base.places import ReadingPlace

FORMAT = 1
MOST = 2000
"""Articles that are remembered for a library; those read longest ago are forgotten first."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of one article."""

    is_read: bool
    top: int = 0
    cursor: int = 0


class Memory:
    """What is remembered of one library's articles.

    A file that is missing, damaged or cannot be written costs the memory, nothing else.
    """

    def __init__(self, root: Path, folder: Path | None = None) -> None:
        key = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
        self.path = (folder or state_folder()) / "reading" / f"{key}.json"
        self._known: dict[str, _Known] = {}
        self._changed: set[str] = set()
        self._sources = SourceChoice()
        self._new_sources = False
        self._known = self._load()

    @property
    def read(self) -> frozenset[str]:
        """The ids of the articles that were read."""
        return frozenset(name for name, known in self._known.items() if known.is_read)

    @property
    def sources(self) -> SourceChoice:
        """Which sources are listed, in which order."""
        return self._sources

    @sources.setter
    def sources(self, choice: SourceChoice) -> None:
        self._sources = choice
        self._new_sources = True

    def place(self, article_id: str) -> ReadingPlace | None:
        """Where the reader was in an article."""
        from briefing.tui.base.places import ReadingPlace

        known = self._known.get(article_id)
        if known is None or not known.top:
            return None
        return ReadingPlace(article_id, known.top, 0, known.cursor, None)

    def keep(self, place: ReadingPlace) -> None:
        """Remember where the reader is in an article."""
        is_read = place.article in self._known and self._known[place.article].is_read
        self._put(place.article, _Known(is_read, place.top, place.cursor))

    def mark(self, article_id: str, is_read: bool) -> None:
        """Mark an article as read or unread."""
        before = self._known.get(article_id, _Known(False))
        if before.is_read is is_read and article_id in self._known:
            return
        self._put(article_id, _Known(is_read, before.top, before.cursor))

    def save(self) -> None:
        """Write what changed into the file, beside what other programs have put there."""
        if not self._changed and not self._new_sources:
            return
        known, changed = dict(self._known), set(self._changed)
        mine = {name: known[name] for name in known if name in changed}
        merged = {n: k for n, k in self._load().items() if n not in mine} | mine
        kept = dict(list(merged.items())[-MOST:])
        articles = {n: [k.is_read, k.top, k.cursor] for n, k in kept.items()}
        sources = self._sources.as_data()
        told = {"format": FORMAT, "sources": sources, "articles": articles}
        text = json.dumps(told, ensure_ascii=False)
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomic(self.path, text.encode("utf-8", "replace"))
            self._changed -= changed

    def _put(self, article_id: str, known: _Known) -> None:
        self._known.pop(article_id, None)
        self._known[article_id] = known
        self._changed.add(article_id)

    def _load(self) -> dict[str, _Known]:
        with suppress(OSError, ValueError, RecursionError):
            data = json.loads(self.path.read_bytes())
            if isinstance(data, dict) and data.get("format") == FORMAT:
                if not self._new_sources:
                    self._sources = SourceChoice.from_data(data.get("sources"))
                rows = data.get("articles")
                pairs = rows.items() if isinstance(rows, dict) else ()
                return {name: known for name, row in pairs if (known := _known(row))}
        return {}


def _known(row: Any) -> _Known | None:
    match row:
        case [bool(is_read), int(top), int(cursor)] if top >= 0 and cursor >= 0:
            return _Known(is_read, top, cursor)
    return None


def within(place: ReadingPlace, length: int) -> ReadingPlace:
    """The place in a text that has only so many code points now."""
    top, cursor = min(place.top, length), min(place.cursor, length)
    return replace(place, top=top, cursor=cursor)
