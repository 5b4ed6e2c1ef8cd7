"""A disk that is full, from any write on: a clear sentence, and nothing is lost."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.faults.using import CHANGES, HIGHLIGHT, READING, RECORD, assert_said, assert_whole
from tests.hostile.commands import call
from tests.hostile.watching import everything_in
from tests.tally import tried

EDIT, ADD, BRIEF, TABLES = CHANGES[2:]
REMOVE = ["remove", "weather", "--yes"]
TOLD = ("index cannot be written", "cannot be changed", "disk is full", "make room")
"""One of these is said: where it failed, or what to do."""


@pytest.fixture
def indexed(talks: Path) -> Path:
    """The library with its index, and a text to add beside it."""
    (talks.parent / "ferry.txt").write_text("Ferry\n\n" + "A ferry crosses the river. " * 400)
    assert call("list", cwd=talks).code == 0
    return talks


@contextmanager
def full_from(is_last: Callable[[int, str], bool]) -> Iterator[list[str]]:
    """The disk is full from one step of writing on: a file synced, or put in its place.

    ``is_last`` is asked with the step's number and file; the files of all steps are given.
    """
    steps: list[str] = []
    full: list[bool] = []

    def step(path: str) -> None:
        steps.append(path)
        if full or is_last(len(steps), path):
            full.append(True)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fsync(handle: int) -> None:
        path = os.readlink(f"/proc/self/fd/{handle}")
        if not os.path.isdir(path):
            step(path)

    def replace(old: str, new: str) -> None:
        step(str(new))
        real(old, new)

    real = os.replace
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        patch.setattr(os, "replace", replace)
        yield steps


def sources(talks: Path) -> dict[str, bytes | None]:
    """The library's own files: articles, records, settings, originals."""
    return {n: d for n, d in everything_in(talks).items() if not n.startswith(("index", "."))}


def assert_survives(talks: Path, change: list[str], is_last: Callable[[int, str], bool]) -> bool:
    """Nothing that was there is lost, and the same goes once there is room; whether it was hit."""
    before = sources(talks)
    with full_from(is_last) as steps:
        ran = call(*change, cwd=talks)
        hit = any(is_last(number, path) for number, path in enumerate(steps, 1))
    assert ran.code == 3 or (ran.code == 0 and (not hit or ran.err)), ran
    if ran.code:
        assert_said(ran)
        assert any(words in ran.err for words in TOLD), ran.err
        after = sources(talks)
        assert {name: after.get(name) for name in before} == before
    assert not list(talks.rglob(".*.tmp"))
    again = call(*change, cwd=talks)
    assert again.code == 0 or (ran.code == 0 and change[0] in {"highlight", "record", "remove"})
    assert call("check", cwd=talks).code == 0
    tried("disks that were full", 1)
    return hit


KINDS = [
    ("journal.jsonl", HIGHLIGHT),
    ("highlights.yaml", HIGHLIGHT),
    ("positions.yaml", RECORD),
    (".removed/*/file", EDIT),
    (".removed/*/what.json", REMOVE),
    ("herald.md", EDIT),
    ("originals/ferry.txt", ADD),
    ("ferry.md", ADD),
    ("exports/brief.md", BRIEF),
    ("exports/highlights.csv", TABLES),
    ("index/whoosh/*.pst", ADD),
    ("index/whoosh/*.toc.*", REMOVE),
    ("index/whoosh/_briefing_*.json", EDIT),
]


@pytest.mark.parametrize(("file", "change"), KINDS, ids=[file for file, _ in KINDS])
def test_a_disk_that_is_full_at_a_kind_of_file(indexed: Path, file: str, change: list[str]) -> None:
    """The catalogue's turn is in ``test_a_full_disk_loses_nothing``: SQLite writes by itself."""
    assert assert_survives(indexed, change, lambda _, path: fnmatch(path, f"*/talks/{file}"))


@pytest.mark.slow
@pytest.mark.parametrize("change", [*CHANGES, REMOVE], ids=lambda change: change[0])
def test_a_disk_that_is_full_from_any_step_on(indexed: Path, change: list[str]) -> None:
    for last in range(1, 40):
        copy = indexed.parent / str(last) / "talks"
        shutil.copytree(indexed, copy)
        shutil.copy(indexed.parent / "ferry.txt", copy.parent)
        if not assert_survives(copy, change, lambda number, _, last=last: number == last):
            break
    assert 2 < last < 39


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The system refuses to write more than so many bytes into any file, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


FEW_SIZES, OTHER_SIZES = (0, 9_000), (1, 100, 700, 2_000, 5_000, 30_000)


@pytest.mark.parametrize(
    "size", [*FEW_SIZES, *(pytest.param(size, marks=pytest.mark.slow) for size in OTHER_SIZES)]
)
def test_a_full_disk_loses_nothing(talks: Path, size: int) -> None:
    (talks.parent / "ferry.txt").write_text("Ferry\n\n" + "A ferry crosses the river. " * 400)
    assert call("list", cwd=talks).code == 0
    for change in CHANGES:
        before = {n: d for n, d in everything_in(talks).items() if n.endswith((".yaml", ".md"))}
        with files_of_at_most(size):
            ran = call(*change, cwd=talks)
        if ran.code:
            assert_said(ran)
            after = everything_in(talks)
            assert {n: after[n] for n in before} == before, change
    shutil.rmtree(talks / "index")
    with files_of_at_most(size):
        for arguments in READING:
            ran = call(*arguments, cwd=talks)
            assert ran.code == 0 or assert_said(ran) is None
    assert_whole(talks)
    tried("disks that were full", len(CHANGES) + len(READING))


def test_a_small_disk_that_is_full(talks: Path) -> None:
    """A file system of its own, filled up; only where the tests may mount one."""
    disk = talks.parent / "disk"
    disk.mkdir()
    if os.getuid() != 0 or not _mounted(disk):
        pytest.skip("only root may mount a file system")
    try:
        small = disk / "talks"
        shutil.copytree(talks, small)
        (disk / "ferry.txt").write_text("Ferry\n\n" + "A ferry crosses the river. " * 400)
        assert call("list", cwd=small).code == 0
        _fill(disk / "filler")
        before = {n: d for n, d in everything_in(small).items() if n.endswith((".yaml", ".md"))}
        for change in CHANGES:
            assert_said(call(*change, cwd=small))
        for arguments in READING:
            assert call(*arguments, cwd=small).code == 0
        after = everything_in(small)
        assert {n: after[n] for n in before} == before
        shutil.rmtree(small / "index")
        _fill(disk / "filler2")
        (small / "new.md").touch()
        for arguments in READING:
            ran = call(*arguments, cwd=small)
            assert ran.code == 0 or assert_said(ran) is None
        for name in ("filler", "filler2"):
            (disk / name).unlink()
        assert_whole(small)
        for change in CHANGES[1:]:
            assert call(*change, cwd=small).code == 0, change
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def _mounted(disk: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
