"""All data as tables and lines: CSV for spreadsheets and data frames, JSONL for programs.

CSV as RFC 4180 has it. A text that a spreadsheet would take for a formula gets
an apostrophe in front, as OWASP advises ("CSV Injection"), and what cannot be
seen a stand-in; JSONL is exact.
"""

from __future__ import annotations

import csv as csv_format
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.article import Article
from briefing.catalog import Entry
from briefing.dossier.model import Evidence, Highlight, HistoryEntry, Record, When
from briefing.dossier.status import status_line, statuses
from briefing.export import schema
from briefing.export.cite import Readings, inferred_in_words, issue_name, party_name
from briefing.export.schema import Json
from briefing.safe_text import visible

Cell = str | int | float | None
Row = Mapping[str, Cell]

_EVIDENCE = (
    *("article", "original", "quote", "before", "after", "start", "end", "paragraph"),
    *("speaker", "mode", "via", "trouble"),
)
_DATE = ("known", "from", "to", "basis")

RECORD_COLUMNS = (
    *("record", "kind", "party", "party_name", "to", "to_name", "issue", "issue_name", "says"),
    *("status", "status_line", "stance", "answers", "answered_by", "variant_of", "pending_from"),
    *("figure_of", "figure_value", "figure_upto", "figure_unit", "figure_bound", "figure_state"),
    *("step", "step_note", "when_stated", *(f"when_{name}" for name in _DATE)),
    *_EVIDENCE,
)
HIGHLIGHT_COLUMNS = (
    *("highlight", "article", "original", "quote", "before", "after", "start", "end"),
    *("paragraph", "tags", "memo", "made", "trouble"),
)
ARTICLE_COLUMNS = (
    *("article", "title", "label", "outlet", "byline", *(f"date_{name}" for name in _DATE)),
    *("url", "file", "original", "inferred", "reason"),
)

_FORMULA = frozenset("=+-@\t\n＝＋－＠'")
"""What starts a cell that gets an apostrophe: formulas, and apostrophes, so that taking one
away again always gives the text back."""
BETWEEN = "; "


def csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A table with a heading, lines ending in ``\\r\\n``, all text in quotation marks.

    Texts are ``defused``. Numbers are numbers, what is unknown is an empty cell.
    """
    out = io.StringIO()
    writer = csv_format.writer(out, quoting=csv_format.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
    return out.getvalue()


def defused(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula, and no terminal obeys.

    Control characters and others that are not seen have stand-ins, one for one.
    """
    plain = visible(text)
    return f"'{plain}" if plain[:1] in _FORMULA else plain


def _cell(value: Cell) -> str | int | float:
    if isinstance(value, str):
        return defused(value)
    return "" if value is None else value


def jsonl(items: Iterable[Json]) -> str:
    """One JSON object to a line, in the order given, each line ended."""
    return "".join(f"{schema.encode(item, indent=None)}\n" for item in items)


def lines(
    readings: Readings,
    articles: Iterable[Article],
    records: Iterable[Record],
    highlights: Iterable[Highlight],
) -> Iterator[Json]:
    """Everything as JSONL has it: each object says in ``type`` what it is."""
    yield {
        "type": "library",
        "schema": schema.SCHEMA,
        **schema.settings(readings.dossier.settings),
    }
    for article in articles:
        yield {"type": "article", **schema.article(article)}
    for record in schema.records(readings, records):
        yield {"type": "record", **record}
    for highlight in highlights:
        yield {"type": "highlight", **schema.highlight(readings, highlight)}


def records(
    readings: Readings, records: Iterable[Record], article: str | None = None
) -> Iterator[Row]:
    """One row for each piece of evidence, that of an agreement's steps too.

    A record without evidence has one row. With ``article``, only evidence in it.
    """
    stand = statuses(readings.dossier)
    for record in records:
        about = _record(readings, record, stand[record.id].value)
        own: list[tuple[HistoryEntry | None, Evidence]] = [(None, e) for e in record.evidence]
        own += [(step, e) for step in record.history for e in step.evidence]
        for step, evidence in own:
            if article is None or evidence.article == article:
                found = schema.evidence(readings, evidence)
                yield {**about, **_step(record, step), **{name: found[name] for name in _EVIDENCE}}
        if not own and article is None:
            yield {**about, **_step(record, None), **dict.fromkeys(_EVIDENCE)}


def highlights(readings: Readings, highlights: Iterable[Highlight]) -> Iterator[Row]:
    """One row for each highlight."""
    for highlight in highlights:
        found = schema.highlight(readings, highlight)
        yield {**found, "highlight": found["id"], "tags": BETWEEN.join(found["tags"])}


def articles(entries: Iterable[Entry]) -> Iterator[Row]:
    """One row for each file of the library: what is known of it, without its text."""
    for entry in entries:
        found = schema.entry(entry)
        dates = {f"date_{name}": found["date"][name] for name in _DATE}
        inferred = BETWEEN.join(inferred_in_words(entry)) or None
        yield {**found, **dates, "inferred": inferred, "article": found["id"]}


def _record(readings: Readings, record: Record, status: str) -> dict[str, Cell]:
    dossier = readings.dossier
    settings = dossier.settings
    figure = schema.figure(record.figure) if record.figure else {}
    return {
        "record": record.id,
        "kind": record.kind.value,
        "party": record.party,
        "party_name": party_name(settings, record.party),
        "to": record.to,
        "to_name": party_name(settings, record.to) if record.to else None,
        "issue": record.issue,
        "issue_name": issue_name(settings, record.issue),
        "says": record.says,
        "status": status,
        "status_line": status_line(record, dossier),
        "stance": record.stance.value if record.stance else None,
        "answers": BETWEEN.join(record.answers),
        "answered_by": BETWEEN.join(r.id for r in dossier.answers_to(record.id)),
        "variant_of": record.variant_of,
        "pending_from": record.pending_from,
        **{f"figure_{n}": figure.get(n) for n in ("of", "value", "upto", "unit", "bound", "state")},
    }


def _step(record: Record, step: HistoryEntry | None) -> dict[str, Cell]:
    """A step of an agreement with its date; the record's own date where it is no step."""
    when = step.when if step else record.when
    return {
        "step": step.step.value if step else None,
        "step_note": step.note if step else None,
        **_when(when),
    }


def _when(when: When | None) -> dict[str, Cell]:
    if when is None:
        return dict.fromkeys(("when_stated", *(f"when_{name}" for name in _DATE)))
    date = schema.dating(when.dating)
    return {"when_stated": when.stated, **{f"when_{name}": date[name] for name in _DATE}}
