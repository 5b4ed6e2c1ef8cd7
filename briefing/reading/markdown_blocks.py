"""The blocks of a markdown text: headings, paragraphs, list items, block quotes, code.

Follows the block structure of CommonMark 0.31, told apart line by line. What
articles do not have is read simply: HTML is text, the rows of a table are
paragraphs, and whatever stands in a block quote is a quote.
"""

from __future__ import annotations

import re

from briefing.article import ParagraphKind, Span
from briefing.reading.blocks import Block
from briefing.reading.lines import Line

CODE_INDENT = 4
"""Columns from which a line is code, or goes on with the paragraph before it."""
MAX_NESTING = 20
"""Marks in a row at the start of a line; the rest is text."""
_MARKS = frozenset("#>-*+=_`~|0123456789")
"""What a line with a block mark starts with."""
_HEADING = re.compile(r"(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r"=+|-+")
_RULE = re.compile(r"([*_-])(?:[ \t]*\1){2,}")
_ITEM = re.compile(r"(?:[-*+]|([0-9]{1,9})[.)])(?=([ \t]+)|$)")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_FENCE = re.compile(r"(`{3,})[^`]{0,80}|(~{3,}).{0,80}")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?")
_LIST_ITEM, _TEXT = ParagraphKind.LIST_ITEM, ParagraphKind.TEXT
_QUOTED, _TITLE = ParagraphKind.QUOTE, ParagraphKind.HEADING


def split_blocks(text: str, lines: list[Line], hidden: list[Span]) -> list[Block]:
    """The blocks of ``lines``, which are those of ``text``.

    Marks inside a block, and the lines around code, are added to ``hidden``.
    """
    splitter = _Splitter(text, hidden)
    after = 0
    for line in lines:
        if line.first != after:
            splitter.open = None
        after = line.after
        if splitter.fence:
            splitter.code(line)
        elif line.text[0] not in _MARKS:
            splitter.words(line)
        else:
            splitter.marked(line)
    return splitter.blocks


class _Splitter:
    def __init__(self, text: str, hidden: list[Span]) -> None:
        self.blocks: list[Block] = []
        self.open: Block | None = None
        """The paragraph that the next line may go on with."""
        self.fence: str | None = None
        self._text = text
        self._hidden = hidden
        self._items: list[int] = []
        """Columns at which the words of the list items around this line start."""

    def words(self, line: Line) -> None:
        """A line that goes on with the open paragraph, or starts one."""
        if self.open:
            self.open.end, self.open.after = line.end, line.after
            return
        if self._items:
            self._leave_items(self._indent(line))
        self._start(line, _TEXT)

    def code(self, line: Line) -> None:
        """A line inside a fence, or the fence that closes it."""
        fence = self.fence or ""
        if line.text.startswith(fence) and not line.text.strip(fence[0]):
            self._hidden.append(Span(line.first, line.after))
            self.fence = self.open = None
        elif self.open:
            self.open.end, self.open.after = line.end, line.after
        else:
            self._start(line, _TEXT)

    def marked(self, line: Line) -> None:
        """A line that starts like a mark."""
        indent = self._indent(line)
        base = max((column for column in self._items if column <= indent), default=0)
        if indent - base >= CODE_INDENT:
            self.words(line)
        elif self.open and self.open.kind is _TEXT and _UNDERLINE.fullmatch(line.text):
            self.open.kind, self.open.level = _TITLE, 1 if line.text[0] == "=" else 2
            self.open.after = line.after
            self.open = None
        elif _RULE.fullmatch(line.text):
            self._leave_items(indent)
            self.open = None
        elif fence := _FENCE.fullmatch(line.text):
            self.fence = fence[1] or fence[2]
            self.open = None
            self._hidden.append(Span(line.first, line.after))
        elif len(line.text) > 1 and line.text[0] == line.text[-1] == "|":
            self._table_row(line)
        elif line.text[0] == ">":
            self._quoted(line)
        elif line.text[0] == "#":
            self._heading(line)
        else:
            self._item(line, indent)

    def _start(self, line: Line, kind: ParagraphKind, level: int = 0) -> None:
        if not line.text:
            self.open = None
            return
        block = Block(line.start, line.end, line.first, line.after, kind, level)
        self.blocks.append(block)
        self.open = None if kind is _TITLE else block

    def _heading(self, line: Line) -> None:
        mark = _HEADING.match(line.text)
        if not mark:
            self.words(line)
            return
        self._leave_items(self._indent(line))
        line.cut(left=mark.end())
        open_end = line.text.rstrip("#")
        if not open_end or open_end[-1] in " \t":
            line.cut(right=len(line.text) - len(open_end))
        self._start(line, _TITLE, len(mark[1]))

    def _quoted(self, line: Line) -> None:
        mark = _QUOTE.match(line.text)
        goes_on = self.open is not None and self.open.kind is _QUOTED
        at = line.start
        line.cut(left=mark.end() if mark else 0)
        if not line.text:
            self.open = None
        elif _starts_block(line.text) or not goes_on:
            closed = _HEADING.match(line.text)
            self._cut_marks(line)
            self._start(line, _QUOTED)
            self.open = None if closed else self.open
        else:
            self._hidden.append(Span(at, line.start))
            self.words(line)

    def _item(self, line: Line, indent: int) -> None:
        mark = _ITEM.match(line.text)
        in_text = self.open is not None and self.open.kind is not _LIST_ITEM
        if not mark or (in_text and (not mark[2] or mark[1] not in {None, "1"})):
            self.words(line)
            return
        self._leave_items(indent)
        self._items.append(indent + mark.end() + _space_after(mark[2]))
        line.cut(left=mark.end())
        self._cut_marks(line)
        self._start(line, _LIST_ITEM, len(self._items))

    def _table_row(self, line: Line) -> None:
        self.open = None
        if not _TABLE_RULE.fullmatch(line.text):
            self._start(line, _TEXT)
            self.open = None

    def _cut_marks(self, line: Line) -> None:
        """Leave out the marks of blocks that start inside another block."""
        for _ in range(MAX_NESTING):
            if not line.text or not _starts_block(line.text):
                break
            mark = _QUOTE.match(line.text) or _HEADING.match(line.text) or _ITEM.match(line.text)
            line.cut(left=mark.end() if mark else 0)

    def _leave_items(self, indent: int) -> None:
        while self._items and indent < self._items[-1]:
            self._items.pop()

    def _indent(self, line: Line) -> int:
        before = self._text[line.first : line.start]
        return len(before.expandtabs(CODE_INDENT) if "\t" in before else before)


def _space_after(spaces: str | None) -> int:
    """Columns between a list mark and its words; more than four belong to code."""
    return len(spaces) if spaces and len(spaces) <= CODE_INDENT else 1


def _starts_block(text: str) -> bool:
    if text[0] not in _MARKS:
        return False
    return bool(text[0] == ">" or _HEADING.match(text) or _ITEM.match(text))
