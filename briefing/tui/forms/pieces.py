"""The evidence of a record while it is changed in a form, one piece of it at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.article import Article, Passage
from briefing.dossier.model import Ambiguous, Evidence, Located, Mode
from briefing.tui.base.words import shortened
from briefing.tui.forms.choices import Choice
from briefing.tui.forms.form import Incomplete

if TYPE_CHECKING:
    from briefing.library import Library

QUOTE_LIMIT = 70


class Pieces:
    """What is filled in for each piece; ``at`` is the one that the form shows.

    The quote of a piece is held on one line, and is empty for one to be taken away.
    """

    def __init__(self, library: Library, evidence: tuple[Evidence, ...]) -> None:
        self._library = library
        self._known = evidence
        self._now = [replace(piece, quote=_flat(piece.quote)) for piece in evidence]
        self.at = 0

    def __len__(self) -> int:
        return len(self._known)

    @property
    def shown(self) -> Evidence:
        """The piece that the form shows, as it is filled in."""
        return self._now[self.at]

    @property
    def article(self) -> Article | None:
        """The article that it is from; None where that cannot be read."""
        return self._library.article_or_none(self._known[self.at].article)

    @property
    def passage(self) -> Passage | None:
        """Where it stands; None where it is not found."""
        known = self._known[self.at]
        place = self._library.locate(known)
        return Passage(known.article, place.span) if isinstance(place, Located) else None

    def choices(self) -> tuple[Choice, ...]:
        """The pieces, to choose from."""
        return tuple(
            Choice(
                number,
                f"{number + 1} of {len(self)} “{shortened(piece.quote, QUOTE_LIMIT)}”",
                piece.article,
            )
            for number, piece in enumerate(self._known)
        )

    def nearest(self) -> tuple[Choice, ...]:
        """For a quote that is not in its article: what there is most like it."""
        place, article = self._library.locate(self._known[self.at]), self.article
        if isinstance(place, Located | Ambiguous) or not place.nearest or article is None:
            return ()
        words = _flat(article.text_of(place.nearest))
        return (Choice(words, words, "the nearest that is there"),)

    def put(self, quote: str, speaker: str | None, mode: Mode, via: str | None) -> None:
        """Keep what is filled in for the piece that the form shows."""
        known = self._known[self.at]
        self._now[self.at] = replace(known, quote=quote, speaker=speaker, mode=mode, via=via)

    def kept(self, number: int) -> Evidence | None:
        """A piece as it is to be saved; None for one to be taken away. Raises Incomplete."""
        known, piece = self._known[number], self._now[number]
        if not piece.quote:
            return None
        if piece.mode is Mode.RELAYED and not piece.via:
            raise Incomplete("Say which outlet is relayed.", "via")
        if piece.quote == _flat(known.quote):
            return replace(piece, quote=known.quote)
        place = self._library.locate(piece)
        if isinstance(place, Ambiguous):
            count = len(place.spans)
            raise Incomplete(f"These words stand {count} times there; write more of them.", "quote")
        if not isinstance(place, Located):
            raise Incomplete(f"These words are not in {piece.article}: {place.reason}.", "quote")
        quote, before, after = self._library.selector(Passage(piece.article, place.span))
        return replace(piece, quote=quote, before=before, after=after)


def _flat(quote: str) -> str:
    return " ".join(quote.split())
