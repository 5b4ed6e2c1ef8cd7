"""What ``export`` and ``copy`` take, and where an export goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.article import Article, Passage, Span
from briefing.dossier.model import Highlight, Record
from briefing.search.engine import Hit
from briefing.tui.base.places import Side

if TYPE_CHECKING:
    from briefing.export.markdown import Block
    from briefing.library import Library
    from briefing.tui.board.board_pane import BoardPane
    from briefing.tui.reading_view import ReadingView


@dataclass(frozen=True, slots=True)
class Taken:
    """Blocks of markdown, and what to call them to the reader."""

    block: Block
    name: str
    more: tuple[Block, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of them."""
        return self.block, *self.more

    @property
    def text(self) -> str:
        """The markdown of all of them."""
        return "\n\n".join(block.text for block in self.blocks)


def at_hand(
    library: Library, reading: ReadingView, board: BoardPane | None, query: str
) -> Taken | None:
    """What the reader is at: the record on the board or in the evidence pane, the hit in the
    results, the highlights that are listed, else the selection in the article, the hit at its
    cursor, or all of it."""
    if board is not None:
        return _record(library, board.current)
    beside = reading.active == "side"
    if beside and reading.side is Side.RESULTS and (chosen := reading.search.chosen):
        return _hit(library, chosen[0], query)
    if beside and reading.side is Side.EVIDENCE and (record := reading.evidence.record):
        return _record(library, record)
    if beside and reading.side is Side.HIGHLIGHTS and (listed := reading.highlights.listed):
        return _highlights(library, listed, reading.highlights.narrowed)
    return _in_article(library, reading, query)


def _highlights(library: Library, listed: Sequence[Highlight], narrowed: str) -> Taken:
    from briefing.export import highlights

    name = f"{len(listed):,} highlight{'' if len(listed) == 1 else 's'}"
    first, *more = highlights.blocks(library, listed, narrowed)
    return Taken(first, name, tuple(more))


def _in_article(library: Library, reading: ReadingView, query: str) -> Taken | None:
    pane = reading.article
    if pane.article is None:
        return None
    if (span := pane.view.selected_span) is not None and len(span):
        return _selection(library, pane.article, span)
    if hit := reading.search.hit_at(pane.article.id, pane.view.cursor_offset):
        return _hit(library, hit, query)
    return _article(library, pane.article)


def _selection(library: Library, article: Article, span: Span) -> Taken:
    from briefing.export import markdown

    records = library.records_at(Passage(article.id, span))
    return Taken(markdown.selection(library, article, span, records), "the selection")


def _hit(library: Library, hit: Hit, query: str) -> Taken:
    from briefing.export import markdown

    return Taken(markdown.hit(library, hit, query), "the hit")


def _record(library: Library, record: Record | None) -> Taken | None:
    from briefing.export import markdown

    return Taken(markdown.record(library, record), "the record") if record else None


def _article(library: Library, article: Article) -> Taken:
    from briefing.export import markdown

    whole = Passage(article.id, Span(0, len(article.text)))
    return Taken(markdown.article(library, article, library.records_at(whole)), "the article")


def export_path(library: Library) -> Path:
    """The file that the app's exports of a library are collected in."""
    from briefing.export.writer import safe_name

    return library.exports_folder / f"{safe_name(library.title)}.md"


def brief_path(library: Library) -> Path:
    """Where the brief is written."""
    return library.exports_folder / "brief.md"


class CannotExport(Exception):
    """Nothing was written; the message says why and what to do."""


def write(library: Library, taken: Taken) -> Path:
    """Write what was taken to the library's file of exports; says where. Raises CannotExport."""
    return _write(library, export_path(library), taken.blocks)


def write_brief(library: Library) -> Path:
    """Write the brief, as the command line does; says where. Raises CannotExport."""
    from briefing.export import brief

    made = brief.make(library, library.entries, library.title)
    return _write(library, brief_path(library), brief.blocks(made))


def _write(library: Library, path: Path, blocks: Sequence[Block]) -> Path:
    from briefing.export.writer import WriteRefused, write_blocks

    try:
        library.check_place(path)
        return write_blocks(path, blocks, title=library.title).path
    except WriteRefused as error:
        raise CannotExport(str(error)) from error
    except OSError as error:
        raise CannotExport(f"{path} cannot be written: {error.strerror or error}") from error
