"""A YAML list's text with where its entries start, so that an edit reads only what is near it.

To parse a list of 5,000 records takes half a second; to parse three of them, nothing
to speak of. What an entry of a block list says depends on no line of another one, unless
aliases (``*name``) are about: then, and in lists in brackets, the whole list is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from briefing.dossier import edit, patch
from briefing.dossier.listing import Listing
from briefing.dossier.patch import Clash, Patch, listed

FEW = 4
"""So few entries are read whole."""
_HYPHEN = re.compile(r"^( *)-(?=[ \t\r\n]|\Z)", re.MULTILINE)
_ANCHOR = re.compile(r"(?<![^\s\[{,:])&\S")
_ALIAS = re.compile(r"(?<![^\s\[{,:])\*\S")


@dataclass(frozen=True, slots=True)
class Entries:
    """A list's text, without a byte order mark, and the id of each of its entries.

    ``starts`` is where the line of each entry's hyphen starts; None where the
    list has to be read whole.
    """

    text: str
    ids: tuple[str | None, ...]
    starts: tuple[int, ...] | None

    @classmethod
    def read(cls, text: str) -> Entries:
        """The entries of ``text``; NotYaml where it is not one list."""
        found = Listing(text)
        ids = tuple(found.ids)
        if found.in_brackets or not ids or _leans(text):
            return cls(text, ids, None)
        lines = _hyphens(text, found.column)
        marks = (node.start_mark.index for node in found.nodes)
        starts = tuple(lines[bisect_right(lines, at) - 1] for at in marks) if lines else ()
        return cls(text, ids, starts if len(set(starts)) == len(ids) else None)

    @classmethod
    def known(cls, text: str, ids: Sequence[str]) -> Entries:
        """The same without parsing, where all entries of the list are known to have ``ids``."""
        first = _HYPHEN.search(text)
        if ids and first and not _leans(text):
            lines = _hyphens(text, len(first[1]))
            if len(lines) == len(ids):
                return cls(text, tuple(ids), tuple(lines))
        return cls.read(text)

    def append(self, file: str, entry_id: str, entry_yaml: str) -> Edited:
        """One more entry after the others. The edits raise EditError as those of ``edit`` do."""
        if entry_id in self.ids:
            raise edit.EditError(f'there is an entry with the id "{entry_id}" already')
        last = len(self.ids)
        return self._edited(file, last - 2, last, entry_id, lambda t: edit.append(t, entry_yaml))

    def replace(
        self, file: str, entry_id: str, entry_yaml: str, same: Collection[str] = ()
    ) -> Edited:
        """Another entry of the same id in the place of the one that has it."""
        number = self._number(entry_id)
        change = lambda text: edit.replace(text, entry_id, entry_yaml, same)  # noqa: E731
        return self._edited(file, number - 1, number + 2, entry_id, change)

    def remove(self, file: str, entry_id: str) -> Edited:
        """The list without that entry."""
        number = self._number(entry_id)
        change = lambda text: edit.remove(text, entry_id)  # noqa: E731
        return self._edited(file, number - 1, number + 2, entry_id, change)

    def put(self, made: Patch, back: bool) -> Edited:
        """The list with a patch applied or taken back; Clash where that cannot be."""
        first, last = self._near(made)
        start, end = self._window(first, last)
        there = listed(self.text[start:end], top=first == 0, floor=last == len(self.ids))
        text = patch.put(there, made, back)
        return self._spliced(first, last, text, made)

    def has(self, made: Patch, back: bool) -> bool:
        """Whether the entry of a patch is as the patch makes it, or as it was before."""
        if self.ids.count(made.entry) != 1:
            return made.sides(back)[1].entry is None and made.entry not in self.ids
        number = self.ids.index(made.entry)
        start, end = self._window(*self._room(number, number + 1))
        return made.is_in(listed(self.text[start:end]), back)

    def _near(self, made: Patch) -> tuple[int, int]:
        """The entries around the place of a patch: numbers, the second not included."""
        if self.ids.count(made.entry) > 1:
            raise Clash("is there twice")
        if made.entry in self.ids:
            number = self.ids.index(made.entry)
            return self._room(number - 1, number + 2)
        above, below = made.above.entry, made.below.entry
        if above is None and below is not None:
            return self._room(0, 2)
        if above is not None and above in self.ids:
            number = self.ids.index(above)
            return self._room(number, number + 2)
        if below is not None and below in self.ids:
            number = self.ids.index(below)
            return self._room(number - 1, number + 1)
        return self._room(len(self.ids) - 2, len(self.ids))

    def _number(self, entry_id: str) -> int:
        count = self.ids.count(entry_id)
        if count == 0:
            raise edit.NoSuchEntry(f'no entry has the id "{entry_id}"')
        if count > 1:
            raise edit.EditError(f'{count} entries have the id "{entry_id}"; give each its own')
        return self.ids.index(entry_id)

    def _room(self, first: int, last: int) -> tuple[int, int]:
        if self.starts is None or len(self.ids) <= FEW:
            return 0, len(self.ids)
        return max(first, 0), min(last, len(self.ids))

    def _window(self, first: int, last: int) -> tuple[int, int]:
        """Where the text of some entries starts and ends, with what follows the last of them."""
        start = self.starts[first] if self.starts and first else 0
        end = self.starts[last] if self.starts and last < len(self.ids) else len(self.text)
        return start, end

    def _edited(
        self, file: str, first: int, last: int, entry_id: str, change: Callable[[str], str]
    ) -> Edited:
        first, last = self._room(first, last)
        start, end = self._window(first, last)
        old = self.text[start:end]
        new = change(old)
        made = patch.between(listed(old), listed(new), entry_id, file=file)
        return self._spliced(first, last, new, made)

    def _spliced(self, first: int, last: int, window: str, made: Patch) -> Edited:
        """The list with ``window`` in the place of the text of some entries."""
        start, end = self._window(first, last)
        text = self.text[:start] + window + self.text[end:]
        near = Entries.read(window)
        ids = self.ids[:first] + near.ids + self.ids[last:]
        starts = None
        if self.starts is not None and near.starts is not None and not _leans(text):
            grown = len(window) - (end - start)
            moved = (at + grown for at in self.starts[last:])
            inside = (at + start for at in near.starts)
            starts = (*self.starts[:first], *inside, *moved)
        elif (first, last) == (0, len(self.ids)):
            starts = near.starts
        return Edited(Entries(text, ids, starts), made, first, last, len(near.ids), start, window)


@dataclass(frozen=True, slots=True)
class Edited:
    """A list after an edit, and the patch that it was.

    The entries ``first`` to ``last`` (not included) of the list before were
    read; in their place stand ``count`` entries with the text ``window``,
    which starts at ``start``.
    """

    entries: Entries
    patch: Patch
    first: int
    last: int
    count: int
    start: int
    window: str


def _hyphens(text: str, column: int) -> list[int]:
    """Where the lines start that have a hyphen in ``column``."""
    return [found.start() for found in _HYPHEN.finditer(text) if len(found[1]) == column]


def _leans(text: str) -> bool:
    """Whether an entry may lean on another one."""
    return bool(_ANCHOR.search(text) and _ALIAS.search(text))
