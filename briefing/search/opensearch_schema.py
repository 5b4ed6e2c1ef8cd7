"""The OpenSearch mapping, and an article as a document of it. docs/scale.md describes both.

Words are found on our side, by the analyzer that Whoosh's index and the matcher use, so
that all find the same. The cluster is given them as tokens and splits at spaces only.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from briefing.article import (
    Article,
    Dating,
    Known,
    Original,
    Paragraph,
    ParagraphKind,
    Span,
)
from briefing.search.analyzer import Analysis, Form, analyze, analyze_text
from briefing.search.evaluate import SHORT_PREFIX

VERSION = 1
"""Counts up whenever the analyzer or the mapping changes, so that old indexes are rebuilt."""
MARK = "briefing"
"""The key in a mapping's ``_meta`` under which an index of ours keeps its version."""
ANALYZER = "forms"
TEXT_FIELDS = ("body", "title", "outlet", "byline")

WORD, STEM = "w:", "s:"
"""What a token begins with. ``w:`` is the word as it is when folded, and again in capitals where
it was written so; ``s:`` its stem where that is another, and an abbreviation. Two signs, because
a fuzzy query finds no term that is not longer than its edits."""
_BETWEEN = "|"
"""Stands between the tokens of one place."""
_LONGEST = 1_000
"""Signs of a token that are looked at: a term of more than 32,766 bytes is refused."""

_FIRST_DAY, _LAST_DAY = 0, 99_999_999
_LONE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile("[%\ud800-\udfff]")
_ESCAPED = re.compile("%([0-9a-f]{4})")


def settings(shards: int, replicas: int) -> dict[str, Any]:
    """The settings of an index."""
    return {
        "index": {"number_of_shards": shards, "number_of_replicas": replicas},
        "analysis": {
            "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 1_000_000}},
            "filter": {
                "each": {
                    "type": "pattern_capture",
                    "preserve_original": False,
                    "patterns": [f"([^{_BETWEEN}]+)"],
                }
            },
            "analyzer": {
                ANALYZER: {"type": "custom", "tokenizer": "spaces", "filter": ["each"]},
                "as_it_is": {"type": "custom", "tokenizer": "spaces"},
            },
        },
    }


def mapping() -> dict[str, Any]:
    """The fields. What is indexed of the text is not stored a second time.

    The gap between runs of words is left at its usual 100 places: begun words are looked
    for in a field of the cluster's own, which knows no other.
    """
    text = {
        "type": "text",
        "analyzer": ANALYZER,
        "index_prefixes": {
            "min_chars": len(WORD) + 1,
            "max_chars": len(WORD) + SHORT_PREFIX,
        },
    }
    return {
        "dynamic": "strict",
        "_meta": {MARK: VERSION},
        "_source": {"excludes": list(TEXT_FIELDS)},
        "properties": {
            "id": {"type": "keyword"},
            "hash": {"type": "keyword", "index": False, "doc_values": False},
            "earliest": {"type": "integer"},
            "latest": {"type": "integer"},
            **dict.fromkeys(TEXT_FIELDS, text),
            "article": {"type": "object", "enabled": False},
        },
    }


def key_of(article_id: str) -> str:
    """The document's own id: any id of an article would not do, for there they are short."""
    return hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()


def escaped(article_id: str) -> str:
    """An id as the index has it: lone surrogates of odd file names have no place in JSON."""
    return _ESCAPE.sub(lambda m: f"%{ord(m.group()):04x}", article_id)


def unescaped(text: str) -> str:
    """The id of an article again."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


def document(article: Article) -> dict[str, Any]:
    """The document of an article."""
    told = _told(article)
    found: dict[str, Any] = {"id": escaped(article.id), "hash": _hash(told), "article": told}
    if article.date.known is not Known.UNKNOWN:
        found["earliest"] = day_number(article.date.earliest, _FIRST_DAY)
        found["latest"] = day_number(article.date.latest, _LAST_DAY)
    analyses = {
        "body": analyze(article),
        "title": analyze_text(article.title),
        "outlet": analyze_text(article.outlet),
        "byline": analyze_text(article.byline),
    }
    found.update((name, _tokens(a)) for name, a in analyses.items() if a.forms)
    return found


def hash_of(article: Article) -> str:
    """What tells whether an index has an article as it is; quicker than its document."""
    return _hash(_told(article))


def day_number(day: date | None, otherwise: int) -> int:
    """A day as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day if day else otherwise


def days(earliest: date | None, latest: date | None) -> tuple[int, int]:
    """A range of days as numbers."""
    return day_number(earliest, _FIRST_DAY), day_number(latest, _LAST_DAY)


def token(kind: str, text: str) -> str:
    """One token as it is in the index."""
    return kind + text[:_LONGEST]


def at_one_place(tokens: Iterable[str]) -> str:
    """Tokens that stand at one place of a text, or that are one word to a query."""
    return _BETWEEN.join(dict.fromkeys(tokens))


def _tokens(analysis: Analysis) -> list[str]:
    """The tokens of each run of words that stand side by side; between runs is a gap."""
    runs: list[list[str]] = []
    expected = -1
    for form, position in zip(analysis.forms, analysis.positions, strict=True):
        if position != expected:
            runs.append([])
        runs[-1].append(_place(form))
        expected = position + 1
    return [" ".join(run) for run in runs]


def _place(form: Form) -> str:
    found = [token(WORD, form.folded)]
    if form.stem != form.folded:
        found.append(token(STEM, form.stem))
    if form.capitals is not None:
        found.append(token(WORD, form.capitals))
    if form.abbreviation is not None:
        found.append(token(STEM, form.abbreviation))
    return at_one_place(found)


def _told(article: Article) -> dict[str, Any]:
    """All of an article, as JSON; what is unknown is left out."""
    dating, original = article.date, article.original
    told = {
        "text": article.text,
        "paragraphs": [
            [p.span.start, p.span.end, p.kind.value, p.level] for p in article.paragraphs
        ],
        "file": escaped(article.file),
        "title": article.title,
        "outlet": article.outlet,
        "byline": article.byline,
        "known": dating.known.value,
        "earliest": dating.earliest and dating.earliest.isoformat(),
        "latest": dating.latest and dating.latest.isoformat(),
        "basis": dating.basis,
        "url": article.url,
        "language": article.language,
        "original": original
        and [escaped(original.file), original.sha256, original.part, original.source],
        "hidden": [[gap.start, gap.end] for gap in article.hidden],
        "notes": list(article.notes),
        "same_source_as": article.same_source_as,
        "inferred": [list(pair) for pair in article.inferred],
    }
    return {key: _whole(value) for key, value in told.items() if value not in (None, [])}


def _whole(value: Any) -> Any:
    """Text without lone surrogates, which have no place in JSON; its length stays."""
    return _LONE.sub("\ufffd", value) if isinstance(value, str) else value


def _hash(told: Mapping[str, Any]) -> str:
    text = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def article_of(source: Mapping[str, Any]) -> Article:
    """The article of a stored document; ValueError, KeyError or TypeError when it is none."""
    told = source["article"]
    original = told.get("original")
    return Article(
        id=unescaped(source["id"]),
        text=told["text"],
        paragraphs=tuple(
            Paragraph(number, Span(start, end), ParagraphKind(kind), level)
            for number, (start, end, kind, level) in enumerate(told.get("paragraphs", ()), 1)
        ),
        file=unescaped(told["file"]),
        title=told.get("title"),
        outlet=told.get("outlet"),
        byline=told.get("byline"),
        date=Dating(
            Known(told["known"]),
            _day(told.get("earliest")),
            _day(told.get("latest")),
            told.get("basis"),
        ),
        url=told.get("url"),
        language=told.get("language"),
        original=Original(unescaped(original[0]), *original[1:]) if original else None,
        hidden=tuple(Span(start, end) for start, end in told.get("hidden", ())),
        notes=tuple(told.get("notes", ())),
        same_source_as=told.get("same_source_as"),
        inferred=tuple((name, basis) for name, basis in told.get("inferred", ())),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
