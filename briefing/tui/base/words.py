"""Text from articles and records as Textual content: harmless, and never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from textual.content import Content

from briefing.article import Dating, Known, Sourced, Span, as_known
from briefing.safe_text import one_line, visible

EMPHASIS = "bold underline"
"""How a match is marked: without colour, so that it shows in every terminal."""
FAINT = "$text-muted"

Piece = tuple[str, str]
"""Harmless text on one line, and its style."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = "\u200e"
_FLAT = str.maketrans("\n\t", "  ")


def plain(text: str, style: str = "") -> Content:
    """``text`` on one line, harmless, in one style."""
    return Content.styled(one_line(text), style)


def shortened(text: str, limit: int) -> str:
    """``text`` on one line, cut at a word to at most ``limit`` characters with an ellipsis."""
    flat = one_line(text)
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:–—-") + "…"


def joined(parts: Iterable[Content | str], by: str = " · ") -> Content:
    """The parts that are not empty, with ``by`` between them."""
    pieces: list[Content | str] = []
    for part in parts:
        if part:
            pieces += [part] if not pieces else [between(str(pieces[-1]), by), part]
    return Content.assemble(*pieces)


def between(before: str, by: str = " · ") -> str:
    """What separates ``before`` in a row from what follows.

    Behind letters that are written from right to left it ends with an unseen mark: without
    that, a terminal turns the figures of the date after them around.
    """
    return f"{by}{_LEFT_TO_RIGHT}" if _RIGHT_TO_LEFT.search(before) else by


def marked(text: str, marks: Iterable[Span], style: str = EMPHASIS) -> Iterator[Piece]:
    """``text`` on one line, harmless and as long as before, its spans ``marks`` in ``style``."""
    flat, at = visible(text).translate(_FLAT), 0
    for mark in sorted(marks):
        yield flat[at : mark.start], ""
        yield flat[max(at, mark.start) : mark.end], style
        at = max(at, mark.end)
    yield flat[at:], ""


def dated(date: Dating) -> str:
    """A date as lists show it: short, and saying so where it is inferred or unknown."""
    if date.known is Known.INFERRED and date.earliest and date.latest:
        first, last = date.earliest, date.latest
        if first == last:
            return f"{first}, inferred"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first}–{last:%d}, inferred"
        return f"{first} – {last}, inferred"
    return str(date)


def outlet_of(source: Sourced) -> str:
    """An outlet as lists show it, saying so where it is inferred or unknown."""
    return as_known(source, "outlet") or "unknown outlet"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 match``, ``3 matches``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
