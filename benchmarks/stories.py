"""The stories of a corpus read back from its files, quickly, for engines without a library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Stored(NamedTuple):
    """A story as engines other than ours index it; ``day`` is yyyymmdd."""

    number: int
    title: str
    outlet: str
    byline: str
    day: int
    body: str


def stored(corpus: Path, count: int, first: int = 0) -> Iterator[Stored]:
    """Stories number ``first`` to ``first + count - 1``, in their order."""
    files = {int(p.stem.rpartition("-")[2]): p for p in corpus.glob("*/story-*.md")}
    for number in range(first, first + count):
        yield read(files[number])


def read(path: Path) -> Stored:
    """One story from its file."""
    head, body = path.read_text(encoding="utf-8")[4:].split("\n---\n", 1)
    fields = dict(line.split(": ", 1) for line in head.split("\n"))
    day = int(fields["date"].replace("-", ""))
    number = int(fields["id"].rpartition("-")[2])
    return Stored(number, fields["title"], fields["outlet"], fields["byline"], day, body.strip())
