"""Saving entries of a library's lists, one at a time, into files that others may edit too."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from briefing.dossier import edit
from briefing.dossier.emit import dismissal_yaml, highlight_yaml, record_yaml
from briefing.dossier.fields import Report
from briefing.dossier.listing import Listing
from briefing.dossier.load import dismissal_from, highlight_from, record_from
from briefing.dossier.lock import Busy, locked
from briefing.dossier.model import Dismissal, Highlight, Record
from briefing.dossier.nodes import Node, collector_paused
from briefing.files import ChangedOnDisk, digest, read_if_there, write_atomic

AnyEntry = Record | Highlight | Dismissal
Entry = TypeVar("Entry", Record, Highlight, Dismissal)
TRIES = 20
Change = Callable[[str, Listing], str]
"""Makes the new text of a file from its text and that text taken apart."""


class NotSaved(Exception):
    """Nothing was saved, and the file is as it was; the message says why."""


class Conflict(NotSaved):
    """Somebody else changed the same entry meanwhile."""


class CannotSave(NotSaved):
    """The file does not parse, keeps changing, or is being saved by another program for long."""


class Store:
    """One of a library's lists (``positions.yaml``, ...), as it is on the disk at each call.

    Each method reads the file, edits the text of one entry and replaces the
    file whole. What others change in other entries is kept: programs that use
    this class wait for each other, and where any other program has changed the
    file between reading and writing, the edit is made again.

    Raises Conflict when the entry itself is not as the caller knew it,
    CannotSave when the file cannot be edited, and OSError as the system does.
    The file is then as it was.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, entry: AnyEntry) -> None:
        """Add an entry after the others, making the file where there is none.

        Conflict where another entry has its id.
        """

        def added(text: str, listing: Listing) -> str:
            if (there := self._entry(listing, entry)) == entry:
                return text
            if there is not None:
                raise Conflict(f'{self.path.name} has another entry "{entry.id}" already')
            return edit.append(text, _yaml(entry), listing)

        self._save(added)

    def replace(self, old: Entry, new: Entry) -> None:
        """Put ``new`` in the place of ``old``, which is the entry as the caller knows it."""

        def replaced(text: str, listing: Listing) -> str:
            there = self._entry(listing, old)
            if there == new:
                return text
            if there is None:
                raise Conflict(f'"{old.id}" is no longer in {self.path.name}')
            self._same(there, old)
            if new.id != old.id and self._entry(listing, new) is not None:
                raise Conflict(f'{self.path.name} has another entry "{new.id}" already')
            return edit.replace(text, old.id, _yaml(new), listing)

        self._save(replaced)

    def remove(self, old: AnyEntry) -> None:
        """Remove ``old``, which is the entry as the caller knows it; one that is gone may be."""

        def removed(text: str, listing: Listing) -> str:
            there = self._entry(listing, old)
            if there is None:
                return text
            self._same(there, old)
            return edit.remove(text, old.id, listing)

        self._save(removed)

    def _save(self, change: Change) -> None:
        try:
            with locked(self.path):
                for _ in range(TRIES):
                    with suppress(ChangedOnDisk):
                        return self._try(change)
        except Busy as error:
            raise CannotSave(str(error)) from None
        raise CannotSave(f"{self.path.name} keeps changing on the disk; try again")

    def _try(self, change: Change) -> None:
        data = read_if_there(self.path)
        try:
            text = (data or b"").decode("utf-8")
            with collector_paused():
                new = change(text, edit.listing_of(text)).encode("utf-8")
        except UnicodeDecodeError:
            raise CannotSave(f"{self.path.name} is not UTF-8; save it as UTF-8") from None
        except ValueError as error:
            raise CannotSave(f"{self.path.name}: {error}") from None
        if new != (data or b""):
            expect = None if data is None else digest(data)
            write_atomic(self.path, new, expect=expect, check=True)

    def _entry(self, listing: Listing, like: AnyEntry) -> AnyEntry | None:
        """The entry of that id as it is now; Conflict where it does not fit the model."""
        if like.id not in listing.ids:
            return None
        report = Report(self.path.name)
        entry = _read(report, listing.nodes[listing.ids.index(like.id)], like)
        if entry is None:
            raise Conflict(f'"{like.id}" was changed: {report.problems[0]}')
        return entry

    def _same(self, there: AnyEntry, known: AnyEntry) -> None:
        if there != known:
            raise Conflict(f'"{known.id}" was changed in {self.path.name} by somebody else')


def _read(report: Report, node: Node, like: AnyEntry) -> AnyEntry | None:
    if isinstance(like, Record):
        return record_from(report, node)
    return (highlight_from if isinstance(like, Highlight) else dismissal_from)(report, node)


def _yaml(entry: AnyEntry) -> str:
    if isinstance(entry, Record):
        return record_yaml(entry)
    return highlight_yaml(entry) if isinstance(entry, Highlight) else dismissal_yaml(entry)
