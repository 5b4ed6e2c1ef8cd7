"""A query tree as it is typed: what ``parse`` reads back as the same tree."""

from __future__ import annotations

from briefing.search.date_range import render_range
from briefing.search.query import (
    Among,
    And,
    Dated,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Recorded,
    Variants,
    Word,
)


def render(node: Node) -> str:
    """The query that means ``node``; for resolved or expanded trees a reading of it."""
    if isinstance(node, And | Or | Variants):
        return (" " if isinstance(node, And) else " OR ").join(map(_operand, node.parts))
    if isinstance(node, Not):
        return "-" + _operand(node.part)
    if isinstance(node, Field):
        inner = render(node.part)
        single = isinstance(node.part, Word | Phrase | Prefix | Fuzzy)
        return f"{node.name}:{inner}" if single else f"{node.name}:({inner})"
    if isinstance(node, Word | Phrase | Prefix | Fuzzy):
        return _leaf(node)
    return _filter(node)


def _filter(node: Dated | Recorded | Among | Everything) -> str:
    if isinstance(node, Dated):
        return f"date:{render_range(node)}"
    if isinstance(node, Recorded):
        return f'{node.name}:"{node.value}"'
    return f"({len(node.ids)} articles)" if isinstance(node, Among) else ""


def _operand(node: Node) -> str:
    loose = isinstance(node, And | Or | Variants | Not)
    return f"({render(node)})" if loose else render(node)


def _leaf(node: Word | Phrase | Prefix | Fuzzy) -> str:
    if isinstance(node, Prefix):
        return f"{node.text}*"
    if isinstance(node, Fuzzy):
        return f"{node.text}~{node.distance}"
    sign = "=" if node.exact else ""
    if isinstance(node, Word):
        return sign + node.text
    return f'{sign}"{" ".join(node.words)}"' + ("*" if node.prefix else "")
