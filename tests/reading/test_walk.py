"""Which files of a library are candidates, and that nothing leads outside or in circles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing import reading


def make(root: Path, *files: str) -> None:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Words.")


def walked(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in reading.walk(root)]


def test_files_come_in_one_order(tmp_path: Path) -> None:
    make(tmp_path, "b/a.md", "b.txt", "B.md", "a/z.md", "a/b/c.text", "a.markdown", "é.TXT")
    expected = ["B.md", "a.markdown", "b.txt", "é.TXT", "a/z.md", "a/b/c.text", "b/a.md"]
    assert walked(tmp_path) == expected


def test_what_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, "README.md", "a/readme.txt", ".hidden.md", "._a.md", "a.yaml", "a.md~", "md")
    make(tmp_path, "index/a.md", "exports/a.md", "originals/a.txt", ".git/a.md", "a/index/a.md")
    (tmp_path / "folder.md").mkdir()
    make(tmp_path, "indexes/a.md", "a/read me.md")
    assert walked(tmp_path) == ["a/read me.md", "indexes/a.md"]


def test_links_lead_neither_out_nor_in_circles(tmp_path: Path) -> None:
    root = tmp_path / "library"
    make(tmp_path, "outside/a.md", "outside/b.md", "library/in/c.md")
    (root / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (root / "again").symlink_to(root / "in", target_is_directory=True)
    (root / "in" / "circle").symlink_to(root, target_is_directory=True)
    (root / "linked.md").symlink_to(tmp_path / "outside" / "b.md")
    (root / "broken.md").symlink_to(root / "nowhere.md")
    (root / "self.md").symlink_to(root / "self.md")
    assert walked(root) == ["linked.md", "in/c.md"]


def test_a_linked_library_is_walked(tmp_path: Path) -> None:
    make(tmp_path, "library/a.md")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "library", target_is_directory=True)
    assert walked(link) == ["a.md"]


def test_pipes_are_no_articles(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert walked(tmp_path) == []


def test_a_folder_that_may_not_be_read_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "closed/a.md", "open/b.md")
    scandir = os.scandir

    def refuse(folder: str) -> object:
        if str(folder).endswith("closed"):
            raise PermissionError(folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert walked(tmp_path) == ["open/b.md"]


def test_no_folder_no_files(tmp_path: Path) -> None:
    assert walked(tmp_path / "missing") == []


def test_deep_folders(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 300)
    make(tmp_path, f"{deep}/a.md")
    assert walked(tmp_path) == [f"{deep}/a.md"]
