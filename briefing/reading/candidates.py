"""Which files of a library may be articles, always in the same order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from briefing.files import names_in
from briefing.reading.formats import SUFFIXES

LEFT_OUT = frozenset({"index", "exports", "originals"})
"""Folders of a library that hold no articles."""
NOT_ARTICLES = frozenset({"readme"})
"""File names, without their endings and in lower case, that describe a folder."""
_SUFFIXES, _NOT_ARTICLES = tuple(SUFFIXES), tuple(NOT_ARTICLES)


def walk(root: Path) -> Iterator[Path]:
    """The candidate files under ``root``: those of a folder by name, then its sub-folders'.

    Left out are hidden files and folders, ``LEFT_OUT``, ``NOT_ARTICLES``, links
    to folders (what they lead to inside the library is found where it is), and
    folders that may not be read. A link to a file is followed.
    """
    return (root / file for file, _ in scan(root))


def scan(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """The files of ``walk`` in its order: path below ``root``, with ``/``, and state.

    A file that goes while it is looked at is left out.
    """
    folders = [("", os.fspath(root))]
    while folders:
        above, folder = folders.pop()
        files, inside = _names_in(folder)
        for name in files:
            with suppress(OSError):
                yield above + name, os.stat(f"{folder}{os.sep}{name}")
        folders.extend((f"{above}{name}/", f"{folder}{os.sep}{name}") for name in reversed(inside))


def _names_in(folder: str) -> tuple[list[str], list[str]]:
    """The names of candidates and of folders to look in; none where it cannot be read."""
    try:
        return names_in(folder, _may_be_article, _is_open)
    except OSError:
        return [], []


def _may_be_article(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if not name.endswith(_SUFFIXES):
        return False
    if name.startswith(_NOT_ARTICLES) and os.path.splitext(name)[0] in NOT_ARTICLES:
        return False
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_open(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.name not in LEFT_OUT and entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
