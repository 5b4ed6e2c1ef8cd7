"""Edits of ``briefing.yaml``: a party or an issue more, and no other byte changes. Pure."""

from __future__ import annotations

import re
from typing import Any

from briefing.article import Span
from briefing.dossier import edit
from briefing.dossier.emit import scalar
from briefing.dossier.listing import leaf_end, line_end
from briefing.dossier.nodes import LIST_TAGS, NULLS, PLAIN, Node, NotYaml, compose, structure
from briefing.dossier.patch import Listed, listed
from briefing.locations import FORMAT

_UNSAYABLE = "is laid out in a way that only a person can edit"


def add(text: str, field: str, entry_id: str, name: str, title: str = "") -> str:
    """``text`` with one more entry in its list ``field`` (``parties``, ``issues``), at its end.

    In an empty text ``title`` is the library's. Raises EditError where the
    text does not parse or cannot be edited so that nothing else changes.
    """
    try:
        root = compose(text)
    except NotYaml as error:
        raise edit.EditError(f"line {error.line}: {error.message}") from None
    if root is not None and (root.id != "mapping" or getattr(root, "flow_style", False)):
        if root.tag != PLAIN or root.value not in NULLS:
            raise edit.EditError(_UNSAYABLE)
        root = None
    try:
        result = _with(text, root, field, entry_id, name, title)
    except NotYaml as error:
        raise edit.EditError(f"line {error.line}: {error.message}") from None
    if not _only_added(root, result, field, entry_id, name):
        raise edit.EditError(_UNSAYABLE)
    return result


def listed_in(text: str, field: str) -> Listed:
    """The entries of the list ``field`` of a settings text; NotYaml where that is no list."""
    root = compose(text)
    value = _value(root, field) if root is not None and root.id == "mapping" else None
    if value is None or _is_empty(value):
        return Listed(text, (), ())
    span = _list_span(text, value)
    inside = listed(text[span.start : span.end])
    spans = (Span(s.start + span.start, s.end + span.start) for s in inside.spans)
    return Listed(text, inside.ids, tuple(spans))


def _with(text: str, root: Node | None, field: str, entry_id: str, name: str, title: str) -> str:
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    lines = f"- id: {scalar(entry_id)}\n  name: {scalar(name)}\n"
    if root is None:
        start = f"format: {FORMAT}\n" + (f"title: {scalar(title)}\n" if title else "")
        return _put(text, len(text), start + _new_field(field, lines), newline)
    value = _value(root, field)
    if value is None:
        return _put(text, line_end(text, leaf_end(text, root)), _new_field(field, lines), newline)
    if _is_empty(value):
        at, end = value.start_mark.index, value.end_mark.index
        if text[at:end].strip("[] \t\r\n~nulNUL"):
            raise edit.EditError(_UNSAYABLE)
        bare = text[:at].rstrip(" ") if at < end else text[:at]
        at = line_end(bare + text[end:], len(bare))
        return _put(bare + text[end:], at, _indented(lines), newline)
    span = _list_span(text, value)
    if getattr(value.value[-1], "flow_style", False):
        lines = f"- {{id: {scalar(entry_id)}, name: {scalar(name, in_list=True)}}}\n"
    with_one_more = edit.append(text[span.start : span.end], lines)
    return text[: span.start] + with_one_more + text[span.end :]


def _put(text: str, at: int, lines: str, newline: str) -> str:
    before = "" if at == 0 or text[at - 1] in "\r\n" else newline
    return text[:at] + before + lines.replace("\n", newline) + text[at:]


def _new_field(field: str, lines: str) -> str:
    return f"{field}:\n{_indented(lines)}"


def _indented(lines: str) -> str:
    return re.sub("(?m)^(?=.)", "  ", lines)


def _value(root: Node, field: str) -> Node | None:
    return next((value for key, value in root.value if key.value == field), None)


def _is_empty(value: Node) -> bool:
    if isinstance(value.value, str):
        return value.tag == PLAIN and value.value in NULLS
    return value.id == "sequence" and not value.value


def _list_span(text: str, value: Node) -> Span:
    """The lines of a block list, or the brackets of another one."""
    if value.id != "sequence" or value.tag not in LIST_TAGS:
        raise NotYaml(value.start_mark.line + 1, "expected a list")
    if getattr(value, "flow_style", False):
        return Span(value.start_mark.index, value.end_mark.index)
    start = text.rfind("\n", 0, value.start_mark.index) + 1
    return Span(start, line_end(text, leaf_end(text, value)))


def _only_added(root: Node | None, text: str, field: str, entry_id: str, name: str) -> bool:
    """Whether ``text`` says what ``root`` says, and has one more entry at the end of its list."""
    try:
        result = compose(text)
    except NotYaml:
        return False
    new = _value(result, field) if result is not None and result.id == "mapping" else None
    if result is None or new is None or _says(new.value[-1]) != {"id": entry_id, "name": name}:
        return False
    if root is None:
        return True
    old = _value(root, field)
    there = [] if old is None or _is_empty(old) else old.value
    same = [structure(node) for node in new.value[:-1]] == [structure(node) for node in there]
    return same and _others(result, field) == _others(root, field)


def _others(root: Node, field: str) -> list[Any]:
    return [(key.value, structure(node)) for key, node in root.value if key.value != field]


def _says(node: Node) -> dict[Any, Any]:
    return {key.value: value.value for key, value in node.value}
