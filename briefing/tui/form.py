"""Forms: rows of fields, what fits the field in use below them, saved away from the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from briefing.tui.actions import Where, bindings
from briefing.tui.choices import Choice, matching
from briefing.tui.hints import KeyHints
from briefing.tui.pick_list import BAR
from briefing.tui.words import FAINT, plain

FEWEST_ROWS = 2
OFFERS = 5
"""Rows of what there is to choose."""


class Incomplete(Exception):
    """The form cannot be saved as it is: a sentence, and the field that it is about."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a form.

    ``free``: any text will do, ``choices`` are only offered. ``new`` makes a
    choice of a name that none has. ``many``: several can be chosen.
    """

    name: str
    label: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    free: bool = False
    new: Callable[[str], Choice] | None = None
    optional: bool = False
    many: bool = False


class Field(Input):
    """Where one row is typed; with choices, a few letters choose."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.FORM)

    class Offered(Message):
        """What there is to choose is different now."""

    def __init__(self, row: Row) -> None:
        super().__init__(id=f"field-{row.name}", compact=True, classes="form-field")
        self.row = row
        self.picked: tuple[Choice, ...] = ()
        self.cursor: int | None = None
        self.touched = False
        self._text = ""
        self._initial_value = False  # else Textual drops the selection of a field just made

    def put(self, *picked: Choice) -> None:
        """Choose, without anybody having typed."""
        self.picked = picked
        self._text = "" if self.row.many or not picked else picked[0].label
        self.value = self._text
        self.cursor = None

    def write(self, text: str) -> None:
        """Put free text in, without anybody having typed."""
        self.put(*([Choice(text, text)] if text else []))

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


class Form(ModalScreen[object]):
    """Asks for the fields of something and saves it; stays open until that is done."""

    @dataclass
    class Saved(Message):
        """It is on the disk."""

        result: object

    @dataclass
    class Refused(Message):
        """It is not, and why."""

        why: str

    def __init__(self, title: str, about: Content, rows: Sequence[Row]) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self.fields = {row.name: Field(row) for row in rows}
        self._saving = False
        self._warned = False
        self._started: list[object] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="form-box"):
            yield Static(plain(self._title), classes="heading", markup=False)
            yield Static(self._about, id="form-about", markup=False)
            with VerticalScroll(id="form-rows", can_focus=False):
                for name, field in self.fields.items():
                    with Horizontal(id=f"row-{name}", classes="form-row"):
                        yield Static(field.row.label, classes="form-label", markup=False)
                        with Vertical(classes="form-value"):
                            yield Static(classes="form-picked", markup=False)
                            yield field
            yield Static(id="form-offers", markup=False)
            yield Static(id="form-says", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        self.fill()
        self.show_rows()
        self._show_picked()
        self._started = self._state()
        self._use(self.first())
        self.call_after_refresh(self._fit)

    def _use(self, field: Field) -> None:
        """Go to a field, with what is in it selected: the first letter replaces it."""
        self.set_focus(field)
        field.selection = Selection(0, len(field.value))

    # What a form says of itself

    def fill(self) -> None:
        """Put in what is known."""

    def settled(self) -> None:
        """A field was left: fill in what follows from it."""

    def first(self) -> Field:
        """Where to begin."""
        return self.shown[0]

    def is_shown(self, name: str) -> bool:
        """Whether a row is asked for, as far as is filled in."""
        return True

    def work(self) -> Callable[[], object]:
        """What saves it, to be called on another thread. Raises Incomplete."""
        raise NotImplementedError

    # Values

    def value(self, name: str) -> object | None:
        """What is chosen in a row that is shown; None where nothing is."""
        field = self.fields[name]
        return field.picked[0].value if self.is_shown(name) and field.picked else None

    def text(self, name: str) -> str | None:
        """What is written in a row of free text; None where nothing is."""
        value = self.value(name)
        return value.strip() or None if isinstance(value, str) else None

    def needed(self, name: str, sentence: str) -> object:
        """What is chosen in a row; Incomplete with ``sentence`` where nothing is."""
        if (value := self.value(name)) is None:
            raise Incomplete(sentence, name)
        return value

    def say(self, sentence: str, style: str = "bold $text-error") -> None:
        """Tell something below the fields."""
        self.query_one("#form-says", Static).update(plain(sentence, style))

    @property
    def shown(self) -> list[Field]:
        """The fields of the rows that are asked for."""
        return [field for name, field in self.fields.items() if self.is_shown(name)]

    def show_rows(self) -> None:
        """Show the rows that are asked for, no others."""
        for name in self.fields:
            self.query_one(f"#row-{name}").display = self.is_shown(name)

    def _state(self) -> list[object]:
        return [(field.value, field.picked) for field in self.fields.values()]

    # What the fields say

    @property
    def current(self) -> Field | None:
        """The field in use."""
        return self.focused if isinstance(self.focused, Field) else None

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if isinstance(event.input, Field) and event.input.is_typed:
            event.input.cursor = None
            event.input.touched = True
            self.say("")
        self._show_offers()

    @on(Field.Offered)
    def _offered(self) -> None:
        self.show_rows()
        self._show_picked()
        self._show_offers()

    def on_descendant_focus(self) -> None:
        self._show_offers()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if isinstance(event.widget, Field):
            event.widget.settle()
            self.settled()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Leave the rows what the screen has left; the field in use stays in sight."""
        rows = self.query_one("#form-rows")
        others = self.query_one("#form-box").outer_size.height - rows.outer_size.height
        rows.styles.max_height = max(FEWEST_ROWS, self.size.height - others - 1)
        if self.current:
            self.current.scroll_visible(animate=False)

    def _show_picked(self) -> None:
        for name, field in self.fields.items():
            box = self.query_one(f"#row-{name} .form-picked", Static)
            box.display = field.row.many and bool(field.picked)
            if field.row.many:
                box.update(Content("\n").join([plain(f"+ {c.label}") for c in field.picked]))

    def _show_offers(self) -> None:
        box = self.query_one("#form-offers", Static)
        field = self.current
        box.update(Content("\n").join(_offer_lines(field)) if field else Content())

    # Keys

    def action_next(self) -> None:
        """Take what is chosen and go on; after the last field, save."""
        field = self.current
        if field is None:
            return
        chose = field.settle()
        self.settled()
        if field.is_typed and field.value.strip():
            self.say(f"Nothing here is called “{field.value.strip()}”; type other letters.")
            return
        if field.row.many and chose:
            return
        shown = self.shown
        at = shown.index(field) + 1
        if at < len(shown):
            self._use(shown[at])
        else:
            self.action_save()

    def action_choice_down(self) -> None:
        if self.current:
            self.current.step(1)

    def action_choice_up(self) -> None:
        if self.current:
            self.current.step(-1)

    def action_leave(self) -> None:
        """Close the form; ask once where something was filled in."""
        if self._saving:
            return
        if self._state() != self._started and not self._warned:
            self._warned = True
            self.say("Not saved yet. ctrl+s saves it, esc again throws it away.")
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        """Save what is filled in."""
        if self._saving:
            return
        if self.current:
            self.current.settle()
            self.settled()
        for field in self.shown:
            if field.is_typed and field.value.strip():
                self._incomplete(f"Nothing here is called “{field.value.strip()}”.", field)
                return
        try:
            work = self.work()
        except Incomplete as error:
            self._incomplete(str(error), self.fields[error.field])
            return
        self._saving = True
        self.say("Saving…", FAINT)
        self.run_worker(lambda: self._run(work), thread=True, group="saving", exit_on_error=False)

    def _incomplete(self, sentence: str, field: Field) -> None:
        self._use(field)
        self.say(sentence)

    def _run(self, work: Callable[[], object]) -> None:
        try:
            result = work()
        except Exception as error:
            self.post_message(self.Refused(str(error) or type(error).__name__))
        else:
            self.post_message(self.Saved(result))

    @on(Saved)
    def _saved(self, event: Saved) -> None:
        self.dismiss(event.result)

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        self._saving = False
        self._warned = False
        self.say(f"Not saved: {event.why}")


def _offer_lines(field: Field) -> Iterator[Content]:
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
