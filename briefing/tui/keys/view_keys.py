"""The actions of the views and of what the board shows: they join the one table of actions."""

from __future__ import annotations

from briefing.tui.keys.action import Action, Where

_E, _B, _V, _O, _P = Where.EVERYWHERE, Where.BOARD, Where.FINDINGS, Where.OPTIONS, Where.PANEL
_S = Where.SOURCES

VIEWS = (
    Action(
        "figures",
        "f",
        "Figures",
        "compare the figures that sources give for the same quantity",
        _E,
        "figures",
        True,
        True,
    ),
    Action(
        "wording",
        "W",
        "Wording",
        "compare which source uses which words",
        _E,
        "wording",
        False,
        True,
    ),
    Action(
        "timeline",
        "D",
        "Timeline",
        "what happened when (dates), and who reports it",
        _E,
        "timeline",
        False,
        True,
    ),
    Action(
        "brief",
        "B",
        "Write the brief",
        "write the whole page, with notes, to exports/brief.md",
        _E,
        "brief",
        False,
        True,
    ),
    Action(
        "export-board",
        "ctrl+e",
        "Export the board",
        "write the whole board, as it is filtered, to markdown",
        _E,
        "export_board",
        False,
        True,
    ),
    Action("findings.open", "enter", "Open", "open the article there", _V, "select", True),
    Action(
        "findings.next",
        "right,l",
        "Next view",
        "the next of the three",
        _V,
        "screen.next_view",
        True,
    ),
    Action(
        "findings.previous", "left,h", "Previous view", "the one before", _V, "screen.previous_view"
    ),
    Action(
        "board.choose",
        "F",
        "Filter",
        "choose columns, order and filters",
        _B,
        "choose",
        True,
    ),
    Action("board.clear", "C", "Clear filters", "show the whole board again", _B, "clear"),
    Action(
        "board.order",
        "O",
        "Disputed first",
        "the most disputed issues first, or the library's order",
        _B,
        "reorder",
    ),
    Action("board.fold", "z", "Fold", "fold or unfold the issue", _B, "toggle_fold", True),
    Action(
        "board.fold-up", "minus", "Fold up", "fold the issue; again, the one above it", _B, "fold"
    ),
    Action("board.fold-all", "Z", "Fold all", "fold or unfold all issues", _B, "fold_all"),
    Action(
        "sources.choose",
        "F",
        "Filter",
        "choose order and filters: outlet, date, tag",
        _S,
        "choose",
        True,
    ),
    Action("sources.clear", "C", "Clear filters", "show all sources again", _S, "clear"),
    Action(
        "sources.order",
        "O",
        "Order",
        "the next order: file, date, outlet, title, hits of the search, unread",
        _S,
        "reorder",
        True,
    ),
    Action("options.switch", "enter,space", "Switch", "switch it on or off", _O, "select", True),
    Action("options.down", "down,j", "Down", "next entry", _O, "cursor_down"),
    Action("options.up", "up,k", "Up", "previous entry", _O, "cursor_up"),
    Action("options.first", "home,g", "First", "first entry", _O, "first"),
    Action("options.last", "end,G", "Last", "last entry", _O, "last"),
    Action("options.page-down", "pagedown,ctrl+d", "Page down", "a page down", _O, "page_down"),
    Action("options.page-up", "pageup,ctrl+u", "Page up", "a page up", _O, "page_up"),
    Action("panel.dates", "tab", "Dates", "to the field for dates, and back", _P, "dates", True),
    Action("panel.clear", "C", "Clear filters", "take all filters away", _P, "clear", True),
    Action("panel.close", "escape,q,F", "Close", "close the panel", _P, "dismiss", True),
)
