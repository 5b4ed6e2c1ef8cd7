"""The board pane: what is compared, filters, the grid, and a drawer with a record's evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from briefing.analysis.board import Board, BoardIndex
from briefing.analysis.board_filter import Counts, filters_in_words
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Record
from briefing.safe_text import one_line
from briefing.tui.base.latest import Latest
from briefing.tui.base.one_line import OneLine
from briefing.tui.base.words import FAINT, counted, dated, joined, outlet_of, plain
from briefing.tui.board.board_choice import DISPUTED, BoardChoice
from briefing.tui.board.board_grid import BoardGrid, Wish
from briefing.tui.board.board_layout import ALONE, MARGIN
from briefing.tui.evidence.evidence_pane import EvidencePane
from briefing.tui.keys.actions import ACTIONS, Where, bindings, shown
from briefing.tui.widgets.pick_list import PickList
from briefing.tui.widgets.typed import SafeInput

if TYPE_CHECKING:
    from briefing.catalog import Entry
    from briefing.export.markdown import Block
    from briefing.library import Library


class NarrowInput(SafeInput):
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

    @dataclass
    class Prepared(Message):
        """The board of a dossier can be shown."""

        dossier: Dossier
        index: BoardIndex

    def __init__(self, library: Library, id: str | None = None) -> None:
        super().__init__(id=id)
        self._library = library
        self._index: BoardIndex | None = None
        self._of: Dossier | None = None
        """The dossier that is shown, or is being prepared."""
        self._entries: tuple[Entry, ...] = ()
        """The articles that its sources are counted in."""
        self._sources: dict[str, str] = {}
        """Those of them that were named, as they are named."""
        self._board: Board | None = None
        self._record: Record | None = None
        self._choice = BoardChoice()
        self._wanted: str | None = None
        """The record that the cursor is to go to, once there is a board."""
        self._work: Latest[Dossier, BoardIndex] = Latest(
            library.board_index,
            lambda dossier, index: self.post_message(self.Prepared(dossier, index)),
            lambda _, error: self.app.call_from_thread(self._tell_failed, str(error)),
            lambda run: self.run_worker(run, thread=True, group="board", exit_on_error=False),
        )

    def compose(self) -> ComposeResult:
        yield OneLine(classes="heading")
        yield NarrowInput(
            placeholder="only records with these words", id="narrow-input", compact=True
        )
        yield OneLine(id="board-filters")
        yield OneLine(id="board-parties")
        with Container(id="board-body"):
            yield BoardGrid(id="board-grid")
            yield Static(classes="empty", markup=False)
            yield EvidencePane(id="drawer")

    def on_mount(self) -> None:
        self.query_one(NarrowInput).display = False
        self.query_one("#board-filters").display = False
        self.query_one("#board-parties").display = False
        self.drawer.display = False
        self.query_one(".heading", Static).update("Board")
        self.reload()

    def on_unmount(self) -> None:
        self._work.close()

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
        if self._board is None:
            self._wanted = record_id
        self.grid.put_cursor(record_id)

    def taken(self) -> Callable[[], Block] | None:
        """What makes the export of the board as it is shown; None while there is none."""
        if self._board is None:
            return None
        from briefing.export import markdown

        narrowed = "; ".join(self._filters())
        return partial(markdown.board_block, self._board, self._library.entries, narrowed)

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
        """Show the dossier as it is now, if it or the articles are not those that are shown."""
        dossier, entries = self._library.dossier, self._library.entries
        if dossier is not self._of or entries is not self._entries:
            self._of, self._entries = dossier, entries
            self._sources.clear()
            self._work.ask(dossier)

    @on(Prepared)
    def _prepared(self, event: Prepared) -> None:
        event.stop()
        if event.dossier is not self._of:
            return
        self._index = event.index
        self._build()
        self.grid.put_cursor(self._wanted)
        self._wanted = None
        if self._record is not None:
            self.open_drawer(event.dossier.record(self._record.id))

    def _tell_failed(self, why: str) -> None:
        self._of = None
        self.notify(f"The board cannot be made: {why}", severity="error", markup=False)

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
        choice = self._choice
        before = self._board
        board = self._board = self._index.board(self._columns(), choice.only, choice.order)
        if board is not before:
            self.grid.show(board, self._source)
            self.query_one(".heading", Static).update(self._heading(board))
        self.grid.display = bool(board.rows) or choice.filtered
        self.query_one("#board-body").set_class(not board.rows, "-empty")
        self.query_one("#board-body .empty", Static).display = not board.rows
        self._show_filters()

    def on_descendant_focus(self) -> None:
        """Name the key that clears the filters where the focus is now."""
        self._show_filters()

    def _columns(self) -> tuple[str, ...] | None:
        """The parties that are compared; None for the library's first two."""
        settings = self._library.dossier.settings
        known = {party.id for party in settings.parties}
        chosen = [party for party in self._choice.parties or () if party in known]
        return self._choice.columns(settings) if chosen else None

    def _heading(self, board: Board) -> Content:
        records = sum(1 for row in board.rows for _ in row.entries())
        issues = sum(1 for row in board.rows if row)
        parts: list[Content | str] = ["Board", counted(records, "record"), counted(issues, "issue")]
        if self._choice.order == "disputed":
            parts.append(DISPUTED)
        if board.elsewhere:
            parts.append(Content.styled(f"{board.elsewhere:,} by other parties", FAINT))
        if any(entry.sources == 1 for row in board.rows for entry in row.entries()):
            parts.append(Content.styled(f"{ALONE} one source only", FAINT))
        return joined(parts)

    def _why_empty(self) -> str:
        if self._choice.filtered:
            filters = one_line("; ".join(self._filters()))
            return f"No record has {filters}. {self._way_out()}."
        if not self._library.dossier.settings.parties:
            return "No parties are named yet. Name them in briefing.yaml; docs/files.md says how."
        if not self._library.dossier.records:
            return "No records yet. They are kept in positions.yaml; docs/files.md says how."
        return "No records by the parties compared here."

    def _source(self, article_id: str) -> str:
        """How an article is named: a narrower board has other numbers for the same sources."""
        if article_id not in self._sources:
            self._sources[article_id] = self._named(article_id)
        return self._sources[article_id]

    def _named(self, article_id: str) -> str:
        entry = self._library.entry(article_id)
        if entry is None:
            return one_line(f"{article_id} (not in the library)")
        return joined(plain(x) for x in (outlet_of(entry), entry.label, dated(entry.date))).plain

    # The filters

    def _filters(self) -> list[str]:
        def source(article_id: str) -> str:
            entry = self._library.entry(article_id)
            return (entry.outlet or entry.label) if entry else article_id

        only, settings = self._choice.only, self._library.dossier.settings
        return list(filters_in_words(only, settings, source))

    def _show_filters(self) -> None:
        line = self.query_one("#board-filters", OneLine)
        filters = self._filters()
        line.display = bool(filters)
        told = joined(plain(text) for text in filters)
        told = Content.assemble(("Only ", FAINT), told, (f"   {self._way_out()}", FAINT))
        room = line.content_size.width
        longest = max(told.cell_length, Content(str(line.content)).cell_length)
        line.update(told, layout=longest > room)  # a long one takes two lines
        if (empty := self.query_one("#board-body .empty", Static)).display:
            empty.update(plain(self._why_empty()))

    def _way_out(self) -> str:
        """Which key takes filters away, where the focus is."""
        if self.query_one(NarrowInput).has_focus:
            return f"{_key('narrow.clear')} drops the words"
        return f"{_key('board.clear')} shows the whole board"

    def choose(self, choice: BoardChoice) -> None:
        """Show something else of the board."""
        self._choice = choice
        field = self.query_one(NarrowInput)
        if field.value.strip() != choice.only.text.strip():
            field.value = choice.only.text
            field.display = bool(choice.only.text)
        self._build()

    @on(BoardGrid.Asked)
    def _asked(self, event: BoardGrid.Asked) -> None:
        event.stop()
        if event.what is Wish.CLEAR:
            self.choose(self._choice.unfiltered())
        elif event.what is Wish.REORDER:
            self.choose(self._choice.reordered())
        elif event.what is Wish.CHOOSE:
            self._open_options()
        else:
            self.narrow()

    def _open_options(self) -> None:
        from briefing.tui.board.board_options import BoardOptions

        dossier = self._library.dossier
        used = [e for e in self._library.entries if dossier.records_in(e.id)]
        sources = [(entry.id, self._source(entry.id)) for entry in used]
        if (index := self._index) is None:
            return

        def show(choice: BoardChoice) -> Counts:
            if choice != self._choice:
                self.choose(choice)
            return index.counts(self._columns(), choice.only)

        self.app.push_screen(BoardOptions(self._choice, dossier.settings, sources, show))

    def narrow(self) -> None:
        """Open the filter's field."""
        field = self.query_one(NarrowInput)
        field.display = True
        self.screen.set_focus(field)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value.strip() != self._choice.only.text.strip():
            self._choice = self._choice.with_text(event.value)
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
        parties = self.query_one("#board-parties", OneLine)
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


def _key(action_id: str) -> str:
    """The key of an action, as it is shown."""
    return next(shown(action.keys) for action in ACTIONS if action.id == action_id)
