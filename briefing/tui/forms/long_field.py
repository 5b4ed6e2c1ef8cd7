"""The field of a form for a text of several lines, such as a memo."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.widgets import TextArea

from briefing.tui.forms.choices import Choice
from briefing.tui.forms.field import FormField, Row
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.widgets.typed import shown


class SafeTextArea(TextArea):
    """A ``TextArea`` for texts of strangers."""

    def get_line(self, line_index: int) -> Text:
        """A line as it is painted."""
        return shown(self.document.get_line(line_index))


class LongField(FormField, SafeTextArea):
    """Where a text is typed; ``enter`` goes on as in other fields, a new line has its own key."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.MEMO)

    def __init__(self, row: Row) -> None:
        super().__init__(
            id=f"field-{row.name}",
            compact=True,
            classes="form-field",
            highlight_cursor_line=False,
        )
        self.row = row

    @property
    def value(self) -> str:  # type: ignore[override]
        """What is written."""
        return self.text

    @property
    def picked(self) -> tuple[Choice, ...]:  # type: ignore[override]
        """What is written, as a choice."""
        return (Choice(self.text, self.text),) if self.text.strip() else ()

    def put(self, *picked: Choice) -> None:
        self.text = picked[0].label if picked else ""

    def begin(self) -> None:
        self.move_cursor(self.document.end)

    def action_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.prevent_default()  # else the text area takes it for a new line
