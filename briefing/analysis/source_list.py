"""The list of sources: which are shown, and in which order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from briefing.catalog import Entry


class SourceOrder(StrEnum):
    """What the sources are ordered by; those that have no such thing come last."""

    FILE = "file"
    DATE = "date"
    OUTLET = "outlet"
    TITLE = "title"
    HITS = "hits"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """``outlets`` as printed, "" for unknown ones; any of them will do, and any of ``tags``.

    ``earliest`` and ``latest``: only what may be from those days.
    """

    order: SourceOrder = SourceOrder.FILE
    outlets: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    earliest: date | None = None
    latest: date | None = None

    @property
    def filtered(self) -> bool:
        """Whether some sources may be left out."""
        return self != SourceChoice(self.order)

    def unfiltered(self) -> SourceChoice:
        """The same order of all sources."""
        return SourceChoice(self.order)

    def reordered(self) -> SourceChoice:
        """The same sources in the next order."""
        orders = list(SourceOrder)
        return replace(self, order=orders[(orders.index(self.order) + 1) % len(orders)])

    def within(self, earliest: date | None, latest: date | None) -> SourceChoice:
        """The same with other bounds of days."""
        return replace(self, earliest=earliest, latest=latest)

    def as_data(self) -> dict[str, Any]:
        """As it is kept in a file; ``from_data`` takes it back."""
        return {
            "order": self.order.value,
            "outlets": sorted(self.outlets),
            "tags": sorted(self.tags),
            "earliest": self.earliest and self.earliest.isoformat(),
            "latest": self.latest and self.latest.isoformat(),
        }

    @classmethod
    def from_data(cls, data: Any) -> SourceChoice:
        """What ``as_data`` gave; the whole list where it is anything else."""
        try:
            return cls(
                SourceOrder(data["order"]),
                frozenset(map(str, data["outlets"])),
                frozenset(map(str, data["tags"])),
                data["earliest"] and date.fromisoformat(data["earliest"]),
                data["latest"] and date.fromisoformat(data["latest"]),
            )
        except (KeyError, TypeError, ValueError):
            return cls()


def arranged(
    entries: Iterable[Entry],
    choice: SourceChoice,
    *,
    tags: Mapping[str, Collection[str]] | None = None,
    hits: Sequence[str] = (),
    read: Collection[str] = (),
) -> tuple[Entry, ...]:
    """The entries that ``choice`` shows, in its order; those that it cannot tell apart as given.

    ``tags`` are those of each article by its id, ``hits`` the ids that a search found,
    best first, ``read`` the ids of what was read. By date the newest come first. A file
    that cannot be read is shown last, and not where a filter is on.
    """
    shown = tuple(entries)
    if choice.filtered:
        shown = tuple(entry for entry in shown if _passes(entry, choice, tags or {}))
    if choice.order is SourceOrder.FILE:
        return shown
    return tuple(sorted(shown, key=_key(choice.order, hits, read)))


def tags_of(marks: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    """The tags of each article, from its highlights' article ids and tags."""
    found: dict[str, set[str]] = {}
    for article, tags in marks:
        found.setdefault(article, set()).update(tags)
    return found


def filters_in_words(choice: SourceChoice) -> Iterator[str]:
    """Each filter that is on, as the reader is told."""
    if choice.outlets:
        yield " or ".join(outlet or "unknown outlet" for outlet in sorted(choice.outlets))
    if choice.tags:
        yield " or ".join(f"#{tag}" for tag in sorted(choice.tags))
    first, last = choice.earliest, choice.latest
    if first and last:
        yield str(first) if first == last else f"{first} to {last}"
    elif first or last:
        yield f"since {first}" if first else f"until {last}"


def _passes(entry: Entry, choice: SourceChoice, tags: Mapping[str, Collection[str]]) -> bool:
    if entry.reason is not None:
        return False
    if choice.outlets and (entry.outlet or "") not in choice.outlets:
        return False
    if choice.tags and choice.tags.isdisjoint(tags.get(entry.id, ())):
        return False
    days = choice.earliest, choice.latest
    return days == (None, None) or entry.date.overlaps(*days)


def _key(
    order: SourceOrder, hits: Sequence[str], read: Collection[str]
) -> Callable[[Entry], tuple[Any, ...]]:
    if order is SourceOrder.HITS:
        rank = {article: at for at, article in enumerate(hits)}
        return lambda e: (e.reason is not None, rank.get(e.id, len(rank)))
    if order is SourceOrder.UNREAD:
        return lambda e: (e.reason is not None, e.id in read)
    if order is SourceOrder.TITLE:
        return lambda e: (e.reason is not None, e.label.casefold())
    if order is SourceOrder.OUTLET:
        return lambda e: (e.reason is not None, not e.outlet, (e.outlet or "").casefold(), _day(e))
    return lambda e: (e.reason is not None, _day(e))


def _day(entry: Entry) -> int:
    """Less for what is newer; by the last day that it may be from. Undated is last."""
    day = entry.date.latest or entry.date.earliest
    return -day.toordinal() if day else 1
