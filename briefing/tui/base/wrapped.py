"""Texts of a few styles, wrapped: where rows break is kept, a row is made when it is painted."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from textual.content import Content

from briefing.safe_text import one_line
from briefing.tui.base.text_layout import wrap
from briefing.tui.base.words import Piece

_KEPT = 20_000
"""Texts whose rows are remembered: filtering shows the same ones again and again."""


class Wrapped(NamedTuple):
    """``pieces`` joined, broken before the characters at ``breaks``."""

    pieces: tuple[Piece, ...]
    breaks: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows it takes, at least 1."""
        return len(self.breaks) + 1

    def row(self, number: int) -> Content:
        """One of its rows, from 0."""
        content = Content.assemble(*self.pieces)
        start = self.breaks[number - 1] if number else 0
        end = self.breaks[number] if number < len(self.breaks) else len(content)
        return content[start:end].rstrip()

    def all_rows(self) -> list[Content]:
        """All its rows."""
        return [row.rstrip() for row in Content.assemble(*self.pieces).divide(self.breaks)]


def broken(pieces: tuple[Piece, ...], width: int) -> Wrapped:
    """``pieces`` in rows of at most ``width`` cells."""
    text = "".join(piece for piece, _ in pieces)
    return Wrapped(pieces, tuple(wrap(text, width, width)))


wrapped = lru_cache(maxsize=_KEPT)(broken)
"""The same, remembered."""


@lru_cache(maxsize=_KEPT)
def harmless(text: str) -> str:
    """``text`` on one line, harmless; remembered."""
    return one_line(text)
