"""Whoosh's own writer on our schema, to hold our writer against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from pathlib import Path
from typing import Any

from briefing.article import Article
from briefing.search import whoosh_pairs
from briefing.search.analyzer import Analysis, analyze, analyze_text
from briefing.search.evaluate import PREFIXES, SHORT_PREFIX
from briefing.search.whoosh_library import index, make_codec
from briefing.search.whoosh_lists import lists_of
from briefing.search.whoosh_schema import (
    FOLDED,
    ID,
    INDEX_NAME,
    PAIRS,
    ROW,
    make_schema,
    row_bytes,
)
from briefing.search.whoosh_storage import Storage

Dumped = dict[str, Any]


def write(folder: Path, articles: Sequence[Article], gone: Iterable[int] = ()) -> None:
    """Write an index of one segment as Whoosh does, and remove articles by their numbers."""
    marks = [stem.decode() for stem, _ in pairs_of(articles)] if articles else []
    folder.mkdir()
    storage = Storage(folder)
    made = index.FileIndex.create(storage, make_schema(), INDEX_NAME)
    writer = made.writer(codec=make_codec(), compound=False)
    for number, article in enumerate(articles):
        writer.add_document(**document(article), pairs=() if number else {*marks})
    writer.commit()
    writer = made.writer(codec=make_codec(), compound=False)
    for number in gone:
        writer.delete_document(number)
    writer.commit(merge=False)


def document(article: Article) -> dict[str, Any]:
    """The fields of an article, as ``add_document`` takes them."""
    analyses = {
        "body": analyze(article),
        "title": analyze_text(article.title),
        "outlet": analyze_text(article.outlet),
        "byline": analyze_text(article.byline),
    }
    found: dict[str, Any] = {ID: (article.id,)}
    for name, analysis in analyses.items():
        if analysis.forms:
            found[name], found[name + FOLDED] = _terms(analysis)
    forms = [*analyses["body"].forms, *analyses["title"].forms]
    lengths = range(1, SHORT_PREFIX + 1)
    found[PREFIXES] = {form.folded[:length] for form in forms for length in lengths}
    lengths_in_words = len(analyses["body"].forms), len(analyses["title"].forms)
    found[ROW] = row_bytes(article, *lengths_in_words)
    return found


def pairs_of(articles: Sequence[Article]) -> dict[tuple[bytes, bytes], dict[int, int]]:
    """Of any two common words how often each article has them in a row."""
    analyses = [analyze(article) for article in articles]
    having = Counter(stem for analysis in analyses for stem in {f.stem for f in analysis.forms})
    least = whoosh_pairs.COMMON_SHARE * len(articles)
    enough = len(articles) >= whoosh_pairs.FEWEST_ARTICLES
    chosen = [stem.encode() for stem, count in having.items() if count >= least and enough]
    chosen.sort(key=lambda stem: (-having[stem.decode()], stem))
    common = chosen[: whoosh_pairs.MOST_COMMON]
    found: dict[tuple[bytes, bytes], dict[int, int]] = {p: {} for p in product(common, common)}
    for number, analysis in enumerate(analyses):
        words = [
            (f.stem.encode(), p) for f, p in zip(analysis.forms, analysis.positions, strict=True)
        ]
        for (one, at), (other, then) in pairwise(words):
            if then == at + 1 and (one, other) in found:
                counts = found[one, other]
                counts[number] = counts.get(number, 0) + 1
    return found


def pairs_in(folder: Path) -> list[dict[tuple[bytes, bytes], dict[int, int]]]:
    """What each segment of an index says of common words in a row."""
    reader = index.FileIndex(Storage(folder), make_schema(), INDEX_NAME).reader()
    found = []
    for segment, _ in reader.leaf_readers():
        lists = lists_of(segment)
        pairs = {}
        for pair in product(lists.words(PAIRS), lists.words(PAIRS)):
            listed = lists.pair(*pair)
            assert listed is not None
            counts = listed.counts if listed.counts is not None else [1] * len(listed.numbers)
            pairs[pair] = dict(zip(listed.numbers, map(int, counts), strict=True))
        found.append(pairs)
    reader.close()
    return found


def _terms(analysis: Analysis) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    stems: dict[str, list[int]] = {}
    words: dict[str, list[int]] = {}
    for form, position in zip(analysis.forms, analysis.positions, strict=True):
        words.setdefault(form.folded, []).append(position)
        if form.stem != form.folded:
            stems.setdefault(form.stem, []).append(position)
        if form.abbreviation is not None:
            stems.setdefault(form.abbreviation, []).append(position)
        if form.capitals is not None:
            words.setdefault(form.capitals, []).append(position)
    return stems, words


def dumped(folder: Path) -> list[Dumped]:
    """All that Whoosh's own readers find in each segment of an index."""
    reader = index.FileIndex(Storage(folder), make_schema(), INDEX_NAME).reader()
    found = [_dumped(segment) for segment, _ in reader.leaf_readers()]
    reader.close()
    return found


def _dumped(segment: Any) -> Dumped:
    count = segment.doc_count_all()
    return {
        "articles": count,
        "deleted": sorted(n for n in range(count) if segment.is_deleted(n)),
        "rows": list(segment.column_reader(ROW)),
        "stored": [segment.stored_fields(n) for n in range(count)],
        "lengths": {name: segment.field_length(name) for name in segment.schema.names()},
        "terms": {term: _postings(segment, *term) for term in segment.all_terms()},
        "lexicons": {name: list(segment.lexicon(name)) for name in segment.indexed_field_names()},
    }


def _postings(segment: Any, field: str, term: bytes) -> Any:
    info = segment.term_info(field, term)
    matcher = segment.postings(field, term)
    found = []
    while matcher.is_active():
        positions = None
        if matcher.supports("positions"):
            positions = list(matcher.value_as("positions"))
        found.append((matcher.id(), matcher.weight(), matcher.value(), positions))
        matcher.next()
    return (
        *(info.weight(), info.doc_frequency(), info.min_id(), info.max_id(), info.max_weight()),
        *(info.min_length(), info.max_length(), found),
    )
