"""Front matter: cut off the text, parsed as YAML, every value as it is written.

Values are read from the parser's events, not built into Python objects: a title
``1984`` stays a title, aliases cannot multiply, and no depth of nesting can
exhaust the stack (PyYAML's C loader crashes on that).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events as kinds

from briefing.reading.front_fields import NULLS, Fields, Other, Scalar, Value
from briefing.reading.simple_fields import simple_fields
from briefing.reading.unreadable import Unreadable

MAX_CHARACTERS = 16 * 1024
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPEN = re.compile(r"---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_LOOKS_LIKE_A_FIELD = re.compile(r"\s*\w[\w-]*:(?:\s|$)")


def split(text: str) -> tuple[Fields | None, str]:
    """The front matter of ``text`` and what follows it; None where there is none.

    A first line ``---`` that opens no fields is a line across the page. Raises
    Unreadable for front matter that is not closed, too long or not YAML.
    """
    opening = _OPEN.match(text)
    if not opening:
        return None, text
    start = opening.end()
    closing = _CLOSE.search(text, start)
    if closing is None:
        if _LOOKS_LIKE_A_FIELD.match(text, start):
            raise Unreadable("the front matter that starts in line 1 has no closing line ---")
        return None, text
    if closing.start() - start > MAX_CHARACTERS:
        raise Unreadable(f"the front matter is longer than {MAX_CHARACTERS:,} characters")
    source = text[start : closing.start()]
    fields = simple_fields(source) or parse(source)
    return (None, text) if fields is None else (fields, text[closing.end() :])


def parse(source: str) -> Fields | None:
    """The fields that ``source`` is, by YAML's own parser. Raises Unreadable as ``split``."""
    try:
        return _top(yaml.parse(source, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" in line {mark.line + 2}" if mark else ""
        what = (error.problem or error.context or "not valid YAML").strip()
        raise Unreadable(f"the front matter is not valid YAML{where}: {what}") from None
    except yaml.YAMLError as error:
        what = str(error).splitlines()[0] if str(error) else "not valid YAML"
        raise Unreadable(f"the front matter is not valid YAML: {what}") from None


def _top(events: Iterator[Any]) -> Fields | None:
    """The mapping that a document is. None for mere text, which is no front matter."""
    found: Fields | None = None
    for event in events:
        if isinstance(event, kinds.MappingStartEvent):
            found = _mapping(events, event, depth=1)
        elif isinstance(event, kinds.SequenceStartEvent):
            raise Unreadable(f"the front matter in line {_line(event)} is a list; write fields")
        elif isinstance(event, kinds.DocumentStartEvent) and found is not None:
            raise Unreadable(f"the front matter holds a second document in line {_line(event)}")
    return found


def _line(event: Any) -> int:
    """The line of the file, from 1, in which ``event`` starts: after the line ``---``."""
    return int(event.start_mark.line) + 2


def _mapping(events: Iterator[Any], start: Any, depth: int) -> Fields:
    values: dict[str, Value] = {}
    twice: list[tuple[str, int]] = []
    for event in events:
        if isinstance(event, kinds.MappingEndEvent):
            break
        key = _value(events, event, depth=0)
        value = _value(events, next(events), depth)
        if not isinstance(key, Scalar) or key.text is None:
            continue
        if key.text in values:
            twice.append((key.text, key.line))
        else:
            values[key.text] = value
    return Fields(values, _line(start), tuple(twice))


def _value(events: Iterator[Any], event: Any, depth: int) -> Value:
    """The value that ``event`` starts; mappings only ``depth`` deep."""
    line = _line(event)
    if isinstance(event, kinds.AliasEvent) or event.anchor is not None:
        raise Unreadable(f"the front matter uses an anchor or alias in line {line}; write it out")
    if isinstance(event, kinds.ScalarEvent):
        empty = event.value.strip() == "" or (event.implicit[0] and event.value in NULLS)
        return Scalar(None if empty else event.value, line)
    if isinstance(event, kinds.MappingStartEvent) and depth > 0:
        return _mapping(events, event, depth - 1)
    _skip(events)
    return Other(line)


def _skip(events: Iterator[Any]) -> None:
    """Past the end of a collection whose start was the last event."""
    depth = 1
    while depth:
        event = next(events)
        if isinstance(event, kinds.CollectionStartEvent):
            depth += 1
        elif isinstance(event, kinds.CollectionEndEvent):
            depth -= 1
