"""Everything that is wrong in a library: its YAML, its ids, its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from briefing.article import Article
from briefing.catalog import Entry
from briefing.dossier.check import check
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Problem
from briefing.originals import has_original, original_of

ArticleOf = Callable[[str], Article | None]


def problems_of(
    dossier: Dossier, entries: Sequence[Entry], article_of: ArticleOf
) -> Iterator[Problem]:
    """What is wrong with the ids of articles, and with evidence looked for in them."""
    yield from dossier.problems
    yield from _clashes(entries)
    yield from check(dossier, article_of)


def problems_in_originals(
    dossier: Dossier, entries: Sequence[Entry], article_of: ArticleOf, folder: Path
) -> Iterator[Problem]:
    """The same with evidence looked for in the articles' originals in ``folder``.

    They are found by file name and SHA-256. An article that was made from a file
    there is its own original.
    """
    yield from dossier.problems
    found: dict[str, Article | None] = {}
    for entry in entries:
        made_of_it = entry.original_source is not None and has_original(entry, folder)
        original = article_of(entry.id) if made_of_it else original_of(entry, folder)
        found[entry.id] = original
        if entry.original is not None and original is None:
            told = f"{entry.original} with its SHA-256 is not in {folder}"
            yield Problem(entry.file, 1, "original", told)
    yield from check(dossier, found.get)


def _clashes(entries: Iterable[Entry]) -> Iterator[Problem]:
    for e in entries:
        if e.id != e.natural_id:
            told = (
                f"another article has the id {e.natural_id!r}, so this one is called {e.id!r};"
                " give it an id of its own in its front matter"
            )
            yield Problem(e.file, 1, "id", told)
