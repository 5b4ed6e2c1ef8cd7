"""What keys do for reading: forward, read and unread, the page in the browser, copying."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual import on

from briefing.article import Article, Span
from briefing.files import write_atomic
from briefing.locations import state_folder
from briefing.safe_text import one_line
from briefing.tui.article.article_view import ArticleView
from briefing.tui.base.places import View
from briefing.tui.base.words import shortened
from briefing.tui.list_actions import ListActions
from briefing.tui.memory import Memory, within

if TYPE_CHECKING:
    from briefing.library import Library


class ReadingActions(ListActions):
    """A screen that remembers what was read."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.memory = Memory(library.root)

    # Places

    async def action_forward(self) -> None:
        """Go forward again, after going back."""
        if (place := self.history.forward(self.here())) is not None:
            await self.go(place)
        else:
            self.say("There is nothing to go forward to.", timeout=3)

    @on(ArticleView.PlaceChanged)
    def _place_to_remember(self) -> None:
        place = self.reading.article.view.place
        if place is not None:
            self.memory.keep(place)

    def entered(self, article: Article, at: Span | None) -> None:
        place = self.memory.place(article.id)
        if at is None and place is not None:
            self.reading.article.view.restore(within(place, len(article.text)))
        self.memory.mark(article.id, True)
        self.reading.sources.mark_read(self.memory.read)
        self._keep_memory()

    def action_unread(self) -> None:
        """Mark the article under the cursor in the sources, else the open one, as read or not."""
        at_hand = self._to_mark()
        if at_hand is None:
            self.say("Open an article first, or go to one in the sources.")
            return
        article_id, label = at_hand
        is_read = article_id not in self.memory.read
        self.memory.mark(article_id, is_read)
        self.reading.sources.mark_read(self.memory.read)
        self._keep_memory()
        self.say(f"“{shortened(label, 50)}” is marked as {'read' if is_read else 'unread'}.")

    def _to_mark(self) -> tuple[str, str] | None:
        """The id and the label of the article to mark."""
        if self.view is View.READING and self.reading.active == "sources":
            chosen = self.reading.sources.chosen
            entry = self.library.entry(chosen) if chosen else None
            return (entry.id, entry.label) if entry and entry.reason is None else None
        article = self.reading.article.article
        return (article.id, article.label) if article else None

    def _keep_memory(self) -> None:
        self.run_worker(self.memory.save, thread=True, group="memory", exit_on_error=False)

    # The page

    def action_browse(self) -> None:
        """Open the article's page in the browser."""
        article = self.reading.article.article
        if article is None or not article.url:
            self.say("This article names no page." if article else "Open an article first.")
            return
        url = article.url
        if not is_page(url):
            self.say(
                f"Not opened, since it is no http or https address: {one_line(url)}", "warning"
            )
            return

        def run() -> None:
            import webbrowser

            try:
                opened = webbrowser.open(url)
            except (webbrowser.Error, OSError):
                opened = False
            done = f"Asked the browser for {shortened(url, 80)}"
            sentence = done if opened else f"No browser answers here; the page is {url}"
            self.app.call_from_thread(self.say, sentence)

        self.run_worker(run, thread=True, group="browser", exit_on_error=False)

    # Copying

    def copy(self, text: str, name: str) -> None:
        """Copy by the desktop's program, else by the terminal and a file; says which was tried."""

        def run() -> None:
            from briefing.tui.clipboard import copy_by_program

            program, failed = copy_by_program(text)
            tried = f"{' and '.join(failed)} did not take it. " if failed else ""
            if program:
                self.app.call_from_thread(self.say, f"{tried}Copied {name} with {program}.")
            else:
                kept = _keep(text)
                self.app.call_from_thread(self._copy_by_terminal, text, name, kept, tried)

        self.run_worker(run, thread=True, group="copying", exit_on_error=False)

    def _copy_by_terminal(self, text: str, name: str, kept: str, tried: str) -> None:
        from briefing.tui.clipboard import LARGEST_OSC52

        if len(text.encode("utf-8", "replace")) > LARGEST_OSC52:
            self.say(
                f"{tried}Too long for a terminal’s clipboard: {name} is in {kept or 'no file'}."
            )
            return
        self.app.copy_to_clipboard(text)
        file = f" In case the terminal ignores that, it is in {kept} too." if kept else ""
        self.say(f"{tried}Sent {name} to the terminal’s clipboard by OSC 52.{file}")


def _keep(text: str) -> str:
    """Write what was copied to a file; its path, or nothing where that failed."""
    path = state_folder() / "copied.md"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(path, text.encode("utf-8", "replace"))
    except OSError:
        return ""
    return str(path)


def is_page(url: str) -> bool:
    """Whether it is an address of the web, and nothing but that."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    clean = not any(char.isspace() or not char.isprintable() for char in url)
    return clean and parts.scheme in {"http", "https"} and bool(parts.hostname)
