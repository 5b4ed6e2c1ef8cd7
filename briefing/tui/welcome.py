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


def welcome(library: Library, first: bool = False) -> Content:
    """The library's title and numbers, then what to press.

    For the first frame (``first``) nothing is read that the index does not remember.
    """
    readable = [e for e in library.entries if e.reason is None]
    numbers = [counted(len(readable), "article")]
    if not first:
        dossier = library.dossier
        parties = len(dossier.settings.parties)
        numbers.append(counted(len(dossier.records), "record") if dossier.records else "")
        numbers.append(counted(parties, "party", "parties") if parties else "")
    title = "" if first and not library.entries else library.title
    lines = [plain(title, "bold"), joined(numbers).stylize(FAINT), Content()]
    lines += [Content.assemble((keys.ljust(8), "bold"), text) for keys, text in KEYS]
    return Content("\n").join(lines)
