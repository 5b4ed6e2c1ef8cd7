"""The first frame: the library's sources as text, while the app is loaded behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from briefing.analysis.source_list import SourceChoice, arranged
from briefing.safe_text import one_line
from briefing.tui.memory import Memory
from briefing.tui.source_words import WAITING, describe, heading
from briefing.tui.welcome import welcome

if TYPE_CHECKING:
    from briefing.catalog import Entry
    from briefing.library import Library

SHOWN = 40
"""Sources that are enough to fill the tallest screens."""


class OpeningScreen(Screen[None]):
    """Looks as the app will with nothing open; says when that was painted.

    It is made of few and simple widgets, since the first frame has to be quick.
    """

    class Painted(Message):
        """The first frame is on the screen."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library

    def compose(self) -> ComposeResult:
        look = self._library.first_look(SHOWN)
        entries: Sequence[Entry] = look.entries
        choice = Memory(self._library.root).sources
        if choice != SourceChoice():
            entries = arranged(self._library.entries, replace(choice, tags=frozenset()))
        title = Content(one_line(self._library.title)) if look.entries else Content()
        shown = [describe(entry) for entry in entries[:SHOWN]] or [Content(WAITING)]
        number = heading(look.readable, look.refused)
        with Horizontal(id="views"):
            with Vertical(id="sources"):
                yield Static(number, classes="heading", markup=False)
                yield Static(Content("\n\n").join(shown), id="first-sources", markup=False)
            with Vertical(id="article"):
                yield Static("Article", classes="heading", markup=False)
                yield Static(welcome(self._library, look), id="welcome", markup=False)
        yield Static(title, id="status", markup=False)
        yield Static(id="hints", markup=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self.post_message, self.Painted())
