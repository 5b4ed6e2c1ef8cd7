"""Articles removed or edited, as changes that are undone in turn with those of the journal."""

from __future__ import annotations

from pathlib import Path

from briefing.dossier.journal import Change
from briefing.dossier.not_saved import CannotSave, Conflict
from briefing.kept import (
    CannotPutBack,
    Kept,
    all_kept,
    all_undone,
    do_again,
    leave,
    put_back,
)


def last(root: Path, before: Change | None) -> Kept | None:
    """The last change of an article's file, where it is newer than ``before``."""
    newest = next(iter(all_kept(root)), None)
    if newest is None or (before is not None and newest.at <= before.at):
        return None
    return newest


def undone(root: Path, journal: Change | None, last: Change | None) -> Kept | None:
    """The change of an article's file that is next to be made again; None where it is not next.

    ``journal`` is what the journal would make again, ``last`` the last change in it
    that stands: one made since the file was put back ends making that again.
    """
    first = next(iter(all_undone(root)), None)
    if first is None or first.undone is None:
        return None
    if last is not None and last.at > first.undone:
        return None
    return first if journal is None or first.at < journal.at else None


def as_change(kept: Kept) -> Change:
    """It, as the journal would have it."""
    return Change(0, kept.what, "", "", kept.at, ())


def undo(root: Path, kept: Kept, *, skip: bool = False) -> Change:
    """Put the file back, or leave it as it is for good. Conflict where it was changed since."""
    try:
        if skip:
            leave(kept)
        else:
            put_back(root, kept)
    except CannotPutBack as error:
        raise Conflict(f'cannot undo "{kept.what}": {error}') from None
    except OSError as error:
        raise CannotSave(f"{kept.file} cannot be put back: {error.strerror or error}") from error
    return as_change(kept)


def redo(root: Path, kept: Kept) -> Change:
    """Change the file again. Conflict where it is not what it was put back to."""
    try:
        do_again(root, kept)
    except CannotPutBack as error:
        raise Conflict(f'cannot redo "{kept.what}": {error}') from None
    except OSError as error:
        raise CannotSave(f"{kept.file} cannot be changed: {error.strerror or error}") from error
    return as_change(kept)
