"""The fields of one YAML mapping, each asked for by what it must be; misfits become problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from briefing.dossier.model import Place, Problem
from briefing.dossier.nodes import (
    LIST_TAGS,
    MAPPING_TAGS,
    NULLS,
    PLAIN,
    TEXT_TAGS,
    Node,
    line_of,
    read_as,
)
from briefing.safe_text import one_line

Choice = TypeVar("Choice", bound=StrEnum)
Item = TypeVar("Item")

ID = re.compile(r"[a-z0-9-]+")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_SUCH_DAY = date.min
_SHOWN = 40
_READ_AS = {
    "int": "a number",
    "float": "a number",
    "bool": "yes or no",
    "timestamp": "a date",
    "merge": "a merge of mappings",
    "value": "a default value",
}


class Report:
    """The problems of one file, as they are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.entry: str | None = None

    def add(self, line: int, field: str, message: str) -> None:
        """Note a problem; it costs the entry that is being read, if any."""
        self.problems.append(Problem(self.file, line, field, message, self.entry))


def shown(value: str, longest: int = _SHOWN) -> str:
    """``value`` in quotation marks, cut, on one line and harmless to show, for a message."""
    flat = one_line(value)
    return f'"{flat[: longest - 1]}…"' if len(flat) > longest else f'"{flat}"'


def did_you_mean(value: str, choices: Sequence[str]) -> str:
    """``; did you mean "…"?`` with the nearest of ``choices``, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(value.lower()[:80], choices, 1, 0.6)
    return f"; did you mean {shown(near[0])}?" if near else ""


class Fields:
    """One mapping's fields. What does not fit is reported, and None or a stand-in returned:
    whoever asks must look at the report before using what was read."""

    def __init__(self, report: Report, node: Node, known: Sequence[str], path: str = "") -> None:
        self.report = report
        self.path = path
        self.line = line_of(node)
        self.lines: dict[str, int] = {}
        self.given: dict[str, Node] = {}
        """The fields that are there and not null."""
        for key, value in node.value:
            name = key.value
            if not isinstance(name, str) or name not in known:
                self._unknown(key, known)
            elif name in self.lines:
                report.add(line_of(key), path + name, "given twice; keep one")
            else:
                self.lines[name] = line_of(key)
                if value.tag != PLAIN or value.value not in NULLS:
                    self.given[name] = value

    @classmethod
    def of(
        cls, report: Report, node: Node, known: Sequence[str], path: str, what: str
    ) -> Fields | None:
        """The fields of a node that must be a mapping; None, and a problem, where it is not."""
        if _is_mapping(node):
            return cls(report, node, known, path)
        report.add(line_of(node), path.rstrip("."), f"expected {what}, not {_nature(node)}")
        return None

    def _unknown(self, key: Node, known: Sequence[str]) -> None:
        if not isinstance(key.value, str):
            self.report.add(line_of(key), self.path.rstrip("."), "expected the name of a field")
            return
        near = did_you_mean(key.value, known)
        choices = "" if near else f"; expected one of {', '.join(known)}"
        self.report.add(
            line_of(key), self.path + shown(key.value).strip('"'), f"not a field{near}{choices}"
        )

    def place(self, at: str | None = None) -> Place:
        """Where the mapping stands, or its field ``at``."""
        return Place(self.report.file, self.lines.get(at or "", self.line), self.lines)

    def wrong(self, name: str, message: str) -> None:
        """Report a problem with the field ``name``."""
        self.report.add(self.lines.get(name, self.line), self.path + name, message)

    def missing(self, name: str, what: str) -> None:
        """Report that the field ``name`` is not there."""
        self.wrong(name, f"missing; expected {what}")

    def text(self, name: str) -> str | None:
        """Text exactly as it is written."""
        node = self.given.get(name)
        return None if node is None else self._text_of(node, name) or None

    def need_text(self, name: str, what: str) -> str:
        """Text that must be there and not empty."""
        count = len(self.report.problems)
        text = self.text(name)
        if not text and len(self.report.problems) == count:
            self.missing(name, what)
        return text or ""

    def need_id(self, name: str = "id") -> str:
        """An id: lower-case letters, digits and hyphens."""
        what = "lower-case letters (a-z), digits and hyphens"
        text = self.need_text(name, what)
        if text and not ID.fullmatch(text):
            plain = re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
            hint = f", such as {shown(plain)}" if plain else ""
            self.wrong(name, f"expected {what}{hint}; not {shown(text)}")
        return text

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """One of the words of ``choices``."""
        text = self.text(name)
        if text is None:
            return None
        words = [str(c) for c in choices]
        if text in words:
            return choices(text)
        near = did_you_mean(text, words)
        self.wrong(name, f"expected one of {', '.join(words)}; not {shown(text)}{near}")
        return None

    def need_choice(self, name: str, choices: type[Choice]) -> Choice:
        """One of ``choices``; the first stands in where it is missing or wrong."""
        if name not in self.given:
            self.missing(name, f"one of {', '.join(choices)}")
        return self.choice(name, choices) or next(iter(choices))

    def day(self, name: str) -> date | None:
        """A day of the calendar, written 2025-06-02."""
        node = self.given.get(name)
        if node is None:
            return None
        if isinstance(node.value, str) and _DAY.fullmatch(node.value):
            try:
                return date.fromisoformat(node.value)
            except ValueError:
                self.wrong(name, f"{node.value} is not a day of the calendar")
                return _NO_SUCH_DAY
        given = shown(node.value) if isinstance(node.value, str) else _nature(node)
        self.wrong(name, f"expected a day such as 2025-06-02; not {given}")
        return _NO_SUCH_DAY

    def number(self, name: str) -> float | None:
        """A decimal number, as it is written: without quotation marks or separators."""
        node = self.given.get(name)
        if node is None:
            return None
        text = node.value if isinstance(node.value, str) else ""
        if node.tag == PLAIN and _NUMBER.fullmatch(text) and len(text) <= _SHOWN:
            return float(text) if set(text) & set(".eE") else int(text)
        self.wrong(name, _number_hint(text, node))
        return None

    def texts(self, name: str, what: str) -> tuple[str, ...]:
        """A list of texts."""
        node = self.given.get(name)
        return () if node is None else self.texts_of(node, name, what)

    def texts_of(self, node: Node, name: str, what: str) -> tuple[str, ...]:
        """The texts of a node that must be a list of them."""
        return tuple(self._text_of(child, name) for child in self._children(node, name, what))

    def each(self, name: str, what: str, read: Callable[[Node], Item | None]) -> tuple[Item, ...]:
        """A list, each item read by ``read``; those that do not fit are left out."""
        node = self.given.get(name)
        if node is None:
            return ()
        read_items = (read(child) for child in self._children(node, name, what))
        return tuple(item for item in read_items if item is not None)

    def _children(self, node: Node, name: str, what: str) -> list[Node]:
        if isinstance(node.value, list) and node.tag in LIST_TAGS and not _is_mapping(node):
            return node.value
        self.report.add(
            line_of(node), self.path + name, f"expected a list of {what}, not {_nature(node)}"
        )
        return []

    def _text_of(self, node: Node, name: str) -> str:
        value = node.value
        path = self.path + name
        if not isinstance(value, str):
            self.report.add(line_of(node), path, f"expected text, not {_nature(node)}")
            return ""
        if node.tag == PLAIN:
            kind = "null" if value in NULLS else read_as(value)
            if kind is not None:
                nature = _READ_AS.get(kind, "nothing")
                given = shown(value)
                message = f"expected text: YAML takes {given[1:-1]} for {nature}; write {given}"
                self.report.add(line_of(node), path, message)
            return value
        if node.tag not in TEXT_TAGS:
            self.report.add(line_of(node), path, f"expected text without the tag {_tag(node)}")
        return value


def _is_mapping(node: Node) -> bool:
    return node.id == "mapping" and node.tag in MAPPING_TAGS


def _tag(node: Node) -> str:
    return shown(node.tag)[1:-1]


def _nature(node: Node) -> str:
    if isinstance(node.value, str):
        return shown(node.value) if node.value else "nothing"
    if node.tag not in LIST_TAGS | MAPPING_TAGS:
        return f"something with the tag {_tag(node)}"
    return "a mapping" if node.id == "mapping" else "a list"


def _number_hint(text: str, node: Node) -> str:
    if not isinstance(node.value, str):
        return f"expected a number, not {_nature(node)}"
    if _NUMBER.fullmatch(text):
        return f"expected a number, not text: write {text} without quotation marks or tag"
    joined = re.sub(r"(?<=\d)[,_' \u00a0\u202f](?=\d{3})", "", text)
    if joined != text and _NUMBER.fullmatch(joined):
        return f"expected a number: write {joined} instead of {shown(text)}"
    return f"expected a number such as 339, or null for one said to be unknown; not {shown(text)}"
