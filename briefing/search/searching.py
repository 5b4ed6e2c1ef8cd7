"""A search from the typed query to hits with passages, whichever engine ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from briefing.article import Article, Searchable
from briefing.folding import WORD
from briefing.search.analyzer import form_of
from briefing.search.engine import Engine, Hit
from briefing.search.matcher import Matcher
from briefing.search.parse import parse
from briefing.search.query import (
    Among,
    And,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Recorded,
    Variants,
    Word,
)
from briefing.search.spelling import Spelling

RESPELLED = 4
"""Words of one query that are respelled for "did you mean", at most."""
LONGEST_RESPELLED = 500
"""Characters of a query from which on it is no slip of the finger that finds nothing."""
TRIED = 9
"""Respelled queries that are tried, at most."""

ResolveRecords = Callable[[Recorded], frozenset[str]]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found for ``query``, and the tree that found it, for painting.

    ``total`` counts all articles that match, ``hits`` holds the best of them.
    ``did_you_mean`` is a query that finds something, offered when this one does not.
    """

    query: Query
    hits: tuple[Hit, ...]
    total: int
    root: Node
    did_you_mean: str | None = None
    partial: str | None = None
    """Where parts of the index did not answer, so that there may be more: how many, as a clause."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """What of the query had to be ignored, one sentence each."""
        return self.query.ignored


def search(
    engine: Engine,
    text: str,
    *,
    article_of: Callable[[str], Searchable | None],
    stored: Callable[[Sequence[str]], Mapping[str, Article]] | None = None,
    coming: Callable[[Sequence[str]], object] = lambda _: None,
    spelling: Spelling | None = None,
    resolve_records: ResolveRecords = lambda _: frozenset(),
    live: bool = False,
    limit: int = 20,
    passages_per_hit: int = 3,
) -> SearchResult:
    """The best ``limit`` articles for ``text``, with at most so many passages each.

    A blank query finds nothing. An article that ``article_of`` does not know any more
    is taken from ``stored``, else from the engine, or left out. Which articles will be
    asked for is told ``coming`` first. Raises what the engine does.
    """
    spelling = spelling or Spelling()
    query = parse(text, live=live)
    root = prepare(query.root, spelling, resolve_records)
    if isinstance(query.root, Everything):
        return SearchResult(query, (), 0, root)
    ranking = engine.rank(root, limit)
    if not ranking.total and ranking.partial is None:
        other = _did_you_mean(engine, query, spelling, resolve_records)
        return SearchResult(query, (), 0, root, other)
    matcher = Matcher(root)
    hits = []
    coming([article_id for article_id, _ in ranking.ranked])
    articles: dict[str, Searchable | None]
    articles = {article_id: article_of(article_id) for article_id, _ in ranking.ranked}
    if missing := [i for i, article in articles.items() if article is None]:
        articles.update((stored or engine.stored)(missing))
    for article_id, score in ranking.ranked:
        article = articles[article_id]
        if article is not None:
            found = matcher.passages(article, limit=passages_per_hit)
            known = article_id, article.label, article.outlet, article.date
            hits.append(Hit(*known, score, found, article.inferred))
    return SearchResult(query, tuple(hits), ranking.total, root, partial=ranking.partial)


def prepare(root: Node, spelling: Spelling, resolve_records: ResolveRecords) -> Node:
    """The tree that engines and matchers take: variants added, records become articles."""
    return _resolve(spelling.expand(root), resolve_records)


def _resolve(node: Node, resolve_records: ResolveRecords) -> Node:
    if isinstance(node, Recorded):
        return Among(resolve_records(node))
    if isinstance(node, And | Or | Variants):
        return replace(node, parts=tuple(_resolve(p, resolve_records) for p in node.parts))
    if isinstance(node, Not | Field):
        return replace(node, part=_resolve(node.part, resolve_records))
    return node


def _did_you_mean(
    engine: Engine, query: Query, spelling: Spelling, resolve_records: ResolveRecords
) -> str | None:
    """The query with words that are nowhere replaced by near ones, if that finds anything."""
    if len(query.text) > LONGEST_RESPELLED:
        return None
    # Looked for one by one: a query of a hundred words must not be a hundred queries.
    some = islice(_lost_words(engine, query.root, spelling), 2 * RESPELLED)
    lost = list(dict.fromkeys(some))[:RESPELLED]
    near = {word: engine.words_like(word) for word in lost}
    near = {word: like for word, like in near.items() if like}
    if not near:
        return None
    for choice in islice(product(*near.values()), TRIED):
        text = _respelled(query.text, dict(zip(near, choice, strict=True)))
        root = parse(text).root
        if engine.rank(prepare(root, spelling, resolve_records), 1).total:
            return text
    return None


def _lost_words(engine: Engine, node: Node, spelling: Spelling) -> Iterator[str]:
    """The folded words of a query that stand in no article, and that it asks for."""
    if isinstance(node, And):
        for part in node.parts:
            yield from _lost_words(engine, part, spelling)
    elif isinstance(node, Or | Word | Phrase | Prefix | Fuzzy):
        if engine.rank(spelling.expand(node), 1).total:
            return
        if isinstance(node, Phrase):
            parts: tuple[Node, ...] = tuple(Word(word) for word in node.words)
        else:
            parts = node.parts if isinstance(node, Or) else ()
        for part in parts:
            yield from _lost_words(engine, part, spelling)
        if isinstance(node, Word | Prefix | Fuzzy):
            yield node.text.casefold()


def _respelled(text: str, near: dict[str, str]) -> str:
    """``text`` with some words replaced, by their folded forms."""

    def replaced(written: str) -> str:
        form = form_of(written)
        return near.get(form.folded, written) if form else written

    return WORD.sub(lambda match: replaced(match.group()), text)
