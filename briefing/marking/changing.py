"""The one way a library's files are changed: locked, noted before and after, and undone.

A change is worked out on the files as they are at that moment, noted in the
journal, written, and noted as done; what a crash leaves between is settled by
looking at the files (``docs/files.md`` tells how).
"""

from __future__ import annotations

import getpass
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from briefing import locations
from briefing.dossier.journal import Change, Do, Journal
from briefing.dossier.loaded import Loaded, Source
from briefing.dossier.lock import Busy, locked
from briefing.dossier.not_saved import CannotSave, Conflict, NotSaved
from briefing.dossier.patch import Patch
from briefing.dossier.working import ISSUES, PARTIES, Working
from briefing.files import ChangedOnDisk, digest, inside, read_if_there, write_atomic
from briefing.library import Library

TRIES = 20


class Changing:
    """Makes, undoes and redoes the changes of one running program in one library.

    ``session`` names the program in the journal. Every method raises NotSaved,
    or a kind of it, where it could not be done; the files are then as they were.
    """

    def __init__(self, library: Library, session: str | None = None) -> None:
        self.session = session or secrets.token_hex(4)
        self._library = library
        self._journal = Journal(library.root / locations.JOURNAL)
        self._thread = threading.RLock()
        with suppress(NotSaved):
            self._settle_at_start()

    def make(self, work: Callable[[Working], str]) -> Change | None:
        """Make the change that ``work`` makes, which says in words what it is.

        ``work`` may be called several times, where others write at the same
        time. None where it changed nothing.
        """
        with self._alone():
            for _ in range(TRIES):
                before = self._library.reload()
                working = Working(before)
                what = work(working)
                if not working.patches:
                    return None
                patches = tuple(working.patches)
                change = self._journal.change(what, self.session, _user(), patches)
                with suppress(ChangedOnDisk):
                    self._carry_out(Do.CHANGE, change, before, working.loaded)
                    return change
        raise CannotSave("the library’s files keep changing on the disk; try again")

    def turn(self, do: Do, *, skip: bool = False) -> Change | None:
        """Undo or redo the last change; None where there is none.

        ``skip`` undoes nothing but leaves that change as it is for good. Raises
        Conflict where an entry is no longer what the change left.
        """
        with self._alone():
            for _ in range(TRIES):
                change = self._next(do)
                if change is None:
                    return None
                if skip:
                    self._journal.skip(change)
                    return change
                before = self._library.reload()
                after = _turned(before, change, do)
                with suppress(ChangedOnDisk):
                    self._carry_out(do, change, before, after)
                    return change
        raise CannotSave("the library’s files keep changing on the disk; try again")

    def forget_undone(self, before: datetime) -> None:
        """Make nothing again that was made before that moment and undone."""
        with self._alone():
            for change in [c for c in self._journal.undone if c.at < before]:
                self._journal.skip(change)

    def upcoming(self, do: Do) -> Change | None:
        """What ``turn`` would undo or redo, as far as is known without waiting for others."""
        with self._thread, _told():
            self._journal.read()
            return self._next(do)

    def _next(self, do: Do) -> Change | None:
        changes = self._journal.done if do is Do.UNDO else self._journal.undone
        return changes[0] if changes else None

    def _carry_out(self, do: Do, change: Change, before: Loaded, after: Loaded) -> None:
        self._journal.begin(do, change)
        try:
            self._write(before, after)
        except (ChangedOnDisk, OSError):
            self._journal.drop()
            raise
        self._library.adopt(after)
        with suppress(OSError):  # the files say it too: see _settle
            self._journal.finish()

    def _write(self, before: Loaded, after: Loaded) -> None:
        """Write the files that differ; where one cannot be, put those before it back."""
        written: list[tuple[Source, Source]] = []
        try:
            for old, new in zip(before.sources, after.sources, strict=True):
                if old != new:
                    self._replace(old, new)
                    written.append((new, old))
        except (ChangedOnDisk, OSError):
            for new, old in reversed(written):
                with suppress(ChangedOnDisk, OSError):
                    self._replace(new, old)
            raise

    def _replace(self, old: Source, new: Source) -> None:
        path = self._library.root / old.file
        expect = None if old.data is None else digest(old.data)
        if new.data is not None:
            write_atomic(path, new.data, expect=expect, check=True)
            return
        if read_if_there(path) != old.data:
            raise ChangedOnDisk(str(path))
        path.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else changes the library while the block runs; the journal is read and settled."""
        with _told():
            self._check_writable()
        with self._thread, _told(), locked(self._journal.path):
            self._journal.read()
            self._settle()
            yield

    def _settle(self) -> None:
        """Decide what becomes of a change that was begun and not finished.

        Where all its entries are as it makes them, it is done; where none is,
        it was not. Where some are (it was cut short between two files), the
        others are done now, or, where that is no longer possible, it is dropped.
        """
        if self._journal.pending is None:
            return None
        do, change = self._journal.pending
        before = self._library.reload()
        working = Working(before)
        back = do is Do.UNDO
        missing = [made for made in change.patches if not working.has(made, back)]
        if len(missing) == len(change.patches):
            return self._journal.drop()
        try:
            for made in reversed(missing) if back else missing:
                working.put(made, back)
            self._write(before, working.loaded)
        except (NotSaved, ChangedOnDisk):
            return self._journal.drop()
        self._library.adopt(working.loaded)
        return self._journal.finish()

    def _settle_at_start(self) -> None:
        with _told():
            self._journal.read()
        if self._journal.pending is not None:
            with self._alone():
                pass

    def _check_writable(self) -> None:
        root = self._library.root
        if not locations.is_writable(root):
            raise CannotSave(
                f"{root} is read-only; copy the folder to a place of your own and open it there"
            )
        for name in (*locations.DOSSIER, locations.JOURNAL):
            inside(root, name)
            if not locations.may_be_written(root / name):
                raise CannotSave(f"{root / name} is read-only; make it writable and try again")


def _turned(before: Loaded, change: Change, do: Do) -> Loaded:
    """What the files say after an undo or redo; Conflict where it would harm something."""
    working = Working(before)
    back = do is Do.UNDO
    try:
        for made in reversed(change.patches) if back else change.patches:
            working.put(made, back)
        _check_links(working.loaded, change.patches, back)
    except Conflict as error:
        raise Conflict(f'cannot {do} "{change.what}": {error}') from None
    return working.loaded


def _check_links(after: Loaded, patches: tuple[Patch, ...], back: bool) -> None:
    """Conflict where a record names something that is going away."""
    gone = {(made.file, made.field, made.entry) for made in patches if not made.sides(back)[1].own}
    if not gone:
        return
    settings, records = after.settings.source.file, after.records.source.file
    for record in after.records.items:
        named = {(records, "", name) for name in (*record.answers, record.variant_of)}
        parties = (record.party, record.to, record.pending_from)
        named |= {(settings, PARTIES, name) for name in parties}
        named.add((settings, ISSUES, record.issue))
        for _, _, name in sorted(gone & named):
            raise Conflict(f'"{record.id}" in {records} names "{name}"')


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the system refuses into CannotSave."""
    try:
        yield
    except Busy as error:
        raise CannotSave(str(error)) from None
    except OSError as error:
        name = f"{error.filename} " if error.filename else "the library "
        message = f"{name}cannot be changed: {error.strerror or error}; nothing was saved"
        raise CannotSave(message) from error


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"
