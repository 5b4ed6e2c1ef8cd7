"""The timeline: what happened when, who reports it, and how its date is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from briefing.article import Dating, Known
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Evidence, Record, Step, When


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something dated: a record, or one step in the life of an agreement."""

    record: Record
    when: When
    evidence: tuple[Evidence, ...]
    step: Step | None = None
    note: str | None = None

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that report it, in order of mention."""
        return tuple(dict.fromkeys(e.article for e in self.evidence))


@dataclass(frozen=True, slots=True)
class Gap:
    """Whole days on which nothing is told, ``first`` and ``last`` included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Timeline:
    """Stated and inferred dates apart, each in order with the gaps between; undated at the end."""

    stated: tuple[TimelineEntry | Gap, ...]
    inferred: tuple[TimelineEntry | Gap, ...]
    undated: tuple[TimelineEntry, ...]

    def __bool__(self) -> bool:
        return bool(self.stated or self.inferred or self.undated)

    def entries(self) -> Iterator[TimelineEntry]:
        """Everything but the gaps, in order."""
        for item in (*self.stated, *self.inferred, *self.undated):
            if isinstance(item, TimelineEntry):
                yield item


def build(dossier: Dossier) -> Timeline:
    """The timeline of every record with a ``when`` and every step of an agreement's history."""
    told = list(_told(dossier.records))
    stated = [e for e in told if e.when.dating.known is Known.STATED]
    inferred = [e for e in told if e.when.dating.known is Known.INFERRED]
    undated = tuple(e for e in told if e.when.dating.known is Known.UNKNOWN)
    return Timeline(_in_order(stated), _in_order(inferred), undated)


def _told(records: Iterable[Record]) -> Iterator[TimelineEntry]:
    for record in records:
        if record.when is not None:
            yield TimelineEntry(record, record.when, record.evidence)
        for step in record.history:
            evidence = step.evidence or record.evidence
            yield TimelineEntry(record, step.when, evidence, step.step, step.note)


def _in_order(entries: Iterable[TimelineEntry]) -> tuple[TimelineEntry | Gap, ...]:
    items: list[TimelineEntry | Gap] = []
    reached: date | None = None
    for entry in sorted(entries, key=lambda e: _ends(e.when.dating)):
        first, last = _ends(entry.when.dating)
        if reached is not None and first.toordinal() > reached.toordinal() + 1:
            items.append(Gap(_day(reached, 1), _day(first, -1)))
        items.append(entry)
        reached = max(last, reached or last)
    return tuple(items)


def _ends(dating: Dating) -> tuple[date, date]:
    """The first and last day; an open end stands for the other one."""
    first, last = dating.earliest or dating.latest, dating.latest or dating.earliest
    if first is None or last is None:
        raise ValueError("undated")
    return first, last


def _day(day: date, step: int) -> date:
    return date.fromordinal(day.toordinal() + step)
