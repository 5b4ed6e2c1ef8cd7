"""The search pane: a field, what became of the query, and the results with their passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.input import Selection

from briefing.search.engine import Hit, HitPassage
from briefing.tui.base.one_line import OneLine
from briefing.tui.base.words import counted, plain, shortened
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.results.hit_row import TITLE_LIMIT, HitRow
from briefing.tui.widgets.pick_list import PickList, RoomyList
from briefing.tui.widgets.typed import SafeInput

if TYPE_CHECKING:
    from briefing.search.searching import SearchResult

HINT = (
    'words   "a phrase"   a OR b   -not   begin*   fuzzy~   =exact\n'
    "title:  outlet:  author:  date:2025-06-01..2025-06-30\n"
    "party:  issue:  kind:"
)
NOTHING = "No article matches.\nFewer words, begin* or fuzzy~ find more."
Found = tuple[Hit, HitPassage | None]
"""A row: a passage of a hit; None where only the title or another field matched."""


class SearchInput(SafeInput):
    """The field; the arrows choose among the results without leaving it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.SEARCH)

    @dataclass
    class Step(Message):
        """Another result is wanted."""

        step: int

    class SuggestionTaken(Message):
        """The suggested spelling is wanted."""

    def take_over(self, text: str, selection: Selection) -> None:
        """Show a text and a cursor that were in another field, as if this had been it.

        The focus, which is on its way to this field, would select the whole text.
        """
        with self.prevent(Input.Changed):
            self.value = text
        self.select_on_focus = False

        def focused() -> None:
            self.selection = selection
            self.select_on_focus = True

        self.call_later(focused)

    def action_next(self) -> None:
        self.post_message(self.Step(1))

    def action_previous(self) -> None:
        self.post_message(self.Step(-1))

    def action_suggestion(self) -> None:
        self.post_message(self.SuggestionTaken())


class SearchPane(Vertical):
    """Asks for a search at every keystroke; shows the answers that it is given."""

    @dataclass
    class Asked(Message):
        """The query as it is now; ``live``: its last word is still being typed."""

        text: str

    @dataclass
    class Chosen(Message):
        """A passage to open; none where only the title or another field matched."""

        hit: Hit
        passage: HitPassage | None

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[Found] = []
        self._suggestion: str | None = None
        self._query: str | None = None

    def compose(self) -> ComposeResult:
        yield OneLine("Search", classes="heading")
        yield SearchInput(placeholder="search all articles", id="search-input", compact=True)
        yield Static(id="search-notes", markup=False)
        yield RoomyList(id="search-list")
        yield Static(HINT, classes="empty", markup=False)

    def on_mount(self) -> None:
        self.show_nothing()

    @property
    def field(self) -> SearchInput:
        """Where the query is typed."""
        return self.query_one(SearchInput)

    @property
    def chosen(self) -> Found | None:
        """The result under the cursor."""
        at = self._list.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    @property
    def chosen_row(self) -> int | None:
        """The number of its row."""
        return self._list.highlighted

    def choose_row(self, row: int | None) -> None:
        """Put the cursor on a row."""
        self._list.pick(row)

    @property
    def _list(self) -> PickList:
        return self.query_one(PickList)

    def hit_at(self, article: str, offset: int) -> Hit | None:
        """The hit with a passage at an offset of an article."""
        for hit, passage in self._rows:
            here = passage is not None and passage.span.start <= offset <= passage.span.end
            if hit.article == article and here:
                return hit
        return None

    def wait(self, why: str) -> None:
        """Say that the answer to what was typed is being worked out."""
        self.query_one(".heading", Static).update(Content(f"Search · {why}"))

    def show_nothing(self) -> None:
        """The state before anything was typed."""
        self._rows = []
        self._query = None
        self._suggestion = None
        self._list.clear_options()
        self.query_one(".heading", Static).update("Search")
        self._say([], HINT)

    def show(self, result: SearchResult, to_come: int = 0) -> None:
        """Show the answer to a query; asked again, with the cursor where it was.

        ``to_come``: hits that will be shown besides, at most.
        """
        chosen, scrolled = self.chosen, self._list.scroll_offset.y
        again = result.query.text == self._query
        self._query = result.query.text
        self._suggestion = result.did_you_mean
        self._rows = [
            (hit, passage) for hit in result.hits for passage in (hit.passages or (None,))
        ]
        rows: list[HitRow | None] = []
        before: Hit | None = None
        for hit, passage in self._rows:
            if hit is not before and rows:
                rows.append(None)
            rows.append(HitRow(hit, passage, hit is not before))
            before = hit
        self._list.put(rows)
        self._list.pick(_same_row(self._rows, chosen) if again and chosen else 0)
        if again:
            self._list.scroll_to(y=scrolled, animate=False)
        self.query_one(".heading", Static).update(Content(f"Search · {_total(result, to_come)}"))
        notes = [plain(sentence, "italic") for sentence in result.ignored]
        if result.partial:
            notes.insert(0, plain(f"Partial: {result.partial}.", "bold"))
        if self._suggestion:
            notes.append(
                Content.assemble("Did you mean ", plain(self._suggestion, "bold"), "?  ctrl+y")
            )
        self._say(
            notes,
            "" if self._rows or result.partial else NOTHING,
        )

    def show_lost(self, sentence: str) -> None:
        """Say that the connection is lost, above the last hits, which stay."""
        if not self._rows:
            self.show_failure(sentence)
            return
        self.query_one(".heading", Static).update(Content("Search · no connection"))
        kept = f"These are the hits of “{shortened(self._query or '', TITLE_LIMIT)}”, found before."
        self._say([plain(f"{sentence}.", "bold"), plain(kept, "italic")], "")

    def show_failure(self, sentence: str) -> None:
        """Say in one sentence why there is no answer."""
        self.show_nothing()
        self._say([plain(sentence, "italic")], "")

    def _say(self, notes: list[Content], empty: str) -> None:
        self._tell("#search-notes", Content("\n").join(notes))
        self._tell(".empty", Content(empty))
        self._list.display = bool(self._rows)

    def _tell(self, which: str, text: Content) -> None:
        """Show a text if there is one. Mostly it is the one before, and nothing is laid out."""
        box = self.query_one(which, Static)
        box.display = bool(text)
        if not (isinstance(box.content, Content) and text.is_same(box.content)):
            box.update(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Asked(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._open()

    def on_search_input_step(self, event: SearchInput.Step) -> None:
        event.stop()
        if self._list.highlighted is not None:
            self._list.pick(self._list.highlighted + event.step)

    def on_search_input_suggestion_taken(self, event: SearchInput.SuggestionTaken) -> None:
        event.stop()
        if self._suggestion:
            self.field.value = self._suggestion
            self.field.cursor_position = len(self._suggestion)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._open()

    def _open(self) -> None:
        if self.chosen:
            self.post_message(self.Chosen(*self.chosen))


def _same_row(rows: Sequence[Found], wanted: Found) -> int:
    """The row of the same passage, else that of the same article, else the first."""
    hit, passage = wanted
    mine = [at for at, (other, _) in enumerate(rows) if other.article == hit.article]
    same = [at for at in mine if _text(rows[at][1]) == _text(passage)]
    return next(iter(same or mine), 0)


def _text(passage: HitPassage | None) -> str | None:
    return passage.text if passage else None


def _total(result: SearchResult, to_come: int) -> str:
    shown = min(len(result.hits) + to_come, result.total)
    if result.partial:
        return f"{counted(result.total, 'article')}, partial"
    if result.total > shown:
        return f"best {shown:,} of {counted(result.total, 'article')}"
    return counted(result.total, "article")
