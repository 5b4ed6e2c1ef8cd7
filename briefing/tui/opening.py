"""The first frame: the library's sources as text, while the app is loaded behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from briefing.analysis.source_list import SourceChoice, arranged
from briefing.safe_text import one_line
from briefing.tui.article.welcome import welcome
from briefing.tui.keys.actions import ACTIONS
from briefing.tui.memory import Memory
from briefing.tui.sources.source_words import WAITING, describe, heading

if TYPE_CHECKING:
    from briefing.catalog import Entry
    from briefing.library import Library
    from briefing.tui.first_search import Begun, FirstSearch

_SEARCH = next(action for action in ACTIONS if action.id == "search")
_TYPED = frozenset({"backspace", "left", "right", "home", "end", "delete"})
"""Keys of a field that is typed in, besides characters."""
_REST = 0.5
"""Seconds without a key after which a search is handed to the screen: to make that takes a while,
in which no key is answered."""

SHOWN = 40
"""Sources that are enough to fill the tallest screens."""


class OpeningScreen(Screen[None]):
    """Looks as the app will with nothing open; says when that was painted.

    It is made of few and simple widgets, since the first frame has to be quick. A search may
    be opened on it, which the screen that follows takes over.
    """

    BINDINGS: ClassVar[list[BindingType]] = [_SEARCH.binding()]

    class Painted(Message):
        """The first frame is on the screen."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._search: FirstSearch | None = None
        self._opened: bool | None = None
        self._may_search = False
        self._searching = False
        self.wanted = asyncio.Event()
        """A key waits for the screen that follows."""

    def compose(self) -> ComposeResult:
        look = self._library.first_look(SHOWN)
        self._may_search = bool(look.readable) and not self._library.is_shared
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

    def takes(self, key: events.Key) -> bool:
        """Whether a key is for the search; any other waits for the screen."""
        if self._searching:
            taken = key.is_printable or key.key in _TYPED
        else:
            taken = self._searching = self._may_search and key.key in _SEARCH.keys.split(",")
        if not taken:
            self.wanted.set()
        return taken

    async def action_search(self) -> None:
        from briefing.tui.first_search import FirstSearch
        from briefing.tui.status import State, status_content

        status = self.query_one("#status", Static)
        told = State(library=self._library.title, busy="opening")
        status.update(status_content(told, status.content_size.width))
        self._search = FirstSearch(self._library)
        self.add_class("-searching")
        await self.query_one("#views").mount(self._search)
        if self._opened is not None:
            self._search.index_opened(self._opened)

    def index_opened(self, usable: bool) -> None:
        """``usable``: a search is answered from now on; if not, the screen is needed for that."""
        self._opened = usable
        if self._search is not None:
            self._search.index_opened(usable)
        if not usable:
            self.wanted.set()

    async def rest(self) -> None:
        """Wait until nobody is typing a search, or a key waits for the screen."""
        while self._searching and not self.wanted.is_set():
            past = self._search.resting if self._search is not None else 0.0
            if past >= _REST:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wanted.wait(), max(_REST - past, 0.05))

    def begun(self) -> Begun | None:
        """The search that was opened, to be taken over."""
        return self._search.begun() if self._search is not None else None
