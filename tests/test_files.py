"""Writing files: whole or not at all, and never over somebody's change."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

import pytest

from briefing import files
from briefing.files import ChangedOnDisk, digest, read_if_there, write_atomic

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_digest_is_sha256() -> None:
    assert digest(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_a_file_that_is_not_there_reads_as_none(tmp_path: Path) -> None:
    assert read_if_there(tmp_path / "none") is None
    with pytest.raises(OSError, match="directory"):
        read_if_there(tmp_path)


def test_writing_makes_folders_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    for data in (b"one", b"", b"two\r\n\x00"):
        write_atomic(path, data)
        assert path.read_bytes() == data
    assert list(path.parent.iterdir()) == [path]


@posix
def test_the_mode_stays_and_a_new_file_obeys_the_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without touching the umask, which is the whole process's and not this thread's."""
    before = os.umask(0o027)
    try:
        monkeypatch.setattr(os, "umask", lambda _: pytest.fail("umask of every thread changed"))
        path = tmp_path / "file"
        write_atomic(path, b"new")
        assert mode(path) == 0o640
        for kept in (0o600, 0o666, 0o755, 0o444):
            path.chmod(kept)
            write_atomic(path, b"again")
            assert mode(path) == kept
    finally:
        monkeypatch.undo()
        os.umask(before)


@posix
def test_what_is_private_is_never_open_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.touch(0o600)
    seen: list[int] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda h: (seen.append(os.fstat(h).st_mode), fsync(h)))
    write_atomic(path, b"secret")
    assert stat.S_IMODE(seen[0]) == 0o600


@posix
def test_a_symbolic_link_stays_and_its_file_changes(tmp_path: Path) -> None:
    target, link = tmp_path / "elsewhere" / "file", tmp_path / "link"
    target.parent.mkdir()
    link.symlink_to(target)
    write_atomic(link, b"made through the link")
    write_atomic(link, b"new", expect=digest(b"made through the link"), check=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert {p.name for p in tmp_path.rglob("*")} == {"elsewhere", "file", "link"}


@pytest.mark.parametrize("there", [None, b"", b"old"])
@pytest.mark.parametrize("known", [None, b"", b"old"])
def test_a_change_on_the_disk_is_never_written_over(
    tmp_path: Path, there: bytes | None, known: bytes | None
) -> None:
    path = tmp_path / "file"
    if there is not None:
        path.write_bytes(there)
    expect = None if known is None else digest(known)
    if there == known:
        write_atomic(path, b"new", expect=expect, check=True)
        assert path.read_bytes() == b"new"
        return
    with pytest.raises(ChangedOnDisk, match="file"):
        write_atomic(path, b"new", expect=expect, check=True)
    assert read_if_there(path) == there
    assert len(list(tmp_path.iterdir())) == (there is not None)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(OSError, match="full"):
        write_atomic(path, b"new")
    assert [(p, p.read_bytes()) for p in tmp_path.iterdir()] == [(path, b"old")]


@pytest.mark.parametrize("name", ["é" * 120, "漢" * 80, "🚢" * 63, "a" * 250, ".hidden", " "])
def test_any_name_that_the_system_takes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
