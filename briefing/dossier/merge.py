"""One block entry's lines with some fields changed: fields that stay the same keep their lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from briefing.dossier.listing import Item, Listing, comments, leaf_end, line_end, lines_of
from briefing.dossier.nodes import Node, structure


@dataclass(frozen=True, slots=True)
class _Part:
    """A field of an entry: from its name to the end of its last line."""

    name: str
    start: int
    end: int
    column: int
    lines: str
    says: object


def merged(listing: Listing, item: Item, new: Listing, same: Collection[str] = ()) -> str | None:
    """The lines of ``item`` saying what the one entry of ``new`` says.

    The fields named in ``same`` stay as they are. Comments stay; those inside a
    field that goes or changes follow it on lines of their own. None where the
    entry is laid out too unusually to tell.
    """
    parts = _parts(listing.text, item.node)
    changes = _parts(new.text, new.nodes[0])
    if not parts or not changes or parts[0].name != changes[0].name:
        return None
    wanted = {part.name: part for part in changes}
    there = {part.name for part in parts}
    added = _added([c for c in changes if c.name in there or c.name not in same], there)
    margin = " " * parts[0].column
    out = []
    for number, part in enumerate(parts):
        change = wanted.get(part.name)
        if part.name in same or (change and change.says == part.says):
            out.append(margin + part.lines)
            if not part.lines.endswith(("\n", "\r")):
                out.append(listing.newline)
        else:
            out += [line + listing.newline for line in _changed(part, change, margin)]
        for more in added.get(part.name, ()):
            out += [line + listing.newline for line in _moved(more, margin)]
        if number + 1 < len(parts):
            following = parts[number + 1]
            out.append(listing.text[part.end : following.start - following.column])
    head = listing.text[item.span.start : parts[0].start]
    text = head + "".join(out).removeprefix(margin)
    return text if listing.text[: item.span.end].endswith(("\n", "\r")) else text.rstrip("\r\n")


def _parts(text: str, entry: Node) -> list[_Part]:
    """The fields of an entry in block style; none where its layout is unusual."""
    if entry.id != "mapping" or getattr(entry, "flow_style", False):
        return []
    parts: list[_Part] = []
    for key, value in entry.value:
        start, column = key.start_mark.index, key.start_mark.column
        alone = not parts or not text[start - column : start].strip(" ")
        if not alone or not isinstance(key.value, str) or key.value in {p.name for p in parts}:
            return []
        end = line_end(text, max(leaf_end(text, key), leaf_end(text, value)))
        parts.append(_Part(key.value, start, end, column, text[start:end], structure(value)))
    return parts


def _added(changes: Sequence[_Part], there: set[str]) -> dict[str, list[_Part]]:
    """New fields, by the name of the field that is there already and that they follow."""
    added: dict[str, list[_Part]] = {}
    after = ""
    for part in changes:
        if part.name in there:
            after = part.name
        else:
            added.setdefault(after, []).append(part)
    return added


def _changed(old: _Part, new: _Part | None, margin: str) -> list[str]:
    """The lines of a field that changed, or went, with the comments that were inside it."""
    kept = list(_comments(old))
    lines = _moved(new, margin) if new else []
    if len(kept) == len(lines) == len(lines_of(old.lines)) == 1:
        return [f"{lines[0]}  {kept[0]}"]
    return lines + [margin + comment for comment in kept]


def _comments(part: _Part) -> Iterator[str]:
    lines = " " * part.column + part.lines
    yield from (lines[span.start : span.end] for span in comments(lines))


def _moved(part: _Part, margin: str) -> list[str]:
    """The lines of a field, indented by ``margin`` instead of as deep as it was."""
    own = " " * part.column
    first, *rest = lines_of(part.lines)
    return [margin + first, *(margin + line.removeprefix(own) if line else "" for line in rest)]
