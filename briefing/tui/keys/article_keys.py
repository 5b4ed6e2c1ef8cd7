"""The keys of the article view, with what each does: help and docs take them from here."""

from __future__ import annotations

from textual.binding import Binding


def _key(
    name: str, keys: str, action: str, title: str, tooltip: str, show: bool = False
) -> Binding:
    return Binding(keys, action, title, show=show, tooltip=tooltip, id=f"article.{name}")


_VISUAL = "in visual mode: "

KEYS = (
    _key("down", "down,j", "row(1)", "Down", "a row down"),
    _key("up", "up,k", "row(-1)", "Up", "a row up"),
    _key("page-down", "space,pagedown", "page(1)", "Page down", "a page down"),
    _key("page-up", "pageup", "page(-1)", "Page up", "a page up"),
    _key("back", "b", "back", "Page up", f"a page up; {_VISUAL}the word before"),
    _key("half-page-down", "ctrl+d", "half_page(1)", "Half page down", "half a page down"),
    _key("half-page-up", "ctrl+u", "half_page(-1)", "Half page up", "half a page up"),
    _key("top", "g,home", "edge(-1)", "Top", "the beginning of the article"),
    _key("end", "G,end", "edge(1)", "End", "the end of the article"),
    _key("visual", "v", "visual", "Select", f"visual mode; {_VISUAL}begin again here", True),
    _key("grow", "V", "grow", "Sentence", "select the sentence; again, the paragraph"),
    _key("leave", "escape", "leave", "Leave", "leave visual mode; drop selection or matches", True),
    _key("left", "left", "move('left')", "Left", f"{_VISUAL}a character left"),
    _key("right", "right", "move('right')", "Right", f"{_VISUAL}a character right"),
    _key("word", "w", "move('word')", "Word", f"{_VISUAL}the next word"),
    _key(
        "sentence",
        "right_parenthesis",
        "move('sentence')",
        "Sentence",
        f"{_VISUAL}the next sentence",
    ),
    _key(
        "sentence-back",
        "left_parenthesis",
        "move('sentence-back')",
        "Sentence back",
        f"{_VISUAL}the sentence before",
    ),
    _key(
        "paragraph",
        "right_curly_bracket",
        "move('paragraph')",
        "Paragraph",
        f"{_VISUAL}the end of the paragraph",
    ),
    _key(
        "paragraph-back",
        "left_curly_bracket",
        "move('paragraph-back')",
        "Paragraph back",
        f"{_VISUAL}the beginning of the paragraph",
    ),
    _key("row-start", "0", "row_edge(-1)", "Row start", f"{_VISUAL}the beginning of the row"),
    _key("row-end", "dollar_sign", "row_edge(1)", "Row end", f"{_VISUAL}the end of the row"),
    _key("select-left", "shift+left", "extend('left')", "Select left", "select a character left"),
    _key(
        "select-right", "shift+right", "extend('right')", "Select right", "select a character right"
    ),
    _key("select-up", "shift+up", "extend_row(-1)", "Select up", "select a row up"),
    _key("select-down", "shift+down", "extend_row(1)", "Select down", "select a row down"),
    _key(
        "select-word",
        "ctrl+shift+right",
        "extend('word')",
        "Select word",
        "select the next word",
    ),
    _key(
        "select-word-back",
        "ctrl+shift+left",
        "extend('word-back')",
        "Select word back",
        "select the word before",
    ),
)
