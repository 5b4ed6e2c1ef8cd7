"""A query tree as a query of OpenSearch: the same articles as the other engines find.

Negations are moved down to the leaves first, for Lucene takes twice as long for every
negation inside a negation; and only leaves are filters, for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from briefing.search.evaluate import BOOST, FIELDS, SHORT_PREFIX
from briefing.search.opensearch_schema import (
    ANALYZER,
    STEM,
    WORD,
    at_one_place,
    days,
    escaped,
    token,
)
from briefing.search.query import (
    Among,
    And,
    Dated,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextField,
    Variants,
    Word,
)
from briefing.search.stemming import stem
from briefing.search.terms import Asks, Leaf, Term, terms_of

Clause = dict[str, Any]

MOST_IDS = 65_536
"""Ids of one clause: a server refuses more."""
RANKED_TERMS = 64
"""Words that a prefix is ranked by; it finds the articles of all."""
_LEAVES = (Word, Phrase, Prefix, Fuzzy)
NOTHING: Clause = {"match_none": {}}


def translated(node: Node, field: TextField | None = None) -> Clause:
    """The query for the articles for which ``node`` holds."""
    if leaves := _leaves(node):
        return _word(leaves, field)
    if isinstance(node, And):
        return _all(node.parts, field)
    if isinstance(node, Or | Variants):
        return _any(translated(part, field) for part in node.parts)
    if isinstance(node, Field):
        return translated(node.part, node.name)
    if isinstance(node, Not):
        return _negated(node.part, field)
    return {"bool": {"filter": [_filter(node)]}}


def _leaves(node: Node) -> list[Leaf]:
    """The leaves that count as one word; none where the node is something else."""
    parts = node.parts if isinstance(node, Variants) else (node,)
    leaves = [part for part in parts if isinstance(part, _LEAVES)]
    return leaves if len(leaves) == len(parts) else []


def loosened(node: Node) -> Node:
    """The tree with the begun last word of a phrase looked for anywhere in the article.

    For a cluster that refuses a phrase because too many words begin so.
    """
    if isinstance(node, Phrase) and node.prefix:
        return And((Phrase(node.words[:-1], node.exact), Prefix(node.words[-1].casefold())))
    if isinstance(node, And | Or | Variants):
        return replace(node, parts=tuple(map(loosened, node.parts)))
    if isinstance(node, Not | Field):
        return replace(node, part=loosened(node.part))
    return node


def _negated(node: Node, field: TextField | None) -> Clause:
    """The query for the articles for which ``node`` does not hold."""
    if isinstance(node, Not):
        return translated(node.part, field)
    if isinstance(node, Field):
        return _negated(node.part, node.name)
    if isinstance(node, And):
        return _any(_negated(part, field) for part in node.parts)
    if isinstance(node, Or):
        return _all([Not(part) for part in node.parts], field)
    clause = _filter(node) if _is_filter(node) else translated(node, field)
    return {"bool": {"must_not": [clause]}}


def _all(parts: Sequence[Node], field: TextField | None) -> Clause:
    """All of the parts, in one clause."""
    found: dict[str, list[Clause]] = {"must": [], "filter": [], "must_not": []}
    for part in parts:
        if _is_filter(part):
            found["filter"].append(_filter(part))
            continue
        clause = translated(part, field)
        inner = clause.get("bool", {})
        if inner.keys() == {"must_not"}:
            found["must_not"] += inner["must_not"]
        else:
            found["must"].append(clause)
    kept = {kind: clauses for kind, clauses in found.items() if clauses}
    return {"bool": kept} if kept else {"bool": {"filter": [{"match_all": {}}]}}


def _any(clauses: Iterable[Clause]) -> Clause:
    found = list(clauses)
    if len(found) == 1:
        return found[0]
    return {"bool": {"should": found}} if found else NOTHING


def _is_filter(node: Node) -> bool:
    return isinstance(node, Dated | Among | Everything)


def _filter(node: Node) -> Clause:
    if isinstance(node, Dated):
        first, last = days(node.earliest, node.latest)
        within = [{"range": {"earliest": {"lte": last}}}, {"range": {"latest": {"gte": first}}}]
        return {"bool": {"filter": within}}
    if isinstance(node, Among):
        ids = sorted(map(escaped, node.ids))
        chunks = [ids[at : at + MOST_IDS] for at in range(0, len(ids), MOST_IDS)]
        return _any({"terms": {"id": chunk}} for chunk in chunks)
    return {"match_all": {}} if isinstance(node, Everything) else NOTHING


def _word(leaves: Sequence[Leaf], field: TextField | None) -> Clause:
    """The leaves as if they were one word, in each of the fields."""
    return _any(_in_field(leaves, name) for name in FIELDS[field])


def _in_field(leaves: Sequence[Leaf], field: str) -> Clause:
    """Words become one word of many spellings to the cluster, too; of the rest the best counts."""
    words = [leaf for leaf in leaves if isinstance(leaf, Word)]
    clauses = [_leaf(leaf, field) for leaf in leaves if not isinstance(leaf, Word)]
    if words:
        tokens = [t for word in words for t in _tokens(terms_of(word)[0])]
        clauses.insert(0, _match("match", field, [tokens]))
    if not clauses:
        return NOTHING
    one = clauses[0] if len(clauses) == 1 else {"dis_max": {"queries": clauses}}
    boost = BOOST.get(field)
    return {"bool": {"must": [one], "boost": boost}} if boost else one


def _leaf(leaf: Leaf, field: str) -> Clause:
    terms = terms_of(leaf)
    if isinstance(leaf, Phrase) and not leaf.prefix:
        return _match("match_phrase", field, [_tokens(term) for term in terms])
    if isinstance(leaf, Phrase) and len(terms) > 1:
        row = [_span(field, term) for term in terms]
        return {"span_near": {"slop": 0, "in_order": True, "clauses": row}}
    return _prefix(field, terms[0]) if terms[0].asks is Asks.PREFIX else _fuzzy(field, terms[0])


def _match(kind: str, field: str, places: Sequence[Sequence[str]]) -> Clause:
    text = " ".join(map(at_one_place, places))
    return {kind: {field: {"query": text, "analyzer": ANALYZER}}}


def _tokens(term: Term) -> list[str]:
    """The tokens of the index that meet a term of the query, but for open-ended ones."""
    if term.asks in (Asks.FOLDED, Asks.CAPITALS):
        return [token(WORD, term.text)]
    own = term.asks is Asks.STEM and stem(term.text) == term.text
    return [token(STEM, term.text), *([token(WORD, term.text)] if own else [])]


def _span(field: str, term: Term) -> Clause:
    """One place of a phrase with an open end."""
    if term.asks is Asks.PREFIX:
        begun = {"prefix": {field: {"value": token(WORD, term.text)}}}
        return {"span_multi": {"match": begun}}
    return {"span_or": {"clauses": [{"span_term": {field: t}} for t in _tokens(term)]}}


def _prefix(field: str, term: Term) -> Clause:
    """All words that begin so: they find by themselves, and the first of them rank."""
    begun: Clause = {"value": token(WORD, term.text)}
    found = {"prefix": {field: begun}}
    if len(term.text) <= SHORT_PREFIX:
        return found
    ranked = {"prefix": {field: {**begun, "rewrite": f"top_terms_blended_freqs_{RANKED_TERMS}"}}}
    return {"bool": {"must": [found], "should": [ranked]}}


def _fuzzy(field: str, term: Term) -> Clause:
    near: Clause = {
        "value": token(WORD, term.text),
        "fuzziness": term.distance,
        "prefix_length": len(WORD),
        "transpositions": False,
    }
    every = {"fuzzy": {field: {**near, "rewrite": "constant_score"}}}
    return {"bool": {"must": [every], "should": [{"fuzzy": {field: near}}]}}
