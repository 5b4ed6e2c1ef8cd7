"""The help: every key, and how to write a query."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from briefing.tui.keys.actions import Where, bindings, sections
from briefing.tui.widgets.hints import KeyHints

QUERY = (
    ("two words", "articles with both, in any form"),
    ('"a phrase"', "these words next to each other"),
    ("a OR b  a -b  (a OR b) c", "either, without, grouped"),
    ("begin*  fuzzi~  =Exact", "beginnings, near spellings, this spelling only"),
    ("title:  outlet:  author:", "look there only"),
    ("date:2025-06-01..2025-06-30", "published then, stated or inferred"),
    ("party:  issue:  kind:", "articles with evidence of such records"),
)
KEY_CELLS = 30


class HelpText(VerticalScroll):
    """The rows, scrolled with the keys of a pager."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j", "scroll_down"),
        ("k", "scroll_up"),
        ("space,ctrl+d", "page_down"),
        ("b,ctrl+u", "page_up"),
        ("g", "scroll_home"),
        ("G", "scroll_end"),
    ]


class HelpScreen(ModalScreen[None]):
    """All keys, section by section."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.HELP)

    def compose(self) -> ComposeResult:
        with Vertical(id="help-box"):
            yield Static("Keys and queries", classes="heading", markup=False)
            with HelpText(id="help-text"):
                yield Static(id="help-rows", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        self.query_one(HelpText).focus()
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        rows = self.query_one("#help-rows", Static)
        all_keys = sections(getattr(self.app, "changed_keys", None))
        blocks = [_block(heading, keys, rows.size.width) for heading, keys in all_keys]
        blocks.append(_block("Queries", list(QUERY), rows.size.width))
        rows.update(Content("\n\n").join(blocks))

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss()


def _block(heading: str, rows: list[tuple[str, str]], width: int) -> Content:
    lines = [Content.styled(heading, "bold underline")]
    beside = width >= 2 * KEY_CELLS
    indent = KEY_CELLS if beside else 2
    for keys, text in rows:
        explained = Content(text).wrap(max(10, width - indent))
        named = Content.styled(keys, "bold")
        if beside and len(keys) < KEY_CELLS:
            first = Content.assemble(named, " " * (KEY_CELLS - len(keys)), explained.pop(0))
        else:
            first = named
        lines += [first, *(Content.assemble(" " * indent, line) for line in explained)]
    return Content("\n").join(lines)
