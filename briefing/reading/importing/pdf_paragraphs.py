"""The lines of a PDF's pages as headings, paragraphs and list items."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from briefing.article import ParagraphKind
from briefing.reading.importing.imported import TextBlock
from briefing.reading.importing.pdf_lines import PdfLine
from briefing.reading.rules import rules
from briefing.reading.shape import ends_sentence

LARGER = 1.15
"""Times the size of the text from which a line is a heading."""
WIDER = 1.35
"""Times the usual distance of lines from which a paragraph begins."""
INDENT = 0.8
"""Of the size of the letters."""
SHORT = 0.7
"""Of the widest line: one that ends a sentence there ends a paragraph."""
VERY_SHORT = 0.5
"""The same for one that ends no sentence: a byline, a date, an item of a list."""
_LONGEST_HEADING = 200
_LONGEST_BOLD = 90
_EDGE = 2
"""Lines at the top and at the bottom of a page that may be its header or footer."""
_SAME_HEIGHT = 4.0
"""Points."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|página|pagina|strona|sayfa|стр\.|страница|сторінка|с\.)\s*)?\d{1,3}"
    r"(?:\s*(?:/|of|von|sur|de|di|z|из|з|із)\s*\d{1,3})?\W*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_DIVIDED = re.compile(r"[^\W\d_]{2,}[-\u00ad\u2010]$")


@dataclass(slots=True)
class _Paragraph:
    text: str
    kind: ParagraphKind
    level: int = 0
    number: int = 0
    lines: list[PdfLine] = field(default_factory=list)


def blocks_of_pages(pages: list[list[PdfLine]]) -> tuple[list[TextBlock], int]:
    """The blocks of a document, and how many words were divided at line ends in it."""
    repeated = _repeated(pages)
    body = _body_size(pages)
    title = _title_size(pages, body)
    builder = _Builder(body, title, _words_inside(pages), _is_mostly_bold(pages))
    for page in pages:
        builder.page([line for line in page if id(line) not in repeated])
    hidden = {line.text: line for page in pages for line in page if id(line) in repeated}
    blocks = [TextBlock(p.text, p.kind, p.level, p.number) for p in builder.paragraphs]
    return [*blocks, *(TextBlock(text, hidden=True) for text in hidden)], builder.joined


class _Builder:
    def __init__(self, body: float, title: float, words: set[str], bold_text: bool) -> None:
        self.paragraphs: list[_Paragraph] = []
        self.joined = 0
        self._body = body
        self._title = title
        self._words = words
        self._bold_text = bold_text
        self._width = 0

    def page(self, lines: list[PdfLine]) -> None:
        gaps = [
            one.y - other.y
            for one, other in pairwise(lines)
            if 0 < one.y - other.y < 3 * self._body
        ]
        usual = median(gaps) if gaps else self._body * 1.2
        left = min((line.x for line in lines if self._is_body(line)), default=0.0)
        width = max((len(line.text) for line in lines if self._is_body(line)), default=0)
        self._width = max(self._width, width)
        before: PdfLine | None = None
        for line in lines:
            if before is None:
                begins = not self._goes_on_over_page(line)
            else:
                begins = self._begins(before, line, usual, left, width)
            self._take(line, begins)
            before = line

    def _take(self, line: PdfLine, begins: bool) -> None:
        last = self.paragraphs[-1] if self.paragraphs else None
        if last is not None and not begins:
            last.text = self._join(last.text, line.text)
            last.lines.append(line)
            return
        kind, level, number, text = self._kind(line, last)
        self.paragraphs.append(_Paragraph(text, kind, level, number, [line]))

    def _kind(self, line: PdfLine, last: _Paragraph | None) -> tuple[ParagraphKind, int, int, str]:
        text = line.text
        if self._is_heading(line):
            is_title = line.size >= self._title and not any(
                p.level == 1 and p.kind is ParagraphKind.HEADING for p in self.paragraphs
            )
            return ParagraphKind.HEADING, 1 if is_title else 2, 0, text
        if _is_bulleted(line):
            return ParagraphKind.LIST_ITEM, 1, 0, text[1:].strip()
        number = _number(text, last.number if last else 0)
        if number:
            return ParagraphKind.LIST_ITEM, 1, number, _NUMBERED.sub("", text, count=1)
        return ParagraphKind.TEXT, 0, 0, text

    def _begins(
        self, before: PdfLine, line: PdfLine, usual: float, left: float, width: int
    ) -> bool:
        """Whether ``line`` begins a paragraph."""
        heading, after_heading = self._is_heading(line), self._is_heading(before)
        if heading != after_heading or (heading and abs(line.size - before.size) > 1):
            return True
        gap = before.y - line.y
        if gap > WIDER * max(usual, line.size if heading else usual) or _is_bulleted(line):
            return True
        if heading:
            return False
        ended = ends_sentence(before.text)
        if gap < 0:
            return ended and not line.text[0].islower()
        last = self.paragraphs[-1]
        indent = INDENT * line.size
        indented = left + indent < line.x and before.x < line.x - indent
        short = len(before.text) < (SHORT if ended else VERY_SHORT) * width
        short = short and not line.text[0].islower()
        in_list = last.kind is ParagraphKind.LIST_ITEM
        numbered = (ended or in_list) and _number(line.text, last.number) > 0
        return short or numbered or (indented and not in_list)

    def _goes_on_over_page(self, line: PdfLine) -> bool:
        last = self.paragraphs[-1] if self.paragraphs else None
        if last is None or last.kind is ParagraphKind.HEADING or self._is_heading(line):
            return False
        full = len(last.lines[-1].text) >= SHORT * self._width
        return not ends_sentence(last.text) and (line.text[0].islower() or full)

    def _join(self, text: str, following: str) -> str:
        if not _DIVIDED.search(text) or not following[0].islower():
            return f"{text} {following}"
        first, second = text.rpartition(" ")[2], following.partition(" ")[0]
        whole, hyphened = first[:-1] + second, first + second
        if _bare(hyphened) in self._words and _bare(whole) not in self._words:
            return text + following
        self.joined += 1
        return text[:-1] + following

    def _is_heading(self, line: PdfLine) -> bool:
        if len(line.text) > _LONGEST_HEADING or not any(map(str.isalpha, line.text)):
            return False
        if line.size >= LARGER * self._body:
            return True
        bold = line.bold and not self._bold_text and line.size >= 0.98 * self._body
        return bold and len(line.text) < _LONGEST_BOLD and not ends_sentence(line.text)

    def _is_body(self, line: PdfLine) -> bool:
        return abs(line.size - self._body) < 0.6


def _is_bulleted(line: PdfLine) -> bool:
    return line.text[0] in rules().bullets and line.text[1:2].isspace()


def _number(text: str, before: int) -> int:
    """The number of a list's first item, or of the one after ``before``; else 0."""
    match = _NUMBERED.match(text)
    return int(match[1]) if match and int(match[1]) in {1, before + 1} else 0


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]“”\"'’»«").lower()


def _words_inside(pages: list[list[PdfLine]]) -> set[str]:
    """The words that stand inside lines, where no line end divides them."""
    return {_bare(word) for page in pages for line in page for word in line.text.split()[:-1]}


def _is_mostly_bold(pages: list[list[PdfLine]]) -> bool:
    lines = [line.bold for page in pages for line in page]
    return 2 * sum(lines) > len(lines)


def _body_size(pages: list[list[PdfLine]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] or 1.0


def _title_size(pages: list[list[PdfLine]], body: float) -> float:
    first = next((page for page in pages if page), [])
    return max([line.size for line in first if line.size >= LARGER * body], default=float("inf"))


def _repeated(pages: list[list[PdfLine]]) -> set[int]:
    """The lines at the edges of pages that are on several, or only number them; by ``id``.

    Headers stand at the same height on each page; a sentence that happens to
    end two pages does not.
    """
    seen: Counter[tuple[str, int]] = Counter()
    edges: list[tuple[tuple[str, int], PdfLine]] = []
    for page in pages:
        ordered = sorted(page, key=lambda line: -line.y)
        around = {id(line): line for line in (*ordered[:_EDGE], *ordered[-_EDGE:])}
        here = [(_shape(line), line) for line in around.values()]
        seen.update({shape for shape, _ in here})
        edges += here
    often = max(2, min(3, len(pages)))
    return {
        id(line)
        for shape, line in edges
        if seen[shape] >= often or _PAGE_NUMBER.fullmatch(line.text)
    }


def _shape(line: PdfLine) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.y / _SAME_HEIGHT)
