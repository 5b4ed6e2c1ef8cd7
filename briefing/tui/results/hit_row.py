"""A row of the search's results, which is measured at once and worked out when it is seen.

An answer may have 150 rows, of which fifteen are in sight, and it is shown at every key: so
of each only where its lines break is found, and Textual's `Content`, which takes ten
times as long to tell its height, is made for those that are painted.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from briefing.safe_text import one_line
from briefing.search.engine import Hit, HitPassage
from briefing.tui.base.strips import strip_of
from briefing.tui.base.words import (
    FAINT,
    Piece,
    counted,
    dated,
    joined,
    marked,
    outlet_of,
    shortened,
)
from briefing.tui.base.wrapped import Wrapped, broken

TITLE_LIMIT = 100


class HitRow(Visual):
    """A passage of a hit; None: it matched elsewhere. ``heading``: below the hit's title."""

    def __init__(self, hit: Hit, passage: HitPassage | None, heading: bool) -> None:
        self._hit = hit
        self._passage = passage
        self._heading = heading
        self._broken: tuple[int, list[Wrapped]] = (0, [])

    def __str__(self) -> str:
        return "\n".join("".join(text for text, _ in part) for part in self._parts())

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return sum(part.rows for part in self._lines(width))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        lines = [line for part in self._lines(width) for line in part.all_rows()][:height]
        return [strip_of(line, style, options.get_style) for line in lines]

    def _lines(self, width: int) -> list[Wrapped]:
        if self._broken[0] != width:
            self._broken = width, [broken(part, width) for part in self._parts()]
        return self._broken[1]

    def _parts(self) -> Iterator[tuple[Piece, ...]]:
        """What begins a line of its own."""
        hit, passage = self._hit, self._passage
        if self._heading:
            matches = sum(len(p.matches) for p in hit.passages)
            about = (
                one_line(outlet_of(hit)),
                one_line(dated(hit.date)),
                counted(matches, "match", "matches") if matches else "in its title or other fields",
            )
            yield ((shortened(hit.label, TITLE_LIMIT), "bold"),)
            yield ((joined(about).plain, FAINT),)
        if passage is not None:
            yield (
                (f"¶{passage.paragraph} ", FAINT),
                ("…" * passage.cut_before, ""),
                *marked(passage.text, passage.marks),
                ("…" * passage.cut_after, ""),
            )
