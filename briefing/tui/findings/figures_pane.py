"""The figures view: the same quantity across sources, and whether the figures go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

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
    from briefing.analysis.figures import Quantity, Reading
    from briefing.export.markdown import Block
    from briefing.library import Library

CONFLICT = "≠"
"""Marks figures that cannot all be true."""


class FiguresPane(FindingsPane):
    """Quantities in the order of their issues, a row for each source."""

    VIEW = View.FIGURES
    EMPTY = (
        "No figures to compare yet. Records of the kind figure are kept in positions.yaml;"
        " docs/files.md says how."
    )
    SHARES = (5, 5, 8)

    def make(self, library: Library) -> Findings:
        """Every quantity, with its readings."""
        found = library.figures()
        name = source_names(library)
        rows = tuple(row for quantity in found for row in _rows(name, quantity))
        return Findings(rows, tuple(_told(found)), found)

    def block(self, library: Library, data: Any) -> Block:
        """The view as the command line has it."""
        from briefing.export import figures

        return figures.markdown(library, data)


def _told(found: Sequence[Quantity]) -> Iterator[str]:
    from briefing.analysis.figures import Verdict

    yield counted(len(found), "quantity", "quantities")
    if conflicting := sum(q.verdict is Verdict.CONFLICTING for q in found):
        yield f"{CONFLICT} {conflicting:,} conflicting"


def _rows(name: SourceName, quantity: Quantity) -> Iterator[Heading | Row]:
    from briefing.analysis.figures import Verdict

    conflicting = quantity.verdict is Verdict.CONFLICTING
    mark = f"{CONFLICT} " if conflicting else ""
    title = quantity.title[:1].upper() + quantity.title[1:]
    first = joined([plain(mark + title, "bold"), plain(quantity.issue.name, FAINT)])
    yield Heading((first, _verdict(quantity, conflicting)))
    for reading in quantity.readings():
        yield Row(_cells(name, reading), reading.article, evidence=reading.evidence)


def _verdict(quantity: Quantity, conflicting: bool) -> Content:
    from briefing.analysis.figures import Verdict

    if quantity.verdict is Verdict.ALONE:
        return plain("One report", FAINT)
    verdict = plain(str(quantity.verdict).capitalize(), "bold" if conflicting else FAINT)
    return Content.assemble(verdict, (": ", FAINT), plain(quantity.reason, FAINT))


def _cells(name: SourceName, reading: Reading) -> tuple[Content, ...]:
    from briefing.analysis.figures import in_words
    from briefing.export.cite import in_whose_words

    state = plain(str(reading.figure.state or ""), FAINT)
    speakers = "; ".join(dict.fromkeys(in_whose_words(e) for e in reading.evidence))
    return (
        joined([plain(in_words(reading.figure)), state]),
        plain(speakers),
        plain(f"{name(reading.article)} · {dated(reading.date)}", FAINT),
    )
