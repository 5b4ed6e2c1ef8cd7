"""Articles that have the same text: found by shared runs of words, whatever printed them.

A text is the set of its runs of five words (shingles). Of these, winnowing
(Schleimer, Wilkerson and Aiken, 2003) picks a few, the same ones in whatever
text a passage stands: any two texts that share WINDOW + RUN - 1 words in a row
share one that is picked. These find the candidates; the whole sets of runs
decide.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from briefing.article import Article
from briefing.databases import is_as_made, journal_of, refuse_super_journal
from briefing.folding import tokens

RUN = 5
"""Words in a run."""
WINDOW = 16
"""Runs of which at least one is picked."""
LEAST = 30
"""Runs that the shorter of two texts must have to be compared at all."""
SAME = 0.6
"""Share of the shorter text's runs that stand in the longer one, from which they are one source."""
VERSION = 0.2
"""The same share from which two texts at one address are versions of one page; a site may give
the same address for different pages."""
CANDIDATES = 8
FILE_NAME = "fingerprints.sqlite"
SCHEMA = 1

_CREATE = """
create table files (number integer primary key, file blob unique, sha256 text);
create table prints (print integer, number integer, primary key (print, number)) without rowid;
create index by_file on prints (number);
"""
_WANT = """
drop table if exists temp.wanted;
create table temp.wanted (number integer primary key, file blob unique, sha256 text);
"""
_UNWANTED = "from files where file not in (select file from temp.wanted)"
_DROP_PRINTS = f"delete from prints where number in (select number {_UNWANTED})"  # noqa: S608
_MISSING = (
    "from temp.wanted as w where not exists"
    " (select 1 from files as f where f.file = w.file and f.sha256 = w.sha256)"
)


def runs_of(article: Article) -> array[int]:
    """Every run of words of the visible text, in order, as a number of 63 bits."""
    visible = "\n".join(article.text_of(p.span) for p in article.paragraphs)
    last: deque[str] = deque(maxlen=RUN)
    found = array("Q")
    for token in tokens(visible):
        last.append(token.folded)
        if len(last) == RUN:
            hashed = blake2b("\0".join(last).encode("utf-8", "replace"), digest_size=8)
            found.append(int.from_bytes(hashed.digest(), "big") >> 1)
    return found


def picked(runs: Sequence[int]) -> set[int]:
    """The smallest run of each window of them."""
    if len(runs) <= WINDOW:
        return {min(runs)} if runs else set()
    found: set[int] = set()
    least: deque[int] = deque()
    for at, run in enumerate(runs):
        while least and runs[least[-1]] >= run:
            least.pop()
        least.append(at)
        if least[0] <= at - WINDOW:
            least.popleft()
        if at >= WINDOW - 1:
            found.add(runs[least[0]])
    return found


def shared(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of the shorter text's runs that stand in the longer; 0 for too short a text."""
    if len(other) < len(one) or (len(other) == len(one) and len(set(other)) < len(set(one))):
        one, other = other, one
    runs = set(one)
    return len(runs.intersection(other)) / len(runs) if len(runs) >= LEAST else 0.0


def _opened(path: Path) -> sqlite3.Connection:
    """The file, made where there is none; sqlite3.DatabaseError where it is not of ours."""
    refuse_super_journal(path)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("pragma synchronous = off")  # lost, it is made anew
        version = connection.execute("pragma user_version").fetchone()[0]
        if version == 0:
            connection.executescript(f"begin; {_CREATE} pragma user_version = {SCHEMA}; commit;")
        elif version != SCHEMA or not is_as_made(connection, _CREATE):
            raise sqlite3.DatabaseError("of another version, or not as this program makes it")
        if connection.execute("pragma quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


class Fingerprints:
    """The picked runs of a library's articles, in a file of its index that may be deleted.

    Articles go by their file's name; ``sha256`` is that of the file.
    """

    def __init__(self, folder: Path) -> None:
        """Open them, and start anew where they are damaged or of another version."""
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE_NAME
        try:
            self._connection = _opened(self._path)
        except sqlite3.DatabaseError:
            for path in (self._path, journal_of(self._path)):
                path.unlink(missing_ok=True)
            self._connection = _opened(self._path)

    def want(self, files: Iterable[tuple[str, str]]) -> int:
        """Forget all files but these, each with its SHA-256; how many are ``missing``."""
        connection = self._connection
        connection.executescript(_WANT)
        connection.execute("begin")
        named = ((os.fsencode(file), sha256) for file, sha256 in files)
        connection.executemany("insert into temp.wanted (file, sha256) values (?, ?)", named)
        connection.execute(_DROP_PRINTS)
        connection.execute(f"delete {_UNWANTED}")
        connection.execute("commit")
        return int(connection.execute(f"select count(*) {_MISSING}").fetchone()[0])

    def missing(self) -> Iterator[tuple[str, str]]:
        """The files that were wanted last and are not known as they are now; they may be put
        meanwhile."""
        query = f"select number, file, sha256 {_MISSING} and number > ? order by number limit 1000"
        after = 0
        while found := self._connection.execute(query, (after,)).fetchall():
            after = found[-1][0]
            yield from ((os.fsdecode(file), sha256) for _, file, sha256 in found)

    def put(self, file: str, sha256: str, runs: Sequence[int]) -> None:
        """Take an article in, in place of what its file was before."""
        self._connection.execute("begin")
        try:
            self._drop(file)
            number = self._connection.execute(
                "insert into files (file, sha256) values (?, ?)", (os.fsencode(file), sha256)
            ).lastrowid
            self._connection.executemany(
                "insert into prints values (?, ?)", ((run, number) for run in sorted(picked(runs)))
            )
            self._connection.execute("commit")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("rollback")
            raise

    def _drop(self, file: str) -> None:
        name = (os.fsencode(file),)
        self._connection.execute(
            "delete from prints where number = (select number from files where file = ?)", name
        )
        self._connection.execute("delete from files where file = ?", name)

    def candidates(self, runs: Sequence[int]) -> list[str]:
        """Files that share most with a text, those that share more first."""
        counts: dict[int, int] = {}
        for run in picked(runs):
            query = self._connection.execute(
                "select cast(number as integer) from prints where print = ?", (run,)
            )
            for (number,) in query:
                counts[number] = counts.get(number, 0) + 1
        best = sorted(counts, key=lambda number: (-counts[number], number))[:CANDIDATES]
        names = [
            self._connection.execute(
                "select cast(file as blob) from files where number = ?", (n,)
            ).fetchone()
            for n in best
        ]
        return [os.fsdecode(name[0]) for name in names if name]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
