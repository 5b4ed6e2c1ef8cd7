"""A web page as a tree of elements, within limits of size and depth."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from briefing.reading.importing.imported import Source
from briefing.reading.importing.limits import (
    MAX_ARTICLE,
    MAX_ATTRIBUTES,
    MAX_DEPTH,
    MAX_MARKUP,
    MAX_NESTED,
    MAX_OF_ONE_TAG,
    MAX_PAGE,
    MAX_TAGS,
    MEGABYTE,
    TOO_LONG,
)
from briefing.reading.importing.page_decode import page_text
from briefing.reading.unreadable import Unreadable

_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]"
    "|&#0*(?:[0-8]|1[1-9]|2[0-9]|3[01]|127)(?![0-9]);?"
    "|&#[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF])(?![0-9a-fA-F]);?"
    "|&#[xX]0*(?:[fF]{3}[eEfF]|[dD][89a-fA-F][0-9a-fA-F]{2})(?![0-9a-fA-F]);?"
)
"""Characters, and references to characters, that no XML may hold; lxml refuses to move them."""
_BULKY = 200_000
_SCRIPT = re.compile(rb"<script\b[^>]{0,500}>", re.IGNORECASE)
_SCRIPT_END = re.compile(rb"</script\b", re.IGNORECASE)
_WRITTEN_IN = re.compile(rb"data:[\w/+.;=-]{1,100},[\w+/=%.-]{500,}")
_TAG = re.compile(r"<[A-Za-z][^<>]*")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NO_TEXT = frozenset({"script", "style"})
Element = Any
"""An element of lxml, which has no types of its own."""


def page_tree(source: Source) -> tuple[Element, tuple[str, ...]]:
    """The root element of a page, and notes on its encoding. Raises Unreadable."""
    if len(source.data) > MAX_PAGE:
        raise Unreadable(
            f"the page is larger than {MAX_PAGE // MEGABYTE} MB; save only the article"
        )
    data = without_bulk(source.data)
    if len(data) > MAX_MARKUP:
        raise Unreadable(_TOO_LARGE)
    text, notes = page_text(data, source.charset)
    if text.count("<") > 4 * MAX_TAGS:
        raise Unreadable(_TOO_MANY)
    return tree_of(text), notes


def without_bulk(data: bytes) -> bytes:
    """A page without what may be most of it and is no text: pictures written into it, programs.

    libxml2 stops reading at an attribute or a script of 10 MB.
    """
    if len(data) < _BULKY:
        return data
    pieces, at = [], 0
    while (start := _SCRIPT.search(data, at)) and (end := _SCRIPT_END.search(data, start.end())):
        keep = b"ld+json" in start[0].lower()
        pieces.append(data[at : end.start() if keep else start.end()])
        at = end.start()
    pieces.append(data[at:])
    return _WRITTEN_IN.sub(b"data:,", b"".join(pieces))


def tree_of(text: str) -> Element:
    """The root element of a page's text. Raises Unreadable."""
    from lxml import etree, html

    _refuse_many_attributes(text)
    parser = html.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    clean = _UNFIT.sub("\ufffd", text.replace("\f", " ")).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise Unreadable("there is no page in the file") from None
    depth = deepest = depths = elements = characters = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if event == "start":
            elements += 1
            depths += depth
            characters += len(element.tail or "")
            characters += len(element.text or "") if element.tag not in _NO_TEXT else 0
    if deepest > MAX_DEPTH or depths > MAX_NESTED:
        most = MAX_DEPTH if deepest > MAX_DEPTH else MAX_NESTED // MAX_TAGS
        raise Unreadable(
            f"the page has tags within tags more than {most} deep; save it as text or PDF"
        )
    if elements > MAX_TAGS:
        raise Unreadable(_TOO_MANY)
    if characters > MAX_ARTICLE:
        raise Unreadable(f"{TOO_LONG}; save only the article")
    return root


def _refuse_many_attributes(text: str) -> None:
    """Before the page is parsed: that is what takes the time and the memory."""
    total = 0
    for tag in _TAG.finditer(text):
        count = len(_QUOTED.sub("", tag[0]).split()) - 1
        total += count
        if count > MAX_OF_ONE_TAG:
            raise Unreadable(f"a tag of the page has more than {MAX_OF_ONE_TAG:,} {_ATTRIBUTES}")
        if total > MAX_ATTRIBUTES:
            raise Unreadable(f"the page has more than {MAX_ATTRIBUTES:,} {_ATTRIBUTES}")


_ATTRIBUTES = "attributes; save it as text or PDF"
_TOO_LARGE = (
    f"the page is larger than {MAX_MARKUP // MEGABYTE} MB without its pictures and programs;"
    " save only the article"
)
_TOO_MANY = f"the page has more than {MAX_TAGS:,} tags; save only the article"


def text_content(element: Element) -> str:
    """The text in an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def short_text(element: Element, most: int) -> str:
    """The text in an element as ``text_content`` has it; empty where it is longer than ``most``."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece.strip())
        if length > most:
            return ""
    whole = " ".join("".join(pieces).split())
    return whole if len(whole) <= most else ""


def make_text(parent: Element, text_of: Callable[[Element], str | None]) -> None:
    """Put text in the place of each child that ``text_of`` has one for.

    All at once: one by one, the text around them would be copied for each.
    """
    kept: Element = None
    pieces = [parent.text or ""]
    for child in [*parent, None]:
        text = None if child is None else text_of(child)
        if text is not None:
            pieces += [text, child.tail or ""]
            parent.remove(child)
            continue
        if len(pieces) > 1 and kept is None:
            parent.text = "".join(pieces)
        elif len(pieces) > 1:
            kept.tail = "".join(pieces)
        if child is not None:
            kept, pieces = child, [child.tail or ""]
