"""Page debris: found by the rules in ``rules.toml`` and hidden, never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from briefing.article import Span
from briefing.reading.lines import Line
from briefing.reading.rules import rules

HEAD_LINES = 20
"""Lines with words at the top of a file among which a page header is looked for."""
_LONGEST_RULE = 40
"""Characters: no line that the rules name as a whole is longer."""
_LONGEST_IN_HEADER = 80


def hide(lines: list[Line]) -> tuple[list[Line], list[Span]]:
    """``lines`` without the debris, of lines or in them, and the spans of it.

    Where everything would be debris nothing is.
    """
    head = lines[:HEAD_LINES]
    times = [line for line in head if _is_reading_time(line)]
    header = _page_header(head, times)
    gone = {*_ends(lines), *_pictures(lines), *_said_before(header), *times}
    if len(gone) == len(lines):
        return lines, []
    hidden = [Span(line.first, line.after) for line in gone]
    kept = [line for line in lines if line not in gone] if gone else lines
    for line in header:
        if line not in gone and _is_entry(line):
            line.cut(left=1)
            hidden.append(Span(line.first, line.start))
    hidden.extend(_without_cell_borders(kept))
    return kept, hidden


def _ends(lines: list[Line]) -> Iterator[Line]:
    """What the page prints before everything else, and after everything else."""
    for known, ordered in ((rules().start, lines), (rules().end, reversed(lines))):
        for line in ordered:
            if len(line.text) > _LONGEST_RULE or line.text.lower() not in known:
                break
            yield line


def _pictures(lines: list[Line]) -> Iterator[Line]:
    picture = rules().picture
    return (line for line in lines if "![](" in line.text and picture.fullmatch(line.text))


def _page_header(lines: list[Line], times: list[Line]) -> list[Line]:
    """The list, without a blank line in it, that holds the reading time of a page."""
    entry = next((line for line in times if _is_entry(line)), None)
    if entry is None:
        return []
    start = end = lines.index(entry)
    while start and _goes_on(lines[start - 1], lines[start]):
        start -= 1
    while end + 1 < len(lines) and _goes_on(lines[end], lines[end + 1]):
        end += 1
    found = lines[start : end + 1]
    entries = [at for at, line in enumerate(found) if _is_entry(line)]
    return found[entries[0] : entries[-1] + 1]


def _goes_on(line: Line, following: Line) -> bool:
    longest = max(len(line.text), len(following.text))
    return line.after == following.first and longest <= _LONGEST_IN_HEADER


def _said_before(header: list[Line]) -> Iterator[Line]:
    """Lines of a page header that only repeat the name before them."""
    for line, following in pairwise(header):
        if not _is_entry(following):
            _, _, name = line.text.rpartition(": ")
            if following.text == name.strip():
                yield following


def _is_entry(line: Line) -> bool:
    return line.text[:1] in rules().bullets and line.text[1:2].isspace()


def _is_reading_time(line: Line) -> bool:
    if len(line.text) > _LONGEST_RULE:
        return False
    words = line.text[1:].strip() if _is_entry(line) else line.text
    return words[:1].isdigit() and rules().reading_time.fullmatch(words) is not None


def _without_cell_borders(lines: Iterable[Line]) -> Iterator[Span]:
    border = rules().cell_border
    for line in lines:
        if line.text.endswith(border) and not line.text.startswith(border):
            words = line.text.removesuffix(border)
            if words[-1].isspace():
                end = line.end
                line.cut(right=len(border))
                yield Span(line.end, end)
