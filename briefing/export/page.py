"""A page of prose and lists with notes: what a view says, whether as markdown or as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.article import Article, first_words
from briefing.catalog import Entry
from briefing.dossier.model import Evidence, Record
from briefing.export.cite import Cited, Readings, cite

SHORT = 4
"""Words of a title that stand for it in running text."""

Source = Article | Entry


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: a label, a sentence, a remark, notes (their ids), and what stands below it."""

    text: str
    label: str = ""
    remark: str = ""
    notes: tuple[str, ...] = ()
    below: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A source with all that is known of it, and a remark."""

    source: Source
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Whose list it is that follows."""

    text: str


Part = str | Lead | Items | Described


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (``level`` 2 to 6) with what stands below it, up to the next one."""

    title: str
    parts: tuple[Part, ...] = ()
    level: int = 2


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of evidence that is cited; ``id`` is the same whenever it is cited."""

    id: str
    found: Cited


def called(source: Source) -> str:
    """What a source is called in running text: its outlet, or where unknown its first words."""
    return source.outlet or f"“{first_words(source.label.removesuffix('…'), SHORT)}”"


class Notes:
    """The notes of a page, in order of first mention."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._notes: dict[str, Note] = {}

    def of(self, record: Record, evidence: tuple[Evidence, ...] | None = None) -> tuple[str, ...]:
        """The ids of a record's notes: one for each piece of evidence, or of those given."""
        own = record.all_evidence()
        wanted = record.evidence if evidence is None else evidence
        numbers = dict.fromkeys(own.index(e) + 1 for e in wanted)
        return tuple(self._note(f"{record.id}-{n}", own[n - 1]) for n in numbers)

    def article(self, article_id: str) -> Article | None:
        """The article with that id, if it can be read."""
        return self._readings.article_or_none(article_id)

    def only_in(self, articles: Iterable[str]) -> str:
        """``only in`` the one source, by outlet or first words; empty where there are more."""
        ids = list(dict.fromkeys(articles))
        if len(ids) != 1:
            return ""
        found = self.article(ids[0])
        return f"only in {called(found)}" if found else f"only in {ids[0]}"

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes.values())

    def _note(self, note_id: str, evidence: Evidence) -> str:
        if note_id not in self._notes:
            self._notes[note_id] = Note(note_id, cite(self._readings, evidence))
        return note_id
