"""Clusters: what one step of the cursor passes over, and how many cells it is drawn in.

A cluster is a character with the marks, joiners and modifiers that belong to
it, a simple form of the grapheme clusters of Unicode's UAX #29. Widths are
those that Rich gives and Textual lays out by.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from rich.cells import cell_len

JOINER = "\u200d"
"""Zero width joiner: with it two characters become one."""
_MODIFIERS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_PLAIN = "\x21-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e"
"""Characters that are surely a cluster of one cell, unless something unusual follows."""
_UNUSUAL = re.compile(f"[^{_PLAIN} \n]")
_WIDE = (
    "\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
)
"""The same of two cells."""
_JOINED_SPACE = re.compile(f"{JOINER}(?=\\s)")


def is_plain(text: str) -> bool:
    """Whether every character of ``text`` is a cluster of one cell."""
    return _UNUSUAL.search(text) is None


def clusters(text: str) -> Iterator[tuple[int, int, int]]:
    """The clusters of ``text``: start, end and cells of each, without gaps."""
    start, flags = 0, 0
    for at in range(1, len(text) + 1):
        flags = flags + 1 if ord(text[at - 1]) in _FLAGS else 0
        if at < len(text) and _continues(text[at - 1], text[at], flags):
            continue
        yield start, at, cell_len(text[start:at])
        start, flags = at, 0


def pieces(text: str, longest: int) -> Iterator[tuple[int, int, int]]:
    """Plain words of up to ``longest`` characters, and clusters for all else: start, end, cells."""
    at = 0
    while at < len(text):
        if run := _run_of(_PLAIN).match(text, at):
            end = run.end()
            if end - at <= longest:
                yield at, end, end - at
            else:
                yield from ((i, i + 1, 1) for i in range(at, end))
        elif run := _run_of(_WIDE).match(text, at):
            end = run.end()
            yield from ((i, i + 1, 2) for i in range(at, end))
        else:
            end = after(text, at)
            yield at, end, cell_len(text[at:end])
        at = end


@cache
def _run_of(signs: str) -> re.Pattern[str]:
    """A run of such signs with nothing unusual after it. Compiled late: it takes milliseconds."""
    return re.compile(f"[{signs}]+(?![^{_PLAIN}{_WIDE} \n])")


def after(text: str, at: int) -> int:
    """The end of the cluster that starts at ``at``; ``at`` itself at the end."""
    flags = 0
    while at < len(text):
        flags = flags + 1 if ord(text[at]) in _FLAGS else 0
        at += 1
        if at == len(text) or not _continues(text[at - 1], text[at], flags):
            break
    return at


def after_joiners(text: str) -> Iterator[int]:
    """Where a space follows a joiner.

    Rich gives the two no cell, terminals give the space one: it is to be painted by itself.
    """
    return (found.start() + 1 for found in _JOINED_SPACE.finditer(text))


def before(text: str, at: int) -> int:
    """The start of the cluster that ends at ``at``; ``at`` itself at the start."""
    return start_of(text, at - 1) if at else 0


def start_of(text: str, at: int) -> int:
    """The start of the cluster that the character at ``at`` belongs to."""
    while at and _continues(text[at - 1], text[at], _flags_until(text, at)):
        at -= 1
    return at


def _flags_until(text: str, at: int) -> int:
    """How many regional indicators stand right before ``at``, odd ones opening a flag."""
    count = 0
    while at > count and ord(text[at - count - 1]) in _FLAGS:
        count += 1
    return count


def _continues(left: str, right: str, flags: int) -> bool:
    """Whether ``right`` belongs to the cluster of ``left``, which ends ``flags`` indicators."""
    if left == JOINER:
        return not right.isspace()
    if right <= "\u02ff" or left.isspace():
        return False
    if ord(right) in _FLAGS:
        return flags % 2 == 1
    return _attaches(right)


@cache
def _attaches(char: str) -> bool:
    """Whether ``char`` belongs to whatever stands before it."""
    if ord(char) in _MODIFIERS or char == JOINER:
        return True
    return unicodedata.category(char)[0] == "M" or cell_len(char) == 0
