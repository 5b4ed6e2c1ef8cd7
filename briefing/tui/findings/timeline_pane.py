"""The timeline view: what happened when, stated and inferred dates apart, and who reports it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from briefing.analysis.timeline import Gap, TimelineEntry, build
from briefing.article import Known
from briefing.tui.base.places import View
from briefing.tui.base.words import FAINT, counted, dated, joined, plain
from briefing.tui.findings.findings import (
    Findings,
    FindingsPane,
    Heading,
    Row,
    SourceName,
    source_names,
)

if TYPE_CHECKING:
    from briefing.export.markdown import Block
    from briefing.library import Library

GAP_MARK = "┊"


class TimelinePane(FindingsPane):
    """Three parts: dates as stated, as inferred, and what has none."""

    VIEW = View.TIMELINE
    EMPTY = "No dates yet. Give records a when: in positions.yaml; docs/files.md says how."
    SHARES = (3, 6, 5)
    MOST = 24

    def make(self, library: Library) -> Findings:
        """Everything dated, with who reports it."""
        from briefing.export.timeline import INFERRED, STATED, UNDATED

        found = build(library.dossier)
        parts = ((STATED, found.stated), (INFERRED, found.inferred), (UNDATED, found.undated))
        name = source_names(library)
        rows = tuple(row for title, told in parts for row in _part(name, title, told))
        return Findings(rows, (counted(len(list(found.entries())), "entry", "entries"),), found)

    def block(self, library: Library, data: Any) -> Block:
        """The view as the command line has it."""
        from briefing.export import timeline

        return timeline.markdown(library, data)


def _part(
    name: SourceName, title: str, told: Sequence[TimelineEntry | Gap]
) -> Iterator[Heading | Row]:
    from briefing.export.timeline import gap_in_words

    if not told:
        return
    yield Heading((Content.styled(title, "bold underline"),))
    for item in told:
        if isinstance(item, Gap):
            days = f"{item.first} to {item.last}" if item.first != item.last else str(item.first)
            text = f"{GAP_MARK} {gap_in_words(item).rstrip('.')}: {days}"
            yield Heading((Content.styled(text, FAINT), Content()))
        else:
            yield from _rows(name, item)


def _rows(name: SourceName, entry: TimelineEntry) -> Iterator[Row]:
    from briefing.export.timeline import said

    dating = entry.when.dating
    told = "" if dating.known is Known.UNKNOWN else dated(dating)
    date, _, known = told.partition(", ")
    when = Content.assemble(plain(date, "bold"), (f" {known}", FAINT))
    what, how, apart = plain(said(entry)), plain(_how(entry), FAINT), True
    for article in entry.articles:
        evidence = tuple(e for e in entry.evidence if e.article == article)
        source = joined([plain(name(article)), how])
        yield Row((when, what, source), article, evidence=evidence, apart=apart)
        when = what = how = Content()
        apart = False
    if not entry.articles:
        yield Row((when, what, plain("no source", FAINT)), "", apart=apart)


def _how(entry: TimelineEntry) -> str:
    """How the article has the date, and what it was inferred from."""
    stated = f"“{entry.when.stated}”" if entry.when.stated else ""
    return ": ".join(filter(None, [stated, entry.when.dating.basis]))
