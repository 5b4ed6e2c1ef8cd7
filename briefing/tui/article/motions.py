"""Motions: from an offset of a text to the next or previous word, sentence or paragraph.

The text is a display: one paragraph a line, blank lines between. A motion to
the right stops at the end of a line before it goes on, so that a selection can
end with the last word of a paragraph; pressed there again it takes in the first
unit of the next one. At either end of the text it stays where it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum

from briefing.sentences import boundaries, skip_blanks
from briefing.tui.base import clusters

Range = tuple[int, int]
Motion = Callable[[str, int], int]


class Unit(StrEnum):
    """What a selection can be made of."""

    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


_INSIDE = "'’ʼ-‐‑.,"
"""Signs that are part of a word between two letters or digits."""

_NEAR = 1000
"""How far back a sentence's beginning is looked for at first."""


# Words


def _is_letter(text: str, at: int) -> bool:
    """Whether the cluster that ``at`` is in is one that words are made of."""
    char = text[clusters.start_of(text, at)]
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def _in_word(text: str, at: int) -> bool:
    """Whether the character at ``at`` belongs to a word."""
    if _is_letter(text, at):
        return True
    if text[at] not in _INSIDE or not 0 < at < len(text) - 1:
        return False
    return _is_letter(text, at - 1) and _is_letter(text, at + 1)


def _word_around(text: str, at: int) -> Range:
    """The word, or the run of signs, that the character at ``at`` is of."""
    inside = _in_word(text, at)

    def same(i: int) -> bool:
        return _in_word(text, i) == inside and (inside or not text[i].isspace())

    start, end = at, at + 1
    while start and same(start - 1):
        start -= 1
    while end < len(text) and same(end):
        end += 1
    return start, end


def next_word(text: str, at: int) -> int:
    """The start of the next word or run of signs, or the end of the line before it."""
    at = _off_line_end(text, at)
    if at < len(text) and not text[at].isspace():
        at = _word_around(text, at)[1]
    while at < len(text) and text[at] != "\n" and text[at].isspace():
        at += 1
    return at


def previous_word(text: str, at: int) -> int:
    """The start of the word or run of signs before ``at``."""
    start = at
    while start and text[start - 1].isspace():
        start -= 1
    return _word_around(text, start - 1)[0] if start else _first(text, at)


# Sentences


def _sentence_around(text: str, line: Range, at: int) -> tuple[int, int, int]:
    """Start and end of the sentence at ``at``, and the start of the next one or the line's end.

    The space after a sentence belongs to it.
    """
    start, end = line
    room = _NEAR
    while True:
        low = max(start, at - room)
        begin = start if low == start else -1
        for stop, following in boundaries(text, line, low):
            if following > at:
                if begin >= 0:
                    return begin, stop, following
                break
            begin = following
        else:
            if begin >= 0:
                return begin, end, end
        room *= 8


def next_sentence(text: str, at: int) -> int:
    """The start of the next sentence, or the end of the line before it."""
    at = _off_line_end(text, at)
    return max(at, _sentence_around(text, paragraph_at(text, at), at)[2])


def previous_sentence(text: str, at: int) -> int:
    """The start of the sentence that ``at`` is in, or of the one before where it is there."""
    for line_start, end in _lines_back(text, at):
        start = skip_blanks(text, line_start, end)
        if start < min(at, end):
            return _sentence_around(text, (start, end), min(at, end) - 1)[0]
    return _first(text, at)


# Paragraphs


def next_paragraph(text: str, at: int) -> int:
    """The end of the paragraph, or of the next one where ``at`` is its end."""
    return max(at, paragraph_at(text, _off_line_end(text, at))[1])


def previous_paragraph(text: str, at: int) -> int:
    """The start of the paragraph, or of the one before where ``at`` is its start."""
    for line_start, end in _lines_back(text, at):
        start = skip_blanks(text, line_start, end)
        if start < min(at, end):
            return start
    return _first(text, at)


def paragraph_at(text: str, at: int) -> Range:
    """The line that ``at`` is in, from its first character to its end."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return skip_blanks(text, start, end), end


# Characters


def next_character(text: str, at: int) -> int:
    """One cluster to the right; over a line end to the next line with words."""
    if at < len(text) and text[at] == "\n":
        return _off_line_end(text, at)
    start, end = paragraph_at(text, at)
    return at + clusters.after(text[at:end], 0) if at >= start else start


def previous_character(text: str, at: int) -> int:
    """One cluster to the left; over a line's start to the end of the one above with words."""
    start = paragraph_at(text, at)[0]
    if at > start:
        return start + clusters.before(text[start:at], at - start)
    above = len(text[:start].rstrip())
    return above if above else _first(text, at)


# Units


def unit_at(text: str, at: int, unit: Unit) -> Range:
    """The word, sentence or paragraph around ``at``, without the space after it."""
    start, end = paragraph_at(text, at)
    at = min(max(at, start), end)
    if unit is Unit.PARAGRAPH or start == end:
        return start, end
    if unit is Unit.WORD:
        return _word_around(text, at if at < end and not text[at].isspace() else max(start, at - 1))
    return _sentence_around(text, (start, end), at)[:2]


def extended(text: str, start: int, end: int, unit: Unit) -> Range:
    """The range made longer at both ends until it consists of whole units."""
    last = max(start, end - 1)
    return unit_at(text, start, unit)[0], max(end, unit_at(text, last, unit)[1])


def _off_line_end(text: str, at: int) -> int:
    """``at``, or from a line's end the first character of the next line with words."""
    if at < len(text) and text[at] == "\n":
        following = at
        while following < len(text) and text[following].isspace():
            following += 1
        return following if following < len(text) else at
    return at


def _lines_back(text: str, at: int) -> Iterator[Range]:
    """The line that ``at`` is in, then those above it."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        yield start, end
        end = start - 1


def _first(text: str, at: int) -> int:
    """The first character of the text that is not space, unless ``at`` is before it."""
    return min(at, len(text) - len(text.lstrip()))
