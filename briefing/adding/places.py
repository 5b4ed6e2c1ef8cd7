"""What is to be added, as it is named: files, folders with what is in them, addresses, `-`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from briefing.adding.addresses import is_address
from briefing.files import names_in
from briefing.locations import SETTINGS
from briefing.reading.candidates import LEFT_OUT, NOT_ARTICLES
from briefing.reading.importing.imported import Link

STDIN = "-"
_PICTURES = (".avif", ".bmp", ".gif", ".heic", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_SOUNDS = (".avi", ".flac", ".m4a", ".mkv", ".mov", ".mp3", ".mp4", ".ogg", ".wav", ".webm", ".wmv")
_PARTS = (".css", ".eot", ".js", ".map", ".mjs", ".otf", ".ttf", ".woff", ".woff2")
_PACKED = (".7z", ".bz2", ".dll", ".exe", ".gz", ".iso", ".jar", ".rar", ".so", ".tar", ".xz")
_DATA = (".db", ".lock", ".log", ".pyc", ".sqlite", ".tmp", ".yaml", ".yml")
NOT_TEXT = frozenset((*_PICTURES, *_SOUNDS, *_PARTS, *_PACKED, *_DATA))
"""Endings, in lower case, of files that are passed over in a folder; named, any is read."""
_OF_A_PAGE = ("_files", "_file", ".files", "-files", "_data", "_fichiers", "-dateien", "_archivos")
_PAGES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to add: a file, an address or, with neither, standard input.

    ``place`` is shown and recorded as where it came from. ``named``: it was
    asked for by itself, not found in a folder. ``link`` is what a feed says of
    it, ``depth`` counts the feeds and lists that led to it.
    """

    place: str
    path: Path | None = None
    url: str | None = None
    named: bool = True
    link: Link | None = None
    depth: int = 0

    @property
    def name(self) -> str:
        """A file's name for it, whose ending may tell its format."""
        if self.path is not None:
            return self.path.name
        if self.url is None:
            return "standard-input"
        return PurePosixPath(unquote(urlsplit(self.url).path)).name or "page"


class NoSuchPlace(Exception):
    """Something named is not there; the message says what to do."""


def find(what: Iterable[str], library: Path) -> Iterator[Thing]:
    """All that ``what`` names, in its order; a folder's files by name, then its sub-folders'.

    What lies in ``library`` already is left out of folders. NoSuchPlace for a
    name that leads nowhere.
    """
    root = os.path.realpath(library)
    for name in what:
        if name == STDIN:
            yield Thing("standard input")
        elif is_address(name):
            yield Thing(name, url=name)
        else:
            yield from _on_disk(name, root)


def _on_disk(name: str, library: str) -> Iterator[Thing]:
    path = Path(name)
    if path.is_dir():
        here = path.resolve()
        above = here.name or here.anchor
        for file in _files(here, library):
            yield Thing(f"{above}/{file.relative_to(here).as_posix()}", file, named=False)
    elif path.exists():
        yield Thing(path.name, path)
    else:
        hint = "; an address starts with https://" if "." in name.partition("/")[0] else ""
        raise NoSuchPlace(f"there is no file or folder {name}{hint}")


def _files(folder: Path, library: str) -> Iterator[Path]:
    if _is_in(os.path.realpath(folder), library):
        return
    files, folders = names_in(folder, _is_file, _is_folder)
    own = LEFT_OUT if SETTINGS in files else frozenset()
    pages = {
        name[: -len(end)].lower() for name in files for end in _PAGES if name.lower().endswith(end)
    }
    yield from (folder / name for name in files if _may_be_read(name))
    for name in folders:
        if name not in own and not _is_of_a_page(name, pages):
            yield from _files(folder / name, library)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def is_in_library(thing: Thing, library: Path) -> bool:
    """Whether a file is one of the library's own."""
    if thing.path is None:
        return False
    return _is_in(os.path.realpath(thing.path), os.path.realpath(library))


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _may_be_read(name: str) -> bool:
    stem, ending = os.path.splitext(name.lower())
    wanted = ending not in NOT_TEXT or name.lower().endswith(".warc.gz")
    return wanted and not (stem in NOT_ARTICLES and ending in {"", ".md", ".txt"})


def _is_of_a_page(name: str, pages: set[str]) -> bool:
    """Whether a folder holds the parts of a page that a browser saved beside it."""
    lower = name.lower()
    return any(lower.endswith(end) and lower[: -len(end)] in pages for end in _OF_A_PAGE)
