"""What a reader takes along, as markdown blocks: selection, record, article, hit, board, lists.

Pure functions from nouns to text. Everything that is not ours goes through
``escaping``; a block's text is also what is copied to the clipboard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing.analysis.board import Board, BoardEntry, BoardRow, Citation
from briefing.article import Article, ParagraphKind, Span
from briefing.catalog import Entry
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import HistoryEntry, Record
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
    issue_name,
    kind_in_words,
    of_title,
    outlet_of,
    paragraph_numbers,
    paragraphs_in_words,
    party_name,
    sources_in_words,
    when_in_words,
)
from briefing.export.escaping import escape, escape_line, link
from briefing.search.engine import Hit

Source = Article | Entry


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of markdown with an id that is the same whenever the same thing is exported.

    ``text`` ends without a line end.
    """

    id: str
    text: str


def page(title: str, parts: Iterable[str]) -> str:
    """A whole page below a heading, for printing; files are the writer's."""
    return "\n\n".join([f"# {escape_line(title)}", *parts])


def selection(
    readings: Readings, article: Article, span: Span, records: Sequence[Record] = ()
) -> Block:
    """A passage quoted as printed, where it stands, and the records it bears on."""
    span = _trimmed(article, span)
    where = paragraphs_in_words(paragraph_numbers(article, span))
    parts = [quote(article, span), f"— {cited(article, where)}"]
    parts += _record_list(readings.dossier, "Bears on:", records)
    return Block(block_id("passage", article.id, span.start, span.end), _joined(parts))


def record(readings: Readings, record: Record) -> Block:
    """A record with its status, what answers it, its history, and every piece of evidence."""
    dossier = readings.dossier
    issue = issue_name(dossier.settings, record.issue)
    about = (kind_in_words(record), from_whom(dossier.settings, record), issue)
    lines = [f"- {escape_line(' · '.join(about))}"]
    if status := status_line(record, dossier):
        lines.append(f"- Status: {escape_line(status)}")
    if record.when:
        lines.append(f"- When: {escape_line(when_in_words(record.when))}")
    for answered in map(dossier.record, record.answers):
        if answered:
            lines.append(f"- Answers: {_in_short(dossier, answered)}")
    for answer in dossier.answers_to(record.id):
        lines.append(f"- Answered by: {_in_short(dossier, answer)}")
    lines.extend(_step_line(step) for step in record.history)
    lines.append(f"- Id: {escape_line(record.id)}")
    title = record.says.rstrip(" .") or record.id
    parts = [f"## {escape_line(title)}", "\n".join(lines)]
    for evidence in record.all_evidence():
        parts += _evidence(cite(readings, evidence))
    if not record.all_evidence():
        parts.append("No evidence.")
    return Block(block_id("record", record.id), _joined(parts))


def records(readings: Readings, records: Sequence[Record]) -> Block:
    """Records as one list, each with where it was read."""
    lines = [_record_with_sources(readings, r) for r in records] or ["No records."]
    return Block(block_id("records", *(r.id for r in records)), "\n".join(lines))


def article(readings: Readings, article: Article, records: Sequence[Record] = ()) -> Block:
    """A whole article: what is known of it, its visible text as printed, the records read in it."""
    parts = [f"## {escape_line(article.label)}", cited(article, title=False)]
    parts.append(quote(article, Span(0, len(article.text))))
    parts += _record_list(readings.dossier, "Records with evidence here:", records)
    return Block(block_id("article", article.id), _joined(parts))


def hit(readings: Readings, hit: Hit, query: str) -> Block:
    """An article that a search found, with the passages that match, as printed."""
    article = readings.article_or_none(hit.article)
    about = cited(article, title=False) if article else _about(hit)
    parts = [f"## {escape_line(hit.label)}", about]
    if query.strip():
        parts.append(f"Found by: {escape_line(query)}")
    for passage in hit.passages:
        words = quote(article, passage.span) if article else ""
        parts += [words or _block_quote([(escape(passage.text), False)])]
        parts.append(f"— paragraph {passage.paragraph}")
    return Block(block_id("hit", hit.article, query), _joined(parts))


def sources(title: str, entries: Sequence[Entry]) -> str:
    """A page with the library's sources as a numbered list, unreadable ones with their reason."""
    return page(title, [sources_block(entries).text])


def sources_block(entries: Sequence[Entry]) -> Block:
    """The library's sources as a numbered list."""
    lines = [f"{i}. {_listed(e)}" for i, e in enumerate(entries, 1)] or ["No articles."]
    return Block("sources", "\n".join(lines))


def board(board: Board, entries: Iterable[Entry], narrowed: str = "") -> str:
    """The board as a page. ``narrowed`` says in words what a filter left."""
    names = " and ".join(party.name for party in board.parties)
    return page(names or "Board", [board_block(board, entries, narrowed).text])


def board_block(board: Board, entries: Iterable[Entry], narrowed: str = "") -> Block:
    """The board, issue by issue. ``narrowed`` says in words what a filter left."""
    parts = [f"Narrowed to: {escape_line(narrowed)}"] if narrowed else []
    for row in board.rows:
        parts += _board_row(board, row)
    if not board.rows:
        parts.append("Nothing on the board.")
    if board.elsewhere:
        parts.append(f"Not shown: {counted(board.elsewhere, 'record')} by other parties.")
    if board.citations:
        known = {entry.id: entry for entry in entries}
        parts.append("## Sources")
        parts.append("\n".join(f"{c.number}. {_numbered(known, c)}" for c in board.citations))
    names = (party.id for party in board.parties)
    return Block(block_id("board", narrowed, *names), _joined(parts))


def quote(article: Article, span: Span) -> str:
    """The words of ``span`` in a block quote, paragraph by paragraph, as printed.

    Hidden debris and the space between paragraphs are left out, unless there
    is nothing else; list items keep a mark where the passage holds their beginning.
    """
    pieces = []
    for paragraph in article.paragraphs:
        if not paragraph.span.overlaps(span):
            continue
        piece = Span(max(span.start, paragraph.span.start), min(span.end, paragraph.span.end))
        text = escape(article.text_of(piece))
        starts = piece.start == paragraph.span.start
        if text:
            pieces.append((text, starts and paragraph.kind is ParagraphKind.LIST_ITEM))
    if not pieces and len(span):
        pieces.append((escape(article.text[span.start : span.end]), False))
    return _block_quote(pieces)


def cited(source: Source, where: str | None = None, title: bool = True) -> str:
    """An article as it is cited: title, outlet, byline, date, paragraph, address or file."""
    name = f"*{escape_line(source.label) or escape_line(source.id)}*{of_title(source)}"
    parts = [name] if title else []
    parts.append(escape_line(outlet_of(source)))
    if (by := byline(source)) is not None:
        parts.append(escape_line(by))
    parts.append(escape_line(str(source.date)))
    if where:
        parts.append(where)
    parts.append(link(source.url) if source.url else f"file {escape_line(source.file)}")
    return ", ".join(parts)


def record_line(dossier: Dossier, record: Record) -> str:
    """A record as one list item: party, kind, sentence, status, id."""
    return f"- {_in_short(dossier, record)} ({escape_line(record.id)})"


def _in_short(dossier: Dossier, record: Record) -> str:
    name = party_name(dossier.settings, record.party)
    said = escape_line(f"{name}, {kind_in_words(record).lower()}: {record.says}")
    status = escape_line(status_line(record, dossier))
    return f"{said} *{status}*" if status else said


def _record_list(dossier: Dossier, title: str, records: Sequence[Record]) -> list[str]:
    return [title, "\n".join(record_line(dossier, r) for r in records)] if records else []


def _about(hit: Hit) -> str:
    return escape_line(f"{outlet_of(hit)}, {hit.date}")


def _listed(entry: Entry) -> str:
    if entry.reason is None:
        return cited(entry)
    return f"{escape_line(entry.file)}: not readable: {escape_line(entry.reason)}"


def _numbered(known: Mapping[str, Entry], citation: Citation) -> str:
    entry = known.get(citation.article)
    return cited(entry) if entry else escape_line(citation.article)


def _record_with_sources(readings: Readings, record: Record) -> str:
    lines = [record_line(readings.dossier, record)]
    for evidence in record.all_evidence():
        lines.append(f"  - {_where_read(cite(readings, evidence))}")
    return "\n".join(lines)


def _where_read(found: Cited) -> str:
    words = escape_line(in_marks(found.evidence.quote))
    return f"{words} — {_whose_and_where(found)}"


def _evidence(found: Cited) -> list[str]:
    if found.article is None or found.span is None:
        text = _block_quote([(escape(found.evidence.quote), False)])
    else:
        text = quote(found.article, found.span)
    return [text, f"— {_whose_and_where(found)}"]


def _whose_and_where(found: Cited) -> str:
    who = escape_line(in_whose_words(found.evidence))
    where = found.trouble or (f"paragraph {found.paragraph}" if found.paragraph else None)
    if found.article is None:
        return f"{who}; {escape_line(found.evidence.article)}, {where}"
    return f"{who}; {cited(found.article, where)}"


def _board_row(board: Board, row: BoardRow) -> list[str]:
    parts = [f"{'#' * min(row.depth + 2, 6)} {escape_line(row.issue.name)}"]
    for party, cell in zip(board.parties, row.cells, strict=True):
        if cell:
            parts.append(f"{escape_line(party.name)}:")
            parts.append("\n".join(_board_entry(board, entry) for entry in cell))
    if row.shared:
        parts.append("Between them:")
        parts.append("\n".join(_board_entry(board, entry) for entry in row.shared))
    return parts


def _board_entry(board: Board, entry: BoardEntry) -> str:
    said = escape_line(f"{kind_in_words(entry.record)}: {entry.record.says}")
    status = f" *{escape_line(entry.status_line)}*" if entry.status_line else ""
    lines = [f"- {said} \\[{sources_in_words(entry)}\\]{status}"]
    for answer in entry.answered_by:
        name = party_name(board.settings, answer.party)
        label = kind_in_words(answer).lower()
        lines.append(f"  - {escape_line(f'{name}, {label}: {answer.says}')}")
    return "\n".join(lines)


def _step_line(step: HistoryEntry) -> str:
    note = f"; {step.note}" if step.note else ""
    return f"- {step.step.capitalize()}: {escape_line(when_in_words(step.when) + note)}"


def quoted(text: str) -> str:
    """Escaped text in a block quote."""
    return _block_quote([(text, False)])


def _block_quote(paragraphs: Sequence[tuple[str, bool]]) -> str:
    """Escaped paragraphs, each with whether it is a list item, in one block quote."""
    lines: list[str] = []
    after_item = False
    for text, is_item in paragraphs:
        if lines and not (after_item and is_item):
            lines.append(">")
        first, *rest = text.split("\n")
        lines.append(f"> - {first}" if is_item else f"> {first}")
        lines += [f">   {line}" if is_item else f"> {line}" for line in rest]
        after_item = is_item
    return "\n".join(lines)


def _trimmed(article: Article, span: Span) -> Span:
    """``span`` without white space at its ends, unless there is nothing else."""
    words = article.text[span.start : span.end]
    if not words.strip():
        return span
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def block_id(what: str, *of: object) -> str:
    """The id of a block: what it is, and a digest of what it is of."""
    key = "\0".join(map(str, of)).encode("utf-8", "backslashreplace")
    return f"{what}-{hashlib.sha256(key).hexdigest()[:12]}"
