"""Ours: the library's own index, searched with its own query language."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from peer import TOP, day_of
from queries import Ask

from briefing.library import Library
from briefing.search.parse import parse
from briefing.search.searching import prepare
from briefing.search.spelling import Spelling
from briefing.tui.garbage import settle


class Briefing:
    """See ``peer.Peer``. The corpus is the library."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self._corpus, self._folder = corpus, folder
        self._library: Any = None
        self._engine: Any = None
        self._spelling = Spelling()

    def build(self, count: int) -> None:
        """See ``peer.Peer``. All stories of the corpus: ``count`` is how many there are.

        What the app does once it is idle, other engines do while they build.
        """
        library = Library(self._corpus, self._folder)
        library.sync()
        library.compact()
        library.close()

    def add(self, first: int, count: int) -> None:
        """See ``peer.Peer``. The files are there already; what is searched is what is open."""
        self._library.sync()

    def open(self) -> None:
        """See ``peer.Peer``."""
        if self._library is not None:
            self._library.close()
            self._library = self._engine = None
            gc.unfreeze()  # in the app nothing is opened twice
            gc.collect()
        self._library = Library(self._corpus, self._folder)
        self._engine = self._library._index.engine
        self._library.search("warm")
        assert self._library.entries  # as the app has them soon after its start
        settle()

    def search(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``. Says how many of the best there are, as the others do."""
        root = prepare(
            parse(_query(kind, words, extra)).root, self._spelling, lambda _: frozenset()
        )
        return len(self._engine.rank(root, TOP).ranked)

    def snippets(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``. Up to three passages of a hit; the texts are read from the files."""
        return len(self._library.search(_query(kind, words, extra), limit=TOP).hits)


def query_text(ask: Ask) -> str:
    """A query as it is typed."""
    extra = {}
    if ask.outlet is not None and ask.first is not None and ask.last is not None:
        days = int(f"{ask.first:%Y%m%d}"), int(f"{ask.last:%Y%m%d}")
        extra = {"outlet": ask.outlet, "first": days[0], "last": days[1]}
    return _query(ask.kind, list(ask.words), extra)


def _query(kind: str, words: list[str], extra: dict[str, Any]) -> str:
    if kind.endswith("phrase"):
        return f'"{" ".join(words)}"'
    if kind == "fuzzy":
        return f"{words[0]}~1"
    if "prefix" in kind:
        return " ".join(words) + "*"
    text = (" OR " if kind == "or" else " ").join(words)
    if extra:
        first, last = day_of(extra["first"]), day_of(extra["last"])
        text += f' outlet:"{extra["outlet"]}" date:{first}..{last}'
    return text


def make(corpus: Path, index: Path) -> Briefing:
    """The engine."""
    return Briefing(corpus, index)
