"""Where a record stands, derived from what answers it and from its history.

The variants of a record are the same thing, reported differently: what answers
one answers all of them, and so do ``to``, ``pending_from`` and an agreement's
history. Where a record is addressed to a party (``to``), only that party can
accept, reject, deflect or set conditions; offers count from anybody until that
party has answered. An answer stops counting once the same party has given one
with a later date. Of the rows below the first that holds decides.

| # | the record                                                  | status                   |
|---|-------------------------------------------------------------|--------------------------|
| 1 | is an agreement                                             | furthest step of its     |
|   |                                                             | history, else agreed     |
| 2 | is answered by an agreement                                 | as row 1 of the furthest |
| 3 | awaits an answer (``pending_from``), and that party has not | pending an answer        |
|   | accepted, rejected, set conditions or made an offer         |                          |
| 4 | is answered with ``rejects``                                | rejected                 |
| 5 | is answered with ``conditional``                            | accepted with conditions |
| 6 | is answered with ``accepts``                                | agreed                   |
| 7 | is answered by an offer                                     | answered with an offer   |
| 8 | is answered with ``deflects``                               | deflected                |
| 9 | is a demand or an offer                                     | open                     |
| 10| is a claim, a figure, an event or a response                | reported                 |

Answers are not followed further: what answers an answer says nothing about the
record, so links that go round in a circle do no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Kind, Record, Stance, Status, Step

_OF_STANCE = {
    Stance.REJECTS: Status.REJECTED,
    Stance.CONDITIONAL: Status.CONDITIONAL,
    Stance.ACCEPTS: Status.AGREED,
    Stance.DEFLECTS: Status.DEFLECTED,
}
_OF_STEP = {
    Step.AGREED: Status.AGREED,
    Step.PARTLY_CARRIED_OUT: Status.PARTLY_CARRIED_OUT,
    Step.CARRIED_OUT: Status.CARRIED_OUT,
}
_FURTHER = tuple(_OF_STEP.values())
_SETTLING = (
    Status.REJECTED,
    Status.CONDITIONAL,
    Status.AGREED,
    Status.ANSWERED_WITH_OFFER,
)
_WORDS = {
    Status.REJECTED: "rejected by {}",
    Status.CONDITIONAL: "accepted with conditions by {}",
    Status.AGREED: "accepted by {}",
    Status.ANSWERED_WITH_OFFER: "answered with an offer by {}",
    Status.PENDING: "pending an answer from {}",
    Status.DEFLECTED: "deflected by {}",
}
Verdict = tuple[Status, str]
"""What one answer makes of a record, and the party that gave it."""


def statuses(dossier: Dossier) -> Mapping[str, Status]:
    """The status of every record, by id, in file order."""
    found: dict[str, Status] = {}
    for record in dossier.records:
        if record.id not in found:
            found[record.id] = _derived(record, dossier)[0]
    return found


def status_line(record: Record, dossier: Dossier) -> str:
    """The status in words, with the names of those it comes from: ``rejected by North``.

    Parties stand in the order of the settings. Empty for a record that asks for
    no answer and has none.
    """
    found, parties = _derived(record, dossier)
    if found is Status.REPORTED:
        return ""
    if not parties:
        return str(found)
    settings = dossier.settings
    names = [party.name for party in settings.parties if party.id in parties]
    names += sorted(party for party in parties if settings.party(party) is None)
    rest = f"{', '.join(names[:-1])} and " if names[1:] else ""
    return _WORDS[found].format(rest + names[-1])


def _derived(record: Record, dossier: Dossier) -> tuple[Status, frozenset[str]]:
    """A record's status, and the parties whose word it is (none for an agreement)."""
    family = (record, *dossier.variants(record.id))
    answers = list({a.id: a for member in family for a in dossier.answers_to(member.id)}.values())
    agreements = [r for r in family if r.kind is Kind.AGREEMENT]
    if record.kind is not Kind.AGREEMENT:
        agreements = [a for a in answers if a.kind is Kind.AGREEMENT]
    if agreements:
        return max((_step(r) for r in agreements), key=_FURTHER.index), frozenset()
    verdicts = [v for a in _latest(answers) for v in _verdicts(a)]
    settled = {party for status, party in verdicts if status in _SETTLING}
    if awaited := frozenset(r.pending_from for r in family if r.pending_from) - settled:
        return Status.PENDING, awaited
    addressee = next((member.to for member in family if member.to), None)
    for status in (*_SETTLING, Status.DEFLECTED):
        if parties := frozenset(p for s, p in _heard(verdicts, addressee) if s is status):
            return status, parties
    asks = record.kind in {Kind.DEMAND, Kind.OFFER}
    return (Status.OPEN if asks else Status.REPORTED), frozenset()


def _step(agreement: Record) -> Status:
    steps = (_OF_STEP[entry.step] for entry in agreement.history)
    return max(steps, key=_FURTHER.index, default=Status.AGREED)


def _verdicts(answer: Record) -> list[Verdict]:
    found = [(_OF_STANCE[answer.stance], answer.party)] if answer.stance else []
    if answer.kind is Kind.OFFER:
        found.append((Status.ANSWERED_WITH_OFFER, answer.party))
    return found


def _heard(verdicts: Iterable[Verdict], addressee: str | None) -> list[Verdict]:
    verdicts = list(verdicts)
    if addressee is None:
        return verdicts
    own = [v for v in verdicts if v[1] == addressee]
    return own or [v for v in verdicts if v[0] is Status.ANSWERED_WITH_OFFER]


def _latest(answers: Sequence[Record]) -> list[Record]:
    """The answers without those that the same party has replaced by one of a later date."""
    return [a for a in answers if not any(_replaces(b, a) for b in answers)]


def _replaces(newer: Record, older: Record) -> bool:
    if newer.party != older.party or not newer.when or not older.when or not _verdicts(newer):
        return False
    start, end = newer.when.dating.earliest, older.when.dating.latest
    return start is not None and end is not None and start > end
