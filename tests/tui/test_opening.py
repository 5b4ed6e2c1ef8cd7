"""The first frame: a search is taken and answered on it, and nothing typed is lost behind it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from briefing.config import Config, Watch
from briefing.library import Library
from briefing.reading import candidates
from briefing.tui import app as app_module
from briefing.tui import opening
from briefing.tui.app import BriefingApp
from briefing.tui.base.places import Side
from tests.tui.conftest import Drive, Driven

Begin = Callable[[], AbstractAsyncContextManager[Driven]]


@pytest.fixture
def begin(folder: Path, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Opens the app and does not wait for more than its first frame."""
    monkeypatch.setattr(opening, "_REST", 0.05)

    @asynccontextmanager
    async def run() -> AsyncIterator[Driven]:
        library = Library(folder, index=folder.parent / "index")
        app = BriefingApp(library, Config(watch=Watch.OFF))
        async with app.run_test(size=(100, 24), notifications=True) as pilot:
            yield Driven(pilot, library)
        library.close()

    return run


@pytest.fixture
def screen_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The main screen is not loaded before this is set."""
    go_on = threading.Event()
    load = app_module._main_screen
    monkeypatch.setattr(
        app_module, "_main_screen", lambda library: go_on.wait(60) and load(library)
    )
    yield go_on
    go_on.set()


def keys(app: Driven, *names: str) -> None:
    for name in names:
        app.app.simulate_key(name) if len(name) > 1 else app.app.post_message(_key(name))


def _key(char: str) -> opening.events.Key:
    return opening.events.Key(char, char)


async def test_a_search_on_the_first_frame_is_answered_and_taken_over(
    begin: Begin, screen_waits: threading.Event
) -> None:
    async with begin() as app:
        keys(app, "s", *"fery", "left", "r")
        await app.until(lambda: "Search · 1 article" in app.text())
        assert app.app.screen is app.app._opening
        assert "Lowland offers a ferry" in app.text()
        assert "opening" in app.text().splitlines()[-2]
        screen_waits.set()
        await app.opened()
        field = app.screen.reading.search.field
        assert (field.value, field.cursor_position, field.has_focus) == ("ferry", 4, True)
        assert app.screen.reading.side is Side.RESULTS
        assert "Search · 1 article" in app.text()
        assert app.screen.result is not None
        assert app.screen.query_text == "ferry"
        await app.type("r")
        assert field.value == "ferrry"
        await app.press("backspace", "enter")
        assert app.screen.reading.article.article is not None


async def test_what_is_no_part_of_a_search_waits_for_the_screen_with_all_after_it(
    begin: Begin, screen_waits: threading.Event
) -> None:
    async with begin() as app:
        keys(app, "s", *"bridge")
        await app.until(lambda: "Search · 3 articles" in app.text())
        keys(app, "down", "enter", "s", "x")
        await app.until(app.app._opening.wanted.is_set)
        screen_waits.set()
        await app.opened()
        await app.until(lambda: app.screen.query_text == "x")  # the last of the keys that waited
        opened = app.screen.reading.article.article
        assert opened is not None
        assert app.screen.query_text == "x"  # the field was entered anew, with all of it selected


async def test_keys_that_search_nothing_find_the_screen(begin: Begin) -> None:
    async with begin() as app:
        keys(app, "j", "enter")
        await app.opened()
        opened = app.screen.reading.article.article
        assert opened is not None
        assert opened.id == "herald"


async def test_a_damaged_index_is_mended_before_the_first_answer(
    begin: Begin, folder: Path
) -> None:
    for path in (folder.parent / "index" / "whoosh").glob("*.trm"):
        path.write_bytes(path.read_bytes()[:-9])
    async with begin() as app:
        keys(app, "s", *"ferry")
        await app.opened()
        assert "Search · 1 article" in app.text()
        assert [said for said in app.said() if "was built anew" in said]


async def test_an_answer_does_not_wait_for_the_look_at_the_disk(
    begin: Begin, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "late.md").write_text("A second ferry is promised.\n", encoding="utf-8")
    go_on = threading.Event()
    scan = candidates.scan
    monkeypatch.setattr(candidates, "scan", lambda root: go_on.wait(60) and scan(root))
    async with begin() as app:
        await app.until(lambda: any(True for _ in app._main_screens()))
        keys(app, "s", *"ferry")
        await app.until(lambda: "Search · 1 article" in app.text())
        assert "looking for changes" in app.text()
        assert not app.screen.synced
        go_on.set()
        await app.opened()
        assert "Search · 2 articles" in app.text()
        assert "looking for changes" not in app.text()
