"""The files of a folder that are to be read: which ids they may get, and in which shares."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from pathlib import Path

from briefing.indexing.changed_files import ChangedFile
from briefing.indexing.comparing import Difference, Holders

LEAST_SHARE, MOST_SHARE = 500, 4_000
"""Files that are indexed at once."""
SHARE_BYTES = 24_000_000


def changed_files(found: Iterable[Difference], holders: Holders) -> list[ChangedFile]:
    """Files to read, each with the id that its name gives it as far as can be told before."""
    guessed = _Guessed(holders)
    files = []
    for file, size, mtime_ns, known in found:
        stem = Path(file).stem
        own_id = free_id(stem, file, guessed)
        guessed[own_id] = file
        files.append(ChangedFile(file, size, mtime_ns, known, stem, own_id))
    return files


class _Guessed:
    """Holders of ids, and guesses beside them that are not kept."""

    def __init__(self, holders: Holders) -> None:
        self._holders = holders
        self._own: dict[str, str] = {}

    def get(self, article_id: str, default: str) -> str:
        return self._own.get(article_id) or self._holders.get(article_id, default)

    def __setitem__(self, article_id: str, file: str) -> None:
        self._own[article_id] = file


def shares_of(files: list[ChangedFile], count: int) -> list[list[ChangedFile]]:
    """The files in order, in shares of about one size; some for each of ``count`` workers."""
    most = MOST_SHARE
    if count > 1:
        most = max(LEAST_SHARE, min(MOST_SHARE, ceil(len(files) / count / 2)))
    shares: list[list[ChangedFile]] = []
    size = 0
    for changed in files:
        if not shares or len(shares[-1]) >= most or size + changed.size > SHARE_BYTES:
            shares.append([])
            size = 0
        shares[-1].append(changed)
        size += changed.size
    return shares


def free_id(natural: str, file: str, holders: Holders) -> str:
    """The id that a file's article gets: its own, or its file's name where that is taken."""
    own = natural
    while holders.get(own, file) != file:
        own = file if own == natural else own + "~"
    return own
