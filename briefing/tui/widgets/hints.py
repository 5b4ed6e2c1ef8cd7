"""The last line: the keys that work where the focus is, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style

from briefing.tui.base.one_line import OneLine

KEPT = frozenset({"Pane", "Help"})
"""What is named however little room there is."""


class KeyHints(OneLine):
    """Names the keys of the footer's actions; a click on one presses it.

    Textual's own footer makes a widget for every key at every change of focus,
    and cuts off what does not fit.
    """

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="hints")
        self.auto_links = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def on_resize(self) -> None:
        self._show()

    def _bindings_updated(self, screen: Screen[object]) -> None:
        self._show()

    def _show(self) -> None:
        if self.is_attached and self.size.width:
            active = self.screen.active_bindings.values()
            named = _first_key_of_each(a.binding for a in active if a.enabled and a.binding.show)
            hints = [(b.description, self._hint(b)) for b in named]
            self.update(fitting(hints, self.content_size.width))

    def _hint(self, binding: Binding) -> Content:
        press = Style.from_meta({"@click": f"app.simulate_key({binding.key!r})"})
        key = Content.styled(self.app.get_key_display(binding), "bold $footer-key-foreground")
        return Content.assemble(" ", key, f" {binding.description} ").stylize(press)


def _first_key_of_each(bindings: Iterable[Binding]) -> list[Binding]:
    found: dict[str, Binding] = {}
    for binding in bindings:
        found.setdefault(binding.action, binding)
    return list(found.values())


def fitting(hints: list[tuple[str, Content]], width: int) -> Content:
    """The hints, in order, that fit into ``width`` cells; ``KEPT`` before all others."""
    room = width - sum(hint.cell_length for name, hint in hints if name in KEPT)
    shown = []
    for name, hint in hints:
        if name in KEPT:
            shown.append(hint)
        elif hint.cell_length <= room + 1:  # the space at its end may be cut off
            room -= hint.cell_length
            shown.append(hint)
        else:
            room = 0
    return Content("").join(shown)
