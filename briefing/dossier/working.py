"""A library's files while a change is made: what they will say, and the patches that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from briefing.dossier import patch, settings_edit
from briefing.dossier.edit import EditError
from briefing.dossier.emit import dismissal_yaml, highlight_yaml, record_yaml
from briefing.dossier.entries import Edited
from briefing.dossier.loaded import Loaded, SettingsFile, Sheet, Source
from briefing.dossier.model import Dismissal, Highlight, Record
from briefing.dossier.nodes import NotYaml
from briefing.dossier.not_saved import CannotSave, Conflict
from briefing.dossier.patch import Clash, Listed, Patch

AnyEntry = Record | Highlight | Dismissal
PARTIES = "parties"
ISSUES = "issues"


class Working:
    """Edits one after the other; nothing is written, and what was loaded stays as it is.

    ``loaded`` is what the files will say. Every method raises CannotSave where
    a file cannot be edited so, and ``put`` raises Conflict where an entry is
    not what the change left.
    """

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.patches: list[Patch] = []

    def ids(self, kind: type[AnyEntry]) -> tuple[str | None, ...]:
        """The ids of all entries of one kind, those that do not fit the model among them."""
        sheet = self.sheet(kind)
        with _told(sheet.source):
            return sheet.entries.ids

    def names(self, field: str) -> tuple[str | None, ...]:
        """The ids of all parties or issues of the settings, but for issues inside issues."""
        source = self.loaded.settings.source
        with _told(source):
            return settings_edit.listed_in(source.text, field).ids

    def add(self, entry: AnyEntry) -> None:
        """Add an entry after the others."""
        sheet = self.sheet(type(entry))
        with _told(sheet.source):
            edited = sheet.entries.append(sheet.source.file, entry.id, _yaml(entry))
        self._note(sheet, edited, entry)

    def replace(self, entry: AnyEntry) -> None:
        """Put an entry in the place of the one with its id; its other fields keep their lines."""
        sheet = self.sheet(type(entry))
        old = next((item for item in sheet.items if item.id == entry.id), None)
        same = _same(old, entry) if old else ()
        with _told(sheet.source):
            edited = sheet.entries.replace(sheet.source.file, entry.id, _yaml(entry), same)
        self._note(sheet, edited, entry)

    def remove(self, entry: AnyEntry) -> None:
        """Remove an entry."""
        sheet = self.sheet(type(entry))
        with _told(sheet.source):
            edited = sheet.entries.remove(sheet.source.file, entry.id)
        self._note(sheet, edited)

    def name(self, field: str, entry_id: str, name: str, title: str) -> None:
        """Add a party or an issue to the settings; ``title`` is for a library that has none."""
        source = self.loaded.settings.source
        with _told(source):
            old = settings_edit.listed_in(source.text, field)
            text = settings_edit.add(source.text, field, entry_id, name, title)
            new = settings_edit.listed_in(text, field)
        made = patch.between(old, new, entry_id, file=source.file, field=field)
        self.patches.append(replace(made, made=source.data is None))
        self._say(source.saying(text))

    def put(self, made: Patch, back: bool) -> None:
        """Apply a patch, or take it back."""
        try:
            if made.field:
                self._put_name(made, back)
                return
            sheet = self._sheet_of(made)
            with _told(sheet.source):
                edited = sheet.entries.put(made, back)
        except Clash as error:
            raise Conflict(f'"{made.entry}" in {made.file} {error}') from None
        gone = made.made and back and not edited.entries.text
        self.loaded = self.loaded.having(sheet.edited(edited, gone=gone))

    def has(self, made: Patch, back: bool) -> bool:
        """Whether the files are as a patch makes them, or as they were before it."""
        source = self.loaded.settings.source
        if made.field:
            with _told(source):
                return made.is_in(settings_edit.listed_in(source.text, made.field), back)
        sheet = self._sheet_of(made)
        with _told(sheet.source):
            return sheet.entries.has(made, back)

    def _put_name(self, made: Patch, back: bool) -> None:
        source = self.loaded.settings.source
        with _told(source):
            there = settings_edit.listed_in(source.text, made.field)
            text = patch.put(there, made, back, _reader(made.field))
        gone = made.made and back and not text
        self._say(source.saying(None if gone else text))

    def sheet(self, kind: type[AnyEntry]) -> Sheet[Any]:
        """The list that holds entries of one kind."""
        if kind is Record:
            return self.loaded.records
        return self.loaded.highlights if kind is Highlight else self.loaded.dismissed

    def _sheet_of(self, made: Patch) -> Sheet[Any]:
        for sheet in self.loaded.sheets:
            if sheet.source.file == made.file:
                return sheet
        raise CannotSave(f"the journal names a file {made.file} that this briefing does not know")

    def _note(self, sheet: Sheet[Any], edited: Edited, entry: AnyEntry | None = None) -> None:
        after = sheet.edited(edited)
        if entry is not None and entry not in after.items:
            raise CannotSave(f'"{entry.id}" cannot be written so that it reads the same again')
        self.patches.append(replace(edited.patch, made=sheet.source.data is None))
        self.loaded = self.loaded.having(after)

    def _say(self, source: Source) -> None:
        self.loaded = replace(self.loaded, settings=SettingsFile.of(source))


def _same(old: AnyEntry, new: AnyEntry) -> frozenset[str]:
    """The names of the fields that mean the same in both."""
    names = (field.name for field in fields(old) if field.compare)
    return frozenset(name for name in names if getattr(old, name) == getattr(new, name))


@contextmanager
def _told(source: Source) -> Iterator[None]:
    """Turn what can be wrong with a file into CannotSave, one sentence."""
    if source.trouble:
        raise CannotSave(f"{source.file} {source.trouble}; nothing was saved")
    try:
        yield
    except NotYaml as error:
        message = f"{source.file}:{error.line}: {error.message}; nothing was saved"
        raise CannotSave(message) from None
    except EditError as error:
        raise CannotSave(f"{source.file}: {error}; nothing was saved") from None
    except ValueError as error:
        raise CannotSave(f"{error}; nothing was saved") from None


def _reader(field: str) -> Callable[[str], Listed]:
    return lambda text: settings_edit.listed_in(text, field)


def _yaml(entry: AnyEntry) -> str:
    if isinstance(entry, Record):
        return record_yaml(entry)
    return highlight_yaml(entry) if isinstance(entry, Highlight) else dismissal_yaml(entry)
