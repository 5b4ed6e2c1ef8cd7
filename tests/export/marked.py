"""The invented library with highlights: found, lost, with and without tags and memo."""

from __future__ import annotations

from datetime import date

from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Highlight
from tests.export.invented import RECORDS, SETTINGS, Invented

COIN = Highlight(
    "h-1",
    "courier",
    "No coin shall be paid",
    tags=("toll", "to check"),
    memo="Who pays for the *guards*?",
    made=date(2031, 5, 7),
)
TWO_ITEMS = Highlight("h-2", "courier", "free passage\n- no guards", made=date(2031, 5, 9))
SHUT = Highlight("h-3", "mirror", "The crossing is shut", tags=("Toll",))
GONE = Highlight("h-4", "mirror", "words that stand nowhere", before="some")
NOWHERE = Highlight("h-5", "herald", "an article that is gone")
HIGHLIGHTS = (SHUT, TWO_ITEMS, GONE, COIN, NOWHERE)


class Marked(Invented):
    """What exports need of a library, with highlights."""

    def __init__(self) -> None:
        super().__init__()
        self.dossier = Dossier(SETTINGS, RECORDS, HIGHLIGHTS)


LIBRARY = Marked()
