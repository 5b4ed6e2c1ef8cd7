"""The command palette, whose field shows what is pasted into it as harmlessly as any other."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.command import CommandInput, CommandPalette

from briefing.tui.widgets.typed import SafeInput


class PaletteInput(CommandInput, SafeInput):
    """The palette's field, for texts of strangers."""


class Palette(CommandPalette):
    """Textual's palette with that field."""

    def compose(self) -> ComposeResult:
        """What Textual composes, but for the field."""
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                yield PaletteInput(placeholder=widget.placeholder, select_on_focus=False)
            else:
                yield widget
