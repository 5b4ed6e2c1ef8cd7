"""The brief: the whole page that a reader came for, every statement with its notes.

The two sides issue by issue, what was agreed and what became of it, what
others say, figures that differ, the timeline, claims, sources. As markdown it
is one block for each section, so that a person can write between them and a
later run updates what is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.analysis import board, figures, timeline
from briefing.analysis.board import BoardEntry, BoardRow
from briefing.analysis.board_filter import BOARD_KINDS
from briefing.analysis.figures import Quantity
from briefing.article import Dating, Known
from briefing.catalog import Entry
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Kind, Record, Status
from briefing.dossier.status import status_line, statuses
from briefing.export import figures as figures_view
from briefing.export import page_html, page_markdown
from briefing.export import timeline as timeline_view
from briefing.export.cite import (
    Readings,
    counted,
    inferred_in_words,
    issue_name,
    kind_in_words,
    party_name,
    when_in_words,
)
from briefing.export.escaping import escape_line
from briefing.export.markdown import Block, page
from briefing.export.page import Described, Item, Items, Lead, Notes, Part, Section

_POSITIONS = (Kind.DEMAND, Kind.OFFER, Kind.AGREEMENT)
"""What others answer; each is told with its answers below it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the brief that is updated as a whole: a lasting name and its sections."""

    name: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief made: title, what stands before the first chapter, chapters, notes."""

    title: str
    intro: str
    chapters: tuple[Chapter, ...]
    notes: Notes


def make(readings: Readings, entries: Sequence[Entry], title: str) -> Brief:
    """The brief of a library."""
    dossier = readings.dossier
    notes = Notes(readings)
    chapters = (
        Chapter("sides", tuple(_sides(readings, notes))),
        Chapter("agreed", tuple(_agreed(dossier, notes))),
        Chapter("others", tuple(_others(dossier, notes))),
        Chapter("figures", tuple(_figures(readings, notes))),
        Chapter("timeline", tuple(timeline_view.sections(timeline.build(dossier), notes))),
        Chapter("claims", tuple(_claims(dossier, notes))),
        Chapter("sources", (_sources(readings, entries),)),
    )
    filled = tuple(chapter for chapter in chapters if chapter.sections)
    return Brief(title, _intro(dossier, entries), filled, notes)


def blocks(brief: Brief) -> list[Block]:
    """The brief as blocks of markdown; the footnotes are the last one."""
    made = [Block("brief-about", page_markdown.fill(escape_line(brief.intro)))]
    for chapter in brief.chapters:
        text = "\n\n".join(map(page_markdown.section, chapter.sections))
        made.append(Block(f"brief-{chapter.name}", text))
    made.append(Block("brief-notes", page_markdown.footnotes(brief.notes)))
    return [block for block in made if block.text]


def markdown(brief: Brief) -> str:
    """The brief as one page of markdown."""
    return page(brief.title, (block.text for block in blocks(brief)))


def html(brief: Brief) -> str:
    """The brief as one self-contained HTML file."""
    sections = [section for chapter in brief.chapters for section in chapter.sections]
    return page_html.page(brief.title, [brief.intro], sections, list(brief.notes))


def _intro(dossier: Dossier, entries: Sequence[Entry]) -> str:
    readable = sum(entry.reason is None for entry in entries)
    return (
        f"Compiled from {counted(readable, 'article')} and"
        f" {counted(len(dossier.records), 'record')}.{_standing(dossier)} Each note leads to the"
        " article and paragraph where a statement was read. What is told by one source alone"
        " says so. Parties and issues stand in the order of the library, which is no judgement."
    )


def _standing(dossier: Dossier) -> str:
    """How many positions and agreements the two sides have, and how those stand."""
    sides = [party.id for party in dossier.settings.parties[:2]]
    of_whom = " and ".join(party_name(dossier.settings, side) for side in sides)
    known = statuses(dossier)
    own = [r for r in dossier.records if r.party in sides and not r.variant_of]
    asked = [r for r in own if r.kind in {Kind.DEMAND, Kind.OFFER}]
    agreed = [r for r in own if r.kind is Kind.AGREEMENT]
    parts = []
    for records, one, many in (
        (asked, f"demand or offer of {of_whom}", f"demands and offers of {of_whom}"),
        (agreed, "agreement", "agreements"),
    ):
        if records:
            tally = Counter(known[record.id] for record in records)
            told = ", ".join(f"{tally[status]} {status}" for status in Status if tally[status])
            parts.append(f"{len(records)} {one if len(records) == 1 else many} ({told})")
    if not parts:
        return ""
    return f" It has {' and '.join(parts)}; what is told in several ways counts once."


def _sides(readings: Readings, notes: Notes) -> Iterator[Section]:
    dossier = readings.dossier
    made = board.build(dossier, sources_of=readings.sources_of)
    names = " and ".join(party.name for party in made.parties)
    above = [Section(f"{names}, issue by issue")]
    for row in made.rows:
        level = min(row.depth + 3, 6)
        parts = tuple(_positions(dossier, made, row, notes))
        above = [s for s in above if s.level < level] + [Section(row.issue.name, parts, level)]
        if parts:
            yield from above
            above = []


def _positions(dossier: Dossier, made: board.Board, row: BoardRow, notes: Notes) -> Iterator[Part]:
    """The demands and offers of each side with their answers; answers to nothing shown, too."""
    for party, cell in zip(made.parties, row.cells, strict=True):
        own = [entry for entry in cell if not _stands_below(dossier, entry.record)]
        if own:
            yield Lead(party.name)
            yield Items(tuple(_entry(dossier, entry, notes) for entry in own))


def _stands_below_own(dossier: Dossier, record: Record) -> bool:
    """Whether it is a position that is told below another one of the same party."""
    answered = (dossier.record(a) for a in record.answers)
    return any(a and a.party == record.party and a.kind in _POSITIONS for a in answered)


def _stands_below(dossier: Dossier, record: Record) -> bool:
    """Whether a response or claim is told below what it answers."""
    answered = (dossier.record(a) for a in record.answers)
    return record.kind not in _POSITIONS and any(
        a is not None and a.kind in _POSITIONS for a in answered
    )


def _entry(dossier: Dossier, entry: BoardEntry, notes: Notes) -> Item:
    notes.of(entry.record)  # before those of its answers, which stand below it
    answered = _answered(dossier, entry.record, notes)
    answers = (_answer(dossier, answer, notes) for answer in entry.answered_by)
    return _item(dossier, entry.record, notes, entry.status_line, (*answered, *answers))


def _answered(dossier: Dossier, record: Record, notes: Notes) -> Iterator[Item]:
    """What a response responds to, where that is no position and so not told above it."""
    if record.kind is Kind.RESPONSE:
        for answered in filter(None, map(dossier.record, record.answers)):
            name = party_name(dossier.settings, answered.party)
            alone = _alone(dossier, answered, notes)
            yield Item(answered.says, f"In answer to {name}", alone, notes.of(answered))


def _answer(dossier: Dossier, answer: Record, notes: Notes) -> Item:
    name = party_name(dossier.settings, answer.party)
    label = f"Answer by {name}" + (", told differently" if answer.variant_of else "")
    remark = "; ".join(filter(None, [answer.stance or "", _alone(dossier, answer, notes)]))
    return Item(answer.says, label, remark, notes.of(answer))


def _item(
    dossier: Dossier,
    record: Record,
    notes: Notes,
    status: str = "",
    below: Iterable[Item] = (),
    label: str | None = None,
) -> Item:
    remark = "; ".join(filter(None, [status, _alone(dossier, record, notes)]))
    label = kind_in_words(record) if label is None else label
    return Item(record.says, label, remark, notes.of(record), tuple(below))


def _alone(dossier: Dossier, record: Record, notes: Notes) -> str:
    """Whether one source alone tells it, or it alone tells it so."""
    own = [evidence.article for evidence in record.all_evidence()]
    only = notes.only_in(own)
    others = {e.article for v in dossier.variants(record.id) for e in v.all_evidence()}
    return f"told so {only}" if only and others - set(own) else only


def _agreed(dossier: Dossier, notes: Notes) -> Iterator[Section]:
    items: list[Item] = []
    told: set[str] = set()
    for record in dossier.records:
        if record.kind is Kind.AGREEMENT and record.id not in told:
            told.update(variant.id for variant in dossier.variants(record.id))
            items.append(_agreement(dossier, record, notes))
    if items:
        yield Section("What was agreed, and what became of it", (Items(tuple(items)),))


def _agreement(dossier: Dossier, record: Record, notes: Notes) -> Item:
    """An agreement with its steps and answers, and how else it is told."""
    names = [party_name(dossier.settings, p) for p in (record.party, record.to) if p]
    label = f"{issue_name(dossier.settings, record.issue)}, {' and '.join(names)}"
    told = _told_agreement(dossier, record, notes, status_line(record, dossier), label)
    otherwise = (
        _told_agreement(dossier, variant, notes, "", "Told differently")
        for variant in dossier.variants(record.id)
        if variant.kind is Kind.AGREEMENT
    )
    return replace(told, below=(*told.below, *otherwise))


def _told_agreement(
    dossier: Dossier, record: Record, notes: Notes, status: str, label: str
) -> Item:
    notes.of(record)
    steps = tuple(
        Item(
            f"{when_in_words(step.when)}{f'; {step.note}' if step.note else ''}.",
            step.step.capitalize(),
            notes.only_in(e.article for e in step.evidence),
            notes.of(record, step.evidence),
        )
        for step in record.history
    )
    answers = (_answer(dossier, a, notes) for a in dossier.answers_to(record.id))
    return _item(dossier, record, notes, status, (*steps, *answers), label)


def _others(dossier: Dossier, notes: Notes) -> Iterator[Section]:
    parties = [p.id for p in dossier.settings.parties[2:]]
    parties += dict.fromkeys(
        r.party for r in dossier.records if dossier.settings.party(r.party) is None
    )
    kinds = set(BOARD_KINDS) - {Kind.AGREEMENT}
    sections = []
    for party in parties:
        own = [
            r
            for r in dossier.records
            if r.party == party
            and r.kind in kinds
            and not _stands_below(dossier, r)
            and not _stands_below_own(dossier, r)
        ]
        if own:
            items = tuple(_on_issue(dossier, record, notes) for record in own)
            sections.append(Section(party_name(dossier.settings, party), (Items(items),), 3))
    if sections:
        yield Section("What others demand, offer and answer")
        yield from sections


def _on_issue(dossier: Dossier, record: Record, notes: Notes) -> Item:
    issue = issue_name(dossier.settings, record.issue)
    label = f"{issue}, {kind_in_words(record).lower()}"
    notes.of(record)  # before those of its answers, which stand below it
    answers = tuple(_answer(dossier, a, notes) for a in dossier.answers_to(record.id))
    status = status_line(record, dossier)
    return _item(dossier, record, notes, status, answers, label)


def _figures(readings: Readings, notes: Notes) -> Iterator[Section]:
    quantities = figures.compare(readings.dossier, lambda a: _date(readings, a))
    differ = [q for q in quantities if figures_view.differ(q)]
    same = [q for q in quantities if not figures_view.differ(q)]
    yield from _quantities("Figures that differ or are easily mixed up", differ, notes)
    yield from _quantities("Other figures", same, notes)


def _quantities(title: str, quantities: Sequence[Quantity], notes: Notes) -> Iterator[Section]:
    if quantities:
        yield Section(title, (figures_view.items(quantities, notes),))


def _date(readings: Readings, article_id: str) -> Dating:
    found = readings.article_or_none(article_id)
    return found.date if found else Dating()


def _claims(dossier: Dossier, notes: Notes) -> Iterator[Section]:
    claims = [r for r in dossier.records if r.kind is Kind.CLAIM and not _stands_below(dossier, r)]
    issues = [(depth, issue.id) for depth, issue in dossier.settings.walk_issues()]
    known = {issue for _, issue in issues}
    issues += [(0, i) for i in dict.fromkeys(r.issue for r in claims) if i not in known]
    sections = []
    for _, issue in issues:
        own = [r for r in claims if r.issue == issue]
        if own:
            items = tuple(_claim(dossier, record, notes) for record in own)
            title = f"On: {issue_name(dossier.settings, issue)}"
            sections.append(Section(title, (Items(items),), 3))
    if sections:
        yield Section("What else is said")
        yield from sections


def _claim(dossier: Dossier, record: Record, notes: Notes) -> Item:
    label = party_name(dossier.settings, record.party)
    if record.variant_of:
        label += ", told differently"
    when = when_in_words(record.when) if record.when else ""
    return _item(dossier, record, notes, when, label=label)


def _sources(readings: Readings, entries: Sequence[Entry]) -> Section:
    parts: list[Part] = []
    for entry in entries:
        if entry.reason is not None:
            parts.append(f"{entry.file}: not readable: {entry.reason}.")
            continue
        number = len(readings.dossier.records_in(entry.id))
        date = [f"date inferred: {entry.date.basis}"] if entry.date.known is Known.INFERRED else []
        told = (line[0].lower() + line[1:] for line in inferred_in_words(entry))
        basis = "".join(f"; {line}" for line in (*date, *told))
        parts.append(Described(entry, f"{counted(number, 'piece')} of evidence{basis}."))
    return Section("Sources", tuple(parts))
