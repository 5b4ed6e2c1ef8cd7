"""A text as lines: where the words of each stand, and which are hidden."""

from __future__ import annotations

from briefing.article import Span
from briefing.folding import SPACES


class Line:
    """One line. ``start`` to ``end`` are its words; ``first`` to ``after`` the whole line.

    White space at both ends is outside the words, the ``\\n`` inside the line.
    Readers move ``start`` and ``end`` past marks that are not words.
    """

    __slots__ = ("after", "end", "first", "start", "text")

    def __init__(self, first: int, start: int, text: str, after: int) -> None:
        self.first = first
        self.start = start
        self.end = start + len(text)
        self.after = after
        self.text = text

    def cut(self, left: int = 0, right: int = 0) -> None:
        """Leave out that many characters of the words, and white space next to them."""
        text = self.text[left : len(self.text) - right]
        bare = text.lstrip(SPACES)
        self.start += left + len(text) - len(bare)
        self.text = bare.rstrip(SPACES)
        self.end = self.start + len(self.text)


def lines_of(text: str) -> list[Line]:
    """The lines of ``text`` that have words.

    Two of them are next to each other when ``after`` of one is ``first`` of the other.
    """
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        after = at + len(raw) + 1
        words = raw.strip()
        if words:
            left = raw.find(words[0])
            if words[0] in SPACES or words[-1] in SPACES:
                words = raw.strip(SPACES)
                left = len(raw) - len(raw.lstrip(SPACES))
            if words:
                lines.append(Line(at, at + left, words, after))
        at = after
    if lines:
        lines[-1].after = min(lines[-1].after, len(text))
    return lines


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """``spans`` in order, those that touch as one."""
    done: list[Span] = []
    for span in sorted(spans):
        if done and span.start <= done[-1].end:
            done[-1] = Span(done[-1].start, max(done[-1].end, span.end))
        elif len(span):
            done.append(span)
    return tuple(done)
