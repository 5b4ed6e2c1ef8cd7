"""The rules of the Web Annotation Data Model (W3C Recommendation, 2017), for what we use of it.

Each section of the model that is checked is named; an AssertionError says what is broken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
    *("highlighting", "identifying", "linking", "moderating", "questioning", "replying"),
    "tagging",
}
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
PREFIXED = re.compile(r"dcterms:[a-z]+")
"""The model's context defines this prefix; other keys than its own need one."""

Json = Mapping[str, Any]


def is_iri(value: object) -> bool:
    """Whether a value is an absolute IRI."""
    return isinstance(value, str) and IRI.fullmatch(value) is not None


def check_collection(collection: Json) -> None:
    """Sections 5.1 and 5.2: a collection with its first page embedded."""
    only(collection, {"@context", "id", "type", "label", "total", "first"})
    assert collection["@context"] == CONTEXT
    assert is_iri(collection["id"])
    assert collection["type"] == "AnnotationCollection"
    assert isinstance(collection["label"], str)
    page = collection["first"]
    only(page, {"id", "type", "startIndex", "items"})
    assert is_iri(page["id"])
    assert page["id"] != collection["id"]
    assert page["type"] == "AnnotationPage"
    assert page["startIndex"] == 0
    assert isinstance(page["items"], list)
    assert collection["total"] == len(page["items"])
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids)
    for item in page["items"]:
        check_annotation(item)


def check_annotation(annotation: Json) -> None:
    """Section 3.1: one id, type and target; bodies and motivation as they may be."""
    only(annotation, {"id", "type", "motivation", "body", "target"})
    assert is_iri(annotation["id"])
    assert annotation["type"] == "Annotation"
    assert annotation["motivation"] in MOTIVATIONS
    for body in annotation.get("body", []):
        check_body(body)
    check_target(annotation["target"])


def check_body(body: Json) -> None:
    """Section 3.2.4: an embedded textual body."""
    only(body, {"type", "value", "format", "purpose"})
    assert body["type"] == "TextualBody"
    assert isinstance(body["value"], str)
    assert body["format"] == "text/plain"
    assert body["purpose"] in MOTIVATIONS


def check_target(target: Json) -> None:
    """Section 4: a specific resource has exactly one source, and selectors."""
    only(target, {"type", "source", "selector"})
    assert target["type"] == "SpecificResource"
    source = target["source"]
    only(source, {"id", "type", "language"})
    assert is_iri(source["id"])
    assert source["type"] == "Text"
    assert target["selector"]
    for selector in target["selector"]:
        check_selector(selector)


def check_selector(selector: Json) -> None:
    """Sections 4.2.4 and 4.2.5."""
    if selector["type"] == "TextQuoteSelector":
        only(selector, {"type", "exact", "prefix", "suffix"})
        assert all(isinstance(text, str) for text in selector.values())
        assert selector["exact"]
    else:
        only(selector, {"type", "start", "end"})
        assert selector["type"] == "TextPositionSelector"
        start, end = selector["start"], selector["end"]
        assert type(start) is int
        assert type(end) is int
        assert 0 <= start <= end


def only(thing: Json, keys: set[str]) -> None:
    """No keys but those, and those with a prefix that the context defines."""
    foreign = {name for name in thing if name not in keys and not PREFIXED.fullmatch(name)}
    assert not foreign, foreign
