"""Front matter changed as text: the fields that are asked for, and no byte of anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from yaml import events as kinds

from briefing.article import Article, Dating, Known
from briefing.dossier.emit import scalar
from briefing.reading import Unreadable
from briefing.reading.decode import decode
from briefing.reading.frontmatter import split

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_NO_VALUE = re.compile(r"\s*|#.*")

Lines = Sequence[str]
"""A field as lines of YAML without line ends, the first one starting with its name."""


class CannotEdit(Exception):
    """The file was left as it was; the message says why."""


def with_fields(
    data: bytes, fields: Mapping[str, Lines | None], known: Mapping[str, Lines | None] | None = None
) -> bytes:
    """A file with ``fields`` set in its front matter, and those that are None taken out of it.

    A file without front matter gets one, with the fields ``known`` too. The text
    after it stays as it is, byte for byte where it is UTF-8, and else becomes
    that. Raises CannotEdit, and Unreadable where the file is no text.
    """
    whole = _text(data)
    try:
        header, _ = split(_plain(whole))
    except Unreadable as error:
        raise CannotEdit(error.reason) from None
    newline = "\r\n" if "\r\n" in whole[:4096] else "\n"
    if header is None:
        lines = [line for value in {**(known or {}), **fields}.values() if value for line in value]
        front = ["---", *lines, "---"]
        return "".join(line + newline for line in front).encode() + whole.encode()
    before, own, after = _taken_apart(whole)
    changed = _changed([line.rstrip("\r\n") for line in own], fields)
    if all(map(_NO_VALUE.fullmatch, changed)):  # without a field it would be no front matter
        changed.append(f"{next(iter(fields))}:")
    return "".join([before, *(line + newline for line in changed), after]).encode()


def header_of(article: Article) -> dict[str, Lines | None]:
    """What is known of an article as fields, for a file that has no front matter yet."""
    values = ("title", "outlet", "byline", "url", "language")
    found: dict[str, Lines | None] = {name: words(name, getattr(article, name)) for name in values}
    return {**found, "date": date_lines(article.date)}


def words(name: str, value: str | None) -> Lines | None:
    """A field of one line of text; None for none."""
    return None if value is None else (f"{name}: {scalar(' '.join(value.split()))}",)


def mapping(name: str, values: Mapping[str, str | None]) -> Lines:
    """A field that holds fields of text; those that are None are left out."""
    inside = (f"  {key}: {scalar(value)}" for key, value in values.items() if value is not None)
    return (f"{name}:", *inside)


def date_lines(dating: Dating) -> Lines | None:
    """A date as ``docs/files.md`` has it; None where it is unknown and nothing says why."""
    if dating.known is Known.UNKNOWN:
        return (
            mapping("date", {"known": "unknown", "basis": dating.basis}) if dating.basis else None
        )
    if dating.known is Known.STATED:
        return (f"date: {dating.earliest}",)
    days = [f"  {name}: {day}" for name, day in (("from", dating.earliest), ("to", dating.latest))
            if day]  # fmt: skip
    basis = f"  basis: {scalar(dating.basis or '')}"
    return ("date:", f"  known: {dating.known.value}", *days, basis)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data)[0]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _taken_apart(whole: str) -> tuple[str, list[str], str]:
    """The opening line, the lines of the front matter, and the rest from the closing line on."""
    lines = _LINE.findall(whole)
    end = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."})
    return lines[0], lines[1:end], "".join(lines[end:])


def _changed(lines: list[str], fields: Mapping[str, Lines | None]) -> list[str]:
    spans = dict(_spans(lines))
    changed = list(lines)
    placed = sorted((name for name in fields if name in spans), key=lambda name: spans[name])
    for name in reversed(placed):
        start, end = spans[name]
        changed[start:end] = fields[name] or ()
    for name, value in fields.items():
        if name not in spans and value:
            changed.extend(value)
    return changed


def _spans(lines: list[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each field with its lines: from its name to the last one that is not blank or a comment."""
    starts = list(_keys("\n".join(lines) + "\n"))
    ends = [line for _, line in starts[1:]] + [len(lines)]
    seen: set[str] = set()
    for (name, start), limit in zip(starts, ends, strict=True):
        end = limit
        while end > start + 1 and _NO_VALUE.fullmatch(lines[end - 1]):
            end -= 1
        if name not in seen:
            seen.add(name)
            yield name, (start, end)


def _keys(source: str) -> Iterator[tuple[str, int]]:
    """The names of the fields, each with its line from 0."""
    depth, is_key = 0, True
    event: Any
    for event in yaml.parse(source, Loader=_LOADER):
        if isinstance(event, kinds.MappingStartEvent) and not depth and event.flow_style:
            raise CannotEdit("the front matter is written in braces; change it by hand")
        starts = isinstance(event, kinds.CollectionStartEvent)
        ends = isinstance(event, kinds.CollectionEndEvent)
        if depth == 1 and not ends:
            if is_key and isinstance(event, kinds.ScalarEvent):
                yield event.value, _line(event)
            is_key = not is_key or starts
        if starts:
            depth += 1
        elif ends:
            depth -= 1
            if depth == 1:
                is_key = True


def _line(event: Any) -> int:
    return int(event.start_mark.line)
