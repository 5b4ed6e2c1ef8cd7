"""The form of a record: made from a passage, or changed with all its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content
from textual.widgets import Static

from briefing.article import Passage
from briefing.dossier.model import (
    Bound,
    Evidence,
    Figure,
    FigureState,
    Kind,
    Mode,
    Record,
    Stance,
    When,
)
from briefing.marking import typed
from briefing.marking.draft import Draft, New
from briefing.tui.base.words import plain, shortened
from briefing.tui.forms.choices import Choice
from briefing.tui.forms.form import Form, Incomplete
from briefing.tui.forms.pieces import Pieces
from briefing.tui.forms.record_rows import FIGURE, WHEN, is_asked, is_possible, record_rows
from briefing.tui.forms.spoken import (
    about_passage,
    guess_mode,
    is_relayed,
    mode_choice,
    mode_of,
    spoken,
)

if TYPE_CHECKING:
    from briefing.library import Library
    from briefing.marking import Marking

Value = TypeVar("Value")
QUOTE_LIMIT = 150
_NUMBER = re.compile(r"-?\d[\d,   _]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Start:
    """What a new record begins with: what was used last, or what a suggestion guesses."""

    kind: Kind | None = None
    party: str | None = None
    issue: str | None = None


class RecordForm(Form):
    """Makes a record of a passage, or changes one.

    It asks at once for what records of the kind mostly have; ``more`` shows the
    rows that they may have as well. A row that a record has is always shown.
    """

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
        self._marking = marking
        self._settings = library.dossier.settings
        self._passage = passage
        self._begin = start or Start()
        self._record = record
        self._pieces = Pieces(library, record.evidence) if record and record.evidence else None
        self._more = False
        self._filled: set[str] = set()
        article = library.article_or_none(passage.article) if passage else None
        self._words = article.text_of(passage.span) if article and passage else ""
        title = "New record" if record is None else f"Change record · {record.id}"
        about = about_passage(article, passage) if article and passage else self._about_piece()
        near = article or (self._pieces.article if self._pieces else None)
        rows = record_rows(library.dossier, near, record.id if record else None)
        super().__init__(title, about, rows)

    def _about_piece(self) -> Content:
        pieces = self._pieces
        if pieces is None:
            return Content()
        article, passage = pieces.article, pieces.passage
        if article and passage:
            return about_passage(article, passage)
        return plain(f"“{shortened(pieces.shown.quote, QUOTE_LIMIT)}”", "italic")

    # Filling in

    def fill(self) -> None:
        self._pick("bound", Bound.EXACTLY)
        if self._record is not None:
            self._fill_from(self._record)
            return
        settings = self._settings
        begin = self._begin
        self._pick("kind", begin.kind or Kind.DEMAND)
        self._pick("party", begin.party or next((p.id for p in settings.parties), None))
        self._pick("issue", begin.issue or next((i.id for _, i in settings.walk_issues()), None))
        self.fields["says"].write(" ".join(self._words.split()))
        number = _NUMBER.search(self._words)
        self.fields["value"].write(number[0].strip(" ,") if number else "")
        self.fields["mode"].put(mode_choice(mode_of(self._words)))

    def _fill_from(self, record: Record) -> None:
        for name in ("kind", "party", "to", "issue", "stance", "variant_of", "pending_from"):
            self._pick(name, getattr(record, name))
            if getattr(record, name) is not None:
                self._filled.add(name)
        self.fields["says"].write(record.says)
        known = {choice.value: choice for choice in self.fields["answers"].row.choices}
        answers = (known.get(answer, Choice(answer, answer)) for answer in record.answers)
        self.fields["answers"].put(*answers)
        if record.answers:
            self._filled.add("answers")
        if figure := record.figure:
            self._filled.update(FIGURE)
            self.fields["of"].write(figure.of)
            self.fields["unit"].write(figure.unit)
            self.fields["value"].write(typed.amounts_written(figure))
            self._pick("bound", figure.bound)
            self._pick("state", figure.state)
        if when := record.when:
            self._filled.update(WHEN)
            for name, text in zip(WHEN, _written(when), strict=True):
                self.fields[name].write(text or "")
        if self._pieces:
            self.fields["evidence"].offer(self._pieces.choices())
            self._turn_to(0)

    def _pick(self, name: str, value: object) -> None:
        field = self.fields[name]
        found = (choice for choice in field.row.choices if choice.value == value)
        unknown = Choice(value, str(value)) if value is not None else None
        if choice := next(found, unknown):
            field.put(choice)

    def is_shown(self, name: str) -> bool:
        picked = self.fields["kind"].picked
        kind = picked[0].value if picked else None
        if name == "evidence":
            return self._pieces is not None and len(self._pieces) > 1
        if name == "quote":
            return self._pieces is not None
        if name == "via":
            return is_relayed(self.fields)
        if not isinstance(kind, Kind) or not is_possible(name, kind):
            return is_asked(name, None)
        if name == "basis" and not (self.fields["days"].value or self.fields["basis"].value):
            return False
        return self._more or name in self._filled or is_asked(name, kind)

    @property
    def has_more(self) -> bool:
        return not self._more

    def show_more(self) -> None:
        self._more = True

    def settled(self) -> None:
        guess_mode(self.fields)
        chosen = self.value("evidence")
        if self._pieces and isinstance(chosen, int) and chosen != self._pieces.at:
            self._keep_piece(self._pieces)
            self._turn_to(chosen)

    # Pieces of evidence

    def _turn_to(self, number: int) -> None:
        """Show another piece of evidence in the rows."""
        pieces = self._pieces
        if pieces is None:
            return
        pieces.at = number
        shown = pieces.shown
        self._pick("evidence", number)
        self.fields["quote"].offer(pieces.nearest())
        self.fields["quote"].write(shown.quote)
        self.fields["speaker"].write(shown.speaker or "")
        self.fields["via"].write(shown.via or "")
        mode = self.fields["mode"]
        mode.put(mode_choice(shown.mode))
        mode.touched = True  # what a record has is no guess
        self.query_one("#form-about", Static).update(self._about_piece())

    def _keep_piece(self, pieces: Pieces) -> None:
        mode = self.value("mode")
        assert isinstance(mode, Mode)  # noqa: S101
        pieces.put(self.text("quote") or "", self.text("speaker"), mode, self.text("via"))

    def _evidence(self, pieces: Pieces) -> list[Evidence]:
        self._keep_piece(pieces)
        kept: list[Evidence | None] = []
        for number in range(len(pieces)):
            try:
                kept.append(pieces.kept(number))
            except Incomplete:
                self._turn_to(number)
                raise
        found = [piece for piece in kept if piece is not None]
        if not found:
            sentence = "This is all the evidence that the record has; delete the record instead."
            raise Incomplete(sentence, "quote")
        return found

    # Saving

    def work(self) -> Callable[[], object]:
        draft = self._draft()
        marking, known, passage = self._marking, self._record, self._passage
        if known is not None:
            evidence = self._evidence(self._pieces) if self._pieces else None
            return lambda: marking().change_record(known, draft, evidence)
        if passage is None:
            raise Incomplete("Select the words of an article first.", "says")
        speaker, mode, via = spoken(self)
        return lambda: marking().add_record(passage, draft, speaker=speaker, mode=mode, via=via)

    def _draft(self) -> Draft:
        kind = self.needed("kind", "Choose what it is.")
        party = self.needed("party", "Say who says or does it: a few letters of a party’s name.")
        issue = self.needed("issue", "Say on what: a few letters of an issue’s name.")
        says = self.text("says")
        assert isinstance(kind, Kind)  # noqa: S101
        if says is None:
            raise Incomplete("Write what it says in one sentence.", "says")
        picked = self.fields["answers"].picked if self.is_shown("answers") else ()
        answers = tuple(str(choice.value) for choice in picked)
        stance, variant = self.value("stance"), self.value("variant_of")
        if kind is Kind.RESPONSE and not answers:
            raise Incomplete("Say what it responds to: a few letters of that record.", "answers")
        if kind is Kind.RESPONSE and stance is None:
            raise Incomplete("Say how it responds.", "stance")
        return Draft(
            kind,
            _named(party) or "",
            _named(issue) or "",
            says,
            to=_named(self.value("to")),
            answers=answers,
            variant_of=None if variant is None else str(variant),
            stance=stance if isinstance(stance, Stance) else None,
            pending_from=_named(self.value("pending_from")),
            figure=self._figure(kind, self._record.figure if self._record else None),
            when=self._when(self._record.when if self._record else None),
        )

    def _figure(self, kind: Kind, known: Figure | None) -> Figure | None:
        of, unit, written = self.text("of"), self.text("unit"), self.text("value")
        if kind is not Kind.FIGURE and of is None and unit is None:
            return None
        if of is None:
            raise Incomplete("Name the quantity, so that figures of the same one compare.", "of")
        if unit is None:
            raise Incomplete("Say the unit: children, km, hours.", "unit")
        bound, state = self.value("bound"), self.value("state")
        figure = Figure(
            of,
            unit,
            None,
            bound if isinstance(bound, Bound) else Bound.EXACTLY,
            state if isinstance(state, FigureState) else None,
        )
        if known is not None and (written or "") == typed.amounts_written(known):
            return replace(figure, value=known.value, upto=known.upto)
        value, upto = _understood(lambda: typed.amounts(written))
        return replace(figure, value=value, upto=upto)

    def _when(self, known: When | None) -> When | None:
        stated, days, basis = (self.text(name) for name in WHEN)
        if known is not None and _written(known) == (stated, days, basis):
            return known
        return _understood(lambda: typed.when(stated, days, basis))


def _understood(read: Callable[[], Value]) -> Value:
    """What was typed, read; Incomplete where it cannot be."""
    try:
        return read()
    except typed.NotUnderstood as error:
        raise Incomplete(str(error), error.field) from None


def _written(when: When) -> tuple[str | None, str | None, str | None]:
    """A date as its three rows have it."""
    return when.stated, typed.days_written(when.dating) or None, when.dating.basis


def _named(value: object) -> str | New | None:
    return value if value is None or isinstance(value, New) else str(value)
