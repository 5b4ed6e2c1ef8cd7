"""What is shown while no article is open: the library, and the first keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from briefing.tui.words import FAINT, counted, joined, plain

if TYPE_CHECKING:
    from briefing.library import Library

KEYS = (
    ("enter", "open the article under the cursor"),
    ("s", "search all articles as you type"),
    ("c", "compare the parties, issue by issue"),
    ("tab", "the next pane"),
    ("?", "all keys"),
    ("q", "quit"),
)


def welcome(library: Library) -> Content:
    """The library's title and numbers, then what to press."""
    readable = [e for e in library.entries if e.reason is None]
    dossier = library.dossier
    numbers = joined(
        [
            counted(len(readable), "article"),
            counted(len(dossier.records), "record") if dossier.records else "",
            counted(len(dossier.settings.parties), "party", "parties")
            if dossier.settings.parties
            else "",
        ]
    )
    lines = [plain(library.title, "bold"), numbers.stylize(FAINT), Content()]
    lines += [Content.assemble((keys.ljust(8), "bold"), text) for keys, text in KEYS]
    return Content("\n").join(lines)
