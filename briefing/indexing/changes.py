"""What bringing an index in step with the disk comes to."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.catalog import Entry


class CannotIndex(Exception):
    """There is no place for the index; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sync found. ``rebuilt`` says why the index was made anew, if it was;
    ``busy``: another process is indexing, so the old index was left as it is."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rebuilt: str | None = None
    busy: bool = False

    @property
    def touched(self) -> tuple[str, ...]:
        """The ids of all articles that are not what they were."""
        return self.added + self.changed + self.removed

    def __bool__(self) -> bool:
        return bool(self.touched or self.rebuilt)


def between(before: dict[str, Entry], after: dict[str, Entry]) -> Changes:
    """What changed between two states of the catalogue; a new time alone is no change."""
    return Changes(
        tuple(i for i in after if i not in before),
        tuple(i for i, e in after.items() if i in before and _differ(before[i], e)),
        tuple(i for i in before if i not in after),
    )


def _differ(one: Entry, other: Entry) -> bool:
    return one is not other and _matter(one) != _matter(other)


def _matter(entry: Entry) -> tuple[str, str, str | None]:
    return entry.file, entry.sha256, entry.reason
