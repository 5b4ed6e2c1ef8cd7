"""Everything as plain text for a terminal or a pipe: no escapes, wrapped to a width in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from briefing.analysis import board as boards
from briefing.analysis.board import Board, BoardEntry, BoardRow
from briefing.article import Article, Paragraph, ParagraphKind, Span
from briefing.catalog import Entry
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Record
from briefing.dossier.status import status_line
from briefing.export.cite import (
    Cited,
    Readings,
    byline,
    cite,
    counted,
    from_whom,
    in_marks,
    in_whose_words,
    inferred_in_words,
    issue_name,
    kind_in_words,
    outlet_of,
    party_name,
    sources_in_words,
    when_in_words,
)
from briefing.export.lines import beside, paragraphs, shares, wrap
from briefing.safe_text import one_line

if TYPE_CHECKING:
    from briefing.search.searching import SearchResult

NARROWEST_COLUMN = 36
STACK_BELOW = 100
"""Columns of a terminal below which the parties of the board stand below each other."""
INDENT = "  "


def safe(text: str) -> str:
    """``text`` on one line, with stand-ins for everything that a terminal could obey."""
    return one_line(text)


def overview(
    title: str,
    entries: Sequence[Entry],
    dossier: Dossier,
    width: int,
    sources_of: boards.CountSources | None = None,
) -> str:
    """The library at a glance: its title, its sources, the board."""
    made = boards.build(dossier, sources_of=sources_of)
    amount = counted(len(entries), "article")
    if dossier.records:
        amount += f", {counted(len(dossier.records), 'record')}"
    blocks = [[*wrap(title, width), amount], [sources(entries, width)]]
    if made.rows:
        blocks.append([board(made, entries, width)])
    return paragraphs(blocks)


def sources(entries: Sequence[Entry], width: int) -> str:
    """The sources, each with id, title, outlet, byline and date, or why it cannot be read."""
    return paragraphs(_source(entry, width) for entry in entries)


def article(article: Article, width: int, *, debris: bool = False) -> str:
    """An article: what is known of it, then its paragraphs with their numbers.

    ``debris`` shows the hidden page debris too, marked with ``~``.
    """
    head = wrap(article.label, width)
    head += wrap(_described(article), width)
    if article.date.basis:
        head += wrap(f"Date {article.date.known}: {article.date.basis}", width)
    for line in inferred_in_words(article):
        head += wrap(line, width)
    head += wrap(article.url or article.file, width)
    margin = len(str(len(article.paragraphs)))
    blocks = [_paragraph(article, p, margin, width, debris) for p in article.paragraphs]
    placed = list(zip((p.span.start for p in article.paragraphs), blocks, strict=True))
    if debris:
        placed += [(gap.start, _debris(article, gap, margin, width)) for gap in _loose(article)]
        placed.sort(key=lambda block: block[0])
    return paragraphs([head, *(block for _, block in placed)])


def debris(articles: Iterable[Article], width: int) -> str:
    """The hidden page debris of articles, each by its id; nothing of those that have none."""
    blocks = []
    for found in articles:
        hidden = (one_line(found.text[gap.start : gap.end]) for gap in found.hidden)
        lines = [line for words in hidden if words for line in wrap(words, width, "  ~ ")]
        if lines:
            blocks.append([*wrap(found.id, width), *lines])
    return paragraphs(blocks)


def hits(result: SearchResult, width: int) -> str:
    """What a search found: each article with the passages that match."""
    blocks = []
    for number, hit in enumerate(result.hits, 1):
        mark = f"{number}. "
        lines = wrap(hit.label, width, mark)
        indent = " " * len(mark)
        where = f"{outlet_of(hit)}, {hit.date}"
        lines += wrap(f"{where} · {hit.article}", width, indent)
        for passage in hit.passages:
            lines += wrap(passage.shown, width, f"{indent}¶{passage.paragraph} ")
        blocks.append(lines)
    if (more := result.total - len(result.hits)) > 0:
        blocks.append(wrap(f"{counted(more, 'more article')} not shown.", width))
    return paragraphs(blocks)


def board(board: Board, entries: Iterable[Entry], width: int, narrowed: str = "") -> str:
    """The board: parties side by side from 100 columns on, if each gets 36 of them; else stacked.

    ``narrowed`` says in words what a filter left.
    """
    widths = shares(width, len(board.parties) or 1)
    room = width >= STACK_BELOW and min(widths) >= NARROWEST_COLUMN
    side_by_side = len(board.parties) > 1 and room
    blocks = [wrap(f"Only: {narrowed}", width)] if narrowed else []
    if side_by_side:
        names = [wrap(party.name, w) for party, w in zip(board.parties, widths, strict=True)]
        blocks.append([*beside(names, widths), "═" * width])
    above: list[str] = []
    for row in board.rows:
        above += wrap(row.issue.name, width, INDENT * row.depth)
        if row:
            cells = _columns(board, row, widths) if side_by_side else _stack(board, row, width)
            blocks.append([*above, "─" * width, *cells, *_shared(board, row, width)])
            above = []
    if not board.rows:
        blocks.append(["Nothing on the board."])
    if board.elsewhere:
        blocks.append(wrap(f"{counted(board.elsewhere, 'more record')} by other parties.", width))
    blocks.append(_legend(board, {e.id: e for e in entries}, width))
    return paragraphs(blocks)


def records(readings: Readings, records: Sequence[Record], width: int) -> str:
    """Records with status and evidence."""
    return paragraphs(_record(readings, record, width) for record in records)


def _described(source: Article | Entry) -> str:
    return ", ".join(filter(None, (outlet_of(source), byline(source), str(source.date))))


def _source(entry: Entry, width: int) -> list[str]:
    if entry.reason is not None:
        return [*wrap(entry.file, width), *wrap(f"not readable: {entry.reason}", width, INDENT)]
    lines = wrap(entry.id, width)
    lines += wrap(entry.label, width, INDENT)
    return lines + wrap(_described(entry), width, INDENT)


def _paragraph(
    article: Article, paragraph: Paragraph, margin: int, width: int, debris: bool
) -> list[str]:
    span = paragraph.span
    text = article.text[span.start : span.end] if debris else article.text_of(span)
    number = f"{paragraph.number:>{margin}}  "
    if paragraph.kind is ParagraphKind.LIST_ITEM:
        number += INDENT * (max(paragraph.level, 1) - 1) + "- "
    elif paragraph.kind is ParagraphKind.QUOTE:
        number += "> "
    elif paragraph.kind is ParagraphKind.HEADING:
        lines = wrap(text, width, number)
        return [*lines, " " * len(number) + "─" * (max(map(cell_len, lines)) - len(number))]
    return wrap(text, width, number)


def _debris(article: Article, gap: Span, margin: int, width: int) -> list[str]:
    return wrap(article.text[gap.start : gap.end], width, "~".rjust(margin) + "  ")


def _loose(article: Article) -> Iterator[Span]:
    """Hidden spans that hold words and stand in no paragraph."""
    for gap in article.hidden:
        inside = any(p.span.overlaps(gap) for p in article.paragraphs)
        if not inside and article.text[gap.start : gap.end].strip():
            yield gap


def _columns(board: Board, row: BoardRow, widths: Sequence[int]) -> list[str]:
    if not any(row.cells):
        return []
    cells = [_cell(board, cell, w, "") for cell, w in zip(row.cells, widths, strict=True)]
    return beside(cells, widths)


def _stack(board: Board, row: BoardRow, width: int) -> list[str]:
    lines: list[str] = []
    for party, cell in zip(board.parties, row.cells, strict=True):
        if cell:
            lines += [*_apart(lines), *wrap(party.name, width)]
            lines += _cell(board, cell, width, INDENT)
    return lines


def _shared(board: Board, row: BoardRow, width: int) -> list[str]:
    if not row.shared:
        return []
    apart = [""] if any(row.cells) else []
    return [*apart, "Between them", *_cell(board, row.shared, width, INDENT)]


def _cell(board: Board, cell: Sequence[BoardEntry], width: int, indent: str) -> list[str]:
    lines: list[str] = []
    for entry in cell:
        said = f"{kind_in_words(entry.record)}: {entry.record.says}"
        lines += [*_apart(lines), *wrap(said, width, indent, f"[{sources_in_words(entry)}]")]
        if entry.status_line:
            lines += wrap(entry.status_line, width, indent + INDENT)
        for answer in entry.answered_by:
            if board.settings.party(answer.party) not in board.parties:
                name = party_name(board.settings, answer.party)
                lines += wrap(f"Answer by {name}: {answer.says}", width, indent + INDENT)
    return lines


def _apart(lines: Sequence[str]) -> list[str]:
    return [""] if lines else []


def _legend(board: Board, known: Mapping[str, Entry], width: int) -> list[str]:
    lines = []
    for citation in board.citations:
        entry = known.get(citation.article)
        named = f"{_described(entry)} · {entry.id}" if entry else citation.article
        lines += wrap(named, width, f"[{citation.number}] ")
    return lines


def _record(readings: Readings, record: Record, width: int) -> list[str]:
    settings = readings.dossier.settings
    lines = wrap(record.id, width)
    issue = issue_name(settings, record.issue)
    about = (kind_in_words(record), from_whom(settings, record), issue)
    lines += wrap(" · ".join(about), width, INDENT)
    lines += wrap(record.says, width, INDENT)
    if status := status_line(record, readings.dossier):
        lines += wrap(f"Status: {status}", width, INDENT)
    if record.when:
        lines += wrap(f"When: {when_in_words(record.when)}", width, INDENT)
    if record.answers:
        lines += wrap(f"Answers: {', '.join(record.answers)}", width, INDENT)
    if record.variant_of:
        lines += wrap(f"Told differently in: {record.variant_of}", width, INDENT)
    for evidence in record.evidence:
        lines += _evidence(cite(readings, evidence), width, INDENT)
    for step in record.history:
        note = f"; {step.note}" if step.note else ""
        told = f"{step.step.capitalize()}: {when_in_words(step.when)}{note}"
        lines += wrap(told, width, INDENT)
        for evidence in step.evidence:
            lines += _evidence(cite(readings, evidence), width, INDENT * 2)
    return lines


def _evidence(found: Cited, width: int, indent: str) -> list[str]:
    article_id = found.evidence.article
    where = f"paragraph {found.paragraph}" if found.paragraph else found.trouble
    place = f"{article_id}, {where}" if where else article_id
    words = f"{in_marks(found.evidence.quote)} — {in_whose_words(found.evidence)}; {place}"
    return wrap(words, width, f"{indent}- ")
