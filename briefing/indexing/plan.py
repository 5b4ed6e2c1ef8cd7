"""What in a folder is not as the catalogue has it: files to read, and entries to forget."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from briefing.catalog import Entry
from briefing.indexing.changed_files import ChangedFile

LEAST_SHARE, MOST_SHARE = 500, 4_000
"""Files that are indexed at once."""
SHARE_BYTES = 24_000_000


@dataclass
class Plan:
    """Files to read, with their state now, and entries whose file is gone."""

    read: list[tuple[str, os.stat_result]] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.read or self.gone)

    def changed_files(self, entries: Iterable[Entry], holders: dict[str, str]) -> list[ChangedFile]:
        """The files to read, with what the catalogue has of them.

        ``holders`` says which file has an id, and grows by those that are given here.
        """
        known = {e.file: e for e in entries}
        files = []
        for file, found in self.read:
            stem = Path(file).stem
            own_id = free_id(stem, file, holders)
            holders.setdefault(own_id, file)
            state = found.st_size, found.st_mtime_ns
            files.append(ChangedFile(file, *state, known.get(file), stem, own_id))
        return files


def plan_of(root: Path, entries: Iterable[Entry]) -> Plan:
    """What is to be done below ``root`` so that ``entries`` say again what is there."""
    from briefing.reading.candidates import scan

    unseen = {e.file: e for e in entries}
    plan = Plan()
    for file, found in scan(root):
        entry = unseen.pop(file, None)
        if entry is None or entry.mtime_ns != found.st_mtime_ns or entry.size != found.st_size:
            plan.read.append((file, found))
    plan.gone = [*unseen.values()]
    return plan


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


def free_id(natural: str, file: str, holders: dict[str, str]) -> str:
    """The id that a file's article gets: its own, or its file's name where that is taken."""
    own = natural
    while holders.get(own, file) != file:
        own = file if own == natural else own + "~"
    return own
