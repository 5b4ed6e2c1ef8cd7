"""The status line: where you are, what is being worked on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from textual.content import Content
from textual.reactive import reactive

from briefing.tui.base.one_line import OneLine
from briefing.tui.base.words import between, joined, plain, shortened

BAR_CELLS = 12


@dataclass(frozen=True, slots=True)
class State:
    """What the status line tells; None and "" are left out.

    ``done`` of ``of`` articles are in the index; ``percent`` is how far down
    the article the cursor is, 0-100.
    """

    library: str = ""
    place: str = ""
    paragraph: int | None = None
    paragraphs: int = 0
    percent: int | None = None
    mode: str = ""
    match: str = ""
    search: str = ""
    done: int = 0
    of: int = 0
    busy: str = ""


class StatusLine(OneLine):
    """One line, cut from the left end's titles first."""

    state: reactive[State] = reactive(State())

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)

    def tell(self, **changes: Any) -> None:
        """Change some of what is told."""
        self.state = replace(self.state, **changes)

    def watch_state(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        self.update(status_content(self.state, self.content_size.width))


def status_content(state: State, width: int) -> Content:
    """``state`` within ``width`` cells: the right end is kept, titles give way."""
    right = joined(plain(part) for part in _right(state))
    room = max(0, width - right.cell_length - (2 if right else 0))
    left = _left(state, room)
    gap = max(0, width - left.cell_length - right.cell_length)
    return Content.assemble(left, between(left.plain, " " * gap), right)


def _left(state: State, room: int) -> Content:
    if room < 8:
        return Content()
    names = [name for name in (state.library, state.place) if name]
    content = Content(" › ").join([plain(name) for name in names])
    if content.cell_length <= room:
        return content
    place = plain(state.place or state.library)
    if len(names) == 2 and (spare := room - place.cell_length - 3) >= 8:
        library = plain(shortened(state.library, spare))
        return Content(" › ").join([library.truncate(spare, ellipsis=True), place])
    return place.truncate(room, ellipsis=True)


def _right(state: State) -> list[str]:
    parts = [state.mode]
    if state.paragraph is not None:
        percent = f" {state.percent}%" if state.percent is not None else ""
        parts.append(f"¶ {state.paragraph}/{state.paragraphs}{percent}")
    parts += [state.match, state.search]
    if state.of:
        parts.append(f"indexing {state.done:,}/{state.of:,} {bar(state.done, state.of)}")
    elif state.busy:
        parts.append(state.busy)
    return [part for part in parts if part]


def bar(done: int, of: int, cells: int = BAR_CELLS) -> str:
    """How much is done, drawn."""
    full = min(cells, done * cells // of) if of else 0
    return "━" * full + "╌" * (cells - full)
