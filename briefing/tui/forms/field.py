"""The fields of a form: typed into, or chosen with a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets.input import Selection

from briefing.tui.base.words import FAINT, plain
from briefing.tui.forms.choices import Choice, matching
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.widgets.pick_list import BAR
from briefing.tui.widgets.typed import SafeInput

OFFERS = 5
"""Rows of what there is to choose."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a form.

    ``free``: any text will do, ``choices`` are only offered. ``new`` makes a
    choice of a name that none has. ``many``: several can be chosen. ``long``:
    any text of several lines.
    """

    name: str
    label: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    free: bool = False
    new: Callable[[str], Choice] | None = None
    optional: bool = False
    many: bool = False
    long: bool = False


class FormField:
    """What a form needs of the field of a row, whatever widget it is."""

    row: Row
    touched = False
    """Whether somebody typed or chose there."""
    picked: tuple[Choice, ...] = ()
    value: str

    @property
    def widget(self) -> Widget:
        """The field itself, as what it is on the screen."""
        assert isinstance(self, Widget)  # noqa: S101
        return self

    def put(self, *picked: Choice) -> None:
        """Choose, without anybody having typed."""
        raise NotImplementedError

    def begin(self) -> None:
        """Be ready to be typed in."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Put free text in, without anybody having typed."""
        self.put(*([Choice(text, text)] if text else []))

    def offer(self, choices: tuple[Choice, ...]) -> None:
        """Offer other choices."""
        self.row = replace(self.row, choices=choices)

    @property
    def is_typed(self) -> bool:
        """Whether there is something typed that is not chosen yet."""
        return False

    @property
    def offers(self) -> list[Choice]:
        """What fits what is typed."""
        return []

    @property
    def at(self) -> int | None:
        """Which of the offers would be taken."""
        return None

    def step(self, step: int) -> None:
        """Choose the next offer, or the one before."""

    def settle(self) -> bool:
        """Take what is under the cursor; True where that chose something."""
        return False


class Field(FormField, SafeInput):
    """Where one row is typed; with choices, a few letters choose."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.FORM)

    class Offered(Message):
        """What there is to choose is different now."""

    def __init__(self, row: Row) -> None:
        super().__init__(id=f"field-{row.name}", compact=True, classes="form-field")
        self.row = row
        self.cursor: int | None = None
        self._text = ""
        self._initial_value = False  # else Textual drops the selection of a field just made

    def begin(self) -> None:
        """Select what is in it: the first letter typed takes its place."""
        self.selection = Selection(0, len(self.value))

    def put(self, *picked: Choice) -> None:
        """Choose, without anybody having typed."""
        self.picked = picked
        self._text = "" if self.row.many or not picked else picked[0].label
        self.value = self._text
        self.cursor = None

    @property
    def is_typed(self) -> bool:
        """Whether there is something typed that is not chosen yet."""
        return self.value.strip() != self._text.strip()

    @property
    def offers(self) -> list[Choice]:
        """What fits what is typed, the text itself first where any text will do."""
        row, typed = self.row, self.value.strip()
        if not self.is_typed:
            return [choice for choice in row.choices if not (row.many and choice in self.picked)]
        found = [c for c in matching(row.choices, typed) if not (row.many and c in self.picked)]
        if row.free:
            return [Choice(typed, typed), *(c for c in found if c.label != typed)]
        if row.new and typed and all(c.label.casefold() != typed.casefold() for c in found):
            found.append(row.new(typed))
        return found

    @property
    def at(self) -> int | None:
        """Which of the offers would be taken."""
        offers = self.offers
        if self.cursor is not None and offers:
            return min(self.cursor, len(offers) - 1)
        if self.is_typed:
            return 0 if offers and self.value.strip() else None
        if self.picked and not self.row.many:
            return next((i for i, c in enumerate(offers) if c == self.picked[0]), None)
        return 0 if offers and not (self.row.optional or self.row.free) else None

    def step(self, step: int) -> None:
        """Choose the next offer, or the one before."""
        offers = self.offers
        if offers:
            at = self.at
            self.cursor = (0 if step > 0 else len(offers) - 1) if at is None else at + step
            self.cursor %= len(offers)
            self.touched = True
            self.post_message(self.Offered())

    def settle(self) -> bool:
        """Take what is under the cursor; True where that chose something."""
        at, offers = self.at, self.offers
        if not self.value.strip() and self.cursor is None and self.is_typed:
            if self.row.optional or self.row.free:
                self.put()
            return False
        if at is None:
            return False
        taken = offers[at]
        changed = self.row.many or (taken,) != self.picked
        self.put(*([*self.picked, taken] if self.row.many else [taken]))
        self.post_message(self.Offered())
        return changed

    def undo_last(self) -> bool:
        """Take the last of several away."""
        if not self.row.many or not self.picked or self.value:
            return False
        self.put(*self.picked[:-1])
        self.post_message(self.Offered())
        return True

    def on_key(self, event: events.Key) -> None:
        if event.key == "backspace" and self.undo_last():
            event.prevent_default()
            event.stop()


def offer_lines(field: FormField) -> Iterator[Content]:
    """The offers around the one that would be taken; else what the row is for."""
    offers, at = field.offers, field.at
    first = min(max(0, (at or 0) - OFFERS // 2), max(0, len(offers) - OFFERS))
    if not offers or (at is None and field.row.help and not field.value.strip()):
        yield plain(field.row.help, FAINT)
    for number in range(first, min(len(offers), first + OFFERS)):
        offer = offers[number]
        detail = Content.styled(f"  {plain(offer.detail).plain}", FAINT) if offer.detail else ""
        mark, style = (BAR, "bold") if number == at else (" ", "")
        yield Content.assemble(f"{mark} ", plain(offer.label, style), detail)
