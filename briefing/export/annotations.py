"""Highlights and evidence as W3C Web Annotations: https://www.w3.org/TR/annotation-model/.

One AnnotationCollection with all annotations on its first page. What a passage
is found by is both its words, with those around it, and its position.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence

from briefing.article import Article, Span
from briefing.dossier.model import Evidence, Highlight, Record
from briefing.export import schema
from briefing.export.cite import (
    Readings,
    cite,
    from_whom,
    in_whose_words,
    issue_name,
    kind_in_words,
    mark,
)
from briefing.export.escaping import is_address
from briefing.export.schema import Json

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points before and after a passage that are given with it."""
_NAMES = uuid.UUID("6f0b3a52-8f0e-5a52-9d8c-2c1f5b7de0a4")
"""What our ids are made in, so that the same annotation always has the same one (RFC 9562, v5)."""


def collection(
    readings: Readings,
    title: str,
    records: Iterable[Record],
    highlights: Iterable[Highlight],
    article: str | None = None,
) -> str:
    """The annotations of highlights, then of the evidence of records, as one JSON-LD document.

    With ``article``, only of evidence in it.
    """
    items = [highlight(readings, h) for h in highlights]
    items += [item for record in records for item in evidence(readings, record, article)]
    ids = [item["id"] for item in items]
    page = {
        "id": _urn("page", *ids),
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }
    return schema.encode(
        {
            "@context": CONTEXT,
            "id": _urn("collection", *ids),
            "type": "AnnotationCollection",
            "label": title,
            "total": len(items),
            "first": page,
        }
    )


def highlight(readings: Readings, highlight: Highlight) -> Json:
    """A highlight as an annotation: its memo comments, its tags tag."""
    found = mark(readings, highlight)
    bodies = [_body(highlight.memo, "commenting")] if highlight.memo else []
    bodies += [_body(tag, "tagging") for tag in highlight.tags]
    annotation: Json = {
        "id": _urn("highlight", highlight.id, highlight.article, highlight.quote),
        "type": "Annotation",
        "motivation": "highlighting",
        "dcterms:identifier": highlight.id,
    }
    if highlight.made:
        day = {"@type": "xsd:date", "@value": highlight.made.isoformat()}
        annotation["dcterms:date"] = day
    if bodies:
        annotation["body"] = bodies
    return annotation | {"target": _target(highlight, found.article, found.span)}


def evidence(readings: Readings, record: Record, article: str | None = None) -> Iterator[Json]:
    """The annotations of a record's evidence, that of its steps too, or of one article's only.

    They describe what the passage is evidence of, and whose words it has.
    """
    settings = readings.dossier.settings
    about = f"{from_whom(settings, record)}, {kind_in_words(record).lower()}: {record.says}"
    tags = (record.kind.value, issue_name(settings, record.issue))
    for number, piece in enumerate(record.all_evidence(), 1):
        if article is not None and piece.article != article:
            continue
        found = cite(readings, piece)
        bodies = [_body(about, "describing"), _body(in_whose_words(piece), "describing")]
        yield {
            "id": _urn("evidence", record.id, str(number), piece.article, piece.quote),
            "type": "Annotation",
            "motivation": "describing",
            "dcterms:identifier": record.id,
            "body": bodies + [_body(tag, "tagging") for tag in tags],
            "target": _target(piece, found.article, found.span),
        }


def _body(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(passage: Evidence | Highlight, article: Article | None, span: Span | None) -> Json:
    if article is None:
        source: Json = {"id": _urn("article", passage.article), "type": "Text"}
    else:
        source = _source(article)
    source["dcterms:identifier"] = passage.article
    selectors = _where(article, span) if article and span else [_quoted(passage)]
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def _source(article: Article) -> Json:
    """Where the article is: its address, or where it has none the digest of its text.

    See RFC 6920 for addresses that are digests.
    """
    if article.url and is_address(article.url):
        address = article.url
    else:
        digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).digest()
        address = f"ni:///sha-256;{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
    source: Json = {"id": address, "type": "Text"}
    if article.title:
        source["dcterms:title"] = article.title
    if article.language:
        source["language"] = article.language
    return source


def _where(article: Article, span: Span) -> Sequence[Json]:
    """The selectors of a passage: its words exactly as in the text, and its code points."""
    before = article.text[max(0, span.start - AROUND) : span.start]
    after = article.text[span.end : span.end + AROUND]
    quoted = _selector(article.text[span.start : span.end], before, after)
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return [quoted, position]


def _quoted(passage: Evidence | Highlight) -> Json:
    """The selector of a passage that is not found: the words that were looked for."""
    return _selector(passage.quote, passage.before or "", passage.after or "")


def _selector(exact: str, before: str, after: str) -> Json:
    around = {"prefix": before, "suffix": after}
    return {"type": "TextQuoteSelector", "exact": exact} | {n: t for n, t in around.items() if t}


def _urn(*parts: str) -> str:
    return uuid.uuid5(_NAMES, "\0".join(parts).encode("utf-8", "backslashreplace").decode()).urn
