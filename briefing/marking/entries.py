"""One entry of a library's lists among the others: found again, merged, checked, relinked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from briefing.dossier.check import misfits
from briefing.dossier.model import Dismissal, Evidence, Highlight, Record
from briefing.dossier.not_saved import Conflict, NotSaved
from briefing.dossier.working import Working

Entry = TypeVar("Entry", Record, Highlight, Dismissal)


class Refused(NotSaved):
    """What was asked for would not be right; nothing was changed, and the message says why."""


class Referred(Refused):
    """A record cannot go by itself, because ``records`` name it."""

    def __init__(self, record_id: str, records: Sequence[Record]) -> None:
        names = ", ".join(record.id for record in records)
        super().__init__(f"{record_id} is named by {names}; take it out of them in the same step")
        self.records = tuple(records)


def find(working: Working, known: Entry) -> Entry:
    """The entry as it is now; Conflict where it is gone, or does not fit the model any more."""
    sheet = working.sheet(type(known))
    found: Entry | None = next((item for item in sheet.items if item.id == known.id), None)
    if found is not None:
        return found
    if known.id in working.ids(type(known)):
        wrong = next((p for p in sheet.problems if p.entry == known.id), "it cannot be read")
        raise Conflict(f'"{known.id}" was changed: {wrong}')
    raise Conflict(f'"{known.id}" is no longer in {sheet.source.file}')


def unchanged(working: Working, known: Entry) -> Entry:
    """The entry as it is now; Conflict where that is not as the caller knows it."""
    there = find(working, known)
    if there != known:
        file = working.sheet(type(known)).source.file
        raise Conflict(f'"{known.id}" was changed in {file} by somebody else; look at it again')
    return there


def merged(known: Entry, wanted: Entry, there: Entry) -> Entry:
    """``there`` with what ``wanted`` changes of ``known``.

    Conflict where somebody else has changed the same field otherwise meanwhile.
    """
    changes: dict[str, Any] = {}
    for field in fields(known):
        old, new, now = (getattr(entry, field.name) for entry in (known, wanted, there))
        if not field.compare or new == old:
            continue
        if now not in (old, new):
            raise Conflict(
                f'"{known.id}" was changed by somebody else, in the same field {field.name};'
                " look at it again"
            )
        changes[field.name] = new
    return replace(there, **changes)


def check_fits(working: Working, record: Record, old: Record | None = None) -> None:
    """Refused where a record would have something wrong with it that ``old`` had not."""
    if not record.says:
        raise Refused("says: missing; expected one sentence in your own words")
    known = {str(p.message) for p in misfits(old, working.loaded.dossier)} if old else set()
    for problem in misfits(record, working.loaded.dossier):
        if problem.message not in known:
            raise Refused(f"{problem.field}: {problem.message}")


def check_pieces(record: Record, evidence: Sequence[Evidence]) -> None:
    """Refused where a record would have no evidence, or newly the same passage twice."""
    if not evidence:
        raise Refused(f"this is all the evidence that {record.id} has; delete the record")
    for piece in evidence:
        same = [other for other in evidence if same_place(piece, other)]
        if piece not in record.evidence and len(same) > 1:
            raise Refused(f"{record.id} would have the same passage as evidence twice")


def naming(records: Iterable[Record], record_id: str) -> tuple[Record, ...]:
    """The records that answer that one or are variants of it."""
    return tuple(r for r in records if record_id in (*r.answers, r.variant_of))


def relinked(record: Record, going: Record, others: Iterable[Record]) -> Record:
    """The record without links to one that goes.

    They go to one that tells the same thing: what that one was a variant of,
    or else its first variant among ``others``.
    """
    variants = (other.id for other in others if other.variant_of == going.id)
    heir = going.variant_of or next(variants, None)
    heir = None if heir == record.id else heir
    answers = (heir if answer == going.id else answer for answer in record.answers)
    variant_of = heir if record.variant_of == going.id else record.variant_of
    kept = tuple(dict.fromkeys(answer for answer in answers if answer is not None))
    return replace(record, answers=kept, variant_of=variant_of)


def same_place(one: Evidence | Highlight, other: Evidence | Highlight) -> bool:
    """Whether two quotes are the same words at the same place."""
    names = ("article", "quote", "before", "after")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def number_of(record: Record, evidence: Evidence) -> int:
    """Which of its evidence that is; Conflict where it is not there any more."""
    if evidence not in record.evidence:
        raise Conflict(f'the evidence of "{record.id}" was changed by somebody else')
    return record.evidence.index(evidence)
