"""The key by which this program knows again what it wrote itself, for this user and nobody else."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from briefing.locations import state_folder

FILE_NAME = "own.key"
_BYTES = 32
_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""No link, and no waiting for what is a pipe."""


def own_key() -> bytes | None:
    """The user's key, made when there is none; None where none can be kept to oneself."""
    try:
        path = state_folder() / FILE_NAME
        return _read(path) or _made(path)
    except (OSError, RuntimeError):
        return None


def _read(path: Path) -> bytes | None:
    """The key in a file; None where that is no key, or not the user's alone."""
    try:
        handle = os.open(path, os.O_RDONLY | _AS_IT_IS)
    except OSError:
        return None
    with open(handle, "rb", buffering=0) as file:
        state = os.fstat(handle)
        alone = state.st_uid == os.getuid() and not stat.S_IMODE(state.st_mode) & 0o077
        if not alone or not stat.S_ISREG(state.st_mode) or state.st_size != _BYTES:
            return None
        key = file.read()
    return key if len(key) == _BYTES else None


def _made(path: Path) -> bytes | None:
    """A new key in a file; of several programs that make one at once the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{secrets.token_hex(8)}.tmp")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(handle)
        try:
            os.link(new, path)
        except FileExistsError:
            if _read(path) is None:  # damaged, or to be read by others: what it sealed is void
                os.replace(new, path)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()
    return _read(path)
