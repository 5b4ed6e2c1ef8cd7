"""What happens in a library's folder while it is open: watched, and told in the library's terms."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing import locations
from briefing.reading import SUFFIXES
from briefing.reading.candidates import LEFT_OUT

LOOK_EVERY = 1.0
"""Seconds after which it is looked whether the folder is still there, and still the same."""
QUIET_MS = 100
"""Changes are told together until nothing changes for so long, …"""
LONGEST_MS = 1_600
"""… but at the latest after so long."""
POLL_MS = 2_000
"""How often files are looked at where the system does not tell of changes."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What may be different. ``gone``: the folder is not there any more."""

    articles: bool = False
    dossier: bool = False
    gone: bool = False

    def __bool__(self) -> bool:
        return self.articles or self.dossier or self.gone


EVERYTHING = Noticed(articles=True, dossier=True)


def watch(root: Path, stop: threading.Event, *, poll: bool = False) -> Iterator[Noticed]:
    """What changes below ``root``, until ``stop`` is set or the folder cannot be watched.

    The first thing told is that everything may be different: from then on nothing is
    missed. A folder that goes away is waited for. ``poll`` looks at the files
    again and again instead of being told by the system, for network drives.
    """
    while not stop.is_set():
        if (identity := _identity(root)) is None:
            stop.wait(LOOK_EVERY)
            continue
        try:
            yield from _while_there(root, identity, stop, poll)
        except (OSError, RuntimeError):
            if root.is_dir():
                return  # too many watches, or a file system that has none
        if not stop.is_set() and _identity(root) is None:
            yield Noticed(gone=True)


def _while_there(
    root: Path, identity: tuple[int, int], stop: threading.Event, poll: bool
) -> Iterator[Noticed]:
    import watchfiles

    batches = watchfiles.watch(
        root,
        watch_filter=None,
        debounce=LONGEST_MS,
        step=QUIET_MS,
        stop_event=stop,
        rust_timeout=round(LOOK_EVERY * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=poll or None,
        poll_delay_ms=POLL_MS,
        ignore_permission_denied=True,
    )
    first = True
    for batch in batches:
        if _identity(root) != identity:
            return
        told = EVERYTHING if first else noticed(root, ((int(how), path) for how, path in batch))
        first = False
        if told:
            yield told


MODIFIED = 2
"""How `watchfiles` calls a change of something that was there and is."""


def noticed(root: Path, changes: Iterable[tuple[int, str]]) -> Noticed:
    """What some changes of paths mean: hidden files, index, exports and originals mean nothing."""
    articles = dossier = False
    for how, path in changes:
        parts = os.path.relpath(path, root).split(os.sep)
        if any(part in LEFT_OUT or part.startswith(".") for part in parts):
            continue
        if len(parts) == 1 and parts[0] in locations.DOSSIER:
            dossier = True
        elif not articles:
            articles = _may_be_articles(how, path)
    return Noticed(articles, dossier)


def _may_be_articles(how: int, path: str) -> bool:
    """Whether it is an article's file, or a folder that may have come or gone with some in it."""
    if os.path.splitext(path)[1].lower() in SUFFIXES:
        return True
    return how != MODIFIED and (os.path.isdir(path) or not os.path.lexists(path))


def _identity(root: Path) -> tuple[int, int] | None:
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
