"""Which articles are one source: those that say of themselves whose text they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefing.catalog import Entry

EntryOf = Callable[[str], Entry | None]
"""The entry of an article by its id."""


def first_of(article_id: str, entry_of: EntryOf) -> str:
    """The id of the article whose text it is, however many print it of each other."""
    seen = [article_id]
    while (entry := entry_of(seen[-1])) is not None and entry.same_source_as is not None:
        if entry.same_source_as in seen:
            return min(seen)
        seen.append(entry.same_source_as)
    return seen[-1]


def same_text(article_id: str, entries: Iterable[Entry], entry_of: EntryOf) -> tuple[Entry, ...]:
    """The other articles that are one source with it, in the order of ``entries``."""
    first = first_of(article_id, entry_of)
    return tuple(
        entry
        for entry in entries
        if entry.id != article_id
        and (entry.id == first or entry.same_source_as is not None)
        and first_of(entry.id, entry_of) == first
    )
