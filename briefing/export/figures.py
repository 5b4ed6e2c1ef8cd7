"""The figures view as text, markdown and JSON: readings side by side with their verdict."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.figures import Quantity, Reading, Verdict, in_words
from briefing.dossier.model import FigureState
from briefing.export.cite import Readings, cite, in_whose_words, pilcrows
from briefing.export.lines import beside, paragraphs, shares, wrap
from briefing.export.markdown import Block
from briefing.export.page import Item, Items, Notes, Section, called
from briefing.export.page_markdown import footnotes, section
from briefing.export.schema import Json, dating, evidence, figure

NARROWEST_TABLE = 72


def plain(readings: Readings, quantities: Sequence[Quantity], width: int) -> str:
    """Each quantity with its verdict and a row for each reading."""
    return paragraphs(_plain(readings, quantity, width) for quantity in quantities)


def json(readings: Readings, quantities: Sequence[Quantity]) -> list[Json]:
    """The ``figures`` of the JSON document."""
    return [
        {
            "quantity": quantity.name,
            "issue": quantity.issue.id,
            "verdict": quantity.verdict.value,
            "reason": quantity.reason,
            "readings": [_json(readings, reading) for reading in quantity.readings()],
        }
        for quantity in quantities
    ]


def markdown(readings: Readings, quantities: Sequence[Quantity]) -> Block:
    """The view as a block, with footnotes."""
    notes = Notes(readings)
    parts = (items(quantities, notes),) if quantities else ("No figures.",)
    text = section(Section("Figures", parts))
    return Block("figures", "\n\n".join([text, footnotes(notes)]).strip())


def items(quantities: Sequence[Quantity], notes: Notes) -> Items:
    """The quantities as a list, their readings below each."""
    return Items(tuple(_quantity(quantity, notes) for quantity in quantities))


def differ(quantity: Quantity) -> bool:
    """Whether its figures do not just agree, or are easily mixed up with others."""
    return quantity.verdict not in {Verdict.ALONE, Verdict.COMPATIBLE} or (
        len({in_words(reading.figure) for reading in quantity.readings()}) > 1
    )


def _title(quantity: Quantity) -> str:
    return quantity.title[:1].upper() + quantity.title[1:]


def _verdict(quantity: Quantity) -> str:
    if quantity.verdict is Verdict.ALONE:
        return "One report."
    return f"{quantity.verdict.capitalize()}: {quantity.reason}."


def _quantity(quantity: Quantity, notes: Notes) -> Item:
    """One item; the readings below it, or where there is one only, in it."""
    items = tuple(_reading(reading, notes) for reading in quantity.readings())
    if len(items) == 1:
        only = items[0]
        text = f"{only.label}; {only.text} {_verdict(quantity)}"
        return Item(text, _title(quantity), notes=only.notes)
    cited = tuple(dict.fromkeys(note for item in items for note in item.notes))
    return Item(_verdict(quantity), _title(quantity), notes=cited, below=items)


def _reading(reading: Reading, notes: Notes) -> Item:
    source = notes.article(reading.article)
    where = called(source) if source else reading.article
    return Item(
        label=_told(reading),
        text=f"{_speakers(reading)}; {where}, {reading.date}.",
        notes=notes.of(reading.record, reading.evidence),
    )


def _told(reading: Reading) -> str:
    figure = reading.figure
    words, state = in_words(figure), figure.state
    if figure.value is None:
        stands = state not in {None, FigureState.CLAIMED}
        return f"{state}, the number {words}" if stands else words
    return f"{words}, {state}" if state else words


def _speakers(reading: Reading) -> str:
    return "; ".join(dict.fromkeys(in_whose_words(e) for e in reading.evidence))


def _plain(readings: Readings, quantity: Quantity, width: int) -> list[str]:
    lines = wrap(f"{_title(quantity)} ({quantity.issue.name})", width)
    lines += wrap(_verdict(quantity), width, "  ")
    for reading in quantity.readings():
        cells = (_told(reading), _speakers(reading), _where(readings, reading))
        if width < NARROWEST_TABLE:
            first, *rest = cells
            lines += wrap(first, width, "  - ")
            lines += [line for cell in rest for line in wrap(cell, width, "    ")]
        else:
            widths = shares(width - 2, len(cells))
            columns = [wrap(cell, w) for cell, w in zip(cells, widths, strict=True)]
            lines += [f"  {line}" for line in beside(columns, widths)]
    return lines


def _where(readings: Readings, reading: Reading) -> str:
    found = [cite(readings, e) for e in reading.evidence]
    return f"{reading.article} {pilcrows(found)}; {reading.date}"


def _json(readings: Readings, reading: Reading) -> Json:
    return {
        "record": reading.record.id,
        "article": reading.article,
        "date": dating(reading.date),
        "figure": figure(reading.figure),
        "evidence": [evidence(readings, e) for e in reading.evidence],
    }
