"""Where each entry of a YAML list stands in its text, to the code point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from briefing.article import Span
from briefing.dossier.nodes import LIST_TAGS, NULLS, PLAIN, Node, NotYaml, compose, event_loader

_COMMENT = re.compile(r"#[^\r\n]*")
_DOCUMENT_END = re.compile(r"^\.\.\.(?=\s|\Z)", re.MULTILINE)
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: its id, its node, and the whole lines that it stands on.

    In a list in brackets the span is that of the node itself.
    """

    id: str | None
    node: Node
    span: Span


class Listing:
    """A YAML list taken apart: the text without byte order mark, and its entries.

    Raises NotYaml where the text does not parse or holds no list.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        root = compose(text)
        if root is not None and root.tag == PLAIN and root.value in NULLS:
            root = None if root.start_mark.index == root.end_mark.index else root
        elif root is not None and (root.id != "sequence" or root.tag not in LIST_TAGS):
            raise NotYaml(root.start_mark.line + 1, "expected a list")
        self.root = root
        self.nodes: list[Node] = root.value if root is not None and root.id == "sequence" else []
        self.in_brackets = bool(getattr(root, "flow_style", False))
        self.newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"

    @cached_property
    def ids(self) -> list[str | None]:
        """The id of each entry, None for one that has none."""
        return [entry_id(node) for node in self.nodes]

    def item(self, number: int) -> Item:
        """The entry at that place, from 0."""
        node = self.nodes[number]
        start, end = node.start_mark.index, leaf_end(self.text, node)
        if not self.in_brackets:
            start, end = self._line_start(self.hyphen(number)), line_end(self.text, end)
        return Item(self.ids[number], node, Span(start, max(start, end)))

    def hyphen(self, number: int) -> int:
        """Where the hyphen of an entry stands; between it and the entry are only comments."""
        at = self.nodes[number].start_mark.index
        while True:
            start = self._line_start(at)
            before = self.text[start:at]
            if before.lstrip(" ").startswith("-"):
                return start + before.index("-")
            at = start - 1
            if at < 0:
                raise NotYaml(1, "an entry of the list has no hyphen of its own")

    @property
    def column(self) -> int:
        """How far the hyphens are indented."""
        if not self.nodes or self.in_brackets:
            return 0
        hyphen = self.hyphen(0)
        return hyphen - self._line_start(hyphen)

    @property
    def end(self) -> int:
        """Where another entry can follow: the end of the text, or its end marker."""
        last = self.item(len(self.nodes) - 1).span.end if self.nodes else 0
        marker = _DOCUMENT_END.search(self.text, last)
        return marker.start() if marker else len(self.text)

    def _line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1


def entry_id(node: Node) -> str | None:
    """The id of an entry, whether it fits the model or not."""
    pairs = node.value if node.id == "mapping" else ()
    found = (value.value for key, value in pairs if key.value == "id")
    return next((value for value in found if isinstance(value, str)), None)


def leaf_end(text: str, node: Node) -> int:
    """Where the last sign of a node stands: nodes in block style claim what follows them."""
    if isinstance(node.value, str) or getattr(node, "flow_style", False) or not node.value:
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(text[start:end].rstrip())
    last = node.value[-1]
    if isinstance(last, tuple):
        return max(leaf_end(text, last[0]), leaf_end(text, last[1]))
    return leaf_end(text, last)


def line_end(text: str, at: int) -> int:
    """The start of the line after the one that holds ``at``, or the end of the text."""
    found = _LINE_END.search(text, at)
    return found.end() if found else len(text)


def lines_of(text: str) -> list[str]:
    """The lines of ``text`` without their ends; unlike ``splitlines``, of text files' ends only."""
    lines = _LINE_BREAK.split(text)
    return lines if lines[-1] else lines[:-1]


def comments(text: str) -> Iterator[Span]:
    """The comments of some whole lines of YAML; one in a text block's first line is not seen."""
    import yaml

    at = 0
    for token in yaml.scan(text, Loader=event_loader()):
        for found in _COMMENT.finditer(text, at, max(at, token.start_mark.index)):
            yield Span(*found.span())
        at = max(at, token.end_mark.index)
