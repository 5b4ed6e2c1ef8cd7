"""One question, answered with enter or escape."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from briefing.tui.base.words import plain
from briefing.tui.keys.actions import Where, bindings


class Question(Static, can_focus=True):
    """The question, with its keys."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.QUESTION)


class Confirm(ModalScreen[bool]):
    """Asks before something goes; True where it may."""

    def __init__(self, question: str, about: Content, yes: str, no: str = "keep it") -> None:
        super().__init__()
        self._question = question
        self._about = about
        self._answers = f"enter  {yes}      esc  {no}"

    def compose(self) -> ComposeResult:
        with Vertical(id="confirm-box"):
            yield Static(plain(self._question), classes="heading", markup=False)
            yield Static(self._about, id="confirm-about", markup=False)
            yield Question(plain(self._answers, "bold"), id="confirm-answers", markup=False)

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Question))

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)
