"""Marks: the passages of an article that are painted, by kind, and the steps between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from briefing.article import Span
from briefing.projection import Projection

Range = tuple[int, int]


class MarkKind(StrEnum):
    """Why a passage is marked."""

    HIT = "hit"
    EVIDENCE = "evidence"
    HIGHLIGHT = "highlight"
    FOUND = "found"
    """It matches what was looked for in the article."""


class Count(NamedTuple):
    """Which of how many, from 1."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number} of {self.total}"


@dataclass(frozen=True, slots=True)
class Stop:
    """A mark to go to: its span, where it is displayed, and which one it is."""

    span: Span
    start: int
    end: int
    count: Count


class Marks:
    """The marks of one kind, in order of the text; those not displayed are left out."""

    def __init__(self, spans: Iterable[Span] = (), projection: Projection | None = None) -> None:
        self.spans: list[Span] = []
        self._outer: list[Range] = []
        pieces: list[Range] = []
        for span in sorted(set(spans), key=lambda span: (span.start, span.end)):
            ranges = projection.display_ranges(span) if projection else []
            if ranges:
                self.spans.append(span)
                self._outer.append((ranges[0][0], ranges[-1][1]))
                pieces += ranges
        self._painted = _apart(pieces)
        self._starts = [start for start, _ in self._painted]

    def __len__(self) -> int:
        return len(self.spans)

    def within(self, start: int, end: int) -> Iterator[Range]:
        """What is painted between two offsets of the display, cut off there."""
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self._painted)):
            first, last = self._painted[index]
            if first >= end:
                return
            if last > start:
                yield max(first, start), min(last, end)

    def stop(self, offset: int, direction: int) -> Stop | None:
        """The nearest mark that starts after (1) or before (-1) ``offset``; around at the ends."""
        if not self.spans:
            return None
        if direction > 0:
            index = bisect_right(self._outer, (offset, _FAR))
        else:
            index = bisect_left(self._outer, (offset, -1)) - 1
        return self._stop(index % len(self.spans))

    def from_here(self, offset: int) -> Stop | None:
        """The nearest mark that starts at ``offset`` or after it; around at the end."""
        return self.stop(offset - 1, 1)

    def count_of(self, span: Span) -> Count | None:
        """Which one of the marks ``span`` is, if it is one."""
        index = bisect_left(self.spans, span)
        if index < len(self.spans) and self.spans[index] == span:
            return Count(index + 1, len(self.spans))
        return None

    def _stop(self, index: int) -> Stop:
        start, end = self._outer[index]
        return Stop(self.spans[index], start, end, Count(index + 1, len(self.spans)))


class MarkSet:
    """All marks of the displayed article, and the target: the passage that was gone to last."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._given: dict[MarkKind, tuple[Span, ...]] = {}
        self._marks = {kind: Marks() for kind in MarkKind}
        self._target = Marks()

    def on(self, projection: Projection) -> MarkSet:
        """The same marks on another projection of the same article."""
        moved = MarkSet(projection)
        for kind, spans in self._given.items():
            moved.give(kind, spans)
        moved.target = self.target
        return moved

    def give(self, kind: MarkKind, spans: Iterable[Span]) -> None:
        """Mark these spans, and no others, as of that kind."""
        self._given[kind] = tuple(spans)
        self._marks[kind] = Marks(self._given[kind], self._projection)

    def of(self, kind: MarkKind) -> Marks:
        """The marks of one kind."""
        return self._marks[kind]

    @property
    def target(self) -> Span | None:
        """The passage that was gone to last."""
        return self._target.spans[0] if self._target.spans else None

    @target.setter
    def target(self, span: Span | None) -> None:
        self._target = Marks([span] if span else [], self._projection)

    def layers(self, start: int, end: int) -> Iterator[tuple[str, list[Range]]]:
        """What to paint between two offsets of the display, what covers the rest last.

        While something is looked for in the article, its matches stand in for the hits.
        """
        hits = MarkKind.FOUND if self.of(MarkKind.FOUND) else MarkKind.HIT
        yield "highlight", list(self.of(MarkKind.HIGHLIGHT).within(start, end))
        yield "target", list(self._target.within(start, end))
        yield "evidence", list(self.of(MarkKind.EVIDENCE).within(start, end))
        yield "hit", list(self.of(hits).within(start, end))


_FAR = 1 << 62


def _apart(ranges: list[Range]) -> list[Range]:
    """Ranges in order, those that overlap or touch as one."""
    done: list[Range] = []
    for start, end in sorted(ranges):
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(done[-1][1], end))
        else:
            done.append((start, end))
    return done
