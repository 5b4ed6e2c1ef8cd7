"""Where the sentences of a paragraph end; abbreviations and initials end none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.article import Span

Range = tuple[int, int]

_BLANK = " \t\xa0"
_STOP = re.compile(r"[.!?…؟।]+[\"'”’»)\]]*(?=[^\S\n])|[。！？]+[”’」』）]*")
_OPENING = "\"'“‘«([„‚¿¡—–- \t\xa0"
_LAST_TOKEN = re.compile(r"[^\s(\[\"“‘«„]+\Z")
_TOKEN_ROOM = 24
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+")
_TITLES = frozenset(
    {"adm", "amb", "approx", "brig", "capt", "cf", "cmdr", "col", "dr", "eg", "ft", "gen", "gov"}
    | {"hon", "ie", "lt", "maj", "messrs", "min", "mlle", "mme", "mr", "mrs", "ms", "mt", "pres"}
    | {"prof", "rep", "rev", "sec", "sen", "sgt", "st", "vs"}
)
"""Abbreviations that something always follows."""
_BEFORE_NUMBERS = frozenset(
    {"apr", "art", "aug", "ch", "dec", "feb", "fig", "jan", "jul", "jun", "mar", "no", "nos"}
    | {"nov", "oct", "p", "pp", "sep", "sept", "vol"}
)
"""Abbreviations only where a number follows."""


def sentences(paragraph: str) -> Iterator[Span]:
    """The sentences of one paragraph, without white space at their ends, in order.

    A line end inside it is a space like any other.
    """
    text = paragraph.replace("\n", " ")
    end = len(text.rstrip())
    start = min(end, len(text) - len(text.lstrip()))
    for stop, following in boundaries(text, (start, end), start):
        yield Span(start, stop)
        start = following
    if start < end:
        yield Span(start, end)


def boundaries(text: str, line: Range, low: int) -> Iterator[Range]:
    """Where sentences of a line end and the next ones start, from ``low`` on."""
    start, end = line
    for stop in _STOP.finditer(text, low, end):
        following = skip_blanks(text, stop.end(), end)
        if following < end and _ends_sentence(text, stop, start, end):
            yield stop.end(), following


def _ends_sentence(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    following = stop.end()
    while following < end and text[following] in _OPENING:
        following += 1
    if following < end and text[following].islower():
        return False
    if not stop[0].startswith(".") or stop[0].startswith(".."):
        return True
    room = max(start, stop.start() - _TOKEN_ROOM)
    token = _LAST_TOKEN.search(text, room, stop.start())
    return token is None or not _is_abbreviation(token[0], text[following : following + 1])


def _is_abbreviation(token: str, following: str) -> bool:
    """Whether the full stop after ``token`` belongs to it: initials, ``U.S``, ``Mr``, ``No`` 5."""
    if _LETTERS.fullmatch(token + "."):
        return True
    word = token.replace(".", "").casefold()
    return word in _TITLES or (word in _BEFORE_NUMBERS and following.isdigit())


def skip_blanks(text: str, start: int, end: int) -> int:
    """The first offset from ``start`` on that is no blank, ``end`` at most."""
    while start < end and text[start] in _BLANK:
        start += 1
    return start
