"""The JSON that the commands print; every field is documented in ``docs/json.md``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from briefing.analysis.board import Board, BoardEntry
from briefing.analysis.suggest import Suggestion
from briefing.article import Article, Dating, Paragraph, Passage, Span
from briefing.catalog import Entry, entry_of
from briefing.dossier.model import (
    Evidence,
    Figure,
    Highlight,
    HistoryEntry,
    Problem,
    Record,
    Status,
    When,
)
from briefing.dossier.settings import Issue, Settings
from briefing.dossier.status import status_line, statuses
from briefing.export.cite import Readings, cite, mark
from briefing.safe_text import stand_in
from briefing.search.engine import Hit, HitPassage

SCHEMA = 1
"""Counts up when a field changes its meaning or goes away; new fields may come without."""

Json = dict[str, Any]

_NOT_ASCII = re.compile(r"[^\n -~]")


def dump(
    *,
    articles: Sequence[Json] = (),
    hits: Sequence[Json] = (),
    records: Sequence[Json] = (),
    **more: object,
) -> str:
    """The whole document, indented, without a line end after it.

    Readable UTF-8, but for what a terminal or a reader could trip over:
    control, format and private characters and lone surrogates are ``\\uXXXX``.
    """
    return encode(
        {
            "schema": SCHEMA,
            "articles": list(articles),
            "hits": list(hits),
            "records": list(records),
            **more,
        }
    )


def encode(document: object, indent: int | None = 2) -> str:
    """Any document as JSON, as ``dump`` writes it; with ``indent`` None on one line."""
    plain = json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False)
    return _NOT_ASCII.sub(_escaped, plain)


def entry(entry: Entry) -> Json:
    """An article as it is listed."""
    return {
        "id": entry.id,
        "title": entry.title,
        "label": entry.label,
        "outlet": entry.outlet,
        "byline": entry.byline,
        "date": dating(entry.date),
        "url": entry.url,
        "file": entry.file,
        "original": entry.original,
        "came_from": entry.original_source,
        "same_source_as": entry.same_source_as,
        "inferred": dict(entry.inferred),
        "reason": entry.reason,
    }


def article(article: Article) -> Json:
    """An article with its whole text."""
    return {
        **entry(entry_of(article, 0, 0, "")),
        "language": article.language,
        "notes": list(article.notes),
        "text": article.text,
        "paragraphs": [_paragraph(article, p) for p in article.paragraphs],
        "hidden": [_span(gap) for gap in article.hidden],
    }


def debris(article: Article) -> Json:
    """The hidden page debris of an article."""
    hidden = [{**_span(gap), "text": article.text[gap.start : gap.end]} for gap in article.hidden]
    return {"id": article.id, "file": article.file, "hidden": hidden}


def hit(hit: Hit) -> Json:
    """An article that a search found."""
    return {
        "article": hit.article,
        "label": hit.label,
        "outlet": hit.outlet,
        "date": dating(hit.date),
        "inferred": dict(hit.inferred),
        "score": round(hit.score, 6),
        "passages": [_hit_passage(p) for p in hit.passages],
    }


def records(readings: Readings, records: Iterable[Record]) -> list[Json]:
    """Records with status and evidence."""
    stand = statuses(readings.dossier)
    return [_record(readings, r, stand[r.id]) for r in records]


def _record(readings: Readings, record: Record, status: Status) -> Json:
    dossier = readings.dossier
    return {
        "id": record.id,
        "kind": record.kind.value,
        "party": record.party,
        "to": record.to,
        "issue": record.issue,
        "says": record.says,
        "status": status.value,
        "status_line": status_line(record, dossier),
        "stance": record.stance.value if record.stance else None,
        "answers": list(record.answers),
        "answered_by": [r.id for r in dossier.answers_to(record.id)],
        "variant_of": record.variant_of,
        "pending_from": record.pending_from,
        "figure": figure(record.figure) if record.figure else None,
        "when": when(record.when) if record.when else None,
        "history": [_step(readings, step) for step in record.history],
        "evidence": [evidence(readings, e) for e in record.evidence],
    }


def evidence(readings: Readings, evidence: Evidence) -> Json:
    """A piece of evidence, with where it was found."""
    found = cite(readings, evidence)
    original = found.article.original if found.article else None
    return {
        "article": evidence.article,
        "original": original.file if original else None,
        "quote": evidence.quote,
        "before": evidence.before,
        "after": evidence.after,
        "start": found.span.start if found.span else None,
        "end": found.span.end if found.span else None,
        "paragraph": found.paragraph,
        "speaker": evidence.speaker,
        "mode": evidence.mode.value,
        "via": evidence.via,
        "trouble": found.trouble,
    }


def highlight(readings: Readings, highlight: Highlight) -> Json:
    """A passage that the reader marked, with where it was found."""
    found = mark(readings, highlight)
    original = found.article.original if found.article else None
    return {
        "id": highlight.id,
        "article": highlight.article,
        "original": original.file if original else None,
        "quote": highlight.quote,
        "before": highlight.before,
        "after": highlight.after,
        "start": found.span.start if found.span else None,
        "end": found.span.end if found.span else None,
        "paragraph": found.paragraph,
        "tags": list(highlight.tags),
        "memo": highlight.memo,
        "made": highlight.made.isoformat() if highlight.made else None,
        "trouble": found.trouble,
    }


def settings(settings: Settings) -> Json:
    """What ``briefing.yaml`` says."""
    return {
        "title": settings.title,
        "parties": [
            {"id": p.id, "name": p.name, "aliases": list(p.aliases)} for p in settings.parties
        ],
        "issues": [_issue(issue) for issue in settings.issues],
        "spelling": {
            "groups": [list(group) for group in settings.spelling],
            "off": sorted(settings.spelling_off),
        },
        "wording": [{"name": g.name, "words": list(g.words)} for g in settings.wording],
    }


def suggestion(suggestion: Suggestion) -> Json:
    """A passage that may be worth a record."""
    return {
        "id": suggestion.id,
        "article": suggestion.article,
        **_span(suggestion.span),
        "paragraph": suggestion.paragraph,
        "kinds": [kind.value for kind in suggestion.kinds],
        "party": suggestion.party,
        "score": suggestion.score,
        "reason": suggestion.reason,
        "quote": suggestion.quote,
        "before": suggestion.before,
        "after": suggestion.after,
    }


def passage(readings: Readings, passage: Passage) -> Json:
    """A passage that was asked for, as printed. The article must be one of the library's."""
    article = readings.article_or_none(passage.article)
    if article is None:
        raise ValueError(f"no article {passage.article!r}")
    first = article.paragraph_at(passage.span.start)
    return {
        "article": article.id,
        "original": article.original.file if article.original else None,
        **_span(passage.span),
        "paragraph": first.number if first else None,
        "text": article.text_of(passage.span),
    }


def board(board: Board) -> Json:
    """The board: which records stand where."""
    return {
        "parties": [{"id": p.id, "name": p.name} for p in board.parties],
        "rows": [
            {
                "issue": row.issue.id,
                "name": row.issue.name,
                "depth": row.depth,
                "cells": [[_board_entry(e) for e in cell] for cell in row.cells],
                "shared": [_board_entry(e) for e in row.shared],
            }
            for row in board.rows
        ],
        "citations": [{"number": c.number, "article": c.article} for c in board.citations],
        "elsewhere": board.elsewhere,
    }


def problem(problem: Problem) -> Json:
    """Something wrong in a library, and where."""
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field or None,
        "message": problem.message,
    }


def dating(date: Dating) -> Json:
    """A date and how it is known."""
    return {
        "known": date.known.value,
        "from": date.earliest.isoformat() if date.earliest else None,
        "to": date.latest.isoformat() if date.latest else None,
        "basis": date.basis,
        "text": str(date),
    }


def when(when: When) -> Json:
    """A date as an article has it, and as it was worked out."""
    return {"stated": when.stated, "date": dating(when.dating)}


def figure(figure: Figure) -> Json:
    """A quantity as one source gives it."""
    return {
        "of": figure.of,
        "unit": figure.unit,
        "value": number(figure.value),
        "upto": number(figure.upto),
        "bound": figure.bound.value,
        "state": figure.state.value if figure.state else None,
    }


def number(value: float | None) -> float | int | None:
    """A number without a needless ``.0``."""
    return int(value) if value is not None and float(value).is_integer() else value


def _issue(issue: Issue) -> Json:
    return {"id": issue.id, "name": issue.name, "issues": [_issue(i) for i in issue.issues]}


def _board_entry(entry: BoardEntry) -> Json:
    return {
        "record": entry.record.id,
        "citations": list(entry.citations),
        "sources": entry.sources,
    }


def _step(readings: Readings, step: HistoryEntry) -> Json:
    return {
        "step": step.step.value,
        "when": when(step.when),
        "note": step.note,
        "evidence": [evidence(readings, e) for e in step.evidence],
    }


def _paragraph(article: Article, paragraph: Paragraph) -> Json:
    return {
        "number": paragraph.number,
        "kind": paragraph.kind.value,
        "level": paragraph.level,
        **_span(paragraph.span),
        "text": article.text_of(paragraph.span),
    }


def _hit_passage(passage: HitPassage) -> Json:
    return {
        **_span(passage.span),
        "paragraph": passage.paragraph,
        "text": passage.text,
        "matches": [_span(match) for match in passage.matches],
        "marks": [_span(mark) for mark in passage.marks],
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    return char if stand_in(char) == char else json.dumps(char)[1:-1]
