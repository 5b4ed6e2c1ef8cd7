"""What an action is: one thing that a key does, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Where(StrEnum):
    """Where an action works; the value heads its part of the help."""

    EVERYWHERE = "Everywhere"
    LISTS = "In lists: sources, results, evidence"
    SOURCES = "In the list of sources"
    SEARCH = "In the search field"
    ARTICLE = "In the article"
    FIND = "In the find field"
    BOARD = "On the board"
    NARROW = "In the board's filter"
    FINDINGS = "In figures, wording and timeline"
    OPTIONS = "In the board's columns and filters"
    PANEL = "Around them"
    HELP = "In this help"
    TAGS = "In the list of highlights"
    FORM = "In a form"
    MEMO = "In a memo"
    QUESTION = "When asked a question"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a key does.

    ``id`` is what a keymap calls it, ``keys`` are Textual's names, with commas
    between; ``name`` is for footer and palette, ``help`` a whole phrase;
    ``does`` is the Textual action. ``footer``: shown in the footer.
    ``palette``: offered by the command palette (only what works everywhere).
    """

    id: str
    keys: str
    name: str
    help: str
    where: Where
    does: str
    footer: bool = False
    palette: bool = False

    def binding(self) -> Binding:
        """As Textual takes it."""
        return Binding(
            self.keys, self.does, self.name, show=self.footer, tooltip=self.help, id=self.id
        )
