"""The board pane: what is compared, a filter, the grid, and a drawer with a record's evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from briefing.analysis.board import Board, BoardFilter, BoardIndex
from briefing.dossier.model import Record
from briefing.safe_text import one_line
from briefing.tui.actions import Where, bindings
from briefing.tui.board_grid import BoardGrid
from briefing.tui.board_layout import ALONE, MARGIN
from briefing.tui.evidence_pane import EvidencePane
from briefing.tui.pick_list import PickList
from briefing.tui.words import FAINT, counted, dated, joined, plain

if TYPE_CHECKING:
    from briefing.library import Library


class NarrowInput(Input):
    """The field for words that records must have to stay on the board."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.NARROW)

    class Kept(Message):
        """The filter stays; the board is wanted."""

    class Cleared(Message):
        """The whole board is wanted."""

    def action_keep(self) -> None:
        self.post_message(self.Kept())

    def action_clear(self) -> None:
        self.post_message(self.Cleared())


class BoardPane(Vertical):
    """Compares the parties; opens the drawer on the record that is chosen."""

    @dataclass
    class Chosen(Message):
        """A record whose evidence is wanted."""

        record: Record

    def __init__(self, library: Library, id: str | None = None) -> None:
        super().__init__(id=id)
        self._library = library
        self._index: BoardIndex | None = None
        self._record: Record | None = None

    def compose(self) -> ComposeResult:
        yield Static(classes="heading", markup=False)
        yield NarrowInput(
            placeholder="only records with these words", id="narrow-input", compact=True
        )
        yield Static(id="board-parties", markup=False)
        with Container(id="board-body"):
            yield BoardGrid(id="board-grid")
            yield Static(classes="empty", markup=False)
            yield EvidencePane(id="drawer")

    def on_mount(self) -> None:
        self.query_one(NarrowInput).display = False
        self.drawer.display = False
        self.reload()

    @property
    def grid(self) -> BoardGrid:
        """The rows and columns."""
        return self.query_one(BoardGrid)

    @property
    def drawer(self) -> EvidencePane:
        """The evidence of the record that was chosen."""
        return self.query_one("#drawer", EvidencePane)

    @property
    def open_record(self) -> Record | None:
        """The record in the drawer; None while it is closed."""
        return self._record

    @property
    def current(self) -> Record | None:
        """The record that is worked on: in the drawer, else under the cursor."""
        if self._record is not None:
            return self._record
        return self.grid.entry.record if self.grid.entry else None

    @property
    def narrowed(self) -> str:
        """The words of the filter."""
        return self.query_one(NarrowInput).value.strip()

    @property
    def cursor(self) -> str | None:
        """The id of the record under the cursor."""
        return self.grid.entry.record.id if self.grid.entry else None

    def put_cursor(self, record_id: str | None) -> None:
        """Put the cursor on a record."""
        self.grid.put_cursor(record_id)

    def focus_on(self, widget_id: str) -> None:
        """Put the focus on a part of the board, or on the grid."""
        parts = {widget.id: widget for widget in self._parts()}
        self.screen.set_focus(parts.get(widget_id) or self.grid)

    def next_pane(self, step: int) -> None:
        """Put the focus on the next part, or the one before."""
        parts = self._parts()
        at = next((i for i, widget in enumerate(parts) if widget.has_focus), 0)
        self.screen.set_focus(parts[(at + step) % len(parts)])

    def _parts(self) -> list[Widget]:
        parts: list[Widget] = [self.grid]
        if self.drawer.display:
            parts.append(self.drawer.query_one(PickList))
        if (field := self.query_one(NarrowInput)).display:
            parts.append(field)
        return parts

    def reload(self) -> None:
        """Show the dossier as it is now."""
        self._index = BoardIndex(self._library.dossier, self._library.sources_of)
        self._build()

    def open_drawer(self, record: Record | None) -> None:
        """Show a record's evidence; None closes the drawer."""
        self._record = record
        self.drawer.display = record is not None
        self.query_one("#board-body").set_class(record is not None, "-open")
        if record is not None:
            self.drawer.show_record(self._library, record)

    def _build(self) -> None:
        if self._index is None:
            return
        board = self._index.board(only=BoardFilter(text=self.narrowed))
        self.grid.show(board, self._source)
        self.grid.display = bool(board.rows)
        self.query_one(".heading", Static).update(self._heading(board))
        empty = self.query_one("#board-body .empty", Static)
        empty.display = not board.rows
        empty.update(Content(self._why_empty(board)))

    def _heading(self, board: Board) -> Content:
        records = sum(1 for row in board.rows for _ in row.entries())
        issues = sum(1 for row in board.rows if row)
        parts: list[Content | str] = ["Board", counted(records, "record"), counted(issues, "issue")]
        if self.narrowed:
            parts.append(plain(f"narrowed to “{self.narrowed}”"))
        if board.elsewhere:
            parts.append(Content.styled(f"{board.elsewhere:,} by other parties", FAINT))
        if any(entry.sources == 1 for row in board.rows for entry in row.entries()):
            parts.append(Content.styled(f"{ALONE} one source only", FAINT))
        return joined(parts)

    def _why_empty(self, board: Board) -> str:
        if self.narrowed:
            return f"No record has “{one_line(self.narrowed)}”. Press esc to see the whole board."
        if not self._library.dossier.settings.parties:
            return "No parties are named yet. Name them in briefing.yaml; docs/files.md says how."
        if not self._library.dossier.records:
            return "No records yet. They are kept in positions.yaml; docs/files.md says how."
        return "No records by the parties compared here."

    def _source(self, article_id: str) -> str:
        entry = self._library.entry(article_id)
        if entry is None:
            return f"{article_id} (not in the library)"
        return f"{entry.outlet or 'unknown outlet'} · {entry.label} · {dated(entry.date)}"

    # The filter

    def on_board_grid_narrow_asked(self, event: BoardGrid.NarrowAsked) -> None:
        event.stop()
        self.narrow()

    def narrow(self) -> None:
        """Open the filter's field."""
        field = self.query_one(NarrowInput)
        field.display = True
        self.screen.set_focus(field)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._build()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._leave_field()

    def on_narrow_input_kept(self, event: NarrowInput.Kept) -> None:
        event.stop()
        self._leave_field()

    def on_narrow_input_cleared(self, event: NarrowInput.Cleared) -> None:
        event.stop()
        self.query_one(NarrowInput).value = ""
        self._leave_field()

    def _leave_field(self) -> None:
        field = self.query_one(NarrowInput)
        field.display = bool(field.value.strip())
        if self.grid.display:
            self.screen.set_focus(self.grid)

    def on_board_grid_arranged(self, event: BoardGrid.Arranged) -> None:
        event.stop()
        parties = self.query_one("#board-parties", Static)
        layout = event.layout
        parties.display = bool(layout.slots) and not layout.stacked
        cells = [
            Content.assemble(" " * MARGIN, plain(party.name, "bold")).truncate(
                layout.width, ellipsis=True, pad=True
            )
            for party in event.board.parties
        ]
        parties.update(Content("│").join(cells))

    def on_board_grid_chosen(self, event: BoardGrid.Chosen) -> None:
        event.stop()
        self.post_message(self.Chosen(event.entry.record))
