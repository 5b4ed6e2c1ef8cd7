"""Entries of a library's lists as YAML: block style, one field a line, the same when read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from briefing.article import Dating, Known
from briefing.dossier.model import (
    Dismissal,
    Evidence,
    Figure,
    Highlight,
    HistoryEntry,
    Record,
    When,
)
from briefing.dossier.nodes import read_as

_PLAIN = re.compile(r"[^\W\d_][\w ,.;()/%&+?!'’“”‘–—-]*")
_PLAIN_IN_LIST = re.compile(r"[^\W\d_][\w .-]*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
Lines = Iterator[str]


def record_yaml(record: Record) -> str:
    """``record`` as one entry of ``positions.yaml``, with a final line end.

    ValueError for a lone surrogate, which no file can hold.
    """
    return _entry(_record(record))


def highlight_yaml(highlight: Highlight) -> str:
    """``highlight`` as one entry of ``highlights.yaml``, with a final line end.

    ValueError for a lone surrogate, which no file can hold.
    """
    return _entry(_highlight(highlight))


def dismissal_yaml(dismissal: Dismissal) -> str:
    """``dismissal`` as one entry of ``dismissed.yaml``, with a final line end.

    ValueError for a lone surrogate, which no file can hold.
    """
    return _entry(_passage(dismissal))


def scalar(value: str | float | date | None, *, in_list: bool = False) -> str:
    """A value on one line; text in double quotation marks where it needs them.

    ``in_list``: between the brackets of a list, where a comma would end it.
    """
    if value is None:
        return "null"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return _number(value)
    plain = (_PLAIN_IN_LIST if in_list else _PLAIN).fullmatch(value)
    if plain and not value.endswith(" ") and read_as(value) is None:
        return value
    return f'"{"".join(map(_escaped, value))}"'


def _number(value: float) -> str:
    text = repr(value)
    mantissa, exponent, power = text.partition("e")
    return f"{mantissa}.0e{power}" if exponent and "." not in mantissa else text


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    if 0xD800 <= code < 0xE000:
        raise ValueError("a lone surrogate cannot be written")
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _entry(fields: Lines) -> str:
    return "\n".join(_item(fields, 0)) + "\n"


def _item(fields: Lines, indent: int) -> Lines:
    """Fields as an item of a list whose hyphen stands ``indent`` spaces in."""
    for number, line in enumerate(fields):
        yield " " * indent + ("  " if number else "- ") + line


def _nested(name: str, fields: Lines) -> Lines:
    yield f"{name}:"
    yield from (f"  {line}" for line in fields)


def _given(*pairs: tuple[str, str | float | date | None]) -> Lines:
    """One line for each value that there is."""
    yield from (f"{name}: {scalar(value)}" for name, value in pairs if value not in (None, ""))


def _list(name: str, values: Sequence[str]) -> Lines:
    if values:
        yield f"{name}: [{', '.join(scalar(value, in_list=True) for value in values)}]"


def _record(record: Record) -> Lines:
    yield from _given(
        ("id", record.id),
        ("kind", record.kind),
        ("party", record.party),
        ("to", record.to),
        ("issue", record.issue),
        ("says", record.says),
    )
    yield from _list("answers", record.answers)
    yield from _given(
        ("stance", record.stance),
        ("variant_of", record.variant_of),
        ("pending_from", record.pending_from),
    )
    if record.figure:
        yield from _nested("figure", _figure(record.figure))
    if record.when:
        yield from _nested("when", _when(record.when))
    if record.history:
        yield "history:"
        for step in record.history:
            yield from _item(_step(step), 2)
    yield from _evidences(record.evidence)


def _highlight(highlight: Highlight) -> Lines:
    yield from _passage(highlight)
    yield from _list("tags", highlight.tags)
    yield from _given(("memo", highlight.memo), ("made", highlight.made))


def _passage(marked: Highlight | Dismissal) -> Lines:
    yield from _given(
        ("id", marked.id),
        ("article", marked.article),
        ("quote", marked.quote),
        ("before", marked.before),
        ("after", marked.after),
    )


def _evidences(evidences: Sequence[Evidence]) -> Lines:
    if evidences:
        yield "evidence:"
    for evidence in evidences:
        fields = _given(
            ("article", evidence.article),
            ("quote", evidence.quote),
            ("before", evidence.before),
            ("after", evidence.after),
            ("speaker", evidence.speaker),
            ("mode", evidence.mode),
            ("via", evidence.via),
        )
        yield from _item(fields, 2)


def _figure(figure: Figure) -> Lines:
    yield from _given(("of", figure.of))
    yield f"value: {scalar(figure.value)}"
    yield from _given(
        ("upto", figure.upto),
        ("unit", figure.unit),
        ("bound", figure.bound),
        ("state", figure.state),
    )


def _when(when: When) -> Lines:
    yield from _given(("stated", when.stated))
    yield from _days(when.dating)
    yield from _given(("known", when.dating.known), ("basis", when.dating.basis))


def _days(dating: Dating) -> Lines:
    yield from _given(("from", dating.earliest))
    if dating.known is not Known.UNKNOWN and dating.latest != dating.earliest:
        yield f"to: {scalar(dating.latest)}"


def _step(step: HistoryEntry) -> Lines:
    yield from _given(("step", step.step))
    yield from _nested("when", _when(step.when))
    yield from _given(("note", step.note))
    yield from _evidences(step.evidence)
