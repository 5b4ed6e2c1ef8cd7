"""Files of a library as they were before they were removed or changed, to be put back.

They are in the library's folder ``.removed``, one folder for each, numbered:
the bytes in ``file``, and in ``what.json`` which file it was, what was done to
it, and the SHA-256 of what it became (null where it was removed).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from briefing.files import digest, inside, read_file, read_own, write_atomic

FOLDER = ".removed"
_BYTES = "file"
_WHAT = "what.json"


class CannotPutBack(Exception):
    """The file is as it was; the message says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One former state of a file. ``what`` says what was done: ``removed some-article``."""

    folder: Path
    file: str
    what: str
    at: datetime
    after: str | None


def change(root: Path, file: str, data: bytes | None, what: str) -> Kept:
    """Write ``data`` as the library's ``file``, or remove it where None; keep what it was.

    OSError as the system does, before anything is changed.
    """
    path = inside(root, file)
    before = read_file(path)
    kept = _keep(root, file, before, None if data is None else digest(data), what)
    if data is None:
        (root / file).unlink()
    else:
        write_atomic(path, data, expect=digest(before), check=True)
    return kept


def all_kept(root: Path) -> list[Kept]:
    """What can be put back, the last change first. What was not carried out is left out."""
    return sorted(_read_all(root), key=lambda kept: int(kept.folder.name), reverse=True)


def put_back(root: Path, kept: Kept) -> None:
    """Make the file what it was before. CannotPutBack where it was changed since."""
    path = inside(root, kept.file)
    now = read_own(root, kept.file)
    before = read_file(inside(root, kept.folder / _BYTES))
    if now != before:
        if (digest(now) if now is not None else None) != kept.after:
            raise CannotPutBack(
                f"{kept.file} was changed since; what it was is in {kept.folder / _BYTES}"
            )
        write_atomic(path, before, expect=kept.after, check=True)
    (kept.folder / _WHAT).unlink()
    shutil.rmtree(kept.folder, ignore_errors=True)


def leave(kept: Kept) -> None:
    """Never put it back: the change stays as it is for good. The bytes stay in their folder."""
    (kept.folder / _WHAT).replace(kept.folder / "left.json")


def _keep(root: Path, file: str, before: bytes, after: str | None, what: str) -> Kept:
    numbers = [int(p.name) for p in _folders(root)]
    number = max(numbers, default=0) + 1
    while True:
        folder = inside(root, FOLDER) / str(number)
        try:
            folder.mkdir(parents=True)
            break
        except FileExistsError:
            number += 1
    at = datetime.now(UTC)
    write_atomic(folder / _BYTES, before)
    told = {"file": file, "what": what, "at": at.isoformat(), "after": after}
    write_atomic(folder / _WHAT, json.dumps(told, ensure_ascii=False).encode() + b"\n")
    return Kept(folder, file, what, at, after)


def _folders(root: Path) -> list[Path]:
    with suppress(OSError):
        return [p for p in (root / FOLDER).iterdir() if p.name.isdecimal()]
    return []


def _read_all(root: Path) -> Iterator[Kept]:
    for folder in _folders(root):
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(read_file(inside(root, folder / _WHAT)))
            file = PurePosixPath(told["file"])
            if file.is_absolute() or ".." in file.parts:
                continue
            kept = Kept(
                folder,
                str(file),
                str(told["what"]),
                datetime.fromisoformat(told["at"]),
                told["after"],
            )
            now = read_own(root, kept.file)
            if now is None or now != read_file(inside(root, folder / _BYTES)):
                yield kept
