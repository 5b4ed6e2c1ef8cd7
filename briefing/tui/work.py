"""What the app works out away from the screen: the index, searches, what to paint."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.message_pump import MessagePump

from briefing.article import Article, Span
from briefing.tui.base.latest import Latest

if TYPE_CHECKING:
    from briefing.dossier.model import Problem
    from briefing.indexing.changes import Changes
    from briefing.library import Library
    from briefing.search.searching import SearchResult
    from briefing.watching import Noticed

LIMIT = 50
"""Hits that a search shows."""
FIRST = 10
"""Hits that are shown at each key: as many as a tall screen has room for."""
REPORT_EVERY = 0.05
"""Seconds between two reports of progress."""

Start = Callable[[Callable[[], None], str], object]
"""Runs a function on a thread, as a worker of the group named."""


@dataclass(frozen=True, slots=True)
class ToPaint:
    """An open article and the search whose hits are painted in it; None: no search."""

    article: Article
    result: SearchResult | None


@dataclass(frozen=True, slots=True)
class Marks:
    """Spans to paint in an article."""

    hits: tuple[Span, ...]
    evidence: tuple[Span, ...]
    highlights: tuple[Span, ...]


class _Stop(Exception):
    """The app is being left."""


class Work:
    """The threads of the app, one for each purpose; they tell ``owner`` by messages."""

    @dataclass
    class Indexing(Message):
        """``done`` of ``of`` articles are in the index."""

        done: int
        of: int

    @dataclass
    class Opened(Message):
        """The index was opened as it was left. ``usable``: it can be searched before a sync."""

        usable: bool

    @dataclass
    class Synced(Message):
        """The index is in step with the disk. ``again``: it was before, too."""

        changes: Changes
        again: bool = False

    @dataclass
    class SyncFailed(Message):
        """The index cannot be brought in step; why and what to do.

        ``lost``: the connection to it is lost, and may come back.
        """

        why: str
        lost: bool = False

    @dataclass
    class Reloaded(Message):
        """Records, highlights and settings are as their files are now."""

    @dataclass
    class Checked(Message):
        """Everything that is wrong with the library's records and their quotes."""

        problems: list[Problem]

    @dataclass
    class Noticed(Message):
        """Something happened in the library's folder."""

        what: Noticed

    @dataclass
    class Found(Message):
        """The answer to a query. ``cut``: only its first hits, of those that are to be shown."""

        query: str
        result: SearchResult
        cut: bool = False

    @dataclass
    class NotFound(Message):
        """A query that could not be answered, and why; ``lost`` as above."""

        query: str
        why: str
        lost: bool = False

    @dataclass
    class Ranked(Message):
        """The ids of all articles that a search found, best first."""

        result: SearchResult
        articles: list[str]

    @dataclass
    class Painted(Message):
        """What to paint, and for what."""

        request: ToPaint
        marks: Marks

    def __init__(self, library: Library, owner: MessagePump, start: Start) -> None:
        self._library = library
        self._tell = owner.post_message
        self._start = start
        self._stopped = threading.Event()
        self._reported = 0.0
        self._searches: Latest[tuple[str, int], SearchResult] = Latest(
            lambda asked: library.search(asked[0], live=True, limit=asked[1]),
            lambda asked, result: self._tell(self.Found(asked[0], result, _cut(asked[1], result))),
            lambda asked, error: self._tell(self.NotFound(asked[0], *_trouble(error))),
            lambda run: start(run, "search"),
        )
        self._paintings: Latest[ToPaint, Marks] = Latest(
            self._marks,
            lambda request, marks: self._tell(self.Painted(request, marks)),
            lambda request, error: self._tell(self.Painted(request, Marks((), (), ()))),
            lambda run: start(run, "marks"),
        )
        self._rankings: Latest[SearchResult, list[str]] = Latest(
            lambda result: library.ranked(result.root),
            lambda result, ids: self._tell(self.Ranked(result, ids)),
            lambda result, error: self._tell(self.Ranked(result, [])),
            lambda run: start(run, "ranking"),
        )
        self._openings: Latest[None, bool] = Latest(
            lambda _: library.can_search(),
            lambda _, usable: self._tell(self.Opened(usable)),
            lambda _, error: self._tell(self.Opened(False)),  # the sync says why
            lambda run: start(run, "search"),
        )
        self._syncs: Latest[bool, Changes] = Latest(
            lambda _: library.sync(self._progress),
            lambda again, changes: self._tell(self.Synced(changes, again)),
            lambda _, error: self._tell(self.SyncFailed(*_trouble(error))),
            lambda run: start(run, "sync"),
            every=True,
        )
        self._mendings: Latest[None, Changes | None] = Latest(
            lambda _: library.mend(self._progress),
            lambda _, changes: self._mended(changes),
            lambda _, error: self._tell(self.SyncFailed(*_trouble(error))),
            lambda run: start(run, "mend"),
        )
        self._compactings: Latest[None, None] = Latest(
            lambda _: library.compact(),
            lambda _, __: None,
            lambda _, error: None,  # searches take a little longer
            lambda run: start(run, "compact"),
        )
        self._reloads: Latest[None, object] = Latest(
            lambda _: library.reload(),
            lambda _, __: self._tell(self.Reloaded()),
            lambda _, error: None,  # the lists that are shown stay
            lambda run: start(run, "reload"),
        )
        self._checks: Latest[None, list[Problem]] = Latest(
            lambda _: library.check(),
            lambda _, problems: self._tell(self.Checked(problems)),
            lambda _, error: None,  # `briefing check` says why
            lambda run: start(run, "check"),
        )

    def open(self) -> None:
        """Open the index as it was left."""
        self._openings.ask(None)

    def sync(self, *, again: bool = False) -> None:
        """Bring the index in step with the disk; while that is done, once more after it."""
        self._syncs.ask(again)

    def mend(self) -> None:
        """Look through the whole index for damage, which is told as a sync; then compact it."""
        self._mendings.ask(None)

    def reload(self) -> None:
        """Read records, highlights and settings anew where their files changed."""
        self._reloads.ask(None)

    def check(self) -> None:
        """Look whether every record holds; asked for again meanwhile, once more after it."""
        self._checks.ask(None)

    def watch(self, *, poll: bool = False) -> None:
        """Tell what happens in the folder from now on. ``poll``: look, instead of being told."""

        def run() -> None:
            from briefing.watching import watch

            for what in watch(self._library.root, self._stopped, poll=poll):
                self._tell(self.Noticed(what))

        self._start(run, "watch")

    def search(self, query: str, limit: int = LIMIT) -> None:
        """Answer a query with so many hits at most; one that is asked later overtakes it."""
        self._searches.ask((query, limit))

    def rank(self, result: SearchResult) -> None:
        """Name all articles that a search found."""
        self._rankings.ask(result)

    def paint(self, article: Article, result: SearchResult | None) -> None:
        """Work out what to paint in an article."""
        self._paintings.ask(ToPaint(article, result))

    def stop(self) -> None:
        """Leave off; a build of the index stops after the article it is at."""
        self._stopped.set()
        self._searches.close()
        self._paintings.close()
        self._rankings.close()
        self._openings.close()
        self._syncs.close()
        self._mendings.close()
        self._compactings.close()
        self._library.end_compacting()
        self._reloads.close()
        self._checks.close()

    def _mended(self, changes: Changes | None) -> None:
        if changes:
            self._tell(self.Synced(changes, True))
        self._compactings.ask(None)

    def _progress(self, done: int, of: int) -> None:
        """On the thread that syncs."""
        if self._stopped.is_set():
            raise _Stop
        now = time.monotonic()
        if now - self._reported >= REPORT_EVERY:
            self._reported = now
            self._tell(self.Indexing(done, of))

    def _marks(self, request: ToPaint) -> Marks:
        from briefing.dossier.model import Located

        library, article = self._library, request.article
        hits: tuple[Span, ...] = ()
        if request.result is not None:
            from briefing.search.matcher import Matcher

            hits = tuple(Matcher(request.result.root).spans(article))
        evidence = tuple(span for span, _ in library.evidence_in(article.id))
        places = (library.locate(h) for h in library.dossier.highlights if h.article == article.id)
        highlights = tuple(place.span for place in places if isinstance(place, Located))
        return Marks(hits, evidence, highlights)


def _cut(limit: int, result: SearchResult) -> bool:
    return limit < LIMIT and result.total > limit


def _trouble(error: Exception) -> tuple[str, bool]:
    """What happened, in a sentence, and whether it is but a lost connection."""
    from briefing.search.engine import EngineUnreachable

    return str(error) or type(error).__name__, isinstance(error, EngineUnreachable)
