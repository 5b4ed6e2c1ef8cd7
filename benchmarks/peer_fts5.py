"""SQLite FTS5 as it is at its best here: porter stems, prefix indexes, ranked by bm25.

It asks for the best hits and not, as we do, how many there are in all: that costs it a
second query. Spelling is not among its abilities; for a misspelt word its vocabulary is
looked through for the words one edit away, as we do.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from peer import TOP
from stories import stored


class Fts5:
    """See ``peer.Peer``."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self._corpus = corpus
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "fts5.sqlite")
        self._words: list[str] = []

    def build(self, count: int) -> None:
        """See ``peer.Peer``."""
        self._db.execute("pragma journal_mode=wal")
        self._db.execute(
            "create virtual table s using fts5(title, body, outlet, byline, day unindexed,"
            " tokenize='porter unicode61', prefix='1 2 3')"
        )
        self._db.execute("create table d (rowid integer primary key, outlet text, day int)")
        self._db.execute("create virtual table v using fts5vocab(s, row)")
        self._db.execute("create index o on d (outlet, day)")
        self.add(0, count)

    def add(self, first: int, count: int) -> None:
        """See ``peer.Peer``."""
        with self._db:
            for s in stored(self._corpus, count, first):
                self._db.execute(
                    "insert into s (rowid, title, body, outlet, byline, day) values (?,?,?,?,?,?)",
                    (s.number, s.title, s.body, s.outlet, s.byline, s.day),
                )
                self._db.execute("insert into d values (?,?,?)", (s.number, s.outlet, s.day))

    def open(self) -> None:
        """See ``peer.Peer``."""
        self._words = [word for (word,) in self._db.execute("select term from v")]
        self.search("rare", ["warm"], {})

    def search(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``."""
        return self._ask("rowid", kind, words, extra)

    def snippets(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``."""
        return self._ask("rowid, snippet(s, 1, '[', ']', '…', 30)", kind, words, extra)

    def _ask(self, wanted: str, kind: str, words: list[str], extra: dict[str, Any]) -> int:
        where, values = "s match ?", [self._match(kind, words)]
        if extra:
            where += " and rowid in (select rowid from d where outlet = ? and day between ? and ?)"
            values += [extra["outlet"], extra["first"], extra["last"]]
        asked = f"select {wanted} from s where {where} order by rank limit {TOP}"
        return len(self._db.execute(asked, values).fetchall())

    def _match(self, kind: str, words: list[str]) -> str:
        quoted = [f'"{word}"' for word in words]
        if kind.endswith("phrase"):
            return f'"{" ".join(words)}"'
        if kind.endswith("prefix") or kind.startswith("prefix"):
            return " ".join(quoted) + "*"
        if kind == "fuzzy":
            near = self._near(words[0])
            return " OR ".join(f'"{word}"' for word in near) or '"nothing"'
        return (" OR " if kind == "or" else " ").join(quoted)

    def _near(self, word: str) -> list[str]:
        from rapidfuzz.distance.Levenshtein import distance
        from rapidfuzz.process import extract

        found = extract(word, self._words, scorer=distance, score_cutoff=1, limit=None)
        return [near for near, _, _ in found]


def make(corpus: Path, index: Path) -> Fts5:
    """The engine."""
    return Fts5(corpus, index)
