"""Why a change of a library's files was not saved: one sentence each, and nothing was changed."""

from __future__ import annotations


class NotSaved(Exception):
    """Nothing was saved, and the files are as they were; the message says why."""


class Conflict(NotSaved):
    """Somebody else changed the same entry meanwhile."""


class CannotSave(NotSaved):
    """A file does not parse, keeps changing, or is being saved by another program for long."""
