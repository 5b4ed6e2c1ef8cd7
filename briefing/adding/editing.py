"""Metadata of an article set by a person, and an article removed; both can be undone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from briefing import kept, reading
from briefing.adding import header
from briefing.adding.header import CannotEdit, Lines
from briefing.article import Article, Dating, Known
from briefing.files import inside, read_file
from briefing.kept import Kept
from briefing.library import Library, UnknownArticle
from briefing.reading import Unreadable

WORDS = ("title", "outlet", "byline", "url", "language")
"""Fields of one line of text that can be set."""
UNKNOWN = "unknown"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_date(text: str, basis: str | None) -> Dating:
    """``2025-06-03`` is stated, with a ``basis`` inferred; ``2025-06-02..2025-06-30`` is inferred
    and needs one, as do ranges that are open at one end; ``unknown`` is no date.

    CannotEdit says what to write instead.
    """
    if text == UNKNOWN:
        return Dating()
    first, dots, last = text.partition("..")
    earliest, latest = _day(first), _day(last) if dots else _day(first)
    if earliest is None and latest is None:
        raise CannotEdit("write a date as 2025-06-03, a range as 2025-06-02..2025-06-30")
    if earliest and latest and earliest > latest:
        raise CannotEdit("the range ends before it starts")
    if not dots and basis is None:
        return Dating(Known.STATED, earliest, earliest)
    if not (basis or "").strip():
        raise CannotEdit("a range is inferred; say from what with --basis")
    return Dating(Known.INFERRED, earliest, latest, basis)


def edit(library: Library, article_id: str, fields: Mapping[str, Lines | None]) -> Kept | None:
    """Set fields of an article's front matter; None where that changes nothing.

    What is set is stated from then on, were it inferred before.
    The text stays as it is, so that every passage stays where it is. Raises
    CannotEdit where the file cannot take it, UnknownArticle, and OSError.
    """
    file = _file(library, article_id)
    before = read_file(inside(library.root, file))
    if not fields:
        return None
    try:
        known = reading.read_bytes(before, file)
        fields = {**fields, **_still_inferred(known, fields)}
        after = header.with_fields(before, fields, header.header_of(known))
        _check(known, reading.read_bytes(after, file))
    except Unreadable as error:
        raise CannotEdit(f"{file}: {error.reason}") from None
    if after == before:
        return None
    return kept.change(library.root, file, after, f"edited {article_id}")


def _still_inferred(known: Article, fields: Mapping[str, Lines | None]) -> dict[str, Lines | None]:
    """The field that says what is inferred, if what is set now was named in it."""
    left = {name: basis for name, basis in known.inferred if name not in fields}
    if len(left) == len(known.inferred):
        return {}
    return {"inferred": header.mapping("inferred", left) if left else None}


def remove(library: Library, article_id: str) -> Kept:
    """Take an article out of the library; its original stays. UnknownArticle, and OSError."""
    file = _file(library, article_id)
    return kept.change(library.root, file, None, f"removed {article_id}")


def keeps_debris(library: Library, article_id: str) -> bool:
    """Whether the article's front matter asks to show page debris. UnknownArticle, OSError."""
    from briefing.reading.decode import decode
    from briefing.reading.fields import metadata
    from briefing.reading.frontmatter import split

    try:
        whole, _ = decode((library.root / _file(library, article_id)).read_bytes())
        fields = split(whole)[0] if whole.startswith("---") else None
    except Unreadable:
        return False
    return fields is not None and metadata(fields).keep_debris


def _file(library: Library, article_id: str) -> str:
    entry = library.entry(article_id)
    if entry is None:
        raise UnknownArticle(f"no article {article_id!r} here; `briefing list` names them")
    return entry.file


def _check(before: Article, after: Article) -> None:
    """CannotEdit unless only what was asked for changed, and reads as it was meant."""
    if after.text != before.text or after.id != before.id:
        raise CannotEdit(f"{before.file} is laid out in a way that only a person can edit")
    there = {note.partition(": ")[2] for note in before.notes}
    for note in after.notes:
        if (wrong := note.partition(": ")[2]) and wrong not in there:
            raise CannotEdit(wrong)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
