"""What a panel of options can switch, and what each switch makes of the choice. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, Self, TypeVar


class Choosable(Protocol):
    """What is shown of something, and in which order."""

    def within(self, earliest: date | None, latest: date | None) -> Self:
        """The same with other bounds of days."""
        ...

    def unfiltered(self) -> Self:
        """The same without filters."""
        ...


Choice = TypeVar("Choice", bound=Choosable)
Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Switch(Generic[Choice]):
    """Something to switch on or off. ``then`` is the choice after that; None: it cannot be.

    ``count`` is how many it alone would show; None where it shows no others.
    """

    label: str
    on: bool
    then: Choice | None
    depth: int = 0
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Facet(Generic[Choice]):
    """Switches of one kind, with what it means when none is on."""

    title: str
    note: str
    switches: tuple[Switch[Choice], ...]
