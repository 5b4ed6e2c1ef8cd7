"""Fields to type in, which show what steers a terminal as stand-ins: pasted, or filled in."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from briefing.safe_text import visible

_SPACES = {ord("\t"): " ", ord("\n"): " "}


def shown(text: str) -> Text:
    """A text as it is painted: as long as it is, so that the cursor stands where it does in it."""
    return Text(visible(text).translate(_SPACES), no_wrap=True, overflow="ignore", end="")


class SafeInput(Input):
    """An ``Input`` for texts of strangers, whose place is as wide as it is whatever is typed."""

    virtual_size = Reactive(Size(0, 0), layout=False)
    """As of any widget; but Textual would lay the whole screen out anew at every key."""

    @property
    def _value(self) -> Text:
        """What is painted (Textual's own hook)."""
        return shown(self.value)
