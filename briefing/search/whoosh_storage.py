"""Where Whoosh keeps its files: synced to the disk, and checked when they are opened.

Whoosh syncs nothing and checks nothing. So before a commit becomes visible, all its
files are synced and listed, with size, time and checksum, in a manifest that bears the
commit's number. An index whose files are not as its manifest has them is damaged.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import Any, BinaryIO, TypeVar

from briefing.files import write_atomic
from briefing.search.engine import IndexDamaged
from briefing.search.whoosh_library import filestore
from briefing.search.whoosh_schema import FINGERPRINT, INDEX_NAME

_TOC = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
_MANIFEST = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.json")
_SEGMENT = re.compile(rf"{INDEX_NAME}_([0-9a-z]{{16}})\.[A-Za-z0-9_.]+")
_UNFINISHED = re.compile(rf"_{INDEX_NAME}_[0-9]+\.toc\..+|\._{INDEX_NAME}_[0-9]+\.json\..+")
PARTS = f"{INDEX_NAME}_tmp"
"""The folder, in that of the index, of segments that no commit has yet."""
MERGED = f"{INDEX_NAME}_merged"
"""The folder, in that of the index, of a segment that is to take the place of others."""
_BLOCK = 1 << 20
QUICKLY_READ = 16_000_000
"""Bytes of an index that is read whole when it is opened; that takes about 15 ms."""
_RETRIES = 20
_PAUSE = 0.05

Entry = tuple[int, int, int]
"""Size in bytes, time of change in nanoseconds, CRC-32."""
Answer = TypeVar("Answer")


class Storage(filestore.FileStorage):  # type: ignore[misc]
    """A folder of index files whose commits are durable and have a manifest."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self.path = folder
        self._expects_parts = False

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename. A table of contents makes its commit visible: its files are synced first."""
        toc = _TOC.fullmatch(newname)
        if toc is not None:
            self._seal(oldname, newname, int(toc.group(1)))
        super().rename_file(oldname, newname, safe=safe)

    def _seal(self, written: str, name: str, generation: int) -> None:
        known = _entries(self.path, generation - 1) or {}
        contents = (self.path / written).read_bytes()
        entries = {}
        for path in sorted(self.path.iterdir()):
            segment = _SEGMENT.fullmatch(path.name)
            if segment is not None and segment.group(1).encode() in contents:
                entries[path.name] = _sealed(path, known.get(path.name))
        entries[name] = _sealed(self.path / written, None)
        content = {"made by": FINGERPRINT, "files": entries}
        write_atomic(_manifest(self.path, generation), json.dumps(content).encode())

    @contextmanager
    def parts(self) -> Iterator[None]:
        """While the block runs, processes may write parts of the index into ``PARTS``."""
        folder = self.path / PARTS
        rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self._expects_parts = True
        try:
            yield
        finally:
            self._expects_parts = False
            rmtree(folder, ignore_errors=True)

    def adopt(self, segment: str, folder: str = PARTS) -> None:
        """Take the files of a segment in ``folder`` among those of the index."""
        for path in (self.path / folder).glob(f"{segment}.*"):
            path.rename(self.path / path.name)

    def new_file(self, name: str) -> BinaryIO:
        """A new file, to be written through a large buffer."""
        return (self.path / name).open("wb", buffering=_BLOCK)

    def tidy(self, segments: Collection[str]) -> None:
        """Remove what earlier commits and killed processes left. Only while locked.

        ``segments`` are the names of those that the latest commit has. What another
        process has open may stay; a later commit removes it.
        """
        current = generation_of(self.path)
        for path in self.path.iterdir():
            if path.name == PARTS:
                if not self._expects_parts:
                    rmtree(path, ignore_errors=True)
            elif _is_left_over(path.name, current, segments):
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def _is_left_over(name: str, current: int | None, segments: Collection[str]) -> bool:
    commit = _TOC.fullmatch(name) or _MANIFEST.fullmatch(name)
    if commit is not None:
        return int(commit.group(1)) != current
    segment = _SEGMENT.fullmatch(name)
    if segment is not None:
        return f"{INDEX_NAME}_{segment.group(1)}" not in segments
    return _UNFINISHED.fullmatch(name) is not None


def generation_of(folder: Path) -> int | None:
    """The number of the latest commit, or None where there is no index."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return max((int(m.group(1)) for name in names if (m := _TOC.fullmatch(name))), default=None)


def opened(folder: Path, opener: Callable[[int], Answer], *, ours: bool = False) -> Answer:
    """What ``opener`` makes of the latest commit, whose files were checked before.

    Unless they are ``ours``, written a moment ago, small ones are read for that.
    Another process may commit meanwhile and remove the files: then its commit is
    taken. Whatever is wrong with the files is raised as IndexDamaged.
    """
    for attempt in range(_RETRIES):
        generation = generation_of(folder)
        if generation is None and attempt == 0 and folder.is_dir():
            time.sleep(_PAUSE)  # the one instant in which a commit replaces its predecessor
            continue
        if generation is None:
            raise IndexDamaged(f"there is no index in {folder}")
        try:
            _check(folder, generation, 0 if ours else QUICKLY_READ)
            return opener(generation)
        except Exception as error:
            if generation_of(folder) == generation:
                if isinstance(error, IndexDamaged | PermissionError):
                    raise
                raise IndexDamaged(f"the index in {folder} cannot be read") from error
    raise IndexDamaged(f"the index in {folder} keeps changing")


def verify(folder: Path) -> None:
    """Read every byte of the latest commit; IndexDamaged where one is not as it was written.

    Any thread may, while others write: what a commit removes meanwhile is no damage.
    """
    generation = generation_of(folder)
    try:
        if generation is not None:
            _check(folder, generation, sys.maxsize)
    except (IndexDamaged, OSError):
        if generation_of(folder) == generation:
            raise


def _check(folder: Path, generation: int, readable: int) -> None:
    """IndexDamaged where a file is not as the commit's manifest has it.

    A file that has its size and time is read only where all together are not more than
    ``readable`` bytes.
    """
    entries = _entries(folder, generation)
    if entries is None:
        raise IndexDamaged(f"the index in {folder} is of another version or was not made here")
    read = sum(size for size, _, _ in entries.values()) <= readable
    for name, entry in entries.items():
        path = folder / name
        try:
            found = path.stat()
        except FileNotFoundError as error:
            raise IndexDamaged(f"{path} is missing") from error
        size, changed, checksum = entry
        same = found.st_size == size
        read_this = read or found.st_mtime_ns != changed
        if not same or (read_this and _checksum(path) != checksum):
            raise IndexDamaged(f"{path} is not as it was written")


def _entries(folder: Path, generation: int) -> dict[str, Entry] | None:
    """The files that a commit's manifest lists; None where it cannot be used."""
    try:
        content: Any = json.loads(_manifest(folder, generation).read_bytes())
        if content["made by"] != FINGERPRINT:
            return None
        files = {str(n): (int(s), int(t), int(c)) for n, (s, t, c) in content["files"].items()}
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return files if f"_{INDEX_NAME}_{generation}.toc" in files else None


def _manifest(folder: Path, generation: int) -> Path:
    return folder / f"_{INDEX_NAME}_{generation}.json"


def _sealed(path: Path, known: Entry | None) -> Entry:
    """The entry of a file, synced to the disk unless that was done for an earlier commit."""
    found = path.stat()
    if known is not None and known[:2] == (found.st_size, found.st_mtime_ns):
        return known
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    found = path.stat()
    return found.st_size, found.st_mtime_ns, _checksum(path)


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
    return checksum
