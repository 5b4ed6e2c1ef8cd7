"""The YAML files of a library as they were read, and as they are after a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from briefing.dossier import load
from briefing.dossier.dossier import Dossier
from briefing.dossier.entries import Edited, Entries
from briefing.dossier.model import Dismissal, Evidence, Highlight, Place, Problem, Record
from briefing.dossier.settings import Settings

Entry = TypeVar("Entry", bound=Record | Highlight | Dismissal)
MARK = "\ufeff"
_BREAKS = "\n\r\x85\u2028\u2029"

Reader = Callable[[str, str], tuple[list[Entry], list[Problem]]]
ReadBytes = Callable[[str], bytes | None]
"""The bytes of a file by its name, or None where there is none; OSError as the system does."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name and bytes. ``data`` None: there is no such file.

    ``trouble`` says why its text cannot be read; such a file is not edited.
    """

    file: str
    data: bytes | None
    trouble: str | None = None

    @classmethod
    def read(cls, file: str, read: ReadBytes) -> Source:
        """The file as it is now."""
        try:
            data = read(file)
        except OSError as error:
            return cls(file, None, f"cannot be read: {error.strerror}")
        try:
            (data or b"").decode("utf-8")
        except UnicodeDecodeError:
            return cls(file, data, "is not UTF-8; save it as UTF-8")
        return cls(file, data)

    @property
    def text(self) -> str:
        """Its text, without a byte order mark; empty where it cannot be read."""
        return "" if self.trouble else (self.data or b"").decode("utf-8").removeprefix(MARK)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the file as a whole."""
        return [Problem(self.file, 1, "", self.trouble)] if self.trouble else []

    def saying(self, text: str | None) -> Source:
        """The file with another text, and the byte order mark that it had; None: no file."""
        if text is None:
            return Source(self.file, None)
        mark = MARK if (self.data or b"").startswith(MARK.encode()) else ""
        return Source(self.file, (mark + text).encode("utf-8"))


@dataclass(frozen=True)
class SettingsFile:
    """``briefing.yaml``: its bytes, what it says, and what is wrong in it."""

    source: Source
    settings: Settings
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, source: Source) -> SettingsFile:
        """Read the settings of a file."""
        settings, problems = load.load_settings(source.text, source.file)
        return cls(source, settings, (*source.problems, *problems))


@dataclass(frozen=True)
class Sheet(Generic[Entry]):
    """``positions.yaml`` or another list: its bytes, its entries, and what is wrong in it."""

    source: Source
    items: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    reader: Reader[Entry] = field(compare=False, repr=False)

    @classmethod
    def of(cls, source: Source, reader: Reader[Entry]) -> Sheet[Entry]:
        """Read the entries of a file."""
        items, problems = reader(source.text, source.file)
        return cls(source, tuple(items), (*source.problems, *problems), reader)

    def now(self, source: Source) -> Sheet[Entry]:
        """The file as it is now; itself where it is the same."""
        return self if source == self.source else Sheet.of(source, self.reader)

    @cached_property
    def entries(self) -> Entries:
        """The file's text with where its entries start; NotYaml where it does not parse."""
        if self.problems:
            return Entries.read(self.source.text)
        return Entries.known(self.source.text, [item.id for item in self.items])

    def edited(self, edited: Edited, *, gone: bool = False) -> Sheet[Entry]:
        """The file after an edit; ``gone``: there is no file any more.

        Reads only what the edit touched, where nothing was wrong before, and
        says exactly what reading the whole file would say.
        """
        text = edited.entries.text
        source = self.source.saying(None if gone else text)
        found, wrong = self.reader(edited.window, self.source.file)
        unsure = self.problems or wrong or len(found) != edited.count
        if unsure or edited.entries.starts is None:
            return Sheet.of(source, self.reader)
        above = _line_ends(text[: edited.start])
        after = self.items[edited.last :]
        grown = _line_ends(text) - _line_ends(self.source.text) if after else 0
        items = (
            *self.items[: edited.first],
            *(_moved(item, above) for item in found),
            *(_moved(item, grown) for item in after),
        )
        sheet = Sheet(source, items, (), self.reader)
        sheet.__dict__["entries"] = edited.entries
        return sheet


@dataclass(frozen=True)
class Loaded:
    """A library's settings, records, highlights and dismissals, as their files have them."""

    settings: SettingsFile
    records: Sheet[Record]
    highlights: Sheet[Highlight]
    dismissed: Sheet[Dismissal]

    @classmethod
    def read(cls, names: Sequence[str], read: ReadBytes, known: Loaded | None) -> Loaded:
        """Read the four files, called ``names`` in the order of the fields.

        A file that has the same bytes as in ``known`` is not parsed again;
        where all have, the answer is ``known`` itself.
        """
        sources = tuple(Source.read(name, read) for name in names)
        if known is not None and sources == known.sources:
            return known
        settings, records, highlights, dismissed = sources

        if known is None:
            return cls(
                SettingsFile.of(settings),
                Sheet.of(records, load.load_records),
                Sheet.of(highlights, load.load_highlights),
                Sheet.of(dismissed, load.load_dismissals),
            )
        same = known.settings.source == settings
        return cls(
            known.settings if same else SettingsFile.of(settings),
            known.records.now(records),
            known.highlights.now(highlights),
            known.dismissed.now(dismissed),
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files, in the order of the fields."""
        return (self.settings.source, *(sheet.source for sheet in self.sheets))

    @property
    def sheets(self) -> tuple[Sheet[Any], Sheet[Any], Sheet[Any]]:
        """The lists: records, highlights, dismissals."""
        return self.records, self.highlights, self.dismissed

    def having(self, sheet: Sheet[Any]) -> Loaded:
        """The same with another state of that one of the lists."""
        file = sheet.source.file
        return Loaded(
            self.settings,
            *(sheet if own.source.file == file else own for own in self.sheets),
        )

    @cached_property
    def dossier(self) -> Dossier:
        """All of them together."""
        wrong = [problem for sheet in self.sheets for problem in sheet.problems]
        return Dossier(
            self.settings.settings,
            self.records.items,
            self.highlights.items,
            [*self.settings.problems, *wrong],
            self.dismissed.items,
        )


def _line_ends(text: str) -> int:
    """How many lines YAML says that ``text`` ends."""
    signs = _BREAKS[:2] if text.isascii() else _BREAKS
    return sum(map(text.count, signs)) - text.count("\r\n")


def _moved(item: Entry, lines: int) -> Entry:
    """The entry, standing so many lines further down."""
    if not lines:
        return item
    if not isinstance(item, Record):
        return replace(item, place=_lower(item.place, lines))
    steps = (replace(step, evidence=_all_moved(step.evidence, lines)) for step in item.history)
    return replace(
        item,
        place=_lower(item.place, lines),
        evidence=_all_moved(item.evidence, lines),
        history=tuple(steps),
    )


def _all_moved(evidence: tuple[Evidence, ...], lines: int) -> tuple[Evidence, ...]:
    return tuple(replace(e, place=_lower(e.place, lines)) for e in evidence)


def _lower(place: Place | None, lines: int) -> Place | None:
    if place is None:
        return None
    fields: Mapping[str, int] = {name: line + lines for name, line in place.fields.items()}
    return Place(place.file, place.line + lines, fields)
