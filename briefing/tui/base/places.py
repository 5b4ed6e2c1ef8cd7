"""Where the reader is, and the way back: places and a history of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing.article import Span

WIDE = 100
"""Cells from which the panes stand side by side."""


class View(StrEnum):
    """What fills the screen."""

    READING = "reading"
    BOARD = "board"
    FIGURES = "figures"
    WORDING = "wording"
    TIMELINE = "timeline"


class Side(StrEnum):
    """What stands beside the article."""

    RESULTS = "results"
    EVIDENCE = "evidence"
    HIGHLIGHTS = "highlights"
    SUGGESTIONS = "suggestions"


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where somebody reads in an article, on a screen of any size; as its view restores it.

    All offsets are those of the text; ``top`` is displayed ``lead`` rows below
    the upper edge.
    """

    article: str
    top: int
    lead: int
    cursor: int
    target: Span | None


@dataclass(frozen=True, slots=True)
class Place:
    """Everything that ``back`` brings back.

    ``pane`` is the id of the widget that had the focus, ``at`` what the article
    view calls its place, ``record`` the id of the record whose evidence is
    shown (None: that of the whole article, or no drawer on the board).
    """

    view: View
    pane: str
    side: Side
    article: str | None = None
    at: ReadingPlace | None = None
    record: str | None = None
    cursor: str | None = None
    """The record that the board's cursor is on."""


class History:
    """Places in order, as in a browser; the oldest are forgotten beyond ``limit``."""

    def __init__(self, limit: int = 200) -> None:
        self._places: list[Place] = []
        self._ahead: list[Place] = []
        self._limit = limit

    def __len__(self) -> int:
        return len(self._places)

    def push(self, place: Place) -> None:
        """Remember ``place``, unless it is the one remembered last; nothing is ahead any more."""
        self._ahead.clear()
        if self._places and self._places[-1] == place:
            return
        self._places.append(place)
        del self._places[: -self._limit]

    def back(self, here: Place) -> Place | None:
        """Take the place remembered last; ``here`` is then ahead."""
        if not self._places:
            return None
        self._ahead.append(here)
        return self._places.pop()

    def forward(self, here: Place) -> Place | None:
        """Take the place that was left last by going back; ``here`` is then behind."""
        if not self._ahead:
            return None
        self._places.append(here)
        return self._ahead.pop()
