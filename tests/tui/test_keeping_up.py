"""A library changed outside while it is open: it shows, and the reader stays where they are."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import Watch
from briefing.tui.article.following import followed
from briefing.tui.forms.record_form import RecordForm
from briefing.tui.widgets.grouped_list import GroupedList
from tests.tui.conftest import COURIER, HERALD, RECORDS, Drive, Driven

NEW = """---
title: A bell on the bank
outlet: The Bell
---
Somebody rang a bell on the bank of the river before the harvest.
"""


def moved(path: Path, name: str) -> Path:
    """Give a file or folder another name."""
    return path.rename(path.with_name(name))


def side(app: Driven) -> str:
    """What the pane on the right says, in a wide terminal."""
    lines = (line.partition("▏")[2] for line in app.text().splitlines())
    return " ".join(" ".join(lines).split())


async def test_what_is_added_changed_and_removed_outside_is_watched(
    folder: Path, drive: Drive
) -> None:
    async with drive(watch=Watch.SYSTEM) as app:
        (folder / "bell.md").write_text(NEW)
        await app.until(lambda: "A bell on the bank" in app.text())
        (folder / "bell.md").write_text(NEW.replace("A bell", "Two bells"))
        await app.until(lambda: "Two bells on the bank" in app.text())
        (folder / "bell.md").unlink()
        await app.until(lambda: "Two bells" not in app.text())
        (folder / "positions.yaml").write_text("")
        await app.until(lambda: not app.library.dossier.records)


async def test_the_folder_may_go_away_and_come_back(folder: Path, drive: Drive) -> None:
    async with drive(watch=Watch.SYSTEM) as app:
        aside = moved(folder, "aside")
        await app.until(lambda: any("is gone" in said for said in app.said()))
        await app.press("enter")
        assert "ferry" in app.text()
        (aside / "bell.md").write_text(NEW)
        moved(aside, folder.name)
        await app.until(lambda: app.library.entry("bell") is not None)
        assert app.library.entry("courier")


async def test_where_the_reader_is_stays(folder: Path, drive: Drive) -> None:
    long = HERALD + "\n".join(f"\nLine {number} of the report.\n" for number in range(80))
    (folder / "herald.md").write_text(long)
    async with drive(size=(120, 30)) as app:
        app.screen.open("herald")
        await app.settle()
        view = app.screen.reading.article.view
        await app.press("s")
        await app.type("report")
        await app.press("down", "enter", "space", "space", "v", "w", "w")
        top, selected = view.place, view.selected_span
        assert top is not None
        assert selected is not None
        words = app.library.article("herald").text[selected.start : selected.end]
        line = app.text().splitlines()[10][30:80]
        (folder / "herald.md").write_text(long.replace("\n---\n", "\n---\nA line above.\n\n"))
        (folder / "a-bell.md").write_text(NEW)
        await app.press("R")
        assert "a-bell" in [entry.id for entry in app.library.entries]
        now = app.library.article("herald")
        assert now.text.startswith("A line above.")
        assert app.app.focused is view
        assert view.mode == "visual"
        span = view.selected_span
        assert span is not None
        assert now.text[span.start : span.end] == words
        assert app.text().splitlines()[10][30:80] == line
        assert app.screen.query_text == "report"


async def test_rows_under_a_cursor_stay_under_it(folder: Path, drive: Drive) -> None:
    async with drive(size=(120, 30)) as app:
        await app.press("s")
        await app.type("bridge")
        search = app.screen.reading.search
        await app.press("down")
        chosen = search.chosen
        assert chosen is not None
        await app.press("escape", "c", "down")
        board = app.screen.board
        assert board is not None
        cursor = board.cursor
        await app.press("enter", "down")
        drawer = board.drawer.query_one(GroupedList)
        number = drawer.number
        assert number
        (folder / "a-bell.md").write_text(NEW + "\nThe bridge, the bridge, the bridge.\n")
        (folder / "positions.yaml").write_text(RECORDS.replace("is opened at once", "opens now"))
        await app.press("R")
        assert "opens now" in app.text()
        assert (board.cursor, drawer.number) == (cursor, number)
        assert app.app.focused is drawer
        assert search.chosen is not None
        assert search.chosen[0].article == chosen[0].article
        assert len(search._rows) > 2


async def test_an_article_that_goes_is_still_shown_and_its_evidence_is_lost_until_it_is_back(
    folder: Path, drive: Drive
) -> None:
    async with drive(size=(160, 50)) as app:
        app.screen.open("herald")
        await app.settle()
        (folder / "herald.md").unlink()
        await app.press("R")
        assert "its file is not there" in app.text()
        assert "wants the bridge opened at once" in " ".join(app.text().split())
        assert "the library has no article" in side(app)
        (folder / "herald.md").write_text(HERALD)
        await app.press("R")
        assert "its file is not there" not in app.text()
        assert "not found" not in side(app)


async def test_evidence_of_a_changed_article_is_lost_until_the_words_are_back(
    folder: Path, drive: Drive
) -> None:
    async with drive(size=(160, 50)) as app:
        app.screen.open("courier")
        await app.settle()
        assert "Not found" not in side(app)
        (folder / "courier.md").write_text(COURIER.replace("twice a week", "once a month"))
        await app.press("R")
        assert "Not found" in side(app)
        (folder / "courier.md").write_text(COURIER)
        await app.press("R")
        assert "Not found" not in side(app)


async def test_a_form_is_not_disturbed(folder: Path, drive: Drive) -> None:
    async with drive(size=(120, 36)) as app:
        app.screen.open("herald")
        await app.settle()
        await app.press("p")
        form = app.app.screen
        assert isinstance(form, RecordForm)
        await app.type("north")
        before, focused = form._state(), app.app.focused
        (folder / "a-bell.md").write_text(NEW)
        (folder / "positions.yaml").write_text("")
        app.screen.action_refresh()
        await app.settle()
        assert app.app.screen is form
        assert (form._state(), app.app.focused) == (before, focused)


def test_what_becomes_of_an_open_library_that_lost_its_index(folder: Path) -> None:
    import shutil

    from briefing.library import Library

    library = Library(folder, index=folder.parent / "index")
    library.sync()
    shutil.rmtree(folder.parent / "index")
    (folder / "bell.md").write_text(NEW)
    library.sync()
    assert library.search("bell").total == 1
    library.close()


@pytest.mark.parametrize("kept", ["a\nb\nc", ""])
def test_nothing_moves_where_nothing_changed(kept: str) -> None:
    assert [followed(kept, kept)(at) for at in range(len(kept) + 1)] == list(range(len(kept) + 1))


@given(st.integers())
def test_a_place_follows_its_line_through_changes_above_and_below(seed: int) -> None:
    random = Random(seed)
    lines = [f"line {number} has words" for number in range(30)]
    new = [line for line in lines if random.random() < 0.7]
    for _ in range(random.randrange(6)):
        new.insert(random.randrange(len(new) + 1), f"put in {random.random()}")
    follow = followed("\n".join(lines), "\n".join(new))
    text = "\n".join(new)
    at = 0
    for line in lines:
        if line in new:
            assert text[follow(at + 2) :].startswith(line[2:])
        assert 0 <= follow(at + 2) <= len(text)
        at += len(line) + 1
