"""What the list of sources has of each: as items of the list, and as text for the first frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from textual.content import Content

from briefing.analysis.source_list import SourceChoice, SourceOrder
from briefing.article import as_known
from briefing.catalog import Entry
from briefing.safe_text import one_line
from briefing.tui.base.words import FAINT, Piece, dated, joined, shortened

TITLE_LIMIT = 110
WAITING = "Reading the folder…"


class Item(NamedTuple):
    """A title and a note of as many rows as they need, and ``more`` rows between them, cut short.

    ``key`` is its own.
    """

    key: str
    title: str
    more: int = 0
    note: str = ""


class Told(NamedTuple):
    """What is painted of an item: a sign of one cell, and the rows below its title."""

    sign: str
    style: str
    more: tuple[Piece, ...]


def item(entry: Entry) -> Item:
    """A source as an item of the list."""
    if entry.reason is not None:
        note = one_line(f"cannot be opened: {entry.reason}")
        return Item(entry.id, one_line(entry.file), note=note)
    more = 1 + (entry.same_source_as is not None)
    return Item(entry.id, title(entry.label), more, dated(entry.date))


@lru_cache(maxsize=20_000)
def title(label: str) -> str:
    """A title as the list has it."""
    if len(label) <= TITLE_LIMIT and label.isascii() and label.isprintable():
        return label
    return shortened(label, TITLE_LIMIT)


def told(entry: Entry, sign: str = "", outlet_of: Callable[[str], str] = str) -> Told:
    """The rest of what the list has of a source: its outlet, and whose text it is."""
    if entry.reason is not None:
        return Told("", FAINT, ())
    more = [one_line(as_known(entry, "outlet") or "unknown outlet")]
    if entry.same_source_as is not None:
        more.append(one_line(f"= the text of {outlet_of(entry.same_source_as)}"))
    return Told(sign, "bold", tuple((text, FAINT) for text in more))


def describe(entry: Entry) -> Content:
    """A source as text of several lines."""
    rest = told(entry)
    lines = [
        Content.styled(item(entry).title, rest.style),
        *(Content.styled(*p) for p in rest.more),
    ]
    return Content("\n").join(lines)


def heading(
    readable: int, refused: int, shown: int = 0, choice: SourceChoice | None = None
) -> Content:
    """How many sources can be read, and cannot, how many are shown, and in which order."""
    if not readable + refused:
        return Content("Sources")
    number = f"{readable:,}"
    if choice is not None and choice.filtered:
        number = f"{shown:,} of {number}"
    elif refused:
        number += f", {refused} unreadable"
    by = "" if choice is None or choice.order is SourceOrder.FILE else f"by {choice.order.value}"
    return joined([Content("Sources"), Content(number), Content(by)])
