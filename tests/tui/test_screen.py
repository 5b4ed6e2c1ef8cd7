"""Sizes, states and hostile text: the app stays usable and shows what is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from briefing.library import Library
from briefing.tui.app import BriefingApp
from briefing.tui.base.themes import DARK, LIGHT
from tests.tui.conftest import Drive, Driven


async def test_wide_panes_stand_side_by_side(drive: Drive) -> None:
    async with drive(size=(160, 50)) as app:
        await app.press("enter")
        reading = app.screen.reading
        assert all(reading.query_one(f"#{pane}").display for pane in ("sources", "article", "side"))
        assert reading.article.view.region.width <= 84


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_narrow_panes_stack_and_one_key_switches(drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size=size) as app:
        reading = app.screen.reading

        def shown() -> list[str]:
            panes = ("sources", "article", "side")
            return [pane for pane in panes if reading.query_one(f"#{pane}").display]

        assert shown() == ["sources"]
        assert "Bridge talks" in app.text() or "ferry" in app.text()
        await app.press("enter")
        assert shown() == ["article"]
        assert "ferry twice a week" in " ".join(app.text().split())
        await app.press("tab")
        assert shown() == ["side"]
        await app.press("tab")
        assert shown() == ["sources"]
        await app.press("c")
        assert "The bridge" in app.text()
        await app.press("question_mark")
        assert "Everywhere" in app.text()
        await app.press("escape", "s")
        await app.type("boats")
        assert "boats" in app.text()
        assert all(len(line) <= size[0] for line in app.text().splitlines())


async def test_resizing_keeps_what_is_open(drive: Drive) -> None:
    async with drive(size=(120, 36)) as app:
        await app.press("enter")
        await app.pilot.resize_terminal(60, 20)
        await app.settle()
        assert app.screen.reading.article.view.has_focus
        assert not app.screen.reading.sources.display
        await app.pilot.resize_terminal(120, 36)
        await app.settle()
        assert app.screen.reading.sources.display


async def test_an_empty_folder_says_what_to_do(tmp_path: Path, drive: Drive) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    async with drive(root) as app:
        assert "No articles here" in app.text()
        await app.press("enter", "e", "c", "escape", "s")
        await app.type("x")
        assert "No article matches" in app.text()


async def test_an_unreadable_file_is_listed_with_its_reason_and_opens_nothing(
    folder: Path, drive: Drive
) -> None:
    (folder / "a-picture.txt").write_bytes(bytes(range(256)) * 8)
    async with drive() as app:
        assert "a-picture.txt" in app.text()
        assert "cannot be opened" in app.text()
        await app.press("enter")
        assert app.screen.reading.article.article is None
        assert any("a-picture.txt" in said for said in app.said())
        await app.press("right_square_bracket")
        assert app.screen.reading.article.article is not None


async def test_brackets_walk_through_the_articles_and_back_returns(drive: Drive) -> None:
    async with drive() as app:
        opened = []
        for _ in range(3):
            await app.press("right_square_bracket")
            article = app.screen.reading.article.article
            opened.append(article.id if article else None)
        assert opened == ["courier", "herald", "weather"]
        await app.press("right_square_bracket")
        assert any("last article" in said for said in app.said())
        await app.press("escape")
        article = app.screen.reading.article.article
        assert article is not None
        assert article.id == "herald"


async def test_a_problem_in_yaml_says_file_and_line(folder: Path, drive: Drive) -> None:
    path = folder / "positions.yaml"
    path.write_text(path.read_text().replace("kind: offer", "kind: wish"))
    async with drive() as app:
        assert any("positions.yaml:" in said for said in app.said())
        await app.press("c")
        assert "opened at once" in app.text()


@pytest.mark.parametrize("part", ["catalog.sqlite", "whoosh"])
async def test_a_damaged_index_is_built_anew_and_the_reader_is_told(
    folder: Path, drive: Drive, part: str
) -> None:
    async with drive():
        pass
    damaged = folder.parent / "index" / part
    if damaged.is_dir():
        shutil.rmtree(damaged)
    else:
        damaged.write_bytes(b"not a database")
    async with drive() as app:
        assert any("built anew" in said for said in app.said())
        await app.press("s")
        await app.type("ferry")
        assert "Lowland offers a ferry instead" in app.text()


async def test_what_changed_on_disk_is_told_and_shown(folder: Path, drive: Drive) -> None:
    async with drive():
        pass
    (folder / "new.txt").write_text("A bell rang\n\nIt was heard on both sides of the river.\n")
    os.utime(folder / "new.txt")
    async with drive() as app:
        assert any("1 new" in said for said in app.said())
        assert "A bell rang" in app.text()


HOSTILE = """---
title: "[bold red]Free[/] [@click=app.quit]click[/] \\x1b[2J \\u202egnol"
outlet: "[on blue]Outlet[/]"
byline: "[link=file:///etc/passwd]me[/link]"
---
[red]Some[/red] words about zebras \x1b[31m and [@click=app.bell]more[/].
"""


async def test_markup_and_controls_in_titles_and_text_are_inert(folder: Path, drive: Drive) -> None:
    (folder / "a-hostile.md").write_text(HOSTILE, encoding="utf-8")
    async with drive(size=(160, 50)) as app:
        assert "[bold red]Free[/]" in app.text()
        assert "[on blue]Outlet[/]" in app.text()
        await app.press("enter")
        assert "[link=file:///etc/passwd]me[/link]" in app.text()
        await app.press("s")
        await app.type("zebras")
        assert "[red]Some[/red] words" in app.text()
        assert not any(ord(char) < 32 and char != "\n" for char in app.text())
        assert "\u202e" not in app.text()
        await app.press("enter", "e", "y")
        assert app.app.is_running


async def test_page_debris_is_hidden_until_it_is_asked_for(folder: Path, drive: Drive) -> None:
    (folder / "a-page.txt").write_text("top of page\n\nA bell rang\n\nIt was heard far away.\n")
    async with drive() as app:
        await app.press("enter")
        assert "top of page" not in app.text()
        await app.press("d")
        assert "top of page" in app.text()
        await app.press("d")
        assert "top of page" not in app.text()


async def test_keys_sent_at_once_go_where_each_leads(drive: Drive) -> None:
    async with drive() as app:
        for key in ("s", *"ferry", "escape", "c", "right", "enter"):
            app.app.simulate_key(key)
        await app.settle()
        assert app.screen.query_text == "ferry"
        board = app.screen.board
        assert board is not None
        assert board.open_record is not None
        assert board.open_record.id == "not-before-harvest"
        assert app.said() == []


async def test_keys_pressed_before_the_first_frame_wait_for_the_app(folder: Path) -> None:
    library = Library(folder, index=folder.parent / "index")
    app = BriefingApp(library)
    async with app.run_test() as pilot:
        for key in ("s", *"boats"):
            app.simulate_key(key)
        driven = Driven(pilot, library)
        await driven.opened()
        assert driven.screen.reading.search.field.value == "boats"


async def test_letters_typed_into_a_field_are_no_commands(drive: Drive) -> None:
    async with drive() as app:
        await app.press("s")
        await app.type("qc[?]eT")
        assert app.app.is_running
        assert app.screen.reading.search.field.value == "qc[?]eT"
        assert app.screen.view == "reading"


async def test_the_mouse_opens_sources_and_records(drive: Drive) -> None:
    async with drive() as app:
        await app.pilot.click("#sources-list", offset=(5, 5))
        await app.settle()
        assert app.screen.reading.article.article is not None
        await app.press("c")
        await app.pilot.click("#board-grid", offset=(5, 2))
        await app.settle()
        board = app.screen.board
        assert board is not None
        assert board.open_record is not None
        assert board.open_record.id == "open-bridge"


async def test_theme_changes_and_changes_back(drive: Drive) -> None:
    async with drive() as app:
        assert app.app.theme == DARK.name
        await app.press("T")
        assert app.app.theme == LIGHT.name
        await app.press("T")
        assert app.app.theme == DARK.name


@pytest.mark.parametrize("no_color", ["", "1"])
async def test_the_cursor_shows_without_colour(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, no_color: str
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    async with drive() as app:
        lines = app.text().splitlines()
        assert [line.startswith("▌") for line in lines[1:4]] == [True, True, True]
        await app.press("down")
        assert not app.text().splitlines()[1].startswith("▌")
        await app.press("c")
        assert "▌ Demand" in app.text()


async def test_the_status_line_tells_article_and_paragraph(drive: Drive) -> None:
    async with drive() as app:
        await app.press("down", "enter")
        last = app.text().splitlines()[-2]
        assert "Talks about a bridge › Bridge talks pause at the river" in last
        assert "¶ 1/5" in last
        await app.press("c", "escape")
        assert "¶ 1/5" in app.text().splitlines()[-2]
