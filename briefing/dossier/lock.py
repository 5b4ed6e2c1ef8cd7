"""One program at a time: a lock on a file beside the one that is to be written.

The operating system holds the lock (``flock``; ``msvcrt.locking`` on Windows), so
that it ends with the process that had it, however that ends. The lock file is
removed by whoever holds it; who waited for a removed one notices and starts anew.
Where the file system has no locks there is none: saving still notices a change.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WAIT = 10.0
"""Seconds to wait for another program."""
PAUSE = 0.005
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Busy(Exception):
    """Another program has been saving the same file for too long."""


@contextmanager
def locked(path: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock of the file ``path``. Raises Busy after ``wait`` seconds, OSError as is."""
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.with_name(f".{target.name}.lock")
    until = time.monotonic() + wait
    while (handle := _try(lock)) is None:
        if time.monotonic() > until:
            raise Busy(f"another program is saving {path.name}; try again")
        time.sleep(PAUSE)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()
        os.close(handle)


def _try(lock: Path) -> int | None:
    """An open handle that holds the lock, or None where somebody else does."""
    if lock.is_symlink():  # never ours, and it may lead anywhere
        lock.unlink(missing_ok=True)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
    try:
        _take(handle)
        if os.path.samestat(os.fstat(handle), lock.stat()):
            return handle
    except FileNotFoundError:
        pass
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return handle
        if error.errno not in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
            os.close(handle)
            raise
    os.close(handle)
    return None
