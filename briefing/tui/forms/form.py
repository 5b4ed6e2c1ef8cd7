"""Forms: rows of fields, what fits the field in use below them, saved away from the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from briefing.tui.base.words import FAINT, plain
from briefing.tui.forms.field import Field, FormField, Row, offer_lines
from briefing.tui.widgets.hints import KeyHints

FEWEST_ROWS = 2
HINTS_AND_BORDER = 2


class Incomplete(Exception):
    """The form cannot be saved as it is: a sentence, and the field that it is about."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


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
        self.fields = {row.name: _field(row) for row in rows}
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
                        if field.row.many:
                            with Vertical(classes="form-value"):
                                yield Static(classes="form-picked", markup=False)
                                yield field.widget
                        else:
                            yield field.widget
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

    def _use(self, field: FormField) -> None:
        """Go to a field."""
        self.set_focus(field.widget)
        field.begin()

    # What a form says of itself

    def fill(self) -> None:
        """Put in what is known."""

    def settled(self) -> None:
        """A field was left: fill in what follows from it."""

    def first(self) -> FormField:
        """Where to begin."""
        return self.shown[0]

    def is_shown(self, name: str) -> bool:
        """Whether a row is asked for, as far as is filled in."""
        return True

    @property
    def has_more(self) -> bool:
        """Whether there are rows that are asked for only when they are wanted."""
        return False

    def show_more(self) -> None:
        """Ask for those rows too."""

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
    def shown(self) -> list[FormField]:
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
    def current(self) -> FormField | None:
        """The field in use."""
        return self.focused if isinstance(self.focused, FormField) else None

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
        if isinstance(event.widget, FormField):
            self._settle(event.widget)

    def _settle(self, field: FormField) -> bool:
        """Leave a field; True where that chose something."""
        chose = field.settle()
        self.settled()
        self.show_rows()
        return chose

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Leave the rows what the screen has left; the field in use stays in sight."""
        rows = self.query_one("#form-rows")
        box = self.query_one("#form-box")
        others = sum(part.outer_size.height for part in box.children if part is not rows)
        rows.styles.max_height = max(FEWEST_ROWS, self.size.height - others - HINTS_AND_BORDER)
        if self.current:
            self.current.widget.scroll_visible(animate=False)

    def _show_picked(self) -> None:
        for name, field in self.fields.items():
            if field.row.many:
                box = self.query_one(f"#row-{name} .form-picked", Static)
                box.display = bool(field.picked)
                box.update(Content("\n").join([plain(f"+ {c.label}") for c in field.picked]))

    def _show_offers(self) -> None:
        box = self.query_one("#form-offers", Static)
        field = self.current
        box.update(Content("\n").join(offer_lines(field)) if field else Content())

    # Keys

    def action_next(self) -> None:
        """Take what is chosen and go on; after the last field, save."""
        field = self.current
        if field is None:
            return
        chose = self._settle(field)
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

    def action_more(self) -> None:
        """Show the rows that are not asked for at once, and go to the first of them."""
        before = set(self.shown)
        self.show_more()
        self.show_rows()
        self.refresh_bindings()
        if new := [field for field in self.shown if field not in before]:
            self._use(new[0])
            self.call_after_refresh(self._fit)  # they have no place before they are laid out

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """More is to be had where there is more."""
        return self.has_more if action == "more" else True

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
            self._settle(self.current)
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

    def _incomplete(self, sentence: str, field: FormField) -> None:
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


def _field(row: Row) -> FormField:
    if not row.long:
        return Field(row)
    from briefing.tui.forms.long_field import LongField  # the widget is heavy, and rarely wanted

    return LongField(row)
