"""The pane with the library's sources: every file, the unreadable ones with their reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from briefing.catalog import Entry
from briefing.tui.pick_list import PickList, ruled
from briefing.tui.words import FAINT, dated, plain, shortened

TITLE_LIMIT = 110
WAITING = "Reading the folder…"
NONE_THERE = "No articles here. Put .md or .txt files into the folder and open it again."


class SourcesPane(Vertical):
    """Lists the sources; says which one was chosen."""

    @dataclass
    class Chosen(Message):
        """A source to open."""

        article: str

    @dataclass
    class Refused(Message):
        """A source that cannot be read, and why."""

        file: str
        reason: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: tuple[Entry, ...] = ()
        self._open: str | None = None
        self._read: frozenset[str] | None = None

    def compose(self) -> ComposeResult:
        yield Static(classes="heading", markup=False)
        yield PickList(id="sources-list")
        yield Static(classes="empty", markup=False)

    def show(self, entries: Sequence[Entry], waiting: bool = False) -> None:
        """Show ``entries``; ``waiting``: the folder is still being read."""
        at, scrolled = self._list.highlighted, self._list.scroll_offset.y
        chosen = self._entries[at].id if at else None
        self._entries = tuple(entries)
        self._list.put(ruled(self._prompt(entry) for entry in self._entries))
        same = next((i for i, e in enumerate(self._entries) if e.id == chosen), at or 0)
        self._list.pick(same)
        self._list.scroll_to(y=scrolled, animate=False)
        self.query_one(".heading", Static).update(heading(self._entries))
        empty = self.query_one(".empty", Static)
        empty.display = not entries
        self._list.display = bool(entries)
        empty.update(WAITING if waiting else NONE_THERE)

    def mark_open(self, article: str | None) -> None:
        """Mark the source that is open, and put the cursor on it."""
        before, self._open = self._open, article
        for index, entry in enumerate(self._entries):
            if entry.id in (before, article):
                self._list.replace_option_prompt_at_index(index, self._prompt(entry))
            if entry.id == article:
                self._list.pick(index)

    def mark_read(self, read: frozenset[str]) -> None:
        """Mark all sources but those of the ids ``read`` as unread."""
        before, self._read = self._read, read
        for index, entry in enumerate(self._entries):
            if before is None or (entry.id in before) != (entry.id in read):
                self._list.replace_option_prompt_at_index(index, self._prompt(entry))

    @property
    def _list(self) -> PickList:
        return self.query_one(PickList)

    def _prompt(self, entry: Entry) -> Content:
        unread = self._read is not None and entry.id not in self._read
        return describe(entry, is_open=entry.id == self._open, unread=unread)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        entry = self._entries[event.option_index]
        if entry.reason is not None:
            self.post_message(self.Refused(entry.file, entry.reason))
        else:
            self.post_message(self.Chosen(entry.id))


def describe(entry: Entry, is_open: bool = False, unread: bool = False) -> Content:
    """A source in the list: title, outlet and date, or why it cannot be opened."""
    if entry.reason is not None:
        why = plain(f"cannot be opened: {entry.reason}", f"{FAINT} italic")
        return Content("\n").join([plain(entry.file, FAINT), why])
    mark = "▸ " if is_open else "● " if unread else ""
    title = plain(mark + shortened(entry.label, TITLE_LIMIT), "bold")
    outlet = plain(entry.outlet or "unknown outlet", FAINT)
    return Content("\n").join([title, outlet, plain(dated(entry.date), FAINT)])


def heading(entries: Sequence[Entry]) -> Content:
    """How many sources there are."""
    refused = sum(e.reason is not None for e in entries)
    note = f", {refused} unreadable" if refused else ""
    return Content(f"Sources · {len(entries) - refused:,}{note}" if entries else "Sources")
