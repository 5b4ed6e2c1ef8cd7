"""The one that chooses: which format reads a file, and the Article that comes of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from posixpath import basename, splitext

from briefing.article import Article
from briefing.files import state_inside
from briefing.reading import markdown, plain
from briefing.reading.draft import Draft
from briefing.reading.unreadable import Unreadable

MAX_BYTES = 32 * 1024 * 1024

_FORMATS: dict[str, Callable[[bytes], Draft]] = {
    **dict.fromkeys((".md", ".markdown"), markdown.read),
    **dict.fromkeys((".txt", ".text"), plain.read),
}
SUFFIXES = frozenset(_FORMATS)
"""The endings, in lower case, of files that are read."""


def read(path: Path, root: Path) -> Article:
    """The article in the file ``path`` of the library ``root``.

    Raises Unreadable with the reason where there is none.
    """
    try:
        file = path.relative_to(root).as_posix()
    except ValueError:
        file = path.name
        root = path.parent
    return read_inside(root, file)


def read_inside(root: Path, file: str) -> Article:
    """The article in the file of that name, with ``/``, of the library ``root``; as above."""
    path = os.path.join(root, file)
    try:
        state = state_inside(root, file)
        if stat.S_ISDIR(state.st_mode):
            raise Unreadable("this is a folder, not a file")
        if not stat.S_ISREG(state.st_mode):
            raise Unreadable("this is a device or pipe, not a file")
        if state.st_size > MAX_BYTES:
            raise Unreadable(_TOO_LARGE)
        with open(path, "rb", buffering=0) as opened:  # a Path takes as long as the reading
            data = opened.read()
    except FileNotFoundError:
        raise Unreadable("there is no such file any more") from None
    except PermissionError:
        raise Unreadable("you may not read this file; change its permissions") from None
    except OSError as error:
        raise Unreadable(f"the file cannot be read: {error.strerror or error}") from None
    return read_bytes(data, file)


def read_bytes(data: bytes, file: str) -> Article:
    """The article in ``data``, read as the format that the ending of ``file`` names.

    ``file`` is the path in the library, with ``/``. Raises Unreadable.
    """
    stem, suffix = splitext(basename(file))
    reader = _FORMATS.get(suffix.lower())
    if reader is None:
        raise Unreadable(f"files are read when their names end in {_LISTED}")
    if len(data) > MAX_BYTES:
        raise Unreadable(_TOO_LARGE)
    draft = reader(data)
    if not draft.paragraphs:
        raise Unreadable("there are no words in the file")
    known = draft.metadata
    return Article(
        id=known.id or _printable(stem),
        text=draft.text,
        paragraphs=draft.paragraphs,
        file=file,
        title=known.title,
        outlet=known.outlet,
        byline=known.byline,
        date=known.date,
        url=known.url,
        language=known.language,
        original=known.original,
        hidden=draft.hidden,
        notes=known.notes,
        same_source_as=known.same_source_as,
        inferred=known.inferred,
    )


_TOO_LARGE = f"the file is larger than {MAX_BYTES // 1024**2} MB; split it into articles"
_LISTED = ", ".join(sorted(SUFFIXES))


def _printable(name: str) -> str:
    """A file's name as text, whatever bytes it has on disk."""
    return name.encode("utf-8", "replace").decode()
