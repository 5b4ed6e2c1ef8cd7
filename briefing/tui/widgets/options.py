"""A panel of switches under headings, with a field for dates; what is switched shows at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Generic

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from briefing.search.date_range import parse_days, render_range
from briefing.search.query import Dated
from briefing.tui.base.words import FAINT, plain
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.widgets.grouped_list import GroupedList
from briefing.tui.widgets.hints import KeyHints
from briefing.tui.widgets.switches import Choice, Days, Facet, Switch
from briefing.tui.widgets.typed import SafeInput

NO_DATE = "not a date: write 2025-06-02, 2025-06 or 2025-06-01..2025-06-30"


class OptionSwitches(GroupedList):
    """The switches, below the name of what they are about."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.OPTIONS)


class OptionsPanel(ModalScreen[None], Generic[Choice]):
    """A subclass shows each choice as it is made, and says what there is to switch then."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PANEL)
    HEADING: ClassVar[str]
    CANNOT: ClassVar[str] = ""
    """Why a switch without a choice after it cannot be switched."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._choice = choice
        self._switches: list[Switch[Choice]] = []

    def show(self, choice: Choice) -> Iterable[Facet[Choice]]:
        """Show a choice; everything that there is to switch, as it stands then."""
        raise NotImplementedError

    def days(self, choice: Choice) -> Days:
        """The bounds of days of a choice."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(id="options-box"):
            yield Static(self.HEADING, classes="heading", markup=False)
            yield OptionSwitches(id="options-list")
            yield SafeInput(
                placeholder="dates: 2025-06-01..2025-06-30", id="options-dates", compact=True
            )
            yield Static(id="options-says", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        days = self.days(self._choice)
        if days != (None, None):
            self.query_one(Input).value = render_range(Dated(*days))
        self._list.focus()
        self._take(self._choice)

    @property
    def _list(self) -> OptionSwitches:
        return self.query_one(OptionSwitches)

    def _take(self, choice: Choice) -> None:
        self._choice = choice
        self._switches = []
        rows: list[tuple[Content, bool]] = []
        for facet in self.show(choice):
            if not facet.switches:
                continue
            gap = "\n" if rows else ""
            title = Content.assemble(gap, (facet.title, "bold"), (f"  {facet.note}", FAINT))
            rows.append((title, False))
            for switch in facet.switches:
                self._switches.append(switch)
                rows.append((_prompt(switch), True))
        self._list.put_rows(rows)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        number = self._list.number
        if number is None:
            return
        then = self._switches[number].then
        self._say("" if then else self.CANNOT)
        if then:
            self._take(then)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        text = event.value.strip()
        dated = parse_days(text) if text else Dated(None, None)
        self._say("" if dated else NO_DATE)
        if dated:
            choice = self._choice.within(dated.earliest, dated.latest)
            if choice != self._choice:
                self._take(choice)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.focus()

    def _say(self, text: str) -> None:
        self.query_one("#options-says", Static).update(plain(text))

    def action_clear(self) -> None:
        """Take all filters away."""
        self.query_one(Input).value = ""
        self._take(self._choice.unfiltered())

    def action_dates(self) -> None:
        """Go between the list and the field for dates."""
        field = self.query_one(Input)
        self.set_focus(self._list if field.has_focus else field)

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss()


def _prompt(switch: Switch[Choice]) -> Content:
    mark = "[x] " if switch.on else "[ ] "
    count = "" if switch.count is None else f"  {switch.count:,}"
    return Content.assemble("  " * switch.depth, mark, plain(switch.label), (count, FAINT))
