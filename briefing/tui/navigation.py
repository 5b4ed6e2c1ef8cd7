"""Where the reader is on the screen, how to get to other places, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widgets import ContentSwitcher

from briefing.article import Article, Span
from briefing.library import UnknownArticle
from briefing.reading import Unreadable
from briefing.tui.base.places import History, Place, Side, View
from briefing.tui.board.board_pane import BoardPane
from briefing.tui.reading_view import ReadingView
from briefing.tui.status import StatusLine

if TYPE_CHECKING:
    from briefing.library import Library


class Navigation(Screen[None]):
    """A screen with a reading view, a board and a status line; it remembers the way."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.history = History()

    # The parts

    @property
    def reading(self) -> ReadingView:
        """The three panes."""
        return self.query_one(ReadingView)

    @property
    def status(self) -> StatusLine:
        """The status line."""
        return self.query_one(StatusLine)

    @property
    def board(self) -> BoardPane | None:
        """The board, once it was shown."""
        return next(iter(self.query(BoardPane)), None)

    @property
    def shown_board(self) -> BoardPane | None:
        """The board while it is what fills the screen."""
        return self.board if self.view is View.BOARD else None

    @property
    def view(self) -> View:
        """What fills the screen."""
        return View(self.query_one("#views", ContentSwitcher).current or View.READING)

    def say(
        self, text: str, severity: str = "information", title: str = "", timeout: float = 6
    ) -> None:
        """Tell the reader something, for a while."""
        self.notify(text, title=title, severity=severity, timeout=timeout, markup=False)  # type: ignore[arg-type]

    # Places

    def here(self) -> Place:
        """Where the reader is."""
        pane = self.reading.article
        board = self.board
        shown = self.shown_board.open_record if self.shown_board else self.reading.record
        return Place(
            view=self.view,
            pane=(self.focused.id if self.focused else None) or "sources-list",
            side=self.reading.side,
            article=pane.article.id if pane.article else None,
            at=pane.view.place if pane.article else None,
            record=shown.id if shown else None,
            cursor=board.cursor if board else None,
        )

    async def go(self, place: Place) -> None:
        """Bring a place back."""
        record = self.library.dossier.record(place.record) if place.record else None
        if place.view is View.BOARD:
            board = await self.show_board()
            board.open_drawer(record)
            board.put_cursor(place.cursor)
            board.focus_on(place.pane)
            return
        shown = self.reading.article.article
        if place.article is None:
            self.reading.close()
        elif shown is None or shown.id != place.article:
            self.show_article(place.article)
        if place.at is not None:
            self.reading.article.view.restore(place.at)
        if place.side is Side.EVIDENCE:
            self.reading.show_evidence(record)
        else:
            self.reading.show_side(place.side)
        self.show_view(View.READING)
        self.reading.go_to(place.pane)

    def show_view(self, view: View) -> None:
        """Fill the screen with the panes or the board."""
        self.query_one("#views", ContentSwitcher).current = view
        self.tell_place()

    async def show_board(self) -> BoardPane:
        """Fill the screen with the board; it is made when it is first wanted."""
        if self.board is None:
            await self.query_one("#views", ContentSwitcher).mount(
                BoardPane(self.library, id=View.BOARD)
            )
        self.show_view(View.BOARD)
        board = self.board
        if board is not None:
            board.reload()
        assert board is not None  # noqa: S101
        return board

    # Articles

    def open(self, article_id: str, at: Span | None = None) -> None:
        """Open an article, at a passage if one is given; ``back`` leads here again."""
        before = self.here()
        if self.show_article(article_id, at):
            self.history.push(before)
            self.show_view(View.READING)
            self.reading.go_to("article-view")

    def show_article(self, article_id: str, at: Span | None = None) -> bool:
        """Show an article in its pane; False, and the reason said, when it cannot be read."""
        try:
            article = self.library.article(article_id)
        except (UnknownArticle, Unreadable) as error:
            self.say(str(error), "error")
            return False
        self.reading.open(article, at)
        self.entered(article, at)
        self.paint()
        self.tell_place()
        return True

    def entered(self, article: Article, at: Span | None) -> None:
        """An article was opened: go on where the reader was, unless a passage is given."""

    def paint(self) -> None:
        """Paint what is to be marked in the article that was opened."""

    def tell_place(self) -> None:
        """Say in the status line what is shown."""
        article = self.reading.article.article
        if self.view is not View.READING:
            place = self.view.value.capitalize()
            self.status.tell(place=place, paragraph=None, mode="", match="")
        elif article is None:
            self.status.tell(place="", paragraph=None, mode="", match="")
        else:
            view = self.reading.article.view
            self.status.tell(
                place=article.label,
                paragraph=view.paragraph,
                paragraphs=len(article.paragraphs),
                percent=view.percent,
            )
