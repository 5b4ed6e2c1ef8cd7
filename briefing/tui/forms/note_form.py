"""The form of a highlight: its tags and its memo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from briefing.article import Passage
from briefing.dossier.model import Highlight
from briefing.tui.forms.choices import Choice
from briefing.tui.forms.field import FormField, Row
from briefing.tui.forms.form import Form

if TYPE_CHECKING:
    from briefing.marking import Marking

_TAGS = "a few letters of a tag, or a new one; backspace takes the last away"


class NoteForm(Form):
    """Tags and a memo for a highlight, which is made where there is none yet."""

    def __init__(
        self,
        marking: Callable[[], Marking],
        about: Content,
        tags: tuple[Choice, ...],
        *,
        passage: Passage | None = None,
        highlight: Highlight | None = None,
        begin: str = "tags",
    ) -> None:
        """With ``passage`` a new highlight, with ``highlight`` that one."""
        self._marking = marking
        self._passage = passage
        self._highlight = highlight
        self._beginning = begin
        rows = [
            Row("tags", "Tags", _TAGS, tags, optional=True, many=True, new=_new_tag),
            Row("memo", "Memo", "optional: a note to yourself", long=True),
        ]
        super().__init__("Highlight" if highlight else "New highlight", about, rows)

    def fill(self) -> None:
        if (mark := self._highlight) is not None:
            self.fields["tags"].put(*(Choice(tag, tag) for tag in mark.tags))
            self.fields["memo"].write(mark.memo or "")

    def first(self) -> FormField:
        return self.fields[self._beginning]

    def work(self) -> Callable[[], object]:
        tags = [str(choice.value) for choice in self.fields["tags"].picked]
        memo = self.text("memo")
        known, passage = self._highlight, self._passage
        if known is not None:
            return lambda: self._marking().change_highlight(known, tags=tags, memo=memo)
        assert passage is not None  # noqa: S101
        return lambda: self._marking().add_highlight(passage, tags=tags, memo=memo)


def _new_tag(name: str) -> Choice:
    tag = name.strip(" ,")
    return Choice(tag, tag, "new tag")


def tag_choices(counted: dict[str, int]) -> tuple[Choice, ...]:
    """The tags there are, with how many highlights have them."""
    return tuple(Choice(tag, tag, f"{number:,}") for tag, number in counted.items())
