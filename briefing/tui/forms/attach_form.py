"""The form that gives a record a passage as further evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from briefing.article import Article, Passage
from briefing.dossier.model import Record
from briefing.tui.forms import choices as choose
from briefing.tui.forms.field import Row
from briefing.tui.forms.form import Form, Incomplete
from briefing.tui.forms.spoken import (
    about_passage,
    guess_mode,
    is_relayed,
    mode_choice,
    mode_of,
    spoken,
    spoken_rows,
)

if TYPE_CHECKING:
    from briefing.library import Library
    from briefing.marking import Marking


class AttachForm(Form):
    """Asks which record, and how the words came."""

    def __init__(
        self, library: Library, marking: Callable[[], Marking], article: Article, passage: Passage
    ) -> None:
        self._library = library
        self._marking = marking
        self._article = article
        self._passage = passage
        records = choose.record_choices(library.dossier)
        row = Row("record", "Record", "no record fits; type other letters", records)
        rows = [row, *spoken_rows(library.dossier, article)]
        super().__init__("Further evidence for a record", about_passage(article, passage), rows)

    def fill(self) -> None:
        mode = mode_of(self._article.text_of(self._passage.span))
        self.fields["mode"].put(mode_choice(mode))

    def is_shown(self, name: str) -> bool:
        return name != "via" or is_relayed(self.fields)

    def settled(self) -> None:
        guess_mode(self.fields)

    def work(self) -> Callable[[], object]:
        chosen = self.needed("record", "Choose the record that this is evidence for.")
        record = self._library.dossier.record(str(chosen))
        if record is None:
            raise Incomplete("That record is gone; choose another.", "record")
        speaker, mode, via = spoken(self)

        def save() -> Record:
            marking = self._marking()
            evidence = marking.evidence(self._passage, speaker=speaker, mode=mode, via=via)
            return marking.add_evidence(record, evidence)

        return save
