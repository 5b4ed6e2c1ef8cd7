"""A library that is searched on a cluster: answers in part, and a connection that is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.widgets import Static

from briefing.engines import Place
from briefing.library import Library
from briefing.search.engine import Engine, EngineUnreachable, Ranking
from briefing.search.query import Node
from tests.search.invented import article
from tests.tui.conftest import Drive, Driven

LOST = "no connection to the search cluster (https://search.example): it cannot be reached"
ELSEWHERE = article("elsewhere", "A bridge of another newsroom.", title="Kept elsewhere")


class Flaky:
    """A place whose engine answers whole, in part, or not at all."""

    shared = True

    def __init__(self, place: Place) -> None:
        self._place = place
        self.lost = False
        self.partial: str | None = None

    def catalog_folder(self, folder: Any) -> Any:
        return folder

    def open(self) -> Engine:
        if self.lost:
            raise EngineUnreachable(LOST)
        engine: Any = _FlakyEngine(self._place.open(), self)
        return engine  # type: ignore[no-any-return]

    def make(self, *, anew: bool) -> Engine:
        return self.open()


class _FlakyEngine:
    def __init__(self, engine: Engine, place: Flaky) -> None:
        self._engine = engine
        self._place = place

    def rank(self, root: Node, limit: int) -> Ranking:
        if self._place.lost:
            raise EngineUnreachable(LOST)
        found = self._engine.rank(root, limit)
        ranked = (*found.ranked, ("elsewhere", 0.1))
        return replace(found, ranked=ranked, total=len(ranked), partial=self._place.partial)

    def stored(self, ids: Any) -> dict[str, Any]:
        return {"elsewhere": ELSEWHERE} if "elsewhere" in ids else {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def made_flaky(library: Library) -> Flaky:
    """The place of the library's index from now on."""
    index = library._index
    place = Flaky(index._place)
    index._place = place
    index._engine = None
    return place


def notes(app: Driven) -> str:
    """What stands above the hits, unwrapped."""
    return str(app.screen.query_one("#search-notes", Static).render())


async def test_an_answer_in_part_says_so(drive: Drive) -> None:
    async with drive(size=(160, 50)) as app:
        place = made_flaky(app.library)
        place.partial = "1 of 3 parts of the index did not answer"
        await app.press("s")
        await app.type("bridge")
        assert "Partial: 1 of 3 parts of the index did not answer." in notes(app)
        assert "Bridge talks pause" in app.text()
        place.partial = None
        await app.type(" ")
        assert "artial" not in app.text()


async def test_a_lost_connection_keeps_the_last_hits_and_comes_back(drive: Drive) -> None:
    async with drive(size=(160, 50)) as app:
        place = made_flaky(app.library)
        await app.press("s")
        await app.type("ferry")
        place.lost = True
        await app.type(" twice")
        shown = app.text()
        assert "no connection" in shown
        assert LOST in notes(app)
        assert "the hits of “ferry”, found before" in notes(app)
        assert "Lowland offers a ferry instead" in shown
        await app.press("enter")
        opened = app.screen.reading.article.article
        assert opened is not None
        assert opened.id == "courier"
        place.lost = False
        await app.press("s")
        await app.type("ferry")
        assert "no connection" not in app.text()
        assert any("answers again" in said for said in app.said())


async def test_a_cluster_that_is_not_there_at_first_leaves_all_else_usable(drive: Drive) -> None:
    async with drive(size=(160, 50)) as app:
        place = made_flaky(app.library)
        place.lost = True
        await app.press("f5")
        assert any(LOST in said for said in app.said())
        await app.press("s")
        await app.type("bridge")
        assert "it cannot be reached" in app.text()
        await app.press("escape", "j", "enter")
        assert app.screen.reading.article.article is not None


async def test_an_article_of_another_machine_can_be_opened_from_its_hit(drive: Drive) -> None:
    async with drive(size=(160, 50)) as app:
        made_flaky(app.library)
        await app.press("s")
        await app.type("bridge")
        assert "Kept elsewhere" in app.text()
        await app.press("up", "enter")
        for _ in range(3):
            article_now = app.screen.reading.article.article
            if article_now is not None and article_now.id == "elsewhere":
                break
            await app.press("s", "down", "down", "down", "enter")
        assert "another newsroom" in app.text()
