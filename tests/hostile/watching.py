"""What a program does while it is watched: hosts, other programs, files opened."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

_CALLS = {
    *("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.system"),
    *("os.exec", "os.posix_spawn", "os.startfile", "webbrowser.open", "pty.spawn"),
}


@dataclass
class Seen:
    """What was done: calls that leave the process, and files opened (links followed)."""

    calls: list[tuple[str, Any]] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)


_watching: list[Seen] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    if event in _CALLS:
        _watching[-1].calls.append((event, arguments))
    elif (event == "open" and isinstance(arguments[0], str | bytes)) or event == "sqlite3.connect":
        path = os.fsdecode(arguments[0])
        flags = arguments[2] if event == "open" else 0
        stays = isinstance(flags, int) and flags & getattr(os, "O_NOFOLLOW", 0)
        _watching[-1].opened.add(path if stays else os.path.realpath(path))


_hooked: list[bool] = []


@contextmanager
def watched() -> Iterator[Seen]:
    """Note what is done while the block runs, on any thread."""
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    seen = Seen()
    _watching.append(seen)
    try:
        yield seen
    finally:
        _watching.remove(seen)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail where the block waits for something that never comes."""

    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"still waiting after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """Every file below ``folder`` with its bytes, to be compared; links and folders too."""
    return {
        str(p.relative_to(folder)): p.read_bytes() if p.is_file() and not p.is_symlink() else None
        for p in sorted(folder.rglob("*"))
    }
