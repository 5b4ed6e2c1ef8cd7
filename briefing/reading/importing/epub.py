"""Books in EPUB: each document of the spine that begins with a heading is an article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from briefing.article import ParagraphKind
from briefing.reading.importing.archive import Archive
from briefing.reading.importing.cleaning import language_code, names_line, one_line
from briefing.reading.importing.documents import document, printed_title
from briefing.reading.importing.imported import Extracted, Imported, Source, TextBlock
from briefing.reading.importing.limits import MAX_PARTS
from briefing.reading.importing.page_blocks import blocks_of
from briefing.reading.importing.page_rules import page_rules
from briefing.reading.importing.page_tree import page_tree
from briefing.reading.importing.stated_dates import stated, stated_day
from briefing.reading.importing.xml_tree import attribute, child, descendants, text_of, xml_root
from briefing.reading.unreadable import Unreadable

LEAST_WORDS = 30
"""Words below which a document without a paragraph of its own is a cover or a list of contents."""
_WHAT = "the book"
_TEXTS = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_FONTS_ONLY = ("obfuscation", "font")


@dataclass(slots=True)
class _Part:
    name: str
    blocks: list[TextBlock] = field(default_factory=list)


def read(source: Source) -> Extracted:
    """The articles of a book, or the one that it is. Raises Unreadable."""
    archive = Archive(source.data)
    _refuse_protected(archive)
    where, package = _package(archive)
    metadata = child(package, "metadata")
    skipped: list[str] = []
    parts = [part for part in _parts(archive, where, package, skipped) if _is_text(part)]
    if not parts:
        raise Unreadable(f"{_WHAT} has no text in it")
    if len(parts) == 1:
        parts[0].name = ""
    if len(parts) > MAX_PARTS:
        skipped.append(f"{_WHAT} has more than {MAX_PARTS:,} parts; the rest is not read")
    articles = tuple(_article(part, metadata, len(parts)) for part in parts[:MAX_PARTS])
    return Extracted(articles, skipped=tuple(skipped))


def _article(part: _Part, metadata: Element | None, parts: int) -> Imported:
    book = one_line(text_of(child(metadata, "title")))
    creators = descendants(metadata, "creator") if metadata is not None else ()
    names = [text_of(creator) or "" for creator in creators]
    day = stated_day(text_of(child(metadata, "date")))
    notes = (f"a part of the book “{book}”",) if book and parts > 1 else ()
    return document(
        part.blocks,
        title=book if parts == 1 else None,
        outlet=text_of(child(metadata, "publisher")),
        byline=names_line(names, page_rules().by),
        date=stated(day) if day else None,
        language=language_code(text_of(child(metadata, "language"))),
        notes=notes,
        part=part.name or None,
    )


def _refuse_protected(archive: Archive) -> None:
    data = archive.read("META-INF/encryption.xml")
    if data is None:
        return
    methods = descendants(xml_root(data, _WHAT), "EncryptionMethod")
    algorithms = [(attribute(method, "Algorithm") or "").lower() for method in methods]
    if any(not any(word in name for word in _FONTS_ONLY) for name in algorithms):
        raise Unreadable(f"{_WHAT} is protected against copying and cannot be read")


def _package(archive: Archive) -> tuple[str, Element]:
    container = xml_root(archive.read("META-INF/container.xml") or b"", _WHAT)
    rootfile = next(descendants(container, "rootfile"), None)
    path = attribute(rootfile, "full-path") if rootfile is not None else None
    data = archive.read(path) if path else None
    if path is None or data is None:
        raise Unreadable(f"{_WHAT} names no list of what is in it; get the file again")
    return posixpath.dirname(path), xml_root(data, _WHAT)


def _parts(archive: Archive, where: str, package: Element, skipped: list[str]) -> list[_Part]:
    """The documents of the spine; one that begins without a heading goes on with the one before.

    What cannot be read is named in ``skipped``: it must not lose the others.
    """
    parts: list[_Part] = []
    for path in _spine(where, package):
        data = archive.read(path)
        if data is None:
            continue
        try:
            root, _ = page_tree(Source(data, path))
        except Unreadable as error:
            skipped.append(f"{posixpath.basename(path)}: {error.reason}")
            continue
        blocks = [TextBlock(b.text, b.kind, b.level, b.number) for b in blocks_of(root)]
        if not blocks:
            continue
        if blocks[0].kind is ParagraphKind.HEADING or not parts or not _is_text(parts[-1]):
            parts.append(_Part(posixpath.basename(path)))
        parts[-1].blocks += _from_level_1(blocks)
    return parts


def _spine(where: str, package: Element) -> Iterator[str]:
    items: dict[str, Element] = {}
    manifest = child(package, "manifest")
    for item in manifest if manifest is not None else ():
        items[attribute(item, "id") or ""] = item
    spine = child(package, "spine")
    for reference in spine if spine is not None else ():
        found = items.get(attribute(reference, "idref") or "")
        if found is None or attribute(reference, "linear") == "no":
            continue
        is_list = "nav" in (attribute(found, "properties") or "").split()
        if attribute(found, "media-type") in _TEXTS and not is_list:
            href = unquote((attribute(found, "href") or "").partition("#")[0])
            yield posixpath.normpath(posixpath.join(where, href))


def _from_level_1(blocks: list[TextBlock]) -> list[TextBlock]:
    """``blocks`` with their first heading of level 1, as articles have it."""
    first = blocks[0]
    if first.kind is ParagraphKind.HEADING and printed_title(blocks) is None:
        return [TextBlock(first.text, first.kind, 1), *blocks[1:]]
    return blocks


def _is_text(part: _Part) -> bool:
    paragraphs = [b for b in part.blocks if b.kind is not ParagraphKind.HEADING]
    return sum(len(block.text.split()) for block in paragraphs) >= LEAST_WORDS
