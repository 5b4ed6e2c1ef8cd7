"""The screen's views besides reading and board, and the files that are written of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widgets import ContentSwitcher

from briefing.article import Span
from briefing.tui.article.marks import Count
from briefing.tui.base.places import Place, Side, View
from briefing.tui.evidence.evidence_pane import EvidencePane
from briefing.tui.exporting import CannotExport, Taken, write, write_brief
from briefing.tui.findings.findings import TITLES, FindingsPane
from briefing.tui.navigation import Navigation

if TYPE_CHECKING:
    from briefing.export.markdown import Block

FINDINGS = tuple(TITLES)


class Views(Navigation):
    """Shows figures, wording and timeline; writes the brief, and whole views, on a thread."""

    synced: bool
    """Whether the index was brought in step with the disk."""
    places: tuple[Span, ...] = ()
    """The passages of the open article that a view led to: painted as hits."""

    @dataclass
    class Wrote(Message):
        """A file was written: what, and where."""

        name: str
        path: Path

    @dataclass
    class NotWritten(Message):
        """It was not; why, and what to do."""

        why: str

    @dataclass
    class ToCopy(Message):
        """A block that was made to be copied."""

        taken: Taken

    @property
    def findings(self) -> FindingsPane | None:
        """The view of findings that fills the screen, if one does."""
        return next((pane for pane in self.query(FindingsPane) if pane.id == self.view), None)

    async def show_findings(self, view: View) -> FindingsPane:
        """Fill the screen with a view; it is made when it is first wanted."""
        switcher = self.query_one("#views", ContentSwitcher)
        pane = next((p for p in self.query(FindingsPane) if p.id == view), None)
        if pane is None:
            pane = _pane_class(view)(self.library)
            await switcher.mount(pane)
        self.show_view(view)
        self.refresh_findings()
        self.set_focus(pane.list)
        return pane

    def refresh_findings(self) -> None:
        """Bring the view that is shown in step with the library."""
        if (pane := self.findings) is None:
            return
        if self.synced:
            pane.refresh_for(self.library.dossier, self.library.entries)
        else:
            pane.wait("Waiting for the index…")

    async def go(self, place: Place) -> None:
        """Bring a place back."""
        if place.view in FINDINGS:
            await self.show_findings(place.view)
        else:
            await super().go(place)

    async def action_figures(self) -> None:
        await self._go_to(View.FIGURES)

    async def action_wording(self) -> None:
        await self._go_to(View.WORDING)

    async def action_timeline(self) -> None:
        await self._go_to(View.TIMELINE)

    async def _go_to(self, view: View) -> None:
        if self.view is not view:
            if self.view not in FINDINGS:
                self.history.push(self.here())
            await self.show_findings(view)

    async def action_next_view(self) -> None:
        await self.step_view(1)

    async def action_previous_view(self) -> None:
        await self.step_view(-1)

    async def step_view(self, step: int) -> None:
        """Show the next of the three views, or the one before."""
        if self.view in FINDINGS:
            await self.show_findings(FINDINGS[(FINDINGS.index(self.view) + step) % len(FINDINGS)])

    @on(FindingsPane.Chosen)
    def _finding_chosen(self, event: FindingsPane.Chosen) -> None:
        self.reading.record = None
        self.open(event.article, event.spans[0])
        if len(event.spans) > 1:
            self.places = event.spans
            pane = self.reading.article
            pane.post_message(pane.Matched(Count(1, len(event.spans))))

    def show_article(self, article_id: str, at: Span | None = None) -> bool:
        """Show an article in its pane, without the places that a view had led to."""
        self.places = ()
        return super().show_article(article_id, at)

    @on(FindingsPane.Unfound)
    def _finding_unfound(self, event: FindingsPane.Unfound) -> None:
        self.say(f"This cannot be opened: {event.why}.", "warning")

    @on(EvidencePane.Linked)
    def _linked(self, event: EvidencePane.Linked) -> None:
        """Show a connected record where the one was that it is connected with."""
        self.history.push(self.here())
        if (board := self.shown_board) is not None:
            board.open_drawer(event.record)
            board.put_cursor(event.record.id)
            board.focus_on("drawer-list")
        else:
            self.reading.show_evidence(event.record)
            self.reading.go_to(f"{Side.EVIDENCE}-list")

    # Writing

    def action_brief(self) -> None:
        if not self.library.dossier.records:
            self.say("There is nothing to brief on yet: positions.yaml has no records.")
            return
        self.say("Writing the brief…", timeout=2)
        self._on_writer(lambda: self.Wrote("the brief", write_brief(self.library)))

    def export_findings(self, copied: bool = False) -> None:
        """Write the view that is shown to the file of exports, or copy it."""
        pane = self.findings
        if pane is None or (make := pane.taken()) is None:
            self.say("There is nothing here to take.")
        elif copied:
            self.copy_view(make, f"the {pane.VIEW}")
        else:
            self.export_view(make, f"the {pane.VIEW}")

    def export_view(self, make: Callable[[], Block], name: str) -> None:
        """Write a whole view to the file of exports."""
        self._on_writer(lambda: self.Wrote(name, write(self.library, Taken(make(), name))))

    def copy_view(self, make: Callable[[], Block], name: str) -> None:
        """Copy a whole view."""
        self._on_writer(lambda: self.ToCopy(Taken(make(), name)))

    def _on_writer(self, work: Callable[[], Message]) -> None:
        def run() -> None:
            try:
                told = work()
            except CannotExport as error:
                told = self.NotWritten(str(error))
            except Exception as error:
                told = self.NotWritten(f"Nothing was written: {str(error) or type(error).__name__}")
            self.post_message(told)

        self.run_worker(run, thread=True, group="write", exit_on_error=False)

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        self.say(f"Wrote {event.name} to {event.path}")

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        self.say(event.why, "error", timeout=12)

    @on(ToCopy)
    def _to_copy(self, event: ToCopy) -> None:
        self.copy(event.taken.block.text, event.taken.name)

    def copy(self, text: str, name: str) -> None:
        """Send text to the terminal's clipboard; ``name`` is what the reader calls it."""
        self.app.copy_to_clipboard(text)
        self.say(f"Sent {name} to the terminal's clipboard.")

    def action_export_board(self) -> None:
        if (make := self.board.taken() if self.board else None) is None:
            self.say("There is no board to export yet: press c to open it.")
        else:
            self.export_view(make, "the board")


def _pane_class(view: View) -> type[FindingsPane]:
    from briefing.tui.findings.figures_pane import FiguresPane
    from briefing.tui.findings.timeline_pane import TimelinePane
    from briefing.tui.findings.wording_pane import WordingPane

    return {
        View.FIGURES: FiguresPane,
        View.WORDING: WordingPane,
        View.TIMELINE: TimelinePane,
    }[view]
