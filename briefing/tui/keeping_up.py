"""The screen kept in step with the library's folder, and its reader where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from briefing.article import Article
from briefing.config import Watch
from briefing.library import UnknownArticle
from briefing.reading import Unreadable
from briefing.tui import garbage
from briefing.tui.article.welcome import welcome
from briefing.tui.marking_actions import MarkingActions
from briefing.tui.notices import problem_notice, sync_notice
from briefing.tui.source_actions import SourceActions
from briefing.tui.views import Views
from briefing.tui.work import FIRST, Work

if TYPE_CHECKING:
    from briefing.dossier.dossier import Dossier
    from briefing.dossier.model import Problem
    from briefing.library import Library
    from briefing.search.searching import SearchResult

BUSY_AGAIN = 3.0
"""Seconds after which it is looked whether another program is done with the index."""


class KeepingUp(SourceActions, MarkingActions, Views):
    """A screen that shows the library as it is on the disk."""

    query_text: str
    result: SearchResult | None

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.synced = False
        self.searchable = False
        self.first_time = not library.entries
        self._shown_dossier: Dossier | None = None
        self._told_problems: tuple[Problem, ...] = ()
        self._told_checked: frozenset[tuple[str, str, str]] = frozenset()
        self._busy = False
        self._lost = False

    def begin(self, watch: Watch) -> None:
        """Bring everything in step with the disk, and keep it so."""
        self._shown_dossier = self.library.dossier
        self.list_sources()
        self._tell_problems()
        self.work.open()
        if watch is not Watch.OFF:
            self.work.watch(poll=watch is Watch.POLL)

    def action_refresh(self) -> None:
        """Look what changed in the folder."""
        self.work.reload()
        self.work.sync(again=True)
        self.say("Looking what changed in the folder…", timeout=2)

    def _tell_turned(self, sentence: str | None, nothing: str) -> None:
        """On a thread: what was undone or done again may have been an article's file."""
        super()._tell_turned(sentence, nothing)
        if sentence is not None:
            self.app.call_from_thread(self.work.sync, again=True)

    # What the threads say

    @on(Work.Opened)
    def _opened(self, event: Work.Opened) -> None:
        """Search the index as it was left, and only then look what changed since."""
        if event.usable:
            self.searchable = True
            self.status.tell(busy="looking for changes")
            self.search_waiting()
        self.work.sync()

    def search_waiting(self) -> None:
        """Answer what was typed before the index was there."""
        if self.query_text.strip() and self.result is None:
            self.work.search(self.query_text, FIRST)

    @on(Work.Noticed)
    def _noticed(self, event: Work.Noticed) -> None:
        if event.what.gone:
            self.say(f"{self.library.root} is gone; what was read is still shown.", "warning")
        if event.what.dossier:
            self.work.reload()
        if event.what.articles:
            self.work.sync(again=True)

    @on(Work.Reloaded)
    def _reloaded(self) -> None:
        if self.library.dossier is not self._shown_dossier:
            self.dossier_changed()

    @on(Work.Synced)
    def _synced(self, event: Work.Synced) -> None:
        changes = event.changes
        was_synced, self.synced = self.synced, True
        was_searchable, self.searchable = self.searchable, True
        self.status.tell(busy="", done=0, of=0)
        self._lost = False
        if changes or not was_synced:
            self.reading.sources.show(self.library.entries)
            self.refresh_findings()
            self.work.check()
            if self.query_text.strip() and (changes or not was_searchable):
                self.work.search(self.query_text)
        if changes.touched:
            self._articles_changed(changes.touched)
        elif self.reading.article.article is None:
            self.reading.article.welcome(welcome(self.library))
        self._reloaded()
        if not was_synced:
            garbage.settle()
            self.work.mend()
        if (notice := sync_notice(changes, self.first_time, was_synced)) and not self._busy:
            self.say(notice)
        self.first_time = False
        self._busy = changes.busy
        if changes.busy:
            self.set_timer(BUSY_AGAIN, lambda: self.work.sync(again=True))

    @on(Work.Checked)
    def _checked(self, event: Work.Checked) -> None:
        """Say which records do not hold, unless that was said before."""
        found = [p for p in event.problems if p not in self.library.problems]
        told = self._told_checked
        self._told_checked = frozenset((p.file, p.field, p.message) for p in found)
        new = [p for p in found if (p.file, p.field, p.message) not in told]
        if trouble := problem_notice(new):
            self.say(trouble, "warning", title="Does not hold", timeout=12)

    @on(Work.SyncFailed)
    def _sync_failed(self, event: Work.SyncFailed) -> None:
        self.synced = self.searchable = True  # a search says itself what is wrong
        self.status.tell(busy="no search", done=0, of=0)
        self.reading.sources.show(self.library.entries)
        if event.lost:
            self.connection_is_lost()
            self.say(f"{event.why}. The articles are shown as they were last known.", "warning")
        else:
            self.say(f"The search index cannot be made: {event.why}", "error", timeout=15)

    def connection_is_lost(self) -> None:
        """Show, until it is back, that the index cannot be reached."""
        self._lost = True
        self.status.tell(busy="no connection")

    def connection_is_back(self) -> None:
        """Bring the index in step, now that it answers again."""
        if self._lost:
            self._lost = False
            self.status.tell(busy="")
            self.say("The search cluster answers again.", timeout=3)
            self.work.sync(again=True)

    # What is shown

    def dossier_changed(self) -> None:
        """Show records, highlights and settings as they are now, wherever they are shown."""
        self._shown_dossier = self.library.dossier
        self.status.tell(library=self.library.title)
        super().dossier_changed()
        if self.memory.sources.tags:
            self.list_sources()
        self.refresh_findings()
        self._tell_problems()
        if self.synced:
            self.work.check()
        if self.reading.article.article is None:
            self.reading.article.welcome(welcome(self.library))

    def _tell_problems(self) -> None:
        """Say what is wrong in the library's files, unless that was said already."""
        problems, self._told_problems = self.library.problems, self._told_problems
        if problems != self._told_problems:
            self._told_problems = problems
            if trouble := problem_notice(problems):
                self.say(trouble, "warning", title="Left out", timeout=12)

    def _articles_changed(self, touched: tuple[str, ...]) -> None:
        """Show the open article, and all evidence, as the articles are now."""
        article = self.reading.article.article
        if article is None:
            self.reading.article.welcome(welcome(self.library))
        elif article.id in touched:
            self._read_again(article)
        self.dossier_changed()

    def _read_again(self, article: Article) -> None:
        pane = self.reading.article
        try:
            same = self.reading.same_text(article.id)
            pane.replace(self.library.article(article.id), same)
        except (UnknownArticle, Unreadable):
            entry = self.library.entry(article.id)
            why = f"it cannot be read: {entry.reason}" if entry else "its file is not there"
            pane.tell_lost(f"Shown as it was when it was read last: {why}.")
