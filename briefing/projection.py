"""A projection: an article's text as displayed, with the way from and to its own offsets.

What is displayed differs from the text: page debris is left out, the marks of
headings, lists and quotes are ours, harmful characters have stand-ins, and
there is one blank line between paragraphs. Every character of the display is
either one character of the text or inserted; nothing is ever displayed twice
or out of order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from briefing.article import Article, Paragraph, ParagraphKind, Span
from briefing.safe_text import is_harmless, visible

_SOFT_BREAK = re.compile(r"[^\S\n]*\n\s*")
_QUOTE_BREAK = re.compile(r"[^\S\n]*\n\s*(?:>[^\S\n]*)*")
_ORDINAL = re.compile(r"(?:^|\n)[^\S\n]*(\d{1,9}[.)])[^\S\n]+\Z")
_ORDINAL_ROOM = 40
_TO_SPACES = {9: " ", 10: " "}


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line of the display, from ``start`` to ``end`` without its line end.

    The first ``mark`` characters are a mark of ours, such as ``## `` or ``- ``.
    ``paragraph`` is None on blank lines and on debris.
    """

    start: int
    end: int
    mark: int = 0
    paragraph: Paragraph | None = None
    debris: bool = False


class Projection:
    """The display of an article. Offsets are code points, of ``display`` or of the text.

    ``show_hidden`` displays the page debris too. ``numbers`` asks for paragraph
    numbers, which stand beside the text and not in it: see ``number_at``.
    """

    def __init__(
        self, article: Article, *, show_hidden: bool = False, numbers: bool = False
    ) -> None:
        self.article = article
        self.numbers = numbers
        built = _Builder(article, show_hidden)
        self.display: str = "".join(built.pieces)
        self.lines: tuple[Line, ...] = tuple(built.lines)
        self.debris: tuple[tuple[int, int], ...] = tuple(built.debris)
        """Ranges of the display that show debris, in order; empty unless asked for."""
        self._shown, self._source, self._lengths = built.shown, built.source, built.lengths
        self._line_starts = [line.start for line in self.lines]

    # Offsets

    def to_source(self, display_offset: int) -> int:
        """The offset in the text of what is displayed there.

        For inserted characters it is that of what follows, at the end of a
        paragraph that of its end.
        """
        run = bisect_right(self._shown, display_offset) - 1
        if run >= 0 and display_offset - self._shown[run] <= self._lengths[run]:
            return self._source[run] + display_offset - self._shown[run]
        if run + 1 < len(self._shown):
            return self._source[run + 1]
        return self._source[-1] + self._lengths[-1] if self._shown else 0

    def to_display(self, source_offset: int) -> int:
        """Where an offset of the text is displayed; for what is not, where the next is that is."""
        run = bisect_right(self._source, source_offset) - 1
        if run >= 0 and source_offset - self._source[run] <= self._lengths[run]:
            return self._shown[run] + source_offset - self._source[run]
        if run + 1 < len(self._source):
            return self._shown[run + 1]
        return self._shown[-1] + self._lengths[-1] if self._shown else 0

    def span_of(self, display_start: int, display_end: int) -> Span:
        """The exact span of the text that a range of the display shows.

        Inserted characters at its ends do not count; a range of nothing else
        gives an empty span.
        """
        first = bisect_right(self._shown, display_start) - 1
        if first < 0 or display_start >= self._shown[first] + self._lengths[first]:
            first += 1
        if first == len(self._shown) or self._shown[first] >= display_end:
            at = self.to_source(display_start)
            return Span(at, at)
        last = bisect_left(self._shown, display_end) - 1
        return Span(
            self._source[first] + max(0, display_start - self._shown[first]),
            self._source[last] + min(self._lengths[last], display_end - self._shown[last]),
        )

    def display_ranges(self, span: Span) -> list[tuple[int, int]]:
        """The ranges of the display that show a span of the text, in order and apart."""
        run = max(0, bisect_right(self._source, span.start) - 1)
        ranges: list[tuple[int, int]] = []
        while run < len(self._source) and self._source[run] < span.end:
            shift = self._shown[run] - self._source[run]
            start = max(span.start, self._source[run]) + shift
            end = min(span.end, self._source[run] + self._lengths[run]) + shift
            if start < end:
                if ranges and ranges[-1][1] == start:
                    start = ranges.pop()[0]
                ranges.append((start, end))
            run += 1
        return ranges

    # Lines

    def row_of(self, display_offset: int) -> int:
        """The number, from 0, of the line that an offset of the display lies in."""
        return max(0, bisect_right(self._line_starts, display_offset) - 1)

    def location(self, display_offset: int) -> tuple[int, int]:
        """An offset of the display as row and column, both from 0."""
        row = self.row_of(display_offset)
        return row, display_offset - self._line_starts[row]

    def offset(self, row: int, column: int) -> int:
        """Row and column as an offset of the display; IndexError outside of it."""
        line = self.lines[row]
        if row < 0 or not 0 <= column <= line.end - line.start:
            raise IndexError(f"no column {column} in row {row}")
        return line.start + column

    def paragraph_at(self, display_offset: int) -> Paragraph | None:
        """The paragraph displayed there, else the last one before."""
        for row in range(self.row_of(display_offset), -1, -1):
            if (paragraph := self.lines[row].paragraph) is not None:
                return paragraph
        return None

    def number_at(self, row: int) -> int | None:
        """The number to show beside a line: its paragraph's, on the first line of it."""
        line = self.lines[row]
        if not self.numbers or line.paragraph is None:
            return None
        above = self.lines[row - 1].paragraph if row else None
        return None if above is line.paragraph else line.paragraph.number

    @cached_property
    def unmarked(self) -> str:
        """The display with spaces for our marks, to look for words in; as long as before."""
        pieces: list[str] = []
        at = 0
        for line in self.lines:
            if line.mark:
                pieces += (self.display[at : line.start], " " * line.mark)
                at = line.start + line.mark
        return "".join((*pieces, self.display[at:])) if pieces else self.display


@dataclass(frozen=True, slots=True)
class _Block:
    """Something to display by itself: a paragraph, or debris between paragraphs."""

    pieces: list[tuple[Span, bool]]
    """Stretches of the text, in order, each with whether it is debris."""
    paragraph: Paragraph | None = None


class _Builder:
    """The display while it is put together."""

    def __init__(self, article: Article, show_hidden: bool) -> None:
        self.text = article.text
        self.pieces: list[str] = []
        self.lines: list[Line] = []
        self.debris: list[tuple[int, int]] = []
        self.shown: list[int] = []
        self.source: list[int] = []
        self.lengths: list[int] = []
        self._at = 0
        previous: _Block | None = None
        for block in _blocks(article, show_hidden):
            if not any(self.text[s.start : s.end].strip() for s, _ in block.pieces):
                continue
            if previous is not None and not self._tight(previous, block):
                self._end_line()
                self.lines.append(Line(self._at, self._at))
            if block.paragraph is None:
                self._debris_block(block)
            else:
                self._paragraph(block, block.paragraph)
            previous = block
        if not self.lines:
            self.lines.append(Line(0, 0))

    def _tight(self, above: _Block, below: _Block) -> bool:
        """Debris stays together, and list items where the text has no blank line between them."""
        first, second = above.paragraph, below.paragraph
        if first is None or second is None:
            return first is second
        if not first.kind is second.kind is ParagraphKind.LIST_ITEM:
            return False
        return self.text.count("\n", first.span.end, second.span.start) < 2

    def _paragraph(self, block: _Block, paragraph: Paragraph) -> None:
        self._end_line()
        start = self._at
        mark = self._mark(paragraph)
        self._insert(mark)
        breaks = _QUOTE_BREAK if paragraph.kind is ParagraphKind.QUOTE else _SOFT_BREAK
        for span, hidden in block.pieces:
            self._stretch(span, hidden, breaks)
        self.lines.append(Line(start, self._at, len(mark), paragraph))

    def _stretch(self, span: Span, hidden: bool, breaks: re.Pattern[str]) -> None:
        """Show a stretch of a paragraph; a line end inside it becomes one space."""
        begin, at = self._at, span.start
        if self.pieces and self.pieces[-1].endswith(" "):
            at = _skip_space(self.text, at, span.end)
        if self.text.find("\n", at, span.end) >= 0:
            for found in list(breaks.finditer(self.text, at, span.end)):
                self._show(at, found.start())
                line_end = self.text.index("\n", found.start())
                if found.end() < span.end:
                    self._show(line_end, line_end + 1)
                at = found.end()
        self._show(at, span.end)
        if hidden and begin < self._at:
            self.debris.append((begin, self._at))

    def _debris_block(self, block: _Block) -> None:
        for span, _ in block.pieces:
            at = span.start
            for text in self.text[span.start : span.end].split("\n"):
                if text.strip():
                    self._end_line()
                    start = self._at
                    self._show(at + len(text) - len(text.lstrip()), at + len(text.rstrip()))
                    self.lines.append(Line(start, self._at, debris=True))
                    self.debris.append((start, self._at))
                at += len(text) + 1

    def _mark(self, paragraph: Paragraph) -> str:
        if paragraph.kind is ParagraphKind.HEADING:
            return "#" * max(1, paragraph.level) + " "
        if paragraph.kind is ParagraphKind.QUOTE:
            return "│ " * max(1, paragraph.level)
        if paragraph.kind is ParagraphKind.LIST_ITEM:
            start = paragraph.span.start
            number = _ORDINAL.search(self.text[max(0, start - _ORDINAL_ROOM) : start])
            return "  " * (paragraph.level - 1) + (number[1] if number else "-") + " "
        return ""

    def _show(self, start: int, end: int) -> None:
        if start >= end:
            return
        text = self.text[start:end]
        if not is_harmless(text):
            text = visible(text).translate(_TO_SPACES)
        self.shown.append(self._at)
        self.source.append(start)
        self.lengths.append(len(text))
        self._insert(text)

    def _end_line(self) -> None:
        if self.lines:
            self._insert("\n")

    def _insert(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self._at += len(text)


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " \t":
        start += 1
    return start


def _blocks(article: Article, show_hidden: bool) -> Iterator[_Block]:
    """The paragraphs without their debris; or with all debris, in the order of the text."""
    gaps = _Gaps(article.hidden)
    at = 0
    for paragraph in article.paragraphs:
        start, end = max(at, paragraph.span.start), max(at, paragraph.span.end)
        if show_hidden:
            yield from (_Block([(gap, True)]) for gap in gaps.within(at, start))
        pieces: list[tuple[Span, bool]] = []
        at = start
        for gap in gaps.within(start, end):
            pieces.append((Span(at, gap.start), False))
            if show_hidden:
                pieces.append((gap, True))
            at = gap.end
        yield _Block([*pieces, (Span(at, end), False)], paragraph)
        at = end
    if show_hidden:
        yield from (_Block([(gap, True)]) for gap in gaps.within(at, len(article.text)))


class _Gaps:
    """The hidden spans of an article, to be asked for by where they are."""

    def __init__(self, hidden: tuple[Span, ...]) -> None:
        self._hidden = hidden
        self._ends = [gap.end for gap in hidden]

    def within(self, start: int, end: int) -> Iterator[Span]:
        """What is hidden between ``start`` and ``end``, cut off there."""
        for index in range(bisect_right(self._ends, start), len(self._hidden)):
            gap = self._hidden[index]
            if gap.start >= end:
                return
            yield Span(max(start, gap.start), min(gap.end, end))
