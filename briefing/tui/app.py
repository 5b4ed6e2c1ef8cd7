"""The Textual app: one screen on one library."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen

from briefing.tui.actions import ACTIONS
from briefing.tui.opening import OpeningScreen
from briefing.tui.places import WIDE
from briefing.tui.themes import DARK, LIGHT
from briefing.tui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from briefing.library import Library


class BriefingApp(App[None]):
    """Reads, searches and compares one library."""

    CSS_PATH = "opening.tcss"
    TITLE = "briefing"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  (as Textual declares it)
        (0, "-narrow"),
        (WIDE, "-wide"),
        (140, "-roomy"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.keys = TypeAhead(self, super().on_event)
        self.keys.hold()

    async def on_event(self, event: events.Event) -> None:
        """Take keys one at a time; the first ones when the app is there to take them."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.keys.put(event)
        else:
            await super().on_event(event)

    def get_default_screen(self) -> Screen[None]:
        """What is painted first."""
        return OpeningScreen(self.library)

    async def on_opening_screen_painted(self) -> None:
        """Load the rest. Keys that were pressed meanwhile have waited for it."""
        from briefing.tui.screen import MainScreen

        await self.push_screen(MainScreen(self.library))
        self.keys.release()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette offers the actions of the table that make sense from anywhere."""
        for action in ACTIONS:
            if action.palette:
                run = partial(self.run_action, action.does, screen)
                yield SystemCommand(action.name, action.help, run)

    def action_theme(self) -> None:
        """Change between dark and light."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def action_help(self) -> None:
        """Show all keys."""
        from briefing.tui.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())


def run_app(library: Library) -> None:
    """Open the app on a library, until its user leaves it."""
    try:
        BriefingApp(library).run()
    finally:
        library.close()
