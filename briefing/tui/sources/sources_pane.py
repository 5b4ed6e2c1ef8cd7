"""The pane with the library's sources: every file, the unreadable ones with their reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from briefing.analysis.source_list import (
    SourceChoice,
    SourceOrder,
    arranged,
    filters_in_words,
)
from briefing.catalog import Entry
from briefing.tui.base.one_line import OneLine
from briefing.tui.base.words import FAINT, joined, plain
from briefing.tui.sources.source_list import SourceList, Wish
from briefing.tui.sources.source_words import WAITING, Told, heading, item, told

NONE_THERE = "No articles here. Put .md or .txt files into the folder, or press R when you have."
NONE_FIT = "No article fits these filters."


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

    @dataclass
    class Asked(Message):
        """Another choice of sources is wanted, or the panel to make one with."""

        what: Wish

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.choice = SourceChoice()
        self.tags: Mapping[str, Collection[str]] = {}
        self._entries: tuple[Entry, ...] = ()
        self._shown: tuple[Entry, ...] = ()
        self._by_id: dict[str, Entry] = {}
        self._hits: Sequence[str] = ()
        self._open: str | None = None
        self._read: frozenset[str] | None = None
        self._waiting = False

    def compose(self) -> ComposeResult:
        yield OneLine(classes="heading")
        yield Static(id="sources-filters", markup=False)
        yield SourceList(self._told, id="sources-list")
        yield Static(classes="empty", markup=False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All sources."""
        return self._entries

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the articles that are listed, in their order."""
        return tuple(entry.id for entry in self._shown if entry.reason is None)

    @property
    def chosen(self) -> str | None:
        """The id of the article under the cursor."""
        return self._list.chosen

    def show(self, entries: Sequence[Entry], waiting: bool = False) -> None:
        """Show ``entries``; ``waiting``: the folder is still being read."""
        self._entries = tuple(entries)
        self._by_id = {entry.id: entry for entry in entries}
        untouched = self._waiting and not self._list.highlighted
        self._waiting = waiting
        self._arrange(stay=not untouched)

    def choose(self, choice: SourceChoice, tags: Mapping[str, Collection[str]]) -> None:
        """Show other sources, or in another order; ``tags`` are those of each article."""
        again = choice == self.choice
        self.choice, self.tags = choice, tags
        self._arrange(stay=again)

    def show_hits(self, articles: Sequence[str]) -> None:
        """What the search finds now, best first."""
        self._hits = articles
        if self.choice.order is SourceOrder.HITS:
            self._arrange()

    def mark_open(self, article: str | None) -> None:
        """Mark the source that is open, and put the cursor on it."""
        self._open = article
        if article is not None:
            self._list.pick(article)
        self._list.refresh()

    def mark_read(self, read: frozenset[str]) -> None:
        """Mark all sources but those of the ids ``read`` as unread."""
        self._read = read
        self._list.refresh()

    @property
    def _list(self) -> SourceList:
        return self.query_one(SourceList)

    def _arrange(self, stay: bool = True) -> None:
        """List what there is to list, with the cursor where it was; else on what is open."""
        listed = self._list
        before = self._shown
        self._shown = arranged(
            self._entries,
            self.choice,
            tags=self.tags,
            hits=self._hits,
            read=self._read or frozenset(),
        )
        stays = stay or (self._open is None and not listed.highlighted)
        if self._shown != before or not stays:
            kept = listed.chosen if stay else self._open
            listed.put([item(entry) for entry in self._shown], kept, stay=stay)
        readable = sum(entry.reason is None for entry in self._entries)
        self.query_one(".heading", Static).update(
            heading(readable, len(self._entries) - readable, len(self._shown), self.choice)
        )
        filters = self.query_one("#sources-filters", Static)
        filters.display = self.choice.filtered
        told = joined(plain(text) for text in filters_in_words(self.choice))
        filters.update(Content.assemble(("Only ", FAINT), told, ("   C shows all", FAINT)))
        empty = self.query_one(".empty", Static)
        empty.display = not self._shown
        listed.fill(bool(self._shown))
        nothing = NONE_FIT if self._entries else NONE_THERE
        empty.update(WAITING if self._waiting else nothing)

    def _told(self, article: str) -> Told:
        entry = self._by_id[article]
        unread = self._read is not None and article not in self._read
        return told(entry, "▸" if article == self._open else "●" if unread else "", self._outlet)

    def _outlet(self, article: str) -> str:
        entry = self._by_id.get(article)
        return (entry.outlet or entry.label) if entry else article

    def on_source_list_selected(self, event: SourceList.Selected) -> None:
        event.stop()
        entry = next(entry for entry in self._shown if entry.id == event.key)
        if entry.reason is not None:
            self.post_message(self.Refused(entry.file, entry.reason))
        else:
            self.post_message(self.Chosen(entry.id))

    def on_source_list_asked(self, event: SourceList.Asked) -> None:
        event.stop()
        self.post_message(self.Asked(event.what))
