"""XML without entities and external references, by defusedxml."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.reading.importing.limits import MAX_DEPTH, MAX_XML, MEGABYTE
from briefing.reading.unreadable import Unreadable

_DEEPEST = 4 * MAX_DEPTH


def xml_root(data: bytes, what: str) -> Element:
    """The root of an XML document. Raises Unreadable, naming ``what`` it was to be."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > MAX_XML:
        limit = MAX_XML // MEGABYTE
        raise Unreadable(f"{what} is larger than {limit} MB as XML; split it into smaller ones")
    try:
        root: Element = fromstring(data, forbid_dtd=False)
    except DefusedXmlException:
        raise Unreadable(f"{what} defines entities, which is not safe to read") from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise Unreadable(f"{what} is not valid XML; get the file again") from None
    if _deeper_than(root, _DEEPEST):
        raise Unreadable(f"{what} is nested more than {_DEEPEST:,} deep")
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def children(element: Element, name: str) -> Iterator[Element]:
    """The children called ``name``, in any namespace."""
    return (child for child in element if local(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child called ``name``."""
    return None if element is None else next(children(element, name), None)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """All elements called ``name`` in ``element``, in any namespace, in order."""
    return (found for found in element.iter() if local(found) == name)


def text_of(element: Element | None) -> str | None:
    """The text in an element, white space folded; None where there is none."""
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def _deeper_than(root: Element, limit: int) -> bool:
    level = [root]
    for _ in range(limit):
        level = [part for element in level for part in element]
        if not level:
            return False
    return True
