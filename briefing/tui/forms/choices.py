"""Choosing by typing a few letters: what there is to choose, and what fits the letters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefing.article import Article
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Bound, FigureState, Kind, Mode, Stance
from briefing.folding import tokens
from briefing.marking.draft import New


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose. ``value`` is what it stands for, ``detail`` tells it from others."""

    value: object
    label: str
    detail: str = ""


def matching(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices that have every typed word as the beginning of one of theirs.

    Those whose label begins with it come first, then those with it in the label;
    capitals and accents make no difference.
    """
    wanted = _words(typed)
    if not wanted:
        return list(choices)
    ranked: list[tuple[int, Choice]] = []
    for choice in choices:
        label, detail = _words(choice.label), _words(choice.detail)
        if _begins(label, wanted):
            ranked.append((0, choice))
        elif _has(label, wanted):
            ranked.append((1, choice))
        elif _has([*label, *detail], wanted):
            ranked.append((2, choice))
    return [choice for _, choice in sorted(ranked, key=lambda pair: pair[0])]


def _words(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


def _begins(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return " ".join(words).startswith(" ".join(wanted))


def _has(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


MODES = {
    Mode.DIRECT: "Direct quote",
    Mode.PARAPHRASE: "Paraphrase",
    Mode.OUTLET: "Outlet’s own voice",
    Mode.ANONYMOUS: "Anonymous speaker",
    Mode.RELAYED: "Relayed from another outlet",
}


def named(values: Iterable[StrEnum]) -> tuple[Choice, ...]:
    """The values of a model's list, with a capital."""
    return tuple(Choice(value, value.value.capitalize()) for value in values)


KIND_CHOICES = named(Kind)
STANCE_CHOICES = named(Stance)
BOUND_CHOICES = named(Bound)
STATE_CHOICES = named(FigureState)
MODE_CHOICES = tuple(Choice(mode, label) for mode, label in MODES.items())


def party_choices(dossier: Dossier) -> tuple[Choice, ...]:
    """The parties, with their other names."""
    parties = dossier.settings.parties
    return tuple(Choice(p.id, p.name, ", ".join(p.aliases)) for p in parties)


def issue_choices(dossier: Dossier) -> tuple[Choice, ...]:
    """The issues, those inside others with where they are."""
    found: list[Choice] = []
    above: list[str] = []
    for depth, issue in dossier.settings.walk_issues():
        del above[depth:]
        found.append(Choice(issue.id, issue.name, f"in {above[-1]}" if above else ""))
        above.append(issue.name)
    return tuple(found)


def record_choices(dossier: Dossier, but: str | None = None) -> tuple[Choice, ...]:
    """The records by their sentence, with party and kind; without the one of the id ``but``."""
    names = {party.id: party.name for party in dossier.settings.parties}
    return tuple(
        Choice(r.id, r.says, f"{names.get(r.party, r.party)}, {r.kind.value}")
        for r in dossier.records
        if r.id != but
    )


def speaker_choices(dossier: Dossier, article: Article | None) -> tuple[Choice, ...]:
    """Everybody named as a speaker so far, those of the article first."""
    own: dict[str, None] = {}
    others: dict[str, None] = {}
    for record in dossier.records:
        for evidence in record.all_evidence():
            if evidence.speaker:
                here = article is not None and evidence.article == article.id
                (own if here else others).setdefault(evidence.speaker)
    return tuple(Choice(name, name) for name in {**own, **others})


def figure_choices(dossier: Dossier, field: str) -> tuple[Choice, ...]:
    """What figures so far have as ``of`` or ``unit``."""
    figures = (record.figure for record in dossier.records if record.figure)
    return tuple(Choice(text, text) for text in dict.fromkeys(getattr(f, field) for f in figures))


def new(name: str, what: str) -> Choice:
    """A new party or issue of that name."""
    return Choice(New(name), name, f"new {what}")
