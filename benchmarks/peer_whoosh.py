"""Stock Whoosh as it is at its best: stems cached, a sortable date, one segment, mapped files.

For a misspelt word and for prefixes a field of whole words stands beside the stems.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from peer import TOP
from stories import stored

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import fields, index, query, writing
    from whoosh.analysis import SimpleAnalyzer, StemmingAnalyzer


def _schema() -> Any:
    stems = StemmingAnalyzer(stoplist=None, cachesize=-1)
    return fields.Schema(
        number=fields.NUMERIC(stored=True),
        title=fields.TEXT(stems, field_boost=2.0, stored=True),
        body=fields.TEXT(stems, stored=True),
        words=fields.TEXT(SimpleAnalyzer(), phrase=False),
        outlet=fields.ID(stored=True),
        day=fields.NUMERIC(sortable=True),
    )


class Whoosh:
    """See ``peer.Peer``."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self._corpus = corpus
        self._folder = folder
        self._searcher: Any = None
        self._schema = _schema()

    def build(self, count: int) -> None:
        """See ``peer.Peer``."""
        self._folder.mkdir(parents=True, exist_ok=True)
        index.create_in(str(self._folder), self._schema)
        self._write(0, count, writing.CLEAR)

    def add(self, first: int, count: int) -> None:
        """See ``peer.Peer``."""
        self._write(first, count, writing.NO_MERGE)

    def _write(self, first: int, count: int, merge: Any) -> None:
        writer = index.open_dir(str(self._folder)).writer(limitmb=256)
        for s in stored(self._corpus, count, first):
            writer.add_document(
                number=s.number,
                title=s.title,
                body=s.body,
                words=s.body,
                outlet=s.outlet,
                day=s.day,
            )
        writer.commit(mergetype=merge)

    def open(self) -> None:
        """See ``peer.Peer``."""
        self._searcher = index.open_dir(str(self._folder)).searcher()
        self.search("rare", ["warm"], {})

    def search(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``."""
        return self._results(kind, words, extra).scored_length()  # type: ignore[no-any-return]

    def snippets(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``."""
        results = self._results(kind, words, extra)
        for hit in results:
            hit.highlights("body", top=1)
        return results.scored_length()  # type: ignore[no-any-return]

    def _results(self, kind: str, words: list[str], extra: dict[str, Any]) -> Any:
        limits = None
        if extra:
            days = query.NumericRange("day", extra["first"], extra["last"])
            limits = query.And([query.Term("outlet", extra["outlet"]), days])
        return self._searcher.search(self._query(kind, words), limit=TOP, filter=limits)

    def _query(self, kind: str, words: list[str]) -> Any:
        if kind == "fuzzy":
            return query.FuzzyTerm("words", words[0], maxdist=1)
        if kind.startswith("prefix"):
            return query.Prefix("words", words[0])
        if kind.endswith("phrase"):
            return query.Phrase("body", [self._stem(word) for word in words])
        if kind == "word+prefix":
            return query.And([self._word(words[0]), query.Prefix("words", words[1])])
        join = query.Or if kind == "or" else query.And
        return join([self._word(word) for word in words])

    def _word(self, word: str) -> Any:
        stem = self._stem(word)
        return query.Or([query.Term("title", stem), query.Term("body", stem)])

    def _stem(self, word: str) -> str:
        return next(t.text for t in self._schema["body"].analyzer(word))


def make(corpus: Path, index: Path) -> Whoosh:
    """The engine."""
    return Whoosh(corpus, index)
