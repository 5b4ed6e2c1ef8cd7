"""Files of a library as they were before they were removed or changed, to be put back.

They are in the library's folder ``.removed``, one folder for each, numbered:
the bytes in ``file``, and in ``what.json`` which file it was, what was done to
it, and the SHA-256 of what it became (null where it was removed). What was put
back can be done again: it has ``undone.json`` instead, with the time, and the
bytes that the file had become in ``after``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from briefing.files import digest, inside, read_file, read_own, write_atomic

FOLDER = ".removed"
_BYTES = "file"
_WHAT = "what.json"
_AFTER = "after"
_UNDONE = "undone.json"


class CannotPutBack(Exception):
    """The file is as it was; the message says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One former state of a file. ``what`` says what was done: ``removed some-article``.

    ``at`` is when; ``undone`` is when that was taken back, None where it was not.
    """

    folder: Path
    file: str
    what: str
    at: datetime
    after: str | None
    undone: datetime | None = None


def change(root: Path, file: str, data: bytes | None, what: str) -> Kept:
    """Write ``data`` as the library's ``file``, or remove it where None; keep what it was.

    OSError as the system does, before anything is changed.
    """
    path = inside(root, file)
    before = read_file(path)
    forget_undone(root)
    kept = _keep(root, file, before, None if data is None else digest(data), what)
    if data is None:
        (root / file).unlink()
    else:
        write_atomic(path, data, expect=digest(before), check=True)
    return kept


def all_kept(root: Path) -> list[Kept]:
    """What can be put back, the last change first. What was not carried out is left out."""
    made = [kept for kept in _read_all(root, _WHAT) if _was_made(root, kept)]
    return sorted(made, key=lambda kept: int(kept.folder.name), reverse=True)


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
        if now is not None:
            write_atomic(inside(root, kept.folder / _AFTER), now)
        write_atomic(path, before, expect=kept.after, check=True)
    undone = _told(replace(kept, undone=datetime.now(UTC)))
    write_atomic(inside(root, kept.folder / _UNDONE), undone)
    (kept.folder / _WHAT).unlink()


def all_undone(root: Path) -> list[Kept]:
    """What was put back and can be done again, the one to begin with first."""
    return sorted(_read_all(root, _UNDONE), key=lambda kept: int(kept.folder.name))


def do_again(root: Path, kept: Kept) -> None:
    """Remove or change the file as before it was put back. CannotPutBack where it was changed."""
    path = inside(root, kept.file)
    before = read_file(inside(root, kept.folder / _BYTES))
    if read_own(root, kept.file) != before:
        raise CannotPutBack(f"{kept.file} was changed since")
    write_atomic(inside(root, kept.folder / _WHAT), _told(replace(kept, undone=None)))
    if kept.after is None:
        (root / kept.file).unlink()
    else:
        after = read_file(inside(root, kept.folder / _AFTER))
        write_atomic(path, after, expect=digest(before), check=True)
    (kept.folder / _UNDONE).unlink()
    (kept.folder / _AFTER).unlink(missing_ok=True)


def forget_undone(root: Path) -> None:
    """There is something new: what was put back is not done again."""
    for kept in all_undone(root):
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
    kept = Kept(folder, file, what, datetime.now(UTC), after)
    write_atomic(folder / _BYTES, before)
    write_atomic(folder / _WHAT, _told(kept))
    return kept


def _told(kept: Kept) -> bytes:
    told = {
        "file": kept.file,
        "what": kept.what,
        "at": kept.at.isoformat(),
        "after": kept.after,
        **({"undone": kept.undone.isoformat()} if kept.undone else {}),
    }
    return json.dumps(told).encode() + b"\n"


def _was_made(root: Path, kept: Kept) -> bool:
    with suppress(OSError):
        now = read_own(root, kept.file)
        return now is None or now != read_file(inside(root, kept.folder / _BYTES))
    return False


def _folders(root: Path) -> list[Path]:
    with suppress(OSError):
        return [p for p in (root / FOLDER).iterdir() if p.name.isdecimal()]
    return []


def _read_all(root: Path, name: str) -> Iterator[Kept]:
    for folder in _folders(root):
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(read_file(inside(root, folder / name)))
            file = PurePosixPath(told["file"])
            if file.is_absolute() or ".." in file.parts:
                continue
            undone = told.get("undone")
            yield Kept(
                folder,
                str(file),
                str(told["what"]),
                datetime.fromisoformat(told["at"]),
                told["after"],
                datetime.fromisoformat(undone) if undone else None,
            )
