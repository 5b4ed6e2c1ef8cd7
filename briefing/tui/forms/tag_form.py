"""The form that gives a tag another name on all highlights, or takes it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from briefing.tui.base.words import FAINT, counted, plain
from briefing.tui.forms.choices import Choice
from briefing.tui.forms.field import Row
from briefing.tui.forms.form import Form

if TYPE_CHECKING:
    from briefing.marking import Marking

_NAME = "the name that it is to have; nothing takes it away from all highlights"


class TagForm(Form):
    """Asks which tag, and for its name; saved, it is a sentence on what was done."""

    def __init__(
        self, marking: Callable[[], Marking], tags: tuple[Choice, ...], tag: str | None
    ) -> None:
        """``tag`` is the one to begin with."""
        self._marking = marking
        self._tag = tag
        about = plain("Changes every highlight that has it; u takes that back.", FAINT)
        rows = [
            Row("tag", "Tag", "no tag is called so; type other letters", tags),
            Row("name", "Name", _NAME, tags, free=True),
        ]
        super().__init__("Rename a tag", about, rows)

    def fill(self) -> None:
        choices = self.fields["tag"].row.choices
        chosen = next((c for c in choices if c.value == self._tag), choices[0])
        self.fields["tag"].put(chosen)
        self.fields["name"].write(str(chosen.value))

    def settled(self) -> None:
        name, chosen = self.fields["name"], self.value("tag")
        if not name.touched and chosen is not None and chosen != self._tag:
            self._tag = str(chosen)
            name.write(self._tag)

    def work(self) -> Callable[[], object]:
        tag, name = str(self.needed("tag", "Choose the tag.")), self.text("name")

        def save() -> str:
            highlights = counted(self._marking().rename_tag(tag, name), "highlight")
            done = f"Renamed the tag {tag} to {name}" if name else f"Took the tag {tag} away"
            return f"{done}, on {highlights}."

        return save
