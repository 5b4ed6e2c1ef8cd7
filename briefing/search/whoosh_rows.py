"""What an index keeps of each article besides postings, read as columns at once."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from datetime import date
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import Any

from briefing.search.whoosh_schema import (
    FIRST_DAY,
    LAST_DAY,
    ROW_HEAD,
    day_number,
    decoded,
    id_in,
)

_NUMBERS = 4
_KEPT_RANGES = 16
_HEAD = itemgetter(slice(ROW_HEAD.size))


class Rows:
    """The rows of all segments, by the numbers of the articles.

    A removed article still has its number, but is not among ``live``.
    """

    def __init__(self, segments: Sequence[tuple[Any, int]], columns: Sequence[Any]) -> None:
        """``segments``: Whoosh's readers, each with the number of its first article.

        ``columns``: their readers of the column ``ROW``.
        """
        self._rows: list[bytes] = []
        numbers = array("I")
        gone: set[int] = set()
        for (segment, base), column in zip(segments, columns, strict=True):
            rows = _rows_of(column)
            read = array("I")
            read.frombytes(b"".join(map(_HEAD, rows)))
            if sys.byteorder == "big":
                read.byteswap()
            if len(read) != _NUMBERS * segment.doc_count_all():
                raise ValueError("the rows of the index are damaged")
            numbers.extend(read)
            self._rows += rows
            if segment.has_deletions():
                size = segment.doc_count_all()
                gone.update(base + n for n in range(size) if segment.is_deleted(n))
        self._earliest, self._latest = numbers[0::_NUMBERS], numbers[1::_NUMBERS]
        self.gone = frozenset(gone)
        self.size = len(self._rows)
        self.lengths = {"body": numbers[2::_NUMBERS], "title": numbers[3::_NUMBERS]}
        self._ranges: dict[tuple[int, int], frozenset[int]] = {}

    @cached_property
    def live(self) -> Set[int]:
        """The numbers of the articles that are there."""
        everything = range(self.size)
        return set(everything) - self.gone if self.gone else frozenset(everything)

    def id(self, number: int) -> str:
        """The id of an article."""
        return decoded(id_in(self._rows[number]))

    def ids(self) -> Iterator[str]:
        """The ids of the articles that are there."""
        return map(self.id, self.live)

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The numbers of the articles that are there, by their ids."""
        return {self.id(number): number for number in self.live}

    @cached_property
    def averages(self) -> dict[str, float]:
        """How many words a field has on average."""
        count = self.size - len(self.gone) or 1
        return {
            field: (sum(lengths) - sum(lengths[n] for n in self.gone)) / count
            for field, lengths in self.lengths.items()
        }

    def dated(self, earliest: date | None, latest: date | None) -> Set[int]:
        """The articles that may be from that range, as ``Dating.overlaps`` has it.

        The sets of the ranges asked for last are kept.
        """
        span = day_number(earliest, FIRST_DAY), day_number(latest, LAST_DAY)
        if span not in self._ranges:
            if len(self._ranges) >= _KEPT_RANGES:
                self._ranges.clear()
            self._ranges[span] = frozenset(self._between(*span))
        return self._ranges[span]

    def _between(self, first: int, last: int) -> Iterator[int]:
        days, of_a_day, others = self._by_day
        for day in days[bisect_left(days, first) : bisect_right(days, last)]:
            yield from of_a_day[day]
        for number in others:
            if self._earliest[number] <= last and self._latest[number] >= first:
                yield number

    @cached_property
    def _by_day(self) -> tuple[list[int], dict[int, list[int]], list[int]]:
        """The articles of each day, and those whose date is a range; unknown ones in neither."""
        of_a_day: dict[int, list[int]] = {}
        others = []
        for number in self.live:
            first, last = self._earliest[number], self._latest[number]
            if first == last:
                of_a_day.setdefault(first, []).append(number)
            elif first < last:
                others.append(number)
        return sorted(of_a_day), of_a_day, others


def _rows_of(column: Any) -> list[bytes]:
    """All values of Whoosh's column of byte strings, read at once where it is as we know it."""
    try:
        lengths, file, base = column._lengths, column._dbfile, column._basepos
    except AttributeError:
        return [bytes(row) for row in column]
    ends = list(accumulate(lengths, initial=0))
    data = bytes(file.get(base, ends[-1]))
    return [*map(data.__getitem__, map(slice, ends, ends[1:]))]
