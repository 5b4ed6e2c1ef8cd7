"""The article pane: what is known of the article above its text, a field to find words below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from briefing.article import Article, Span, as_known
from briefing.tui.article.article_view import ArticleView
from briefing.tui.article.marks import Count, MarkKind
from briefing.tui.base.words import FAINT, dated, joined, outlet_of, plain, shortened
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.widgets.typed import SafeInput

TITLE_LIMIT = 240


class FindInput(SafeInput):
    """The field for words to find in the open article."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.FIND)

    class Left(Message):
        """The field is not wanted any more."""

    def action_leave(self) -> None:
        self.post_message(self.Left())


class ArticlePane(Vertical):
    """Shows one article; finds words in it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.ARTICLE)

    @dataclass
    class RecordsAsked(Message):
        """The records that a passage is evidence for are wanted."""

        article: str
        offset: int

    @dataclass
    class Matched(Message):
        """Which match of how many the reader is at; None: at none."""

        count: Count | None

    @dataclass
    class Said(Message):
        """A sentence for the reader."""

        sentence: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.article: Article | None = None
        self._same = ""

    def compose(self) -> ComposeResult:
        yield Static("Article", classes="heading", markup=False)
        yield Static(id="article-title", markup=False)
        yield ArticleView(id="article-view")
        yield FindInput(placeholder="find in this article", id="find-input", compact=True)
        yield Static(id="welcome", markup=False)

    def on_mount(self) -> None:
        self._show_parts()

    @property
    def view(self) -> ArticleView:
        """The text."""
        return self.query_one(ArticleView)

    def show(self, article: Article, at: Span | None = None, same: str = "") -> None:
        """Show an article, at a passage or at its beginning; ``same``: who has its text too."""
        self.article = article
        self._same = same
        self.query_one("#article-title", Static).update(_heading(article, same))
        self._show_parts()
        self.view.show(article, at=at)
        self.post_message(self.Matched(None))

    def replace(self, article: Article, same: str = "") -> None:
        """Show the open article as it is now, at the same place."""
        self.article = article
        self._same = same
        self.query_one("#article-title", Static).update(_heading(article, same))
        self.view.replace(article)

    def tell_lost(self, why: str) -> None:
        """Say above the open article why it is shown as it was."""
        if self.article is not None:
            title = self.query_one("#article-title", Static)
            title.update(
                Content("\n").join([_heading(self.article, self._same), plain(why, "italic")])
            )

    def clear(self) -> None:
        """Show no article: the welcome is there instead."""
        self.article = None
        self._show_parts()

    def welcome(self, text: Content) -> None:
        """What is shown while no article is open."""
        self.query_one("#welcome", Static).update(text)

    def _show_parts(self) -> None:
        there = self.article is not None
        self.view.display = there
        self.query_one("#article-title").display = there
        self.query_one("#welcome").display = not there
        self.query_one(FindInput).display = False

    def action_numbers(self) -> None:
        """Show the numbers of the paragraphs, or hide them."""
        self.view.numbers = not self.view.numbers

    # Finding words

    def action_find(self) -> None:
        if self.article is not None:
            field = self.query_one(FindInput)
            field.display = True
            self.view.begin_find()
            self.screen.set_focus(field)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.view.find(event.value)
        self.post_message(self.Matched(self.view.found))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value and self.view.found is None:
            self.post_message(self.Said("The article does not have that."))
        self.view.end_find(stay=True)
        self._close_field()

    def on_find_input_left(self, event: FindInput.Left) -> None:
        event.stop()
        self.view.end_find(stay=False)
        self.query_one(FindInput).value = ""
        self._close_field()

    def _close_field(self) -> None:
        self.query_one(FindInput).display = False
        self.screen.set_focus(self.view)

    def action_next_match(self) -> None:
        self._step(1)

    def action_previous_match(self) -> None:
        self._step(-1)

    def _step(self, direction: int) -> None:
        if self.article is None:
            return
        view = self.view
        count = view.next_mark(MarkKind.FOUND, direction) or view.next_mark(MarkKind.HIT, direction)
        if count is None:
            self.post_message(
                self.Said("No matches here: / finds in the article, s searches the library.")
            )
        self.post_message(self.Matched(count))

    def action_next_mark_of(self, kind: str) -> None:
        self._step_to(MarkKind(kind), 1)

    def action_previous_mark_of(self, kind: str) -> None:
        self._step_to(MarkKind(kind), -1)

    def _step_to(self, kind: MarkKind, direction: int) -> None:
        if self.article is None:
            return
        count = self.view.next_mark(kind, direction)
        if count is None:
            self.post_message(self.Said(f"There is no {kind.value} in this article."))
        else:
            self.post_message(self.Said(f"{kind.value.capitalize()} {count}"))

    def action_records_here(self) -> None:
        if self.article is not None:
            self.post_message(self.RecordsAsked(self.article.id, self.view.cursor_offset))


def _heading(article: Article, same: str) -> Content:
    about = joined(
        plain(part)
        for part in (
            outlet_of(article),
            as_known(article, "byline") or "",
            dated(article.date),
        )
    ).stylize(FAINT)
    lines = [plain(shortened(article.label, TITLE_LIMIT), "bold"), about]
    if same:
        lines.append(plain(f"= one source with {same}; = opens it", FAINT))
    return Content("\n").join(lines)
