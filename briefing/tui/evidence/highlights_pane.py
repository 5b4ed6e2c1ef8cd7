"""The pane with the library's highlights, narrowed to tags, each to be gone to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static

from briefing.article import Span
from briefing.dossier.model import Highlight, Located
from briefing.folding import tokens
from briefing.tui.base.words import FAINT, counted, joined, plain, shortened
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.widgets.pick_list import PickList, ruled
from briefing.tui.widgets.typed import SafeInput

if TYPE_CHECKING:
    from briefing.library import Library

QUOTE_LIMIT = 160
NONE_YET = "No highlights yet. Press h in an article to highlight the selection."


class HighlightsPane(Vertical):
    """Lists highlights; says which one was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.TAGS)

    @dataclass
    class Chosen(Message):
        """A passage to open."""

        article: str
        span: Span

    @dataclass
    class Unfound(Message):
        """A chosen highlight that cannot be opened, and why."""

        why: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._all: tuple[Highlight, ...] = ()
        self._shown: list[Highlight] = []
        self._library: Library | None = None

    def compose(self) -> ComposeResult:
        yield Static("Highlights", classes="heading", markup=False)
        yield SafeInput(placeholder="only with this tag", id="highlights-tags", compact=True)
        yield PickList(id=f"{self.id}-list")
        yield Static(NONE_YET, classes="empty", markup=False)

    @property
    def chosen(self) -> Highlight | None:
        """The highlight under the cursor."""
        at = self._list.highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    @property
    def listed(self) -> tuple[Highlight, ...]:
        """The highlights that are listed."""
        return tuple(self._shown)

    @property
    def narrowed(self) -> str:
        """What the list is narrowed to, in words; empty where it is not."""
        wanted = self.query_one(Input).value.strip()
        return f"tag {wanted}" if wanted else ""

    @property
    def _list(self) -> PickList:
        return self.query_one(PickList)

    def show(self, library: Library) -> None:
        """Show the highlights as they are now, the cursor where it was."""
        self._library = library
        self._all = library.dossier.highlights
        self._narrow()

    def _narrow(self) -> None:
        if self._library is None:
            return
        wanted = [token.folded for token in tokens(self.query_one(Input).value)]
        at = self._list.highlighted
        self._shown = [mark for mark in self._all if _has_tags(mark, wanted)]
        self._list.put(ruled(_prompt(mark, self._library) for mark in self._shown))
        self._list.pick(at or 0)
        self._list.fill(bool(self._shown))
        title = counted(len(self._shown), "highlight")
        of = f" of {len(self._all):,}" if len(self._shown) != len(self._all) else ""
        self.query_one(".heading", Static).update(Content(f"Highlights · {title}{of}"))
        empty = self.query_one(".empty", Static)
        empty.display = not self._shown
        empty.update(_why_empty(self._all))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.set_focus(self._list)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        mark = self._shown[event.option_index]
        place = self._library.locate(mark) if self._library else None
        if isinstance(place, Located):
            self.post_message(self.Chosen(mark.article, place.span))
        else:
            self.post_message(self.Unfound("its words are not in the article any more"))


def _has_tags(mark: Highlight, wanted: list[str]) -> bool:
    """Whether each word wanted is the beginning of a word of a tag."""
    words = [token.folded for tag in mark.tags for token in tokens(tag)]
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _why_empty(everything: tuple[Highlight, ...]) -> str:
    if not everything:
        return NONE_YET
    tags = sorted({tag for mark in everything for tag in mark.tags})
    return "No highlight has that tag. Tags: " + (", ".join(tags) or "none yet") + "."


def _prompt(mark: Highlight, library: Library) -> Content:
    entry = library.entry(mark.article)
    lost = "" if isinstance(library.locate(mark), Located) else "not found"
    source = (entry.outlet or shortened(entry.label, 40)) if entry else mark.article
    lines = [plain(f"“{shortened(mark.quote, QUOTE_LIMIT)}”")]
    if mark.memo:
        lines.append(plain(shortened(mark.memo, QUOTE_LIMIT), "italic"))
    if mark.tags:
        lines.append(plain(", ".join(mark.tags), "bold"))
    lines.append(joined([plain(source), plain(lost)]).stylize(FAINT))
    return Content("\n").join(lines)
