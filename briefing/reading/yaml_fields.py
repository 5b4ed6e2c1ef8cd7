"""Front matter parsed as YAML, every value as it is written.

Values are read from the parser's events, not built into Python objects: a title
``1984`` stays a title, aliases cannot multiply, and no depth of nesting can
exhaust the stack (PyYAML's C loader crashes on that).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events as kinds

from briefing.reading.front_fields import NULLS, Fields, Other, Scalar, Value
from briefing.reading.unreadable import Unreadable

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(source: str) -> Fields | None:
    """The fields that ``source`` is; Unreadable where it is not YAML, or is too odd."""
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
