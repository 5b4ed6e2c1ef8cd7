"""The timeline as text, markdown and JSON: stated and inferred dates apart, gaps visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.analysis.timeline import Gap, Timeline, TimelineEntry
from briefing.article import Dating, Known
from briefing.dossier.model import Record
from briefing.export.cite import Readings, cite, counted, pilcrows
from briefing.export.lines import paragraphs, wrap
from briefing.export.markdown import Block
from briefing.export.page import Item, Items, Notes, Part, Section
from briefing.export.page_markdown import footnotes, section
from briefing.export.schema import Json, evidence, when

STATED = "Dates as stated"
INFERRED = "Dates as inferred"
UNDATED = "Without a date"

Told = Sequence[TimelineEntry | Gap]


def plain(readings: Readings, timeline: Timeline, width: int) -> str:
    """The three parts of the timeline, an entry or a gap to a line."""
    blocks: list[list[str]] = []
    for title, told in _parts(timeline):
        blocks.append([*wrap(title, width), "─" * width])
        blocks += [_plain(readings, item, width) for item in told]
    return paragraphs(blocks)


def json(readings: Readings, timeline: Timeline) -> Json:
    """The ``timeline`` of the JSON document."""
    return {
        "stated": [_json(readings, item) for item in timeline.stated],
        "inferred": [_json(readings, item) for item in timeline.inferred],
        "undated": [_json(readings, item) for item in timeline.undated],
    }


def markdown(readings: Readings, timeline: Timeline) -> Block:
    """The view as a block, with footnotes."""
    notes = Notes(readings)
    texts = [section(s) for s in sections(timeline, notes)]
    return Block("timeline", "\n\n".join([*texts, footnotes(notes)]).strip())


def sections(timeline: Timeline, notes: Notes) -> list[Section]:
    """The timeline as sections below one heading."""
    found = [Section("Timeline", () if timeline else ("No dates.",))]
    for title, told in _parts(timeline):
        found.append(Section(title, tuple(_lists(told, notes)), level=3))
    return found


def date_in_words(date: Dating) -> str:
    """A date without how it is known, which stands above the whole list."""
    return str(date).removesuffix(" (inferred)")


def gap_in_words(gap: Gap) -> str:
    """``13 days without an entry.``"""
    return f"{counted(gap.days, 'day')} without an entry."


def said(entry: TimelineEntry) -> str:
    """What happened; of an agreement's step, which step and of what."""
    return _of_step(entry, entry.record) if entry.step else entry.record.says


def _of_step(entry: TimelineEntry, record: Record) -> str:
    note = f" ({entry.note})" if entry.note else ""
    return f"{str(entry.step).capitalize()}{note}: {record.says}"


def _parts(timeline: Timeline) -> Iterator[tuple[str, Told]]:
    for title, told in (
        (STATED, timeline.stated),
        (INFERRED, timeline.inferred),
        (UNDATED, timeline.undated),
    ):
        if told:
            yield title, told


def _lists(told: Told, notes: Notes) -> Iterator[Part]:
    """Lists of entries; what is between two lists is the gap."""
    items: list[Item] = []
    for item in told:
        if isinstance(item, Gap):
            yield Items(tuple(items))
            yield gap_in_words(item)
            items = []
        else:
            items.append(_item(item, notes))
    yield Items(tuple(items))


def _item(entry: TimelineEntry, notes: Notes) -> Item:
    alone = notes.only_in(entry.articles)
    return Item(
        label=_date(entry),
        text=said(entry),
        remark="; ".join(filter(None, [_how(entry), alone])),
        notes=notes.of(entry.record, entry.evidence),
    )


def _date(entry: TimelineEntry) -> str:
    return date_in_words(entry.when.dating)


def _how(entry: TimelineEntry) -> str:
    """How the article has the date, and what it was inferred from."""
    stated = f"“{entry.when.stated}”" if entry.when.stated else ""
    basis = entry.when.dating.basis or ""
    return f"{stated}: {basis}" if stated and basis else stated or basis


def _plain(readings: Readings, item: TimelineEntry | Gap, width: int) -> list[str]:
    if isinstance(item, Gap):
        return wrap(f"· {gap_in_words(item)}", width, "  ")
    undated = item.when.dating.known is Known.UNKNOWN
    lines = wrap(said(item), width, "" if undated else f"{_date(item)}  ")
    places = [_place(readings, item, article) for article in item.articles]
    lines += wrap("; ".join(places) or "no source", width, "    ")
    return lines + (wrap(_how(item), width, "    ") if _how(item) else [])


def _place(readings: Readings, entry: TimelineEntry, article: str) -> str:
    found = [cite(readings, e) for e in entry.evidence if e.article == article]
    return f"{article} {pilcrows(found)}"


def _json(readings: Readings, item: TimelineEntry | Gap) -> Json:
    if isinstance(item, Gap):
        ends = {"from": item.first.isoformat(), "to": item.last.isoformat()}
        return {"gap": item.days, **ends}
    return {
        "record": item.record.id,
        "step": item.step.value if item.step else None,
        "note": item.note,
        "says": item.record.says,
        "when": when(item.when),
        "articles": list(item.articles),
        "evidence": [evidence(readings, e) for e in item.evidence],
    }
