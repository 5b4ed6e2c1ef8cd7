"""Marking: highlights and records made, changed and deleted, every step to undo and redo."""

from __future__ import annotations

from briefing.dossier.journal import Change
from briefing.dossier.not_saved import CannotSave, Conflict, NotSaved
from briefing.marking.draft import Draft, New, known_issue, known_party
from briefing.marking.entries import Referred, Refused
from briefing.marking.marking import Marking

__all__ = [
    "CannotSave",
    "Change",
    "Conflict",
    "Draft",
    "Marking",
    "New",
    "NotSaved",
    "Referred",
    "Refused",
    "known_issue",
    "known_party",
]
