"""A page as markdown: wrapped at 80 columns, notes as footnotes, clean for a linter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from briefing.export.cite import Cited, in_marks, in_whose_words, outlet_of
from briefing.export.escaping import escape_line
from briefing.export.markdown import cited
from briefing.export.page import Described, Item, Items, Lead, Note, Part, Section

WIDTH = 80

_STARTS_SOMETHING = re.compile(r"[-+:~]|\d{1,9}[.)]$")


def section(section: Section) -> str:
    """A section with its heading."""
    title = escape_line(section.title).rstrip(".,;:!")
    return "\n\n".join([f"{'#' * section.level} {title}", *map(_part, section.parts)])


def footnotes(notes: Iterable[Note]) -> str:
    """The notes as footnote definitions, one paragraph each."""
    return "\n\n".join(fill(_evidence(n.found), f"[^{n.id}]: ", " " * 4) for n in notes)


def fill(text: str, first: str = "", rest: str = "") -> str:
    """Escaped ``text`` wrapped at 80 columns, ``first`` before the first line, else ``rest``.

    No line begins with what would begin a list there.
    """
    lines: list[str] = []
    line = first
    for chunk in _chunks(text):
        if line.strip() and line != first and len(line) + 1 + len(chunk) > WIDTH:
            lines.append(line)
            line = rest + chunk
        else:
            line += chunk if line in {first, rest} else f" {chunk}"
    return "\n".join([*lines, line])


def _part(part: Part) -> str:
    if isinstance(part, Items):
        return "\n".join(line for item in part.items for line in _item(item, 0))
    if isinstance(part, Described):
        remark = f". {escape_line(part.remark)}" if part.remark else ""
        return fill(cited(part.source) + remark)
    return fill(escape_line(f"{part.text}:" if isinstance(part, Lead) else part))


def _item(item: Item, depth: int) -> Iterator[str]:
    label = f"**{escape_line(item.label)}:** " if item.label else ""
    notes = "".join(f"[^{note}]" for note in item.notes)
    remark = f" *{escape_line(item.remark)}*" if item.remark else ""
    indent = "  " * depth
    yield fill(f"{label}{escape_line(item.text)}{notes}{remark}", f"{indent}- ", f"{indent}  ")
    for below in item.below:
        yield from _item(below, depth + 1)


def _evidence(found: Cited) -> str:
    evidence = found.evidence
    quote = escape_line(f"{in_marks(evidence.quote)} ({in_whose_words(evidence)})")
    where = found.trouble or (f"paragraph {found.paragraph}" if found.paragraph else None)
    source = found.article
    name = f"*{escape_line(source.label)}*" if source else escape_line(evidence.article)
    outlet = f", {escape_line(outlet_of(source))}" if source and source.outlet else ""
    return f"{quote}. {name}{outlet}, {where}."


def _chunks(text: str) -> Iterator[str]:
    """The words of ``text``, each with those after it that must not begin a line."""
    chunk = ""
    for word in text.split(" "):
        if chunk and not _STARTS_SOMETHING.match(word):
            yield chunk
            chunk = word
        else:
            chunk = f"{chunk} {word}" if chunk else word
    yield chunk
