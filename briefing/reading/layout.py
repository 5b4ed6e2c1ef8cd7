"""The layout of plain text: whether its lines are paragraphs or hard-wrapped, and its lists."""

from __future__ import annotations

import re
from itertools import pairwise

from briefing.article import ParagraphKind
from briefing.reading.blocks import Block
from briefing.reading.lines import Line
from briefing.reading.rules import rules
from briefing.reading.shape import ends_sentence

WIDEST = 132
"""Characters: longer lines are not hard-wrapped."""
_MOST_WRAPPED = 0.6
_SOME_GO_ON = 0.25
_LONGEST_WORD = 20
_NUMBER = re.compile(r"([0-9]{1,3})[.)](?=\s)")
_RULE = re.compile(r"([*_=~#·•-])(?:\s*\1){2,}")


def blocks_of(lines: list[Line]) -> list[Block]:
    """The blocks of a plain text: list items marked so, everything else TEXT.

    Lines across the page (``* * *``) are breaks.
    """
    worded = [line for line in lines if not _RULE.fullmatch(line.text)]
    marks = _list_marks(worded)
    width = _wrap_width(worded, marks)
    blocks: list[Block] = []
    indents: list[int] = []
    before: Line | None = None
    for line in worded:
        mark = marks.get(line.first, 0)
        indent = line.start - line.first
        if before and not mark and _continues(before, line, width):
            blocks[-1].end, blocks[-1].after = line.end, line.after
        elif mark:
            while indents and indents[-1] >= indent:
                indents.pop()
            indents.append(indent)
            line.cut(left=mark)
            level = len(indents)
            kind = ParagraphKind.LIST_ITEM
            blocks.append(Block(line.start, line.end, line.first, line.after, kind, level))
        else:
            indents = []
            blocks.append(Block(line.start, line.end, line.first, line.after))
        before = line
    return blocks


def _list_marks(lines: list[Line]) -> dict[int, int]:
    """Where a line starts with a list mark: the line's offset, and the mark's length."""
    bullets = rules().bullets
    marks: dict[int, int] = {}
    numbers: list[tuple[int, Line, int]] = []
    for line in lines:
        first = line.text[0]
        if first in bullets and line.text[1:2].isspace():
            marks[line.first] = 1
        elif first.isdigit() and (match := _NUMBER.match(line.text)):
            numbers.append((int(match[1]), line, match.end()))
    for one, other in pairwise(numbers):
        if one[0] + 1 == other[0]:
            marks[one[1].first], marks[other[1].first] = one[2], other[2]
    return marks


def _wrap_width(lines: list[Line], marks: dict[int, int]) -> int | None:
    """The width at which the lines were wrapped; None where they are paragraphs."""
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if line.after == following.first and following.first not in marks
    ]
    widths = sorted(len(line.text) for line, _ in pairs)
    if not pairs or widths[len(widths) * 9 // 10] > WIDEST:
        return None
    width = widths[len(widths) * 9 // 10]
    broken = [pair for pair in pairs if not ends_sentence(pair[0].text)]
    going_on = sum(_goes_on(following) for _, following in broken)
    full = sum(_goes_on(pair[1]) or _is_full(*pair, width) for pair in broken)
    few = going_on < _SOME_GO_ON * len(pairs) or full < _MOST_WRAPPED * len(broken)
    return None if few else width


def _continues(line: Line, following: Line, width: int | None) -> bool:
    """Whether ``following`` is the same paragraph as ``line``, in a text wrapped at ``width``."""
    if width is None or line.after != following.first:
        return False
    if following.start - following.first > line.start - line.first + 1:
        return False
    return _is_full(line, following, width) or (
        _goes_on(following) and not ends_sentence(line.text)
    )


def _goes_on(line: Line) -> bool:
    """Whether the line starts in the middle of a sentence, as far as its script shows."""
    first = line.text[0]
    return first.isalpha() and not first.isupper()


def _is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the next word would not have fitted on the line."""
    word = len(following.text.split(None, 1)[0])
    return len(line.text) + 1 + min(word, _LONGEST_WORD) >= 0.9 * width
