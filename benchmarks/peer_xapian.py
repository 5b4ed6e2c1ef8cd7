"""Xapian, through Debian's python3-xapian, which has a Python of its own.

It has no search for misspelt words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xapian  # type: ignore[import-not-found]
from peer import TOP
from stories import stored

_DAY = 0


class Xapian:
    """See ``peer.Peer``."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self._corpus = corpus
        self._path = str(folder)
        self._stemmer = xapian.Stem("en")
        self._db: Any = None
        self._parser: Any = None

    def build(self, count: int) -> None:
        """See ``peer.Peer``."""
        Path(self._path).mkdir(parents=True, exist_ok=True)
        self.add(0, count)

    def add(self, first: int, count: int) -> None:
        """See ``peer.Peer``."""
        db = xapian.WritableDatabase(self._path, xapian.DB_CREATE_OR_OPEN)
        generator = xapian.TermGenerator()
        generator.set_stemmer(self._stemmer)
        for s in stored(self._corpus, count, first):
            document = xapian.Document()
            generator.set_document(document)
            generator.set_termpos(0)
            generator.index_text(s.title, 2)
            generator.increase_termpos()
            generator.index_text(s.body)
            document.add_boolean_term("XO" + s.outlet)
            document.add_value(_DAY, xapian.sortable_serialise(s.day))
            document.set_data(s.body)
            db.add_document(document)
        db.commit()
        db.close()

    def open(self) -> None:
        """See ``peer.Peer``."""
        self._db = xapian.Database(self._path)
        self._parser = xapian.QueryParser()
        self._parser.set_stemmer(self._stemmer)
        self._parser.set_database(self._db)
        self._parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
        self.search("rare", ["warm"], {})

    def search(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``."""
        found = self._found(kind, words, extra)
        return None if found is None else len(found)

    def snippets(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``."""
        found = self._found(kind, words, extra)
        if found is None:
            return None
        for match in found:
            found.snippet(match.document.get_data(), 200, self._stemmer)
        return len(found)

    def _found(self, kind: str, words: list[str], extra: dict[str, Any]) -> Any:
        if kind == "fuzzy":
            return None
        flags = xapian.QueryParser.FLAG_DEFAULT | xapian.QueryParser.FLAG_WILDCARD
        text = (" OR " if kind == "or" else " AND ").join(words)
        if kind.endswith("phrase"):
            text = f'"{" ".join(words)}"'
        elif "prefix" in kind:
            text += "*"
        query = self._parser.parse_query(text, flags)
        if extra:
            first, last = (xapian.sortable_serialise(extra[end]) for end in ("first", "last"))
            days = xapian.Query(xapian.Query.OP_VALUE_RANGE, _DAY, first, last)
            outlet = xapian.Query("XO" + extra["outlet"])
            both = xapian.Query(xapian.Query.OP_AND, days, outlet)
            query = xapian.Query(xapian.Query.OP_FILTER, query, both)
        enquire = xapian.Enquire(self._db)
        enquire.set_query(query)
        return enquire.get_mset(0, TOP)


def make(corpus: Path, index: Path) -> Xapian:
    """The engine."""
    return Xapian(corpus, index)
