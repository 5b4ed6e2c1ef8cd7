"""The one way files are written: whole or not at all, and never over somebody's change."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class ChangedOnDisk(Exception):
    """The file is not what it was when it was read."""


class LeadsOut(OSError):
    """A path of a library leads out of it, by a link or by ``..``: it is not followed."""


def inside(root: Path, path: Path | str) -> Path:
    """``root / path`` without links. LeadsOut where it is not below ``root``.

    A library may come from a stranger, and what it says is not to be read from
    or written to any other place.
    """
    real, home = os.path.realpath(root / path), os.path.realpath(root)
    if real != home and not real.startswith(home.rstrip(os.sep) + os.sep):
        raise LeadsOut(
            errno.EPERM,
            "this leads out of the library, and is left alone; put a file of its own there",
            str(root / path),
        )
    return Path(real)


def state_inside(root: Path, name: str) -> os.stat_result:
    """The state of the file ``name``, with ``/``, below ``root``. LeadsOut as ``inside``.

    Where no part of the name is a link or leads up, it need not be followed to the end.
    """
    at = str(root)
    for part in name.split("/"):
        at = f"{at}/{part}"
        if part in {"", ".", ".."} or stat.S_ISLNK((state := os.lstat(at)).st_mode):
            return inside(root, name).stat()
    return state


def names_in(
    folder: Path | str,
    is_file: Callable[[os.DirEntry[str]], bool],
    is_folder: Callable[[os.DirEntry[str]], bool],
) -> tuple[list[str], list[str]]:
    """The names of the files and the folders that are wanted, each in order; OSError.

    Hidden ones are left out. Names alone: there may be very many.
    """
    files, folders = [], []
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith("."):
                continue
            if is_file(entry):
                files.append(entry.name)
            elif is_folder(entry):
                folders.append(entry.name)
    return sorted(files), sorted(folders)


def read_file(path: Path, largest: int | None = None) -> bytes:
    """The bytes of a regular file of at most ``largest`` bytes.

    OSError for anything else: to open a pipe may wait for ever, and a device has no end.
    """
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "this is a folder, device or pipe, not a file", str(path))
    if largest is not None and state.st_size > largest:
        raise OSError(errno.EFBIG, f"larger than {largest // 1024**2} MB", str(path))
    return path.read_bytes()


def read_own(root: Path, name: str, largest: int | None = None) -> bytes | None:
    """The bytes of a library's own file, None where there is none; OSError as above."""
    try:
        return read_file(inside(root, name), largest)
    except FileNotFoundError:
        return None


def digest(data: bytes) -> str:
    """SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_if_there(path: Path) -> bytes | None:
    """The file's bytes, or None where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def write_atomic(
    path: Path, data: bytes, *, expect: str | None = None, check: bool = False
) -> None:
    """Replace ``path`` by ``data``: written beside it, synced, renamed over it.

    Keeps the file's mode and follows a symbolic link to the file it names.
    With ``check``, raises ChangedOnDisk unless the file's digest is still
    ``expect`` (None: unless there is still no file). Raises OSError as the
    system does, with the file's name; the old file is then untouched.
    """
    target = Path(os.path.realpath(path))
    mode = _mode_of(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    name = target.with_name(f".{secrets.token_hex(8)}.tmp")
    # A new file gets its mode here, from the system: to ask for the umask is to change it
    # for every thread.
    handle = os.open(name, _NEW, 0o666 if mode is None else mode & 0o777)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if mode is not None:
            os.chmod(name, mode)
        if check:
            now = read_if_there(target)
            if (digest(now) if now is not None else None) != expect:
                raise ChangedOnDisk(str(path))
        os.replace(name, target)
    except BaseException as error:
        name.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno:  # not the name of the one beside it
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    _sync_folder(target.parent)


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
