"""What is shown while no article is open: the library, and the first keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from briefing.tui.base.words import FAINT, counted, joined, plain

if TYPE_CHECKING:
    from briefing.catalog import FirstLook
    from briefing.library import Library

KEYS = (
    ("enter", "open the article under the cursor"),
    ("s", "search all articles as you type"),
    ("c", "compare the parties, issue by issue"),
    ("tab", "the next pane"),
    ("?", "all keys"),
    ("q", "quit"),
)


def welcome(library: Library, first: FirstLook | None = None) -> Content:
    """The library's title and numbers, then what to press.

    For the first frame (``first``) nothing is read that the index does not remember.
    """
    if first is not None:
        title = library.title if first.entries else ""
        numbers = [counted(first.readable, "article")]
    else:
        title, dossier = library.title, library.dossier
        numbers = [counted(sum(e.reason is None for e in library.entries), "article")]
        parties = len(dossier.settings.parties)
        numbers.append(counted(len(dossier.records), "record") if dossier.records else "")
        numbers.append(counted(parties, "party", "parties") if parties else "")
    lines = [plain(title, "bold"), joined(numbers).stylize(FAINT), Content()]
    lines += [Content.assemble((keys.ljust(8), "bold"), text) for keys, text in KEYS]
    return Content("\n").join(lines)
