"""Edits of a YAML list's text, one entry at a time: no byte of another entry or comment changes.

All of these are pure, keep a byte order mark and the file's line ends, and raise
EditError, with one sentence that says why, when the text does not parse, the
entry is not there (NoSuchEntry) or the edit would have changed anything else.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from copy import copy

from briefing.article import Span
from briefing.dossier.emit import highlight_yaml, record_yaml, scalar
from briefing.dossier.listing import Item, Listing, comments, lines_of
from briefing.dossier.merge import merged
from briefing.dossier.nodes import PLAIN, Node, NotYaml, read_as, structure

__all__ = [
    "EditError",
    "NoSuchEntry",
    "append",
    "entry",
    "highlight_yaml",
    "record_yaml",
    "remove",
    "replace",
]

MARK = "\ufeff"


class EditError(ValueError):
    """The text was left as it was; the message says why."""


class NoSuchEntry(EditError):
    """No entry has that id."""


def entry(text: str, entry_id: str) -> str:
    """The lines of one entry exactly as they stand, comments inside it included."""
    listing = _listing_of(text)
    span = listing.item(_number(listing, entry_id)).span
    return listing.text[span.start : span.end]


def append(text: str, entry_yaml: str) -> str:
    """``text`` with one more entry, after the others. ``entry_yaml`` starts with a hyphen."""
    listing, new = _listing_of(text), _new_entry(entry_yaml)
    if new.ids[0] is not None and new.ids[0] in listing.ids:
        raise EditError(f'there is an entry with the id "{new.ids[0]}" already')
    return _edit(text, listing, len(listing.nodes), new, [_appended(listing, new)])


def replace(text: str, entry_id: str, entry_yaml: str, same: Collection[str] = ()) -> str:
    """``text`` with another entry in the place of the one that has the id.

    Fields that stay the same keep their lines; so do those named in ``same``,
    which mean the same however they are written. Comments inside the entry are
    kept: in their place, or above the entry when its lines go.
    """
    listing, new = _listing_of(text), _new_entry(entry_yaml)
    number = _number(listing, entry_id)
    if new.ids[0] != entry_id and new.ids[0] in listing.ids:
        raise EditError(f'there is another entry with the id "{new.ids[0]}" already')
    item = listing.item(number)
    if same and not listing.in_brackets:
        lines = merged(listing, item, new, same)
        ways = [] if lines is None else [_put(listing, item.span, lines)]
        with suppress(EditError):
            return _edit(text, listing, number, new, ways, _keeping(item.node, new.nodes[0], same))
    fields = None if listing.in_brackets else merged(listing, item, new)
    ways = [fields] if fields is not None else []
    ways.append(_whole(listing, item, new))
    return _edit(text, listing, number, new, [_put(listing, item.span, way) for way in ways])


def remove(text: str, entry_id: str) -> str:
    """``text`` without the entry that has the id; the comments around it stay.

    ``[]`` takes the place of an only entry before a ``...`` that cannot stand alone.
    """
    listing = _listing_of(text)
    number = _number(listing, entry_id)
    if listing.in_brackets:
        return _edit(text, listing, number, None, [_without(listing, number)])
    ways = [_put(listing, listing.item(number).span, lines) for lines in ("", "[]\n")]
    return _edit(text, listing, number, None, ways)


def _listing_of(text: str) -> Listing:
    try:
        return Listing(text.removeprefix(MARK))
    except NotYaml as error:
        raise EditError(f"line {error.line}: {error.message}") from None


def _number(listing: Listing, entry_id: str) -> int:
    found = [number for number, id_ in enumerate(listing.ids) if id_ == entry_id]
    if not found:
        raise NoSuchEntry(f'no entry has the id "{entry_id}"')
    if len(found) > 1:
        raise EditError(f'{len(found)} entries have the id "{entry_id}"; give each its own')
    return found[0]


def _new_entry(entry_yaml: str) -> Listing:
    listing = _listing_of("\n".join(lines_of(entry_yaml)) + "\n")
    if len(listing.nodes) != 1 or not listing.text.startswith("-"):
        raise EditError("a new entry is one item of a list, starting with a hyphen")
    return listing


def _keeping(old: Node, new: Node, same: Collection[str]) -> Node:
    """``new`` with the fields named in ``same`` as ``old`` has them, or has them not."""
    wanted = copy(new)
    wanted.value = [
        *((key, value) for key, value in new.value if key.value not in same),
        *((key, value) for key, value in old.value if key.value in same),
    ]
    return wanted


def _edit(
    text: str,
    old: Listing,
    number: int,
    new: Listing | None,
    ways: list[str],
    wanted: Node | None = None,
) -> str:
    """The first of ``ways`` that changes the entry ``number`` to ``new`` and nothing else.

    The order of all entries is compared, and what the entries say that touch the edit;
    ``wanted`` is what the entry itself is to say, where that is not what ``new`` says.
    """
    inserted = [wanted] if wanted else new.nodes if new else []
    start, end = max(number - 1, 0), number + 2
    ids = [*old.ids[:number], *(new.ids if new else []), *old.ids[number + 1 :]]
    near = [*old.nodes[start:number], *inserted, *old.nodes[number + 1 : end]]
    expected = [structure(node) for node in near]
    for way in ways:
        with suppress(EditError):
            result = _listing_of(way)
            found = [structure(n) for n in result.nodes[start : start + len(near)]]
            if result.ids == ids and found == expected:
                return MARK + way if text.startswith(MARK) else way
    raise EditError("this entry is laid out in a way that only a person can edit")


def _put(listing: Listing, span: Span, lines: str) -> str:
    return listing.text[: span.start] + lines + listing.text[span.end :]


def _appended(listing: Listing, new: Listing) -> str:
    text, root = listing.text, listing.root
    if root is not None and not listing.nodes:
        return _first(listing, Span(root.start_mark.index, root.end_mark.index), new)
    if listing.in_brackets:
        at = listing.item(len(listing.nodes) - 1).span.end
        return _put(listing, Span(at, at), f", {_in_brackets(new.nodes[0])}")
    head, tail = text[: listing.end], text[listing.end :]
    if head and not head.endswith(("\n", "\r")):
        head += listing.newline
    gap = listing.newline if _blank_between(listing) else ""
    return head + gap + _laid_out(listing, new) + tail


def _first(listing: Listing, empty: Span, new: Listing) -> str:
    """The text with ``new`` in the place of ``[]`` or ``null``, which stands at ``empty``."""
    if listing.text[empty.start : empty.end].strip("[] \t\r\n~nulNUL"):
        at = empty.end - 1
        return _put(listing, Span(at, at), _in_brackets(new.nodes[0]))
    before, after = listing.text[: empty.start], listing.text[empty.end :]
    newline = "" if not before or before.endswith(("\n", "\r")) else listing.newline
    rest = after if after.strip(" \t").startswith("#") else after.lstrip(" \t\r\n")
    return before + newline + _laid_out(listing, new) + rest


def _whole(listing: Listing, item: Item, new: Listing) -> str:
    """The lines of ``new`` instead of those of ``item``, whose comments go above them."""
    lines = listing.text[item.span.start : item.span.end]
    kept = [lines[span.start : span.end] for span in comments(lines)]
    if listing.in_brackets:
        above = "".join(f" {comment}{listing.newline}" for comment in kept)
        return above + _in_brackets(new.nodes[0])
    margin = " " * listing.column
    above = "".join(f"{margin}{comment}{listing.newline}" for comment in kept)
    below = _laid_out(listing, new)
    return above + (below if lines.endswith(("\n", "\r")) else below.rstrip("\r\n"))


def _without(listing: Listing, number: int) -> str:
    """A list in brackets without one entry and the comma that must go with it."""
    span, text = listing.item(number).span, listing.text
    comma = re.compile(r"((?:\s|#[^\r\n]*+)*+),").match(text, span.end)
    if comma:
        kept = comma[1] if "#" in comma[1] else ""
        return text[: span.start] + kept + text[comma.end() :]
    start = listing.item(number - 1).span.end if number else span.start
    between = text[start : span.start].strip(", \t\r\n")
    return text[: span.start if between else start] + text[span.end :]


def _laid_out(listing: Listing, new: Listing) -> str:
    """The lines of a new entry with the list's indentation and line ends."""
    margin = " " * listing.column
    lines = (margin + line if line.strip() else line for line in lines_of(new.text))
    return "".join(line + listing.newline for line in lines)


def _blank_between(listing: Listing) -> bool:
    """Whether the last two entries are set apart by an empty line."""
    if len(listing.nodes) < 2:
        return False
    first, second = (listing.item(len(listing.nodes) - at).span for at in (2, 1))
    between = listing.text[first.end : second.start]
    return any(not line.strip() for line in lines_of(between))


def _in_brackets(node: Node) -> str:
    """A node on one line, for a list that is written in brackets."""
    if isinstance(node.value, str):
        raw = node.tag == PLAIN and read_as(node.value) is not None
        return node.value if raw else scalar(node.value, in_list=True)
    if node.id == "mapping":
        pairs = (f"{_in_brackets(key)}: {_in_brackets(value)}" for key, value in node.value)
        return f"{{{', '.join(pairs)}}}"
    return f"[{', '.join(map(_in_brackets, node.value))}]"
