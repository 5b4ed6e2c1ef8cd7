"""The journal of a library: every change that was made through the program, to undo and redo.

The file and its lines are described in ``docs/files.md``. A line is written
before the files are changed and one after, so that a change that was cut short
shows. Nothing here knows what the patches of a change do.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from briefing.dossier.not_saved import CannotSave
from briefing.dossier.patch import Patch
from briefing.files import inside, write_atomic

FORMAT = 1
LARGEST = 4_000_000
"""Bytes; a larger journal is made smaller, to half of this."""
LARGEST_READ = 64 * LARGEST


class Do(StrEnum):
    """What is done with a change."""

    CHANGE = "change"
    """It is made."""
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed, in one step.

    ``what`` tells it: ``added the record north-open``. ``session`` names the
    running program that made it, ``by`` the user; ``at`` is in UTC.
    """

    number: int
    what: str
    session: str
    by: str
    at: datetime
    patches: tuple[Patch, ...]

    @property
    def entries(self) -> tuple[str, ...]:
        """The ids of the records, highlights, parties and issues that it touched."""
        return tuple(dict.fromkeys(made.entry for made in self.patches))


class Journal:
    """The journal in the file ``path``, as it was when it was last read.

    Who calls anything but ``read`` holds the lock of the file. ``pending`` is what
    was begun and neither finished nor dropped. ``done`` are the changes that can
    be undone, ``undone`` those that can be made again; the last of each comes first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._forget()

    def _forget(self) -> None:
        self.done: list[Change] = []
        self.undone: list[Change] = []
        self.pending: tuple[Do, Change] | None = None
        self._last = 0
        self._head = b""
        self._size = 0

    def read(self) -> None:
        """Read what was added since the last time. CannotSave for a newer format, OSError as is."""
        try:
            own = inside(self.path.parent, self.path)
            if own.exists() and not own.is_file():
                raise OSError(errno.EINVAL, "it is a folder, device or pipe", str(self.path))
            with self.path.open("rb") as file:
                if not self._head or file.read(len(self._head)) != self._head:
                    self._forget()
                file.seek(0, os.SEEK_END)
                if file.tell() < self._size:
                    self._forget()
                if file.tell() - self._size > LARGEST_READ:
                    raise OSError(errno.EFBIG, "it is too large; delete it", str(self.path))
                file.seek(self._size)
                data = file.read()
        except FileNotFoundError:
            return self._forget()
        whole = data[: data.rfind(b"\n") + 1]
        for line in whole.splitlines(keepends=True):
            self._head = self._head or line
            self._take(line)
        self._size += len(whole)
        return None

    def begin(self, do: Do, change: Change) -> None:
        """Note what is about to be done, and make sure that it is on the disk."""
        line = _line(change) if do is Do.CHANGE else {do.value: change.number}
        if not self._head or self._size + len(_bytes(line)) > LARGEST:
            self._make_anew()
        self._append(line, sure=True)

    def finish(self) -> None:
        """Note that what was begun is done."""
        if self.pending:
            self._append({"done": self.pending[1].number})

    def drop(self) -> None:
        """Note that what was begun was not done."""
        if self.pending:
            self._append({"dropped": self.pending[1].number})

    def skip(self, change: Change) -> None:
        """Leave a change as it is for good: it will not be undone, nor made again."""
        self._append({"skip": change.number}, sure=True)

    def change(self, what: str, session: str, by: str, patches: tuple[Patch, ...]) -> Change:
        """A new change, not yet begun."""
        now = datetime.now(UTC)
        return Change(self._last + 1, what, session, by, now, patches)

    def _append(self, values: dict[str, Any], *, sure: bool = False) -> None:
        """Add a line, over one that was left half written. On OSError the file is as it was."""
        line = _bytes(values)
        with self.path.open("r+b") as file:
            file.truncate(self._size)
            file.seek(self._size)
            try:
                file.write(line)
                file.flush()
                if sure:
                    os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    file.truncate(self._size)
                raise
        self._size += len(line)
        self._take(line)

    def _make_anew(self) -> None:
        """Write the journal as short as it can be: without what can be neither undone nor redone,
        and without the oldest changes where it is still too large."""
        kept = sorted(self._kept(), key=lambda change: change.number)
        lines: list[dict[str, Any]] = [{"journal": FORMAT, "made": secrets.token_hex(4)}]
        for change in kept:
            lines += [_line(change), {"done": change.number}]
        for change in reversed(self.undone):
            if change in kept:
                lines += [{"undo": change.number}, {"done": change.number}]
        write_atomic(self.path, b"".join(map(_bytes, lines)))
        self._forget()
        self.read()

    def _kept(self) -> list[Change]:
        """The newest changes that fit into half of the largest journal."""
        kept: list[Change] = []
        size = 0
        for change in sorted([*self.undone, *self.done], key=lambda change: -change.number):
            size += len(_bytes(_line(change)))
            if kept and size > LARGEST // 2:
                break
            kept.append(change)
        return kept

    def _take(self, line: bytes) -> None:
        """Follow one line; one that cannot be read is passed over."""
        try:
            values = json.loads(line)
            if "journal" in values:
                self._check(values["journal"])
            elif "change" in values:
                change = _change(values)
                self.pending = (Do.CHANGE, change)
                self._last = max(self._last, change.number)
            elif "done" in values:
                self._settle(values["done"])
            elif "dropped" in values:
                self.pending = None
            elif "skip" in values:
                self.done = [c for c in self.done if c.number != values["skip"]]
                self.undone = [c for c in self.undone if c.number != values["skip"]]
            else:
                self._reverse(values)
        except (ValueError, TypeError, KeyError, AttributeError, StopIteration):
            return

    def _check(self, found: object) -> None:
        if isinstance(found, int) and found > FORMAT:
            self._forget()
            raise CannotSave(f"{self.path.name} is of a newer briefing; update this one")

    def _reverse(self, values: dict[str, Any]) -> None:
        do = Do.UNDO if "undo" in values else Do.REDO
        among = self.done if do is Do.UNDO else self.undone
        number = values[do.value]
        self.pending = (do, next(c for c in among if c.number == number))

    def _settle(self, number: int) -> None:
        if self.pending is None or self.pending[1].number != number:
            return
        do, change = self.pending
        self.pending = None
        if do is Do.CHANGE:
            self.undone = []
            self.done.insert(0, change)
        elif do is Do.UNDO:
            self.done.remove(change)
            self.undone.insert(0, change)
        else:
            self.undone.remove(change)
            self.done.insert(0, change)


def _bytes(values: dict[str, Any]) -> bytes:
    line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8", "replace") + b"\n"


def _line(change: Change) -> dict[str, Any]:
    return {
        "change": change.number,
        "what": change.what,
        "session": change.session,
        "by": change.by,
        "at": change.at.isoformat(),
        "patches": [made.as_json() for made in change.patches],
    }


def _change(values: dict[str, Any]) -> Change:
    return Change(
        int(values["change"]),
        str(values["what"]),
        str(values["session"]),
        str(values["by"]),
        datetime.fromisoformat(values["at"]),
        tuple(Patch.from_json(made) for made in values["patches"]),
    )
