"""The one writer of exports: blocks go into a markdown file, a person's words stay as they are.

A file that briefing writes says so in its first line. Each block stands
between two comments that carry its id, and the first one a digest of the block
too, so that a block changed by hand is noticed: its words are then kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.export.escaping import escape_line
from briefing.export.markdown import Block
from briefing.files import ChangedOnDisk, digest, read_if_there, write_atomic
from briefing.safe_text import one_line

FIRST_LINE = "<!-- Written by briefing; only what stands between its marks is updated. -->"
TRIES = 5
LONGEST_NAME = 80

_OURS = re.compile(rb"(?:\xef\xbb\xbf)?<!-- Written by briefing\b[^\n]*?-->[ \t]*(\r?)(?:\n|$)")
_MARK = re.compile(
    rb"(?m)^<!-- briefing:(?P<what>begin|end) (?P<id>[\w-]+)(?: (?P<digest>[0-9a-f]+))? -->"
    rb"[ \t]*(?:\r?\n|\Z)"
)
_SIGNED = re.compile(rb"<!-- Written by briefing: [0-9a-f]{12} -->\r?\n?\Z")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


class WriteRefused(Exception):
    """The file is left as it is; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What became of the blocks, by id.

    ``kept`` are blocks that somebody had changed by hand: the new block took
    their place, the changed words stand below it as text of that person.
    ``backup`` is the copy of a file that was replaced by force.
    """

    path: Path
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    backup: Path | None = None


def write_blocks(
    path: Path, blocks: Sequence[Block], *, title: str, force: bool = False
) -> WriteReport:
    """Put ``blocks`` into the file: those that it has are updated in place, others go to its end.

    A new file starts with ``title`` as its heading. Every byte outside the
    blocks stays. With ``force``, a file that briefing did not write is
    replaced, and a copy of it kept beside it. Raises WriteRefused for such a
    file without ``force`` and for damaged marks; OSError as the system does.
    """
    for _ in range(TRIES):
        before = read_if_there(path)
        foreign = bool(before) and not _OURS.match(before or b"")
        if foreign and not force:
            raise _foreign(path)
        old = b"" if foreign or before is None else before
        after, report = _merged(path, old, blocks, title)
        if after == before:
            return report
        backup = _keep_copy(path, before) if foreign and before is not None else None
        try:
            write_atomic(path, after, expect=_digest_of(before), check=True)
        except ChangedOnDisk:
            if backup is not None:
                backup.unlink()
            continue
        return replace(report, backup=backup)
    raise _busy(path)


def write_page(path: Path, text: str, *, force: bool = False) -> WriteReport:
    """Write a page that is ours as a whole (HTML), with its digest in a comment at its end.

    A page that somebody changed by hand is replaced, but a copy of it is kept
    beside it. Raises WriteRefused for a file that briefing did not write,
    unless ``force``, which keeps a copy too; OSError as the system does.
    """
    body = text.rstrip("\n").encode("utf-8", "replace") + b"\n"
    data = body + _signature(body)
    for _ in range(TRIES):
        before = read_if_there(path)
        if before == data:
            return WriteReport(path, unchanged=(path.name,))
        signed = _SIGNED.search(before) if before else None
        if before and signed is None and not force:
            raise _foreign(path)
        backup = None
        if before and not (signed and signed.group() == _signature(before[: signed.start()])):
            backup = _keep_copy(path, before)
        try:
            write_atomic(path, data, expect=_digest_of(before), check=True)
        except ChangedOnDisk:
            if backup is not None:
                backup.unlink()
            continue
        return WriteReport(path, updated=(path.name,), backup=backup)
    raise _busy(path)


def write_data(path: Path, text: str, *, force: bool = False) -> WriteReport:
    """Put data (CSV, JSON, BibTeX) into a file of its own.

    Data have no room for marks, so any file that is there and says something
    else is somebody's: WriteRefused, or with ``force`` replaced and a copy of it
    kept beside it. OSError as the system does.
    """
    data = text.encode("utf-8", "replace")
    for _ in range(TRIES):
        before = read_if_there(path)
        if before == data:
            return WriteReport(path, unchanged=(path.name,))
        if before and not force:
            raise WriteRefused(
                f"{path} is there already; name another file, or use --force"
                " to replace it and keep a copy"
            )
        backup = _keep_copy(path, before) if before else None
        try:
            write_atomic(path, data, expect=_digest_of(before), check=True)
        except ChangedOnDisk:
            if backup is not None:
                backup.unlink()
            continue
        return WriteReport(path, updated=(path.name,), backup=backup)
    raise _busy(path)


def safe_name(title: str) -> str:
    """``title`` as a file name without ending: letters and digits of any script, and hyphens.

    At most 80 bytes in UTF-8, never empty and never a name that a system reserves.
    """
    plain = unicodedata.normalize("NFC", one_line(title))
    kept = (c if unicodedata.category(c)[0] in "LMN" else "-" for c in plain)
    name = re.sub("-+", "-", "".join(kept)).strip("-")
    name = name.encode()[:LONGEST_NAME].decode(errors="ignore").strip("-") or "briefing"
    return f"{name}-file" if _RESERVED.fullmatch(name) else name


@dataclass(frozen=True, slots=True)
class _Found:
    """A block in a file: bytes from its first mark to behind its last, and between them."""

    id: str
    start: int
    end: int
    inside: bytes
    digest: bytes | None


def _merged(
    path: Path, old: bytes, blocks: Sequence[Block], title: str
) -> tuple[bytes, WriteReport]:
    match = _OURS.match(old)
    line_end = b"\r\n" if match and match.group(1) else b"\n"
    wanted = {block.id: block.text for block in blocks}
    pieces, at = [], 0
    updated, unchanged, kept = [], [], []
    for found in _blocks(path, old):
        text = wanted.get(found.id)
        if text is None:
            continue
        inside = _inside(text)
        pieces.append(old[at : found.start])
        at = found.end
        if _plain(found.inside) == _plain(inside):
            pieces.append(old[found.start : found.end])
            unchanged.append(found.id)
            continue
        pieces.append(_marked(found.id, inside).replace(b"\n", line_end))
        updated.append(found.id)
        if found.digest is not None and found.digest != _digest(found.inside):
            pieces.append(line_end + found.inside.strip(b"\r\n") + line_end)
            kept.append(found.id)
    pieces.append(old[at:])
    result = b"".join(pieces)
    if not old:
        result = f"{FIRST_LINE}\n\n# {escape_line(title) or 'Briefing'}\n".encode()
    added = [block_id for block_id in wanted if block_id not in {*updated, *unchanged}]
    for block_id in added:
        result += _gap(result, line_end)
        result += _marked(block_id, _inside(wanted[block_id])).replace(b"\n", line_end)
    once = [tuple(dict.fromkeys(ids)) for ids in (added, updated, unchanged, kept)]
    return result, WriteReport(path, once[0], once[1], once[2], once[3])


def _blocks(path: Path, data: bytes) -> Iterator[_Found]:
    """The blocks of a file in order; WriteRefused where marks do not pair."""
    begun: re.Match[bytes] | None = None
    for mark in _MARK.finditer(data):
        if mark["what"] == b"begin":
            if begun is not None:
                raise _damaged(path, data, begun, "begins here and does not end")
            begun = mark
        elif begun is None or begun["id"] != mark["id"]:
            raise _damaged(path, data, mark, "ends here but does not begin")
        else:
            inside = data[begun.end() : mark.start()]
            yield _Found(mark["id"].decode(), begun.start(), mark.end(), inside, begun["digest"])
            begun = None
    if begun is not None:
        raise _damaged(path, data, begun, "begins here and does not end")


def _foreign(path: Path) -> WriteRefused:
    return WriteRefused(
        f"{path} was not written by briefing; name another file, or use --force"
        " to replace it and keep a copy"
    )


def _busy(path: Path) -> WriteRefused:
    return WriteRefused(f"{path} keeps changing while it is written; try again")


def _damaged(path: Path, data: bytes, mark: re.Match[bytes], what: str) -> WriteRefused:
    line = data.count(b"\n", 0, mark.start()) + 1
    return WriteRefused(
        f"{path}:{line}: the block {mark['id'].decode()} {what};"
        " put the missing mark back, or delete this one, and export again"
    )


def _inside(text: str) -> bytes:
    return f"\n{text}\n\n".encode("utf-8", "replace")


def _marked(block_id: str, inside: bytes) -> bytes:
    begin = f"<!-- briefing:begin {block_id} ".encode() + _digest(inside) + b" -->\n"
    return begin + inside + f"<!-- briefing:end {block_id} -->\n".encode()


def _plain(inside: bytes) -> bytes:
    """What is compared: editors may change line ends and white space at the ends of lines."""
    return b"\n".join(line.rstrip() for line in inside.strip().split(b"\n"))


def _digest(inside: bytes) -> bytes:
    return digest(_plain(inside))[:12].encode()


def _digest_of(data: bytes | None) -> str | None:
    return digest(data) if data is not None else None


def _signature(body: bytes) -> bytes:
    return b"<!-- Written by briefing: " + digest(body)[:12].encode() + b" -->\n"


def _gap(before: bytes, line_end: bytes) -> bytes:
    if before.endswith((b"\n\n", b"\n\r\n")):
        return b""
    return line_end if before.endswith(b"\n") else line_end * 2


def _keep_copy(path: Path, data: bytes) -> Path:
    number = 1
    while True:
        backup = path.with_name(f"{path.name}.bak{'' if number == 1 else number}")
        if not backup.exists() and not backup.is_symlink():
            write_atomic(backup, data)
            return backup
        number += 1
