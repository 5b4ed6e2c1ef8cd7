"""Word documents (Office Open XML): paragraphs, headings, lists, quotes, tables, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from briefing.article import ParagraphKind
from briefing.reading.importing.archive import Archive
from briefing.reading.importing.cleaning import fold_white
from briefing.reading.importing.documents import document, told_by
from briefing.reading.importing.imported import Extracted, Source, TextBlock
from briefing.reading.importing.xml_tree import (
    attribute,
    child,
    children,
    descendants,
    local,
    text_of,
    xml_root,
)
from briefing.reading.unreadable import Unreadable

_WHAT = "the Word document"
_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_LIST = re.compile(r"list(?:\s+[a-z]+)?(?:\s+([1-9]))?\Z", re.IGNORECASE)
_NOT_PRINTED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "txbxContent"})
_NO_NUMBERS = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    numbering: Element | None
    outline: int | None


def read(source: Source) -> Extracted:
    """The article of a Word document. Raises Unreadable."""
    archive = Archive(source.data)
    main = _part(archive, "word/document.xml")
    body = child(main, "body") if main is not None else None
    if body is None:
        raise Unreadable(f"{_WHAT} has no text in it")
    reader = _Reader(_styles(archive), _numbered(archive))
    blocks = _under_title([*reader.blocks(body), *_footnotes(archive, reader)], reader.titled)
    core = _part(archive, "docProps/core.xml")
    text = "\n".join(block.text for block in blocks)
    title = text_of(child(core, "title"))
    language = text_of(child(core, "language"))
    return Extracted(
        (document(blocks, title=told_by(text, title), language=language, url=source.url),)
    )


class _Reader:
    def __init__(self, styles: dict[str, _Style], numbered: dict[tuple[str, int], bool]) -> None:
        self._styles = styles
        self._numbered = numbered
        self._counts: dict[tuple[str, int], int] = {}
        self.titled: list[str] = []
        """The paragraphs in the style of a document's title."""

    def blocks(self, parent: Element) -> Iterator[TextBlock]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self.paragraph(element)
            elif name == "tbl":
                yield from self.table(element)
            elif name in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
                yield from self.blocks(element)

    def paragraph(self, paragraph: Element) -> Iterator[TextBlock]:
        properties = child(paragraph, "pPr")
        style = self._style(properties)
        lines = [line for raw in _text(paragraph).split("\n") if (line := fold_white(raw))]
        for at, line in enumerate(lines):
            kind, level, number = self._kind(properties, style) if at == 0 else _PLAIN
            yield TextBlock(line, kind, level, number)
        if style.name.lower() == "title":
            self.titled += lines
        for box in descendants(paragraph, "txbxContent"):
            yield from self.blocks(box)

    def table(self, table: Element) -> Iterator[TextBlock]:
        for row in children(table, "tr"):
            cells = [
                fold_white(" ".join(_text(p) for p in descendants(cell, "p")))
                for cell in children(row, "tc")
            ]
            if len(cells) == 1:
                yield from (block for cell in children(row, "tc") for block in self.blocks(cell))
            elif any(cells):
                yield TextBlock(f"| {' | '.join(cells)} |")

    def _style(self, properties: Element | None) -> _Style:
        given = child(properties, "pStyle")
        key = (attribute(given, "val") if given is not None else None) or ""
        return self._styles.get(key, _Style(key, None, None))

    def _kind(self, properties: Element | None, style: _Style) -> tuple[ParagraphKind, int, int]:
        heading = _HEADING.match(style.name)
        if style.name.lower() == "title":
            return ParagraphKind.HEADING, 1, 0
        if heading or style.outline is not None:
            level = int(heading[1]) if heading else (style.outline or 0) + 1
            return ParagraphKind.HEADING, min(level, 6), 0
        if "quote" in style.name.lower():
            return ParagraphKind.QUOTE, 0, 0
        numbering = child(properties, "numPr")
        numbering = numbering if numbering is not None else style.numbering
        if numbering is None:
            listed = _LIST.match(style.name)
            return (ParagraphKind.LIST_ITEM, int(listed[1] or 1), 0) if listed else _PLAIN
        return self._item(numbering, style)

    def _item(self, numbering: Element, style: _Style) -> tuple[ParagraphKind, int, int]:
        key = _value(numbering, "numId") or ""
        named = _LIST.match(style.name)
        level = int(_value(numbering, "ilvl") or (int(named[1] or 1) - 1 if named else 0))
        if key == "0":
            return _PLAIN
        for other in [k for k in self._counts if k[0] == key and k[1] > level]:
            del self._counts[other]
        self._counts[key, level] = self._counts.get((key, level), 0) + 1
        number = self._counts[key, level] if self._numbered.get((key, level)) else 0
        return ParagraphKind.LIST_ITEM, level + 1, number


_PLAIN = (ParagraphKind.TEXT, 0, 0)


def _under_title(blocks: list[TextBlock], titled: list[str]) -> list[TextBlock]:
    """``blocks`` with their headings a level lower than the title, where there is one."""
    if not titled:
        return blocks
    return [
        replace(block, level=min(block.level + 1, 6))
        if block.kind is ParagraphKind.HEADING and block.text not in titled
        else block
        for block in blocks
    ]


def _text(element: Element) -> str:
    """The printed text in a paragraph, with ``\\n`` for line breaks."""
    pieces: list[str] = []
    for part in element:
        name = local(part)
        if name in _NOT_PRINTED:
            continue
        if name == "t":
            pieces.append(part.text or "")
        elif name in {"tab", "ptab"}:
            pieces.append(" ")
        elif name in {"br", "cr"}:
            pieces.append("\n")
        elif name == "noBreakHyphen":
            pieces.append("\u2011")
        elif name != "p":
            pieces.append(_text(part))
    return "".join(pieces)


def _part(archive: Archive, name: str) -> Element | None:
    data = archive.read(name)
    return xml_root(data, _WHAT) if data is not None else None


def _value(element: Element | None, name: str) -> str | None:
    found = child(element, name)
    value = attribute(found, "val") if found is not None else None
    return value if value is None or not name.startswith("ilvl") or value.isdigit() else None


def _styles(archive: Archive) -> dict[str, _Style]:
    root = _part(archive, "word/styles.xml")
    found: dict[str, _Style] = {}
    for style in children(root, "style") if root is not None else ():
        properties = child(style, "pPr")
        outline = _value(properties, "outlineLvl")
        found[attribute(style, "styleId") or ""] = _Style(
            _value(style, "name") or "",
            child(properties, "numPr"),
            int(outline) if outline and outline.isdigit() and int(outline) < 9 else None,
        )
    return found


def _numbered(archive: Archive) -> dict[tuple[str, int], bool]:
    """For each list and level whether its items are printed with numbers."""
    root = _part(archive, "word/numbering.xml")
    if root is None:
        return {}
    kinds: dict[str, dict[int, bool]] = {}
    for abstract in children(root, "abstractNum"):
        levels = {}
        for level in children(abstract, "lvl"):
            at = attribute(level, "ilvl") or ""
            if at.isdigit():
                levels[int(at)] = _value(level, "numFmt") not in _NO_NUMBERS
        kinds[attribute(abstract, "abstractNumId") or ""] = levels
    return {
        (attribute(number, "numId") or "", level): numbered
        for number in children(root, "num")
        for level, numbered in kinds.get(_value(number, "abstractNumId") or "", {}).items()
    }


def _footnotes(archive: Archive, reader: _Reader) -> Iterator[TextBlock]:
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        root = _part(archive, name)
        for note in root if root is not None else ():
            if attribute(note, "type") is None:
                yield from reader.blocks(note)
