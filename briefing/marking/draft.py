"""What a record is to say, before it has an id: the fields of a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from briefing.dossier.model import Evidence, Figure, Kind, Record, Stance, When
from briefing.dossier.settings import Settings


@dataclass(frozen=True, slots=True)
class New:
    """A party or an issue that the library may not have yet, by its name.

    Where one has the name or alias already, that one is meant.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a record that a person fills in; see ``Record`` for what they mean.

    Parties and issues are ids, or ``New`` ones that go into ``briefing.yaml``
    together with the record.
    """

    kind: Kind
    party: str | New
    issue: str | New
    says: str
    to: str | New | None = None
    answers: tuple[str, ...] = ()
    variant_of: str | None = None
    stance: Stance | None = None
    pending_from: str | New | None = None
    figure: Figure | None = None
    when: When | None = None

    @classmethod
    def of(cls, record: Record) -> Draft:
        """A record's fields, to be changed."""
        return cls(**{field.name: getattr(record, field.name) for field in fields(cls)})

    def record(self, record_id: str, evidence: tuple[Evidence, ...]) -> Record:
        """The record. Parties and issues must be ids by now."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return Record(record_id, evidence=evidence, **values)


def known_party(settings: Settings, name: str) -> str | None:
    """The id of the party with that id, name or alias; capitals make no difference."""
    wanted = _folded(name)
    return next(
        (
            party.id
            for party in settings.parties
            if wanted in {party.id, *map(_folded, (party.name, *party.aliases))}
        ),
        None,
    )


def known_issue(settings: Settings, name: str) -> str | None:
    """The id of the issue with that id or name, at any depth; capitals make no difference."""
    wanted = _folded(name)
    return next(
        (i.id for _, i in settings.walk_issues() if wanted in {i.id, _folded(i.name)}), None
    )


def clean(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts on one line each, without empty and doubled ones."""
    return tuple(dict.fromkeys(flat for text in texts if (flat := " ".join(text.split()))))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
