"""What a key does, said once: bindings, footer, help, palette and docs/keys.md come from here.

The keys that move about in an article belong to the article view; ``sections`` adds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.binding import BindingType

from briefing.tui.keys.action import Action, Where
from briefing.tui.keys.article_keys import KEYS
from briefing.tui.keys.marking_keys import MARKING
from briefing.tui.keys.view_keys import VIEWS

__all__ = ["ACTIONS", "Action", "Where", "bindings", "sections", "shown"]

_E, _L, _S, _A = Where.EVERYWHERE, Where.LISTS, Where.SEARCH, Where.ARTICLE
_F, _B, _N, _H = Where.FIND, Where.BOARD, Where.NARROW, Where.HELP

ACTIONS = (
    Action(
        "search", "s,ctrl+f", "Search", "search the library as you type", _E, "search", True, True
    ),
    Action(
        "board",
        "c",
        "Board",
        "compare the parties' positions, issue by issue",
        _E,
        "board",
        True,
        True,
    ),
    Action(
        "records",
        "r",
        "Records",
        "list the records that the open article is evidence for",
        _E,
        "records",
        False,
        True,
    ),
    Action(
        "back",
        "escape,backspace,alt+left,ctrl+o,less_than_sign",
        "Back",
        "go back to where you were",
        _E,
        "back",
    ),
    Action(
        "next-pane",
        "tab",
        "Pane",
        "go to the next pane; on a narrow screen, show it",
        _E,
        "next_pane",
        True,
    ),
    Action(
        "previous-pane",
        "shift+tab",
        "Previous pane",
        "go to the previous pane",
        _E,
        "previous_pane",
    ),
    Action(
        "next-article",
        "right_square_bracket",
        "Next article",
        "open the next article",
        _E,
        "next_article",
        False,
        True,
    ),
    Action(
        "previous-article",
        "left_square_bracket",
        "Previous article",
        "open the previous article",
        _E,
        "previous_article",
        False,
        True,
    ),
    Action(
        "export",
        "e",
        "Export",
        "write the selection to markdown; with none, the hit, record or article you are at",
        _E,
        "export",
        True,
        True,
    ),
    Action("copy", "y", "Copy", "copy what export would write", _E, "copy", False, True),
    Action(
        "debris",
        "d",
        "Page debris",
        "show or hide page debris in articles",
        _E,
        "debris",
        False,
        True,
    ),
    Action(
        "refresh",
        "R,f5",
        "Refresh",
        "look what changed in the library's folder",
        _E,
        "refresh",
        False,
        True,
    ),
    Action(
        "theme",
        "T",
        "Light or dark",
        "change between the light and the dark theme",
        _E,
        "app.theme",
        False,
        True,
    ),
    Action("help", "question_mark", "Help", "show all keys", _E, "app.help", True, True),
    Action(
        "palette", "ctrl+p", "Commands", "find a command by its name", _E, "app.command_palette"
    ),
    Action("quit", "q,ctrl+q", "Quit", "leave the program", _E, "app.quit", True, True),
    Action("list.open", "enter", "Open", "open the article at the passage", _L, "select", True),
    Action("list.down", "down,j", "Down", "next entry", _L, "cursor_down"),
    Action("list.up", "up,k", "Up", "previous entry", _L, "cursor_up"),
    Action("list.first", "home,g", "First", "first entry", _L, "first"),
    Action("list.last", "end,G", "Last", "last entry", _L, "last"),
    Action("list.page-down", "pagedown,space,ctrl+d", "Page down", "a page down", _L, "page_down"),
    Action("list.page-up", "pageup,b,ctrl+u", "Page up", "a page up", _L, "page_up"),
    Action("search.open", "enter", "Open", "open the chosen result", _S, "submit", True),
    Action("search.next", "down,ctrl+n", "Next", "choose the next result", _S, "next", True),
    Action("search.previous", "up", "Previous", "choose the previous result", _S, "previous"),
    Action("search.leave", "escape", "Back", "go back to where you were", _S, "screen.back", True),
    Action("search.all", "ctrl+f", "Select all", "select what is typed", _S, "select_all"),
    Action(
        "search.suggestion",
        "ctrl+y",
        "Did you mean",
        "search for the suggested spelling",
        _S,
        "suggestion",
    ),
    Action("numbers", "number_sign", "Numbers", "number the paragraphs, or not", _A, "numbers"),
    Action("find", "slash", "Find", "find in this article", _A, "find", True),
    Action("next-match", "n", "Next", "next match", _A, "next_match", True),
    Action("previous-match", "N", "Previous", "previous match", _A, "previous_match"),
    Action(
        "records-here",
        "enter",
        "Records here",
        "show the records that the passage at the cursor is evidence for",
        _A,
        "records_here",
    ),
    Action(
        "find.go", "enter", "Go", "go to the next match and close the field", _F, "submit", True
    ),
    Action("find.leave", "escape", "Close", "close the field", _F, "leave", True),
    Action("board.open", "enter", "Evidence", "show the record's evidence", _B, "open", True),
    Action("board.down", "down,j", "Down", "next record in the column", _B, "down"),
    Action("board.up", "up,k", "Up", "previous record in the column", _B, "up"),
    Action("board.left", "left,h", "Left", "the party to the left", _B, "left"),
    Action("board.right", "right,l", "Right", "the party to the right", _B, "right"),
    Action("board.first", "home,g", "First", "first record", _B, "first"),
    Action("board.last", "end,G", "Last", "last record", _B, "last"),
    Action("board.page-down", "pagedown,space,ctrl+d", "Page down", "a page down", _B, "page_down"),
    Action("board.page-up", "pageup,b,ctrl+u", "Page up", "a page up", _B, "page_up"),
    Action(
        "board.narrow",
        "slash",
        "Narrow",
        "narrow the board to records with these words",
        _B,
        "narrow",
        True,
    ),
    Action(
        "narrow.keep", "enter,down", "Keep", "keep the filter and go to the board", _N, "keep", True
    ),
    Action(
        "narrow.clear", "escape", "Clear", "drop these words and go to the board", _N, "clear", True
    ),
    Action("help.close", "escape,q,question_mark", "Close", "close the help", _H, "dismiss", True),
    *MARKING,
    *VIEWS,
)


def bindings(where: Where) -> list[BindingType]:
    """The bindings of the widget that ``where`` is about."""
    return [action.binding() for action in ACTIONS if action.where is where]


def sections(
    changed: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The help: a heading, then rows of keys as shown and what they do.

    ``changed`` are keys by id, where they are not those of the table.
    """
    now = changed or {}
    for where in Where:
        rows = [(shown(now.get(a.id, a.keys)), a.help) for a in ACTIONS if a.where is where]
        if where is Where.ARTICLE:
            own = (b for b in KEYS if b.id)
            rows += [(shown(now.get(b.id or "", b.key)), b.tooltip or b.description) for b in own]
        yield where.value, rows


_SIGNS = {
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "question_mark": "?",
    "equals_sign": "=",
    "slash": "/",
    "number_sign": "#",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "dollar_sign": "$",
    "circumflex_accent": "^",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
}


def shown(keys: str) -> str:
    """Keys as a person reads them: ``question_mark,ctrl+p`` as ``?  ctrl+p``."""
    return "  ".join(_one_key(key.strip()) for key in keys.split(",") if key.strip())


def _one_key(key: str) -> str:
    *modifiers, name = key.split("+")
    return "+".join([*modifiers, _SIGNS.get(name, name)])


def as_markdown(changed: Mapping[str, str] | None = None) -> str:
    """The text of docs/keys.md."""
    lines = [
        "# Keys",
        "",
        "Made from the table of actions by `python -m briefing.tui.keys.actions`;"
        " `?` shows the same in the app.",
        "",
    ]
    for heading, rows in sections(changed):
        lines += [f"## {heading}", "", "| keys | what they do |", "| --- | --- |"]
        for keys, text in rows:
            cells = " ".join(f"`{key}`" for key in keys.split("  "))
            lines.append(f"| {cells.replace('|', chr(92) + '|')} | {text} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(as_markdown(), end="")
