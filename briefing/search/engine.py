"""What a search engine answers with: one interface, one Hit, whichever engine it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from briefing.article import Article, Dating, Inferred, Span

if TYPE_CHECKING:
    from briefing.search.query import Node

Progress = Callable[[int, int], None]
"""Called with how many of how many are done."""


@dataclass(frozen=True, slots=True)
class HitPassage:
    """A matching passage: a snippet's span, its paragraph, the matches inside it."""

    span: Span
    paragraph: int
    text: str
    matches: tuple[Span, ...]
    """Spans in the article's text, not in ``text``."""
    cut_before: bool = False
    cut_after: bool = False
    """Whether the paragraph goes on before or after the passage."""
    marks: tuple[Span, ...] = ()
    """The same matches as they stand in ``text``, which leaves hidden debris out."""

    @property
    def shown(self) -> str:
        """``text`` with an ellipsis where its paragraph goes on."""
        return f"{'…' * self.cut_before}{self.text}{'…' * self.cut_after}"


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches, best passages first; none when only its title or
    another field matches."""

    article: str
    label: str
    outlet: str | None
    date: Dating
    score: float
    passages: tuple[HitPassage, ...]
    inferred: Inferred = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """An engine's bare answer: ids with scores, best first, and how many in all."""

    ranked: tuple[tuple[str, float], ...]
    total: int
    partial: str | None = None
    """Where parts of the index did not answer: how many, as a clause for a sentence."""


class IndexDamaged(Exception):
    """The index is missing, foreign, of another version or broken: rebuild it."""


class IndexBusy(Exception):
    """Another process is writing the index: try again when it is done."""


class EngineUnavailable(Exception):
    """The engine does not answer; the message says why and what to do."""


class EngineUnreachable(EngineUnavailable):
    """The connection is lost, or was never there: it may come back by itself."""


class EngineRefused(EngineUnavailable):
    """It will not answer before something changes: a password, a certificate, the query."""


class Engine(Protocol):
    """An index of articles. Not thread-safe: use it from one thread.

    An engine on other machines raises EngineUnavailable from any of its methods.
    """

    def identity(self) -> str:
        """What tells an index from one that took its place; empty where only we replace it."""
        ...

    def rank(self, root: Node, limit: int) -> Ranking:
        """The best ``limit`` articles for ``root``; ties in order of id."""
        ...

    def words_like(self, word: str, limit: int = 3) -> list[str]:
        """Folded words of the index nearest to ``word``, for "did you mean"."""
        ...

    def update(
        self,
        add: Iterable[Article],
        remove: Iterable[str] = (),
        progress: Progress | None = None,
    ) -> None:
        """Remove ids, add articles (replacing those of the same id), commit."""
        ...

    def publish(self) -> None:
        """Let everybody search an index that was made anew, where it was not seen so far."""
        ...

    def ids(self) -> frozenset[str]:
        """The ids of all articles in the index."""
        ...

    def stored(self, ids: Iterable[str]) -> Mapping[str, Article]:
        """The articles of those ids that the index itself keeps; none where it keeps none."""
        ...

    def close(self) -> None:
        """Let go of files and locks."""
        ...
