"""A tree of elements as blocks of text: headings, paragraphs, list items, quotes, table rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefing.article import ParagraphKind
from briefing.folding import SPACES
from briefing.reading.importing.page_clean import named
from briefing.reading.importing.page_rules import page_rules
from briefing.reading.importing.page_tree import Element, text_content
from briefing.reading.shape import ends_sentence

LONGEST_CELL = 200
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp"),
        *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
        *("img", "picture", "source", "label", "amp-img", "gu-island", "center"),
    }
)
_UNPRINTED = frozenset({"head", "script", "style", "noscript", "template", "select", "textarea"})
_WHITE = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\ufeff\u2060"))
_CONTROLS = dict.fromkeys(
    code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (9, 10)
)
_LINE = "\n"
_ENDS_HERE = re.compile(r"[.!?…»”\")\]]\Z")
_STARTS_HERE = re.compile(r"[^\W_]")


@dataclass(slots=True)
class PageBlock:
    """A block of a page: its text, and the element that it stands in."""

    text: str
    kind: ParagraphKind
    level: int
    element: Element
    caption: bool = False
    number: int = 0


@dataclass(slots=True)
class _Place:
    """What surrounds the text that is being read."""

    element: Element
    heading: int = 0
    items: int = 0
    quote: bool = False
    caption: bool = False
    number: int = 0


@dataclass(slots=True)
class _Reader:
    blocks: list[PageBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    fresh_item: bool = False
    counted: dict[Element, int] = field(default_factory=dict)
    """How many items of each numbered list were read."""

    def read(self, element: Element, place: _Place) -> None:
        if element.tag == "table" and _is_data(element):
            self.table(element, place)
            return
        if element.tag == "br":
            self.pieces.append(_LINE)
            return
        if element.tag in INLINE:
            self.inline(element, place)
            return
        self.flush(place)
        within = _within(element, place)
        if element.tag == "li":
            self.fresh_item = True
            within.number = self.number(element)
        self.add(element.text)
        for child in element:
            self.child(child, within)
        self.flush(within)
        if element.tag == "li":
            self.fresh_item = False

    def inline(self, element: Element, place: _Place) -> None:
        self.boundary(element.text)
        self.add(element.text)
        for child in element:
            self.child(child, place)
        self.boundary(element.tail)

    def child(self, child: Element, place: _Place) -> None:
        if isinstance(child.tag, str) and child.tag not in _UNPRINTED:
            self.read(child, place)
        self.add(child.tail)

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(_WHITE.sub(" ", text))

    def boundary(self, following: str | None) -> None:
        """Between two elements that a style sheet sets apart there is a space in print."""
        before = self.pieces[-1] if self.pieces else ""
        if following and _ENDS_HERE.search(before) and _STARTS_HERE.match(following):
            self.pieces.append(" ")

    def flush(self, place: _Place) -> None:
        lines = _lines("".join(self.pieces).translate(_CONTROLS).translate(_UNSEEN))
        self.pieces.clear()
        for text in lines:
            kind, level = self.kind(place)
            number = place.number if kind is ParagraphKind.LIST_ITEM else 0
            self.blocks.append(PageBlock(text, kind, level, place.element, place.caption, number))

    def kind(self, place: _Place) -> tuple[ParagraphKind, int]:
        if place.heading:
            return ParagraphKind.HEADING, place.heading
        if place.quote:
            return ParagraphKind.QUOTE, 0
        if place.items and self.fresh_item:
            self.fresh_item = False
            return ParagraphKind.LIST_ITEM, place.items
        return ParagraphKind.TEXT, 0

    def number(self, item: Element) -> int:
        """The number that is printed before an item; 0 in a list without numbers."""
        listed = item.getparent()
        if listed is None or listed.tag != "ol":
            return 0
        given = _small_number(item.get("value"))
        first = _small_number(listed.get("start")) or 1
        self.counted[listed] = given or self.counted.get(listed, first - 1) + 1
        return self.counted[listed]

    def table(self, table: Element, place: _Place) -> None:
        self.flush(place)
        for row in table.iter("tr"):
            cells = [text_content(cell) for cell in row.iterchildren("td", "th")]
            if any(cells):
                text = f"| {' | '.join(cells)} |"
                self.blocks.append(PageBlock(text, ParagraphKind.TEXT, 0, table))


def blocks_of(root: Element) -> list[PageBlock]:
    """The blocks of a tree in reading order, each on one line."""
    reader = _Reader()
    reader.read(root, _Place(root))
    reader.flush(_Place(root))
    return reader.blocks


def _within(element: Element, place: _Place) -> _Place:
    tag = element.tag
    caption = place.caption or tag == "figcaption" or named(element, page_rules().caption)
    listed = tag in {"ul", "ol"}
    return _Place(
        element,
        _HEADINGS.get(tag, place.heading),
        place.items + listed,
        place.quote or tag == "blockquote",
        caption and tag not in {"body", "main", "article"},
        place.number,
    )


def _small_number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else 0


def _lines(text: str) -> list[str]:
    """The paragraphs of a text with line ends; a line that goes on in small letters goes on."""
    found: list[str] = []
    for line in text.split(_LINE):
        words = line.strip(SPACES)
        if not words:
            found.append("")
        elif found and found[-1] and words[0].islower() and not ends_sentence(found[-1]):
            found[-1] += f" {words}"
        else:
            found.append(words)
    return [line for line in found if line]


def _is_data(table: Element) -> bool:
    """Whether a table holds figures and short cells, not the layout of a page."""
    rows = list(table.iter("tr"))
    if len(rows) < 2 or next(table.iterdescendants("table"), None) is not None:
        return False
    widths = [len(list(row.iterchildren("td", "th"))) for row in rows]
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    if max(widths) < 2 or next(table.iter("img"), None) is not None:
        return False
    return all(len(text_content(cell)) <= LONGEST_CELL for cell in cells)
