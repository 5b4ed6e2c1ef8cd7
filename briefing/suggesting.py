"""Suggestions in a whole library: the search index says which articles to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.analysis.suggest import Suggestion
    from briefing.dossier.model import Kind
    from briefing.library import Library
    from briefing.search.query import Node, Phrase

ENOUGH = 200
"""Articles that are read in any case; a library with no more is read whole."""
BATCH = 20
"""Articles that are read at a time after that, until there are enough suggestions."""

Wanted = Callable[["Suggestion"], bool]


@dataclass(frozen=True, slots=True)
class Suggested:
    """The best suggestions, and of how many articles how many were read for them."""

    suggestions: tuple[Suggestion, ...]
    read: int
    articles: int


def suggestions(
    library: Library,
    *,
    kind: Kind | None = None,
    party: str | None = None,
    article: str | None = None,
    limit: int = 20,
) -> Suggested:
    """The best ``limit`` suggestions: of one kind (a first or further guess), party or article.

    In a library of more than ``ENOUGH`` articles, those are read first that name
    parties beside words of demands, offers, refusals and agreements, and no more
    than needed. Needs a ``sync`` before; raises UnknownArticle for no such
    article, Unreadable where it cannot be read.
    """

    def wanted(suggestion: Suggestion) -> bool:
        fits = kind is None or kind in suggestion.kinds
        return fits and (party is None or suggestion.party == party)

    if article is not None:
        library.article(article)
        return Suggested(tuple(_found(library, [article], wanted)[:limit]), 1, 1)
    ids = _in_order(library)
    done = min(len(ids), ENOUGH)
    found = _found(library, ids[:done], wanted)
    while len(found) < limit and done < len(ids):
        found += _found(library, ids[done : done + BATCH], wanted)
        done = min(len(ids), done + BATCH)
    found.sort(key=lambda suggestion: -suggestion.score)
    return Suggested(tuple(found[:limit]), done, len(ids))


def find(library: Library, suggestion_id: str) -> Suggestion | None:
    """The suggestion with that id, or None where nothing is suggested so (any more)."""
    from briefing.analysis.suggest import starts_with, suggest

    for entry in library.entries:
        if entry.reason is None and suggestion_id.startswith(starts_with(entry.id)):
            source = library.article_or_none(entry.id)
            for suggestion in suggest([source], library.dossier) if source else ():
                if suggestion.id == suggestion_id:
                    return suggestion
    return None


def _found(library: Library, ids: list[str], wanted: Wanted) -> list[Suggestion]:
    from briefing.analysis.suggest import suggest

    articles = filter(None, map(library.article_or_none, ids))
    return [s for s in suggest(articles, library.dossier) if wanted(s)]


def _in_order(library: Library) -> list[str]:
    """The ids of the articles, those first that promise most where there are many."""
    from briefing.search.engine import IndexDamaged

    ids = [entry.id for entry in library.entries if entry.reason is None]
    if len(ids) <= ENOUGH:
        return ids
    try:
        ranked = dict.fromkeys(library.ranked(_promising(library)))
    except IndexDamaged:  # the next sync makes it anew; the order of files does until then
        return ids
    known = frozenset(ids)
    return [*(i for i in ranked if i in known), *(i for i in ids if i not in ranked)]


def _promising(library: Library) -> Node:
    """A party's name and a cue; only cues where no parties are known."""
    from briefing.analysis.cues import english
    from briefing.search.query import And, Or

    cues = Or(tuple(_phrases(english().words)))
    parties = library.dossier.settings.parties
    names = Or(tuple(_phrases(n for p in parties for n in (p.name, *p.aliases))))
    return And((names, cues)) if names.parts else cues


def _phrases(words: Iterator[str] | list[str]) -> Iterator[Phrase]:
    from briefing.search.analyzer import words_of
    from briefing.search.query import Phrase

    for word in words:
        if forms := tuple(form.capitals or form.folded for form in words_of(word)):
            yield Phrase(forms)
