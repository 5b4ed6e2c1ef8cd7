"""The panel with the board's columns, order and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefing.analysis.board_filter import Counts
from briefing.dossier.settings import Settings
from briefing.tui.board.board_choice import LEAST_COLUMNS, BoardChoice, Named, facets
from briefing.tui.widgets.options import OptionsPanel
from briefing.tui.widgets.switches import Days, Facet

Show = Callable[[BoardChoice], Counts]
"""Shows a choice, and says how many records each switch of it would show."""


class BoardOptions(OptionsPanel[BoardChoice]):
    """Has ``show`` show each choice of the board as it is made."""

    HEADING = "Columns and filters"
    CANNOT = f"The board compares at least {LEAST_COLUMNS} parties: add another one first."

    def __init__(self, choice: BoardChoice, settings: Settings, sources: Named, show: Show) -> None:
        super().__init__(choice)
        self._settings = settings
        self._sources = sources
        self._show_choice = show

    def show(self, choice: BoardChoice) -> Iterable[Facet[BoardChoice]]:
        counts = self._show_choice(choice)
        return facets(choice, self._settings, self._sources, counts)

    def days(self, choice: BoardChoice) -> Days:
        return choice.only.earliest, choice.only.latest
