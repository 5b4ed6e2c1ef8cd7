"""Searching as you type: to the passage and back, without a stale answer or a lost key."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from briefing.library import Library
from briefing.tui import screen as main_screen
from briefing.tui.base.latest import Latest
from briefing.tui.results.search_pane import SearchPane
from tests.tui.conftest import COURIER, Drive


async def test_search_opens_the_hit_at_its_passage_and_leads_back(drive: Drive) -> None:
    async with drive() as app:
        await app.press("s")
        await app.type("ferry twice")
        assert "Lowland offers a ferry instead" in app.text()
        assert "Coast Courier" in app.text()
        assert "2031-04-03–05, inferred" in app.text()
        await app.press("enter")
        pane = app.screen.reading.article
        assert pane.article is not None
        assert pane.article.id == "courier"
        assert pane.view.has_focus
        at = pane.article.text[pane.view.cursor_offset :]
        assert at.startswith(("ferry", "twice"))
        await app.press("escape")
        assert app.screen.reading.search.field.has_focus
        assert app.screen.reading.search.field.value == "ferry twice"
        await app.press("escape")
        assert pane.article is None


async def test_arrows_choose_another_result_from_the_field(drive: Drive) -> None:
    async with drive() as app:
        await app.press("ctrl+f")
        await app.type("bridge")
        first = app.screen.reading.search.chosen
        await app.press("down")
        second = app.screen.reading.search.chosen
        assert first is not None
        assert second is not None
        assert first != second
        await app.press("enter")
        article = app.screen.reading.article.article
        assert article is not None
        assert article.id == second[0].article


async def test_next_and_previous_match_move_in_the_open_article(drive: Drive) -> None:
    async with drive() as app:
        await app.press("s")
        await app.type("bridge outlet:herald")
        await app.press("enter")
        view = app.screen.reading.article.view
        first = view.cursor_offset
        await app.press("n")
        second = view.cursor_offset
        assert second > first
        await app.press("N")
        assert view.cursor_offset == first


async def test_typing_at_speed_keeps_every_key_and_shows_no_stale_answer(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []
    asked: list[str] = []
    shown: list[str] = []
    begun, go_on = threading.Event(), threading.Event()
    search = Library.search
    show = SearchPane.show
    ask = Latest.ask

    def slow(self: Library, text: str, **options: Any) -> Any:
        asked.append(text)
        begun.set()
        assert go_on.wait(10)
        return search(self, text, **options)

    def watched(self: SearchPane, result: Any, to_come: int) -> None:
        shown.append(self.field.value)
        show(self, result, to_come)

    def noted(self: Latest[Any, Any], request: Any) -> None:
        if isinstance(request, tuple):
            wanted.append(request[0])
        ask(self, request)

    monkeypatch.setattr(Library, "search", slow)
    monkeypatch.setattr(SearchPane, "show", watched)
    monkeypatch.setattr(Latest, "ask", noted)
    async with drive() as app:
        await app.press("s")
        app.app.simulate_key("h")
        await app.until(begun.is_set)
        for key in "arvest":
            app.app.simulate_key(key)
        await app.until(lambda: "harvest" in wanted)
        go_on.set()
        await app.settle()
        assert wanted == ["h", "ha", "har", "harv", "harve", "harves", "harvest"]
        assert asked == ["h", "harvest"]
        assert shown == ["harvest"]
        assert "Bridge talks pause" in app.text()


async def test_the_first_hits_come_at_once_and_the_others_while_nothing_is_typed(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main_screen, "FIRST", 1)
    monkeypatch.setattr(main_screen, "_REST_AFTER", 0.2)
    shown: list[int] = []
    show = SearchPane.show

    def watched(self: SearchPane, result: Any, to_come: int) -> None:
        shown.append(len(result.hits))
        show(self, result, to_come)

    monkeypatch.setattr(SearchPane, "show", watched)
    async with drive() as app:
        await app.press("s")
        await app.type("the")
        chosen = app.screen.reading.search.chosen
        assert chosen is not None
        await app.until(lambda: shown[-1] > 1)
        assert set(shown[:-1]) == {1}
        assert app.screen.reading.search.chosen == chosen


async def test_no_results_say_so_and_a_suggestion_fills_the_field(drive: Drive) -> None:
    async with drive() as app:
        await app.press("s")
        await app.type("harvset ")
        assert "No article matches" in app.text()
        assert "Did you mean" in app.text()
        await app.press("ctrl+y")
        assert app.screen.reading.search.field.value.strip() == "harvest"
        assert "Bridge talks pause" in app.text()


async def test_what_a_query_could_not_use_is_said(drive: Drive) -> None:
    async with drive() as app:
        await app.press("s")
        await app.type("ferry )")
        result = app.screen.result
        assert result is not None
        assert result.ignored
        assert result.ignored[0].split()[0] in app.text()
        assert COURIER.splitlines()[1].removeprefix("title: ") in app.text()


async def test_an_emptied_field_shows_how_to_search(drive: Drive) -> None:
    async with drive() as app:
        await app.press("s")
        await app.type("bo")
        await app.press("backspace", "backspace")
        assert "a phrase" in app.text()
        assert app.screen.result is None


async def test_find_in_the_article(drive: Drive) -> None:
    async with drive() as app:
        await app.press("enter", "slash")
        await app.type("shut")
        await app.press("enter")
        view = app.screen.reading.article.view
        assert view.has_focus
        article = app.screen.reading.article.article
        assert article is not None
        assert article.text[view.cursor_offset :].startswith("shut")


async def test_finding_looks_from_where_it_began_and_can_be_given_up(drive: Drive) -> None:
    async with drive() as app:
        await app.press("down", "enter", "v", "w")
        view = app.screen.reading.article.view
        before = view.selected_span
        assert view.article is not None
        await app.press("slash")
        await app.type("the b")
        assert app.screen.status is not None
        assert "match 1 of" in app.text()
        first = view.selected_span
        await app.type("o")
        assert first != view.selected_span
        await app.press("backspace")
        assert view.selected_span == first
        await app.press("escape")
        assert (view.selected_span, view.mode) == (before, "visual")
        await app.press("slash")
        await app.type("boats")
        await app.press("enter")
        span = view.selected_span
        assert span is not None
        assert view.article.text[span.start : span.end].endswith("boats")


async def test_evidence_and_highlights_are_gone_through(drive: Drive) -> None:
    async with drive() as app:
        await app.press("down", "enter", "l")
        assert app.said()[-1] == "There is no highlight in this article."
        await app.press("i")
        assert app.said()[-1] == "Evidence 1 of 2"
        view = app.screen.reading.article.view
        first = view.cursor_offset
        await app.press("h", "i", "l")
        assert app.said()[-1] == "Highlight 1 of 1"
        assert view.article is not None
        assert view.article.paragraph_at(view.cursor_offset) == view.article.paragraph_at(first)
        await app.press("I")
        assert app.said()[-1] == "Evidence 2 of 2"


async def test_paragraphs_are_numbered_by_a_key(drive: Drive) -> None:
    async with drive() as app:
        await app.press("enter")
        plain = app.text()
        await app.press("number_sign")
        assert "2   The bridge stays shut" in app.text()
        await app.press("number_sign")
        assert app.text() == plain


async def test_the_status_line_names_the_query_where_it_is_not_being_typed(drive: Drive) -> None:
    async with drive() as app:
        await app.press("s")
        await app.type("bridge")
        assert "“bridge”" not in app.text()
        await app.press("enter")
        assert "“bridge” 3 articles" in app.text()
        await app.press("s")
        assert "“bridge”" not in app.text()
        await app.press("ctrl+u")
        await app.press("escape")
        assert "“bridge”" not in app.text()
