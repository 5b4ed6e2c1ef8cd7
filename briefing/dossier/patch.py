"""What a change did to one entry of a list, kept so that it can be put back to the byte. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from briefing.article import Span
from briefing.dossier.listing import Listing
from briefing.dossier.nodes import NotYaml

UNNAMED = ""
"""Stands for a neighbour that has no id, and so cannot be found again."""
LONGEST_GAP = 1000
"""Code points; a longer gap below a place is not kept where an entry above it is known."""
_ENDS = "\r\n"


class Clash(Exception):
    """The entry is not what the change left, so that nothing was put back; says what it is."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The entries of one list in a text: their ids, and the lines that are their own.

    ``top`` and ``floor``: whether the text starts and ends where the list does,
    or is cut out of it.
    """

    text: str
    ids: tuple[str | None, ...]
    spans: tuple[Span, ...]
    top: bool = True
    floor: bool = True

    def own(self, number: int) -> str:
        """The lines of an entry."""
        return self.text[self.spans[number].start : self.spans[number].end]

    def number(self, entry_id: str | None) -> int | None:
        """Which entry has the id; None where none has, or several."""
        if entry_id is None or self.ids.count(entry_id) != 1:
            return None
        return self.ids.index(entry_id)


def listed(text: str, *, top: bool = True, floor: bool = True) -> Listed:
    """The entries of a text that is one list; NotYaml where it is not."""
    found = Listing(text)
    spans = (found.item(number).span for number in range(len(found.nodes)))
    return Listed(text, tuple(found.ids), tuple(spans), top, floor)


@dataclass(frozen=True, slots=True)
class Side:
    """What stood in a place before a change, or after it.

    ``own`` are the entry's own lines in ``text``; None where the entry was not there.
    """

    text: str
    own: Span | None

    @property
    def entry(self) -> str | None:
        """The entry's own lines."""
        return None if self.own is None else self.text[self.own.start : self.own.end]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The entry above or below a place, and the text between the two.

    ``entry`` None is the start or the end of the file.
    """

    entry: str | None
    gap: str


@dataclass(frozen=True, slots=True)
class Patch:
    """What a change did to one entry.

    ``file`` is the file's name, ``field`` the field of it that holds the list
    (empty where the file is the list). ``made``: there was no file before.
    """

    file: str
    field: str
    entry: str
    old: Side
    new: Side
    above: Neighbour
    below: Neighbour
    made: bool = False

    def sides(self, back: bool) -> tuple[Side, Side]:
        """What should stand there, and what to put in its place."""
        return (self.new, self.old) if back else (self.old, self.new)

    def is_in(self, there: Listed, back: bool) -> bool:
        """Whether the entry is as the patch makes it."""
        wanted = self.sides(back)[1].entry
        if wanted is None:
            return self.entry not in there.ids
        number = there.number(self.entry)
        return number is not None and there.own(number).rstrip(_ENDS) == wanted.rstrip(_ENDS)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the journal."""
        sides = {
            name: {"text": side.text, "own": side.own and [side.own.start, side.own.end]}
            for name, side in (("old", self.old), ("new", self.new))
        }
        beside = {"above": self.above, "below": self.below}
        return {
            "file": self.file,
            "field": self.field,
            "entry": self.entry,
            **sides,
            **{name: [found.entry, found.gap] for name, found in beside.items()},
            "made": self.made,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Patch:
        """The patch of such values; KeyError, TypeError or ValueError where they do not fit."""
        old, new = (
            Side(str(side["text"]), Span(*side["own"]) if side["own"] else None)
            for side in (values["old"], values["new"])
        )
        above, below = (Neighbour(*values[name]) for name in ("above", "below"))
        file, field, entry = (str(values[name]) for name in ("file", "field", "entry"))
        return cls(file, field, entry, old, new, above, below, bool(values["made"]))


def between(
    old: Listed, new: Listed, entry_id: str, *, file: str, field: str = "", made: bool = False
) -> Patch:
    """The patch from ``old`` to ``new``, which differ in that entry and next to it only."""
    was, is_ = old.number(entry_id), new.number(entry_id)
    spans = [
        (found.spans[number], len(found.text))
        for found, number in ((old, was), (new, is_))
        if number is not None
    ]
    start = _common(old.text, new.text, min(span.start for span, _ in spans))
    most = min(length - span.end for span, length in spans)
    most = min(most, len(old.text) - start, len(new.text) - start)
    tail = _common(old.text[::-1], new.text[::-1], most)
    end = len(old.text) - tail
    over = [n for n, span in enumerate(old.spans) if span.end <= start]
    under = [n for n, span in enumerate(old.spans) if span.start >= end]
    above = Neighbour(_name(old, over[-1:]), old.text[_end(old, over) : start])
    below = Neighbour(_name(old, under[:1]), old.text[end : _start(old, under)])
    if above.entry and len(below.gap) > LONGEST_GAP:
        below = Neighbour(UNNAMED, "")
    before, after = _side(old, was, start, tail), _side(new, is_, start, tail)
    return Patch(file, field, entry_id, before, after, above, below, made)


def put(there: Listed, patch: Patch, back: bool, reread: Callable[[str], Listed] = listed) -> str:
    """The text with the patch applied, or taken back: exactly as it was, where it can be.

    Where what stands around the entry has changed meanwhile, that is left as
    it is, and the entry goes next to a neighbour that it had. Raises Clash
    where the entry itself is not what the other side of the patch has.
    """
    source, target = patch.sides(back)
    number = there.number(patch.entry)
    if source.own is None:
        if patch.entry in there.ids:
            raise Clash("is there again")
        ways = _inserted(there, patch, source, target)
    elif number is None:
        raise Clash("is there twice" if patch.entry in there.ids else "is no longer there")
    elif there.own(number).rstrip(_ENDS) != (source.entry or "").rstrip(_ENDS):
        raise Clash("was changed since then")
    else:
        ways = _exchanged(there, number, source, target)
    for way in ways:
        if _holds(there, way, patch, target, reread):
            return way
    raise Clash("cannot be put back, because the list around it was changed")


def _exchanged(there: Listed, number: int, source: Side, target: Side) -> Iterator[str]:
    """Ways to put one side in the place of the other, which is there."""
    text, span = there.text, there.spans[number]
    start = span.start - source.own.start if source.own else -1
    if start >= 0 and text.startswith(source.text, start):
        yield text[:start] + target.text + text[start + len(source.text) :]
    lines = (target.entry or "").rstrip(_ENDS)
    end = there.own(number)[len(there.own(number).rstrip(_ENDS)) :]
    yield text[: span.start] + (lines + end if lines else "") + text[span.end :]


def _inserted(there: Listed, patch: Patch, source: Side, target: Side) -> Iterator[str]:
    """Ways to put an entry back where it is missing, the most faithful first."""
    text, above, below = there.text, patch.above.gap, patch.below.gap
    top, floor = _edges(there, patch)
    if top is not None and text.startswith(above + source.text, top):
        at = top + len(above)
        yield text[:at] + target.text + text[at + len(source.text) :]
    if floor is not None and text.endswith(source.text + below, 0, floor):
        end = floor - len(below)
        yield text[: end - len(source.text)] + target.text + text[end:]
    last = there.spans[-1].end if there.spans else len(text)
    for place in (floor, top, last) if patch.above.entry is None else (top, floor, last):
        if place is not None:
            yield _on_its_own_lines(text, place, target.entry or "")


def _edges(there: Listed, patch: Patch) -> tuple[int | None, int | None]:
    """Where the neighbour above ends and the one below starts, where they are there."""
    above, below = patch.above.entry, patch.below.entry
    if above is None and below is None and there.spans:
        return None, None
    over, under = there.number(above), there.number(below)
    top = there.spans[over].end if over is not None else None
    floor = there.spans[under].start if under is not None else None
    if above is None and there.top:
        top = 0
    if below is None and there.floor:
        floor = len(there.text)
    return top, floor


def _on_its_own_lines(text: str, at: int, lines: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    before = "" if at == 0 or text[at - 1] in _ENDS else newline
    after = newline if at < len(text) and lines[-1:] not in _ENDS else ""
    return text[:at] + before + lines + after + text[at:]


def _holds(
    there: Listed, way: str, patch: Patch, target: Side, reread: Callable[[str], Listed]
) -> bool:
    """Whether a text has the entry as it should be, and all others as they are."""
    try:
        result = reread(way)
    except NotYaml:
        return False
    wanted = None if target.entry is None else target.entry.rstrip(_ENDS)
    found = [own for entry, own in _owned(result) if entry == patch.entry]
    others = [pair for pair in _owned(result) if pair[0] != patch.entry]
    rest = [pair for pair in _owned(there) if pair[0] != patch.entry]
    return others == rest and found == ([] if wanted is None else [wanted])


def _owned(found: Listed) -> Iterator[tuple[str | None, str]]:
    for number, entry in enumerate(found.ids):
        yield entry, found.own(number).rstrip(_ENDS)


def _side(found: Listed, number: int | None, start: int, tail: int) -> Side:
    text = found.text[start : len(found.text) - tail]
    if number is None:
        return Side(text, None)
    span = found.spans[number]
    return Side(text, Span(span.start - start, span.end - start))


def _name(found: Listed, numbers: list[int]) -> str | None:
    return (found.ids[numbers[0]] or UNNAMED) if numbers else None


def _end(found: Listed, numbers: list[int]) -> int:
    return found.spans[numbers[-1]].end if numbers else 0


def _start(found: Listed, numbers: list[int]) -> int:
    return found.spans[numbers[0]].start if numbers else len(found.text)


def _common(one: str, other: str, most: int) -> int:
    """How many code points the two have in common at their start, at most ``most``."""
    low, high = 0, min(most, len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
