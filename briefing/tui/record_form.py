"""The form of a record: made from a passage, changed, or given a passage as further evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.content import Content

from briefing.article import Article, Passage
from briefing.dossier.model import Bound, Evidence, Figure, Kind, Mode, Record, Stance
from briefing.marking.draft import Draft, New
from briefing.tui import choices as choose
from briefing.tui.choices import MODES, Choice
from briefing.tui.field import Field, Row
from briefing.tui.form import Form, Incomplete
from briefing.tui.words import FAINT, dated, joined, plain, shortened

if TYPE_CHECKING:
    from briefing.library import Library
    from briefing.marking import Marking

QUOTE_LIMIT = 150
_FIGURE = ("of", "value", "unit", "bound")
_EVIDENCE = ("speaker", "mode", "via")
_NUMBER = re.compile(r"-?\d[\d,   _]*(?:\.\d+)?")
_OPENING = "\"“„«‘'"


@dataclass(frozen=True, slots=True)
class Start:
    """What a new record begins with: what was used last, or what a suggestion guesses."""

    kind: Kind | None = None
    party: str | None = None
    issue: str | None = None


def about_passage(article: Article, passage: Passage) -> Content:
    """The quote, and where it stands."""
    quote = shortened(article.text_of(passage.span), QUOTE_LIMIT)
    paragraph = article.paragraph_at(passage.span.start)
    where = (
        article.outlet or "unknown outlet",
        shortened(article.label, 36),
        dated(article.date),
        f"¶{paragraph.number}" if paragraph else "",
    )
    return Content("\n").join(
        [plain(f"“{quote}”", "italic"), joined(plain(part) for part in where).stylize(FAINT)]
    )


class RecordForm(Form):
    """Makes a record of a passage, or changes one."""

    def __init__(
        self,
        library: Library,
        marking: Callable[[], Marking],
        *,
        passage: Passage | None = None,
        start: Start | None = None,
        record: Record | None = None,
    ) -> None:
        """With ``passage`` a new record, with ``record`` that one."""
        self._library = library
        self._marking = marking
        self._passage = passage
        self._begin = start or Start()
        self._record = record
        only = record.evidence[0] if record and len(record.evidence) == 1 else None
        self._evidence = only
        article_id = passage.article if passage else (only.article if only else None)
        self._article = library.article_or_none(article_id) if article_id else None
        title = "New record" if record is None else f"Change record · {record.id}"
        super().__init__(title, self._told(), _rows(library, self._article, record))

    def _told(self) -> Content:
        if self._passage and self._article:
            return about_passage(self._article, self._passage)
        if self._evidence:
            return plain(f"“{shortened(self._evidence.quote, QUOTE_LIMIT)}”", "italic")
        count = len(self._record.evidence) if self._record else 0
        return plain(f"{count} pieces of evidence stay as they are.", FAINT)

    # Filling in

    def fill(self) -> None:
        if self._record is not None:
            self._fill_from(self._record)
            return
        settings = self._library.dossier.settings
        begin = self._begin
        self._pick("kind", begin.kind or Kind.DEMAND)
        self._pick("party", begin.party or next((p.id for p in settings.parties), None))
        self._pick("issue", begin.issue or next((i.id for _, i in settings.walk_issues()), None))
        words = self._article.text_of(self._passage.span) if self._article and self._passage else ""
        self.fields["says"].write(" ".join(words.split()))
        number = _NUMBER.search(words)
        self.fields["value"].write(number[0].strip(" ,") if number else "")
        self._pick("bound", Bound.EXACTLY)
        self._pick("mode", Mode.DIRECT if words.strip()[:1] in set(_OPENING) else Mode.OUTLET)

    def _fill_from(self, record: Record) -> None:
        for name in ("kind", "party", "to", "issue", "stance"):
            self._pick(name, getattr(record, name))
        self.fields["says"].write(record.says)
        known = {choice.value: choice for choice in self.fields["answers"].row.choices}
        answers = (known.get(answer, Choice(answer, answer)) for answer in record.answers)
        self.fields["answers"].put(*answers)
        if figure := record.figure:
            self.fields["of"].write(figure.of)
            self.fields["unit"].write(figure.unit)
            self.fields["value"].write(_range(figure))
            self._pick("bound", figure.bound)
        else:
            self._pick("bound", Bound.EXACTLY)
        if evidence := self._evidence:
            self.fields["speaker"].write(evidence.speaker or "")
            self.fields["via"].write(evidence.via or "")
            self._pick("mode", evidence.mode)

    def _pick(self, name: str, value: object) -> None:
        field = self.fields[name]
        found = (choice for choice in field.row.choices if choice.value == value)
        unknown = Choice(value, str(value)) if value is not None else None
        if choice := next(found, unknown):
            field.put(choice)

    def is_shown(self, name: str) -> bool:
        picked = self.fields["kind"].picked
        kind = picked[0].value if picked else None
        if name == "stance":
            return kind is Kind.RESPONSE
        if name in _FIGURE:
            return kind is Kind.FIGURE
        if name == "answers":
            return kind is not Kind.FIGURE
        if name in _EVIDENCE and self._record is not None and self._evidence is None:
            return False
        if name == "via":
            mode = self.fields["mode"].picked
            return bool(mode) and mode[0].value is Mode.RELAYED
        return True

    def settled(self) -> None:
        guess_mode(self.fields)

    # Saving

    def work(self) -> Callable[[], object]:
        draft = self._draft()
        speaker, mode, via = evidence_of(self)
        marking, known, passage = self._marking, self._record, self._passage
        if known is None and passage is not None:
            return lambda: marking().add_record(passage, draft, speaker=speaker, mode=mode, via=via)
        if known is None:
            raise Incomplete("select the words of an article first", "says")
        old = self._evidence
        new = replace(old, speaker=speaker, mode=mode or old.mode, via=via) if old else None
        return lambda: _change(marking(), known, draft, old, new)

    def _draft(self) -> Draft:
        kind = self.needed("kind", "Choose what it is.")
        party = self.needed("party", "Say who says or does it: a few letters of a party’s name.")
        issue = self.needed("issue", "Say on what: a few letters of an issue’s name.")
        says = self.text("says")
        assert isinstance(kind, Kind)  # noqa: S101
        if says is None:
            raise Incomplete("Write what it says in one sentence.", "says")
        answers = tuple(str(choice.value) for choice in self.fields["answers"].picked)
        stance = self.value("stance")
        if kind is Kind.RESPONSE and not answers:
            raise Incomplete("Say what it responds to: a few letters of that record.", "answers")
        if kind is Kind.RESPONSE and stance is None:
            raise Incomplete("Say how it responds.", "stance")
        to = self.value("to")
        known = Draft.of(self._record) if self._record else None
        draft = known or Draft(kind, "", "", says)
        return replace(
            draft,
            kind=kind,
            party=_named(party),
            issue=_named(issue),
            says=says,
            to=None if to is None else _named(to),
            answers=answers,
            stance=stance if isinstance(stance, Stance) else None,
            figure=self._figure(draft.figure) if kind is Kind.FIGURE else draft.figure,
        )

    def _figure(self, known: Figure | None) -> Figure:
        of, unit, written = self.text("of"), self.text("unit"), self.text("value")
        if of is None:
            raise Incomplete("Name the quantity, so that figures of the same one compare.", "of")
        if unit is None:
            raise Incomplete("Say the unit: children, km, hours.", "unit")
        value, upto = _numbers(written)
        bound = self.value("bound")
        bound = bound if isinstance(bound, Bound) else Bound.EXACTLY
        if known is not None:
            return replace(known, of=of, unit=unit, value=value, upto=upto, bound=bound)
        return Figure(of, unit, value, bound, upto=upto)


class AttachForm(Form):
    """Gives a record a passage as further evidence."""

    def __init__(
        self, library: Library, marking: Callable[[], Marking], article: Article, passage: Passage
    ) -> None:
        self._library = library
        self._marking = marking
        self._article = article
        self._passage = passage
        records = choose.record_choices(library.dossier)
        row = Row("record", "Record", "no record fits; type other letters", records)
        rows = [row, *_evidence_rows(library, article)]
        super().__init__("Further evidence for a record", about_passage(article, passage), rows)

    def fill(self) -> None:
        words = self._article.text_of(self._passage.span).strip()
        mode = Mode.DIRECT if words[:1] in set(_OPENING) else Mode.OUTLET
        self.fields["mode"].put(Choice(mode, MODES[mode]))

    def is_shown(self, name: str) -> bool:
        mode = self.fields["mode"].picked
        return name != "via" or (bool(mode) and mode[0].value is Mode.RELAYED)

    def settled(self) -> None:
        guess_mode(self.fields)

    def work(self) -> Callable[[], object]:
        chosen = self.needed("record", "Choose the record that this is evidence for.")
        record = self._library.dossier.record(str(chosen))
        if record is None:
            raise Incomplete("That record is gone; choose another.", "record")
        speaker, mode, via = evidence_of(self)

        def save() -> Record:
            marking = self._marking()
            evidence = marking.evidence(self._passage, speaker=speaker, mode=mode, via=via)
            return marking.add_evidence(record, evidence)

        return save


def guess_mode(fields: dict[str, Field]) -> None:
    """With a speaker it is a paraphrase, as long as nobody has said otherwise."""
    mode, speaker = fields["mode"], fields["speaker"]
    if mode.touched or not mode.picked:
        return
    before = mode.picked[0].value
    if speaker.picked and before is Mode.OUTLET:
        mode.put(Choice(Mode.PARAPHRASE, MODES[Mode.PARAPHRASE]))
    elif not speaker.picked and before is Mode.PARAPHRASE:
        mode.put(Choice(Mode.OUTLET, MODES[Mode.OUTLET]))


def evidence_of(form: Form) -> tuple[str | None, Mode | None, str | None]:
    """Speaker, mode and the outlet that is relayed, as filled in."""
    mode = form.value("mode")
    via = form.text("via")
    if mode is Mode.RELAYED and via is None:
        raise Incomplete("Say which outlet is relayed.", "via")
    return form.text("speaker"), mode if isinstance(mode, Mode) else None, via


def _rows(library: Library, article: Article | None, record: Record | None) -> list[Row]:
    dossier = library.dossier
    parties, issues = choose.party_choices(dossier), choose.issue_choices(dossier)
    records = choose.record_choices(dossier, record.id if record else None)

    def party(name: str) -> Choice:
        return choose.new(name, "party")

    def issue(name: str) -> Choice:
        return choose.new(name, "issue")

    named = "type its name; a new one goes into briefing.yaml"
    return [
        Row("kind", "Kind", choices=choose.KIND_CHOICES),
        Row("party", "Party", named, parties, new=party),
        Row("issue", "Issue", named, issues, new=issue),
        Row("says", "Sentence", "what is said or done, in one sentence of your own", free=True),
        Row("to", "To", "optional: whom it is addressed to", parties, new=party, optional=True),
        Row("answers", "Answers", _ANSWERS, records, optional=True, many=True),
        Row("stance", "Stance", choices=choose.STANCE_CHOICES),
        Row("of", "Quantity", _QUANTITY, choose.figure_choices(dossier, "of"), free=True),
        Row("value", "Number", "339, or 300-400, or nothing for an unknown one", free=True),
        Row("unit", "Unit", "what is counted", choose.figure_choices(dossier, "unit"), free=True),
        Row("bound", "Bound", choices=choose.BOUND_CHOICES),
        *_evidence_rows(library, article),
    ]


_ANSWERS = "optional: a few letters of the record that it answers; enter to go on"
_QUANTITY = "a name for the quantity: figures of the same name are compared"


def _evidence_rows(library: Library, article: Article | None) -> Iterable[Row]:
    speakers = choose.speaker_choices(library.dossier, article)
    return [
        Row("speaker", "Speaker", "who is named as saying it; nobody: leave it", speakers, True),
        Row("mode", "Mode", choices=choose.MODE_CHOICES),
        Row("via", "Via", "the outlet that is relayed", free=True),
    ]


def _named(value: object) -> str | New:
    return value if isinstance(value, New) else str(value)


def _change(
    marking: Marking, known: Record, draft: Draft, old: Evidence | None, new: Evidence | None
) -> Record:
    record = marking.change_record(known, draft)
    if old is not None and new is not None and new != old:
        record = marking.change_evidence(record, old, new)
    return record


def _numbers(written: str | None) -> tuple[float | None, float | None]:
    """A number or a range of two, without separators."""
    if written is None:
        return None, None
    flat = re.sub(r"(?<=\d)[,   _](?=\d{3}(?:\D|$))", "", written.strip())
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?", flat)
    if not found:
        raise Incomplete("Write a number, as in 339 or 2.5, or a range, as in 300-400.", "value")
    return _number(found[1]), _number(found[2]) if found[2] else None


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


def _range(figure: Figure) -> str:
    if figure.value is None:
        return ""
    return f"{figure.value:g}" + (f"-{figure.upto:g}" if figure.upto is not None else "")
