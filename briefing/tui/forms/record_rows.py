"""The rows of a record's form, and which of them a record of some kind asks for at once."""

from __future__ import annotations

from briefing.article import Article
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Kind
from briefing.tui.forms import choices as choose
from briefing.tui.forms.choices import Choice
from briefing.tui.forms.field import Row
from briefing.tui.forms.spoken import spoken_rows

FIGURE = ("of", "value", "unit", "bound", "state")
WHEN = ("stated", "days", "basis")

_STANDING = {Kind.DEMAND, Kind.OFFER, Kind.RESPONSE, Kind.AGREEMENT, Kind.CLAIM}
_AT_ONCE: dict[str, set[Kind]] = {
    "to": {*_STANDING, Kind.EVENT},
    "answers": _STANDING,
    "stance": {Kind.RESPONSE},
    **{name: {Kind.FIGURE} for name in FIGURE},
    **{name: {Kind.EVENT} for name in WHEN},
    "variant_of": set(),
    "pending_from": set(),
}
"""The kinds whose records ask for a row at once; a row that is not here all ask for."""
_NEVER_ELSE = {"stance"}

_ANSWERS = "optional: a few letters of the record that it answers; enter to go on"
_QUANTITY = "a name for the quantity: figures of the same name are compared"
_NUMBER = "339, or 300-400, or nothing for an unknown one"
_STATED = "optional: when, as the article has it, such as “on Monday”"
_DAYS = "optional: 2025-06-02, or 2025-06-01..2025-06-30; one end may be missing"
_BASIS = "what the days are inferred from; nothing where the article states the day"
_VARIANT = "optional: a record that tells the same thing differently"
_PENDING = "optional: the party whose answer is awaited"
_QUOTE = "exact words of the article; nothing takes this piece of evidence away"
_NAMED = "type its name; a new one goes into briefing.yaml"


def is_asked(name: str, kind: Kind | None) -> bool:
    """Whether a record of that kind asks for a row at once."""
    return name not in _AT_ONCE or kind in _AT_ONCE[name]


def is_possible(name: str, kind: Kind | None) -> bool:
    """Whether a record of that kind can have a row at all."""
    return name not in _NEVER_ELSE or is_asked(name, kind)


def record_rows(dossier: Dossier, article: Article | None, but: str | None) -> list[Row]:
    """All rows; ``but`` is the id of the record itself, which no link may lead to."""
    parties, issues = choose.party_choices(dossier), choose.issue_choices(dossier)
    records = choose.record_choices(dossier, but)
    of, unit = (choose.figure_choices(dossier, name) for name in ("of", "unit"))
    return [
        Row("kind", "Kind", choices=choose.KIND_CHOICES),
        Row("party", "Party", _NAMED, parties, new=_party),
        Row("issue", "Issue", _NAMED, issues, new=_issue),
        Row("says", "Sentence", "what is said or done, in one sentence of your own", free=True),
        Row("to", "To", "optional: whom it is addressed to", parties, new=_party, optional=True),
        Row("answers", "Answers", _ANSWERS, records, optional=True, many=True),
        Row("stance", "Stance", choices=choose.STANCE_CHOICES),
        Row("of", "Quantity", _QUANTITY, of, free=True),
        Row("value", "Number", _NUMBER, free=True),
        Row("unit", "Unit", "what is counted", unit, free=True),
        Row("bound", "Bound", choices=choose.BOUND_CHOICES),
        Row("state", "State", "optional: what is counted", choose.STATE_CHOICES, optional=True),
        Row("stated", "When", _STATED, free=True),
        Row("days", "Days", _DAYS, free=True),
        Row("basis", "Inferred", _BASIS, free=True),
        Row("variant_of", "Same as", _VARIANT, records, optional=True),
        Row("pending_from", "Awaited", _PENDING, parties, new=_party, optional=True),
        Row("evidence", "Evidence", "which piece of evidence the rows below are about"),
        Row("quote", "Quote", _QUOTE, free=True),
        *spoken_rows(dossier, article),
    ]


def _party(name: str) -> Choice:
    return choose.new(name, "party")


def _issue(name: str) -> Choice:
    return choose.new(name, "issue")
