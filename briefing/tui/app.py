"""The Textual app: one screen on one library."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, SystemCommand
from textual.filter import NoColor
from textual.screen import Screen

from briefing import crash
from briefing.config import Config, read_config
from briefing.tui import garbage, hangup
from briefing.tui.base import theme_choice
from briefing.tui.base.places import WIDE
from briefing.tui.base.themes import DARK, HIGH_CONTRAST, LIGHT, NAMED, TITLES
from briefing.tui.keys.actions import ACTIONS
from briefing.tui.keys.type_ahead import TypeAhead
from briefing.tui.opening import OpeningScreen

if TYPE_CHECKING:
    from briefing.library import Library
    from briefing.tui.screen import MainScreen


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

    def __init__(self, library: Library, config: Config | None = None) -> None:
        super().__init__()
        self.library = library
        self.config = config or Config()
        self.changed_keys: Mapping[str, str] = {}
        for theme in (DARK, LIGHT, HIGH_CONTRAST):
            self.register_theme(theme)
        if self.no_color:
            # Textual's own filter turns colours into greys, and the terminal's into black on black.
            self._filters = [NoColor()]
        self.theme = NAMED[theme_choice.chosen(self.config.theme)]
        self._opening = OpeningScreen(library)
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
        return self._opening

    def on_opening_screen_painted(self) -> None:
        """Take a search, and load the rest behind it. All other keys wait for that."""
        if not self.config.keys:  # else nobody knows yet which key searches
            self.keys.hold(but=self._opening.takes)
        self.run_worker(self._load(), group="load")

    async def _load(self) -> None:
        opening = self._opening
        index = asyncio.create_task(asyncio.to_thread(self._open_index))
        index.add_done_callback(lambda _: opening.index_opened(index.result()))
        wanted = asyncio.create_task(opening.wanted.wait())
        await asyncio.wait((index, wanted), return_when=asyncio.FIRST_COMPLETED)
        await opening.rest()
        screen = await asyncio.to_thread(_main_screen, self.library)
        await opening.rest()
        wanted.cancel()
        self.keys.hold()
        await self.keys.done()
        await self.push_screen(screen(self.library, self.config.watch, opening.begun()))
        self._take_config()
        garbage.settle()
        self.keys.release()

    def _open_index(self) -> bool:
        """Open it as it was left; whether it can be searched."""
        try:
            return self.library.can_search()
        except Exception:  # it is tried again, and said, when the screen is there
            return False

    def _take_config(self) -> None:
        """Take the user's keys; say what of the config was left out."""
        problems = self.config.problems
        if self.config.keys:
            from briefing.tui.keys.keymap import keymap

            keys = keymap(self.config.keys)
            problems += keys.problems
            self.changed_keys = keys.changed
            self.set_keymap(dict(keys.changed))
        if problems:
            text = "\n".join(problems)
            self.notify(text, title="config.toml", severity="warning", timeout=15, markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette offers the actions of the table that make sense from anywhere."""
        for action in ACTIONS:
            if action.palette:
                run = partial(self.run_action, action.does, screen)
                yield SystemCommand(action.name, action.help, run)
        for name, title in TITLES.items():
            yield SystemCommand(title, "change the colours", partial(self._use_theme, name))

    def _use_theme(self, name: str) -> None:
        """Change to a theme, now and from now on."""
        self.theme = NAMED[name]
        keep = partial(theme_choice.choose, name, self.config.theme)
        self.run_worker(keep, thread=True, group="theme", exit_on_error=False)

    def action_theme(self) -> None:
        """Change between dark and light."""
        self._use_theme("light" if self.current_theme.dark else "dark")

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        from briefing.tui.widgets.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_help(self) -> None:
        """Show all keys."""
        from briefing.tui.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def _fatal_error(self) -> None:
        """Leave with one sentence; Textual would print all texts at hand (its own hook)."""
        from rich.text import Text

        error = self._exception or RuntimeError("unknown")
        self._exit_renderables.append(Text(f"briefing: {crash.note(error, self._typed())}"))
        self._close_messages_no_wait()

    def _typed(self) -> dict[str, str]:
        """What stands in fields that were typed into: it is not to be lost."""
        from textual.widgets import Input, TextArea

        typed: dict[str, str] = {}
        for screen in self.screen_stack:
            typed |= {field.id or "text": field.value for field in screen.query(Input)}
            typed |= {field.id or "text": field.text for field in screen.query(TextArea)}
        return {name: text for name, text in typed.items() if text}


def _main_screen(library: Library) -> type[MainScreen]:
    """The screen, loaded with what it shows of the library: no key waits for either."""
    from briefing.tui.screen import MainScreen

    _ = library.entries, library.dossier
    return MainScreen


def run_app(library: Library, *, mouse: bool = True) -> int:
    """Open the app on a library, until its user leaves it; without the mouse where not wanted.

    The program's exit code.
    """
    try:
        config = read_config()
        app = BriefingApp(library, config)
        hangup.watch()
        app.run(mouse=mouse and config.mouse)
        return crash.EXIT_CODE if app.return_code else 0
    finally:
        library.close()
