"""The list of sources in the app: ordered, filtered, remembered; very long ones too."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.tui.base.text_layout import wrap
from briefing.tui.sources import source_list
from briefing.tui.sources.source_list import SourceList
from tests.tui.conftest import Drive, Driven

HIGHLIGHTS = """- id: h-1
  article: herald
  quote: the bridge opened at once
  tags: [figure]
"""


def listed(app: Driven) -> tuple[str, ...]:
    return app.screen.reading.sources.shown


async def test_order_and_filters_are_chosen_shown_and_remembered(
    folder: Path, drive: Drive
) -> None:
    (folder / "highlights.yaml").write_text(HIGHLIGHTS)
    async with drive() as app:
        assert listed(app) == ("courier", "herald", "weather")
        await app.press("O", "O", "O")
        assert "Sources · 3 · by title" in app.text()
        assert listed(app) == ("herald", "courier", "weather")
        await app.press("F")
        assert "Coast Courier  1" in app.text()
        assert "#figure  1" in app.text()
        await app.press("tab")
        await app.type("2031-04-03..")
        await app.press("escape")
        assert "1 of 3" in app.text()
        assert "Only since 2031-04-03" in app.text()
        assert listed(app) == ("courier",)
    async with drive() as app:
        assert listed(app) == ("courier",)
        await app.press("C")
        assert listed(app) == ("herald", "courier", "weather")
        await app.press("F", *["down"] * 9, "space")
        assert "[x] #figure" in app.text()
        await app.press("escape")
        assert listed(app) == ("herald",)
        assert "Only #figure" in app.text()


async def test_a_list_is_laid_out_only_for_widths_that_it_has(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it was, before it had any: each title was drawn one letter a row for an instant."""
    widths = set()

    def noted(text: str, room: int) -> list[int]:
        widths.add(room)
        return wrap(text, room, room)

    monkeypatch.setattr(source_list, "_rows", lambda text, room: 1 + len(noted(text, room)))
    async with drive(size=(100, 30)) as app:
        await app.press("s", "escape")
    assert min(widths) > 20
    assert len(widths) <= 2


async def test_filters_that_nothing_fits_can_be_taken_away_again(drive: Drive) -> None:
    async with drive() as app:
        await app.press("F", "tab")
        await app.type("2001")
        await app.press("escape")
        assert "No article fits" in app.text()
        await app.press("enter", "C")
        assert len(listed(app)) == 3


async def test_hits_come_first_while_they_are_searched_for(drive: Drive) -> None:
    async with drive() as app:
        await app.press("O", "O", "O", "O", "s")
        await app.type("rain")
        await app.settle()
        assert listed(app) == ("weather", "courier", "herald")
        await app.press("ctrl+f", "backspace", "escape")
        assert listed(app) == ("courier", "herald", "weather")


async def test_the_next_article_is_the_next_in_the_list(drive: Drive) -> None:
    async with drive() as app:
        await app.press("O", "O", "O", "enter", "right_square_bracket")
        article = app.screen.reading.article.article
        assert article is not None
        assert article.id == "courier"


async def test_the_cursor_stays_on_the_first_article_when_another_comes_before_it(
    folder: Path, drive: Drive
) -> None:
    (folder / "another.txt").write_text("Another\n\nWords.\n")
    async with drive() as app:
        pane = app.screen.query_one(SourceList)
        assert pane.chosen == "another"
        (folder / "a-bell.txt").write_text("A bell\n\nIt rang.\n")
        await app.press("R")
        assert listed(app)[0] == "a-bell"
        assert pane.chosen == "another"
        assert "▌●" in app.text()
        (folder / "another.txt").unlink()
        await app.press("R")
        assert pane.chosen == "courier"


async def test_a_long_list_keeps_its_place_while_others_come_and_go(
    folder: Path, drive: Drive
) -> None:
    for number in range(60):
        (folder / f"story-{number:02}.txt").write_text(f"Story {number}\n\nWords.\n")
    async with drive() as app:
        await app.press("space", "space", "j")
        pane = app.screen.query_one(SourceList)
        chosen, lines = pane.chosen, app.text().splitlines()[1:20]
        assert chosen is not None
        assert chosen > "story-03"
        for number in range(5):
            (folder / f"another-{number}.txt").write_text("Another\n\nWords.\n")
        (folder / "story-00.txt").unlink()
        await app.press("R")
        assert len(listed(app)) == 67
        assert pane.chosen == chosen
        assert [line[:25] for line in app.text().splitlines()[1:20]] == [x[:25] for x in lines]
        await app.press("G", "enter")
        article = app.screen.reading.article.article
        assert article is not None
        assert article.id == "weather"


async def test_metadata_is_set_undone_and_done_again(folder: Path, drive: Drive) -> None:
    before = (folder / "courier.md").read_bytes()
    async with drive(size=(120, 36)) as app:
        await app.press("M")
        assert "Lowland offers a ferry" in app.text()
        await app.press("enter")
        await app.type("The Evening Marsh")
        await app.press("enter", "enter")
        await app.type("2031-05-01..2031-05-09")
        await app.press("enter", "backspace", "ctrl+s")
        assert "inferred; say from what" in app.text()
        await app.press("enter")
        await app.type("it names the fair")
        await app.press("ctrl+s")
        assert "The Evening Marsh" in app.text()
        assert "2031-05-01–09, inferred" in app.text()
        await app.press("u")
        assert "The Evening Marsh" not in app.text()
        assert (folder / "courier.md").read_bytes() == before
        await app.press("ctrl+r")
        assert "The Evening Marsh" in app.text()
        assert app.library.article("courier").date.basis == "it names the fair"


async def test_what_is_inferred_says_so_until_it_is_set_in_the_form(
    folder: Path, drive: Drive
) -> None:
    head = "---\ntitle: Mill\noutlet: Reed\ninferred:\n  outlet: the page’s title\n---\n"
    (folder / "a-mill.md").write_text(head + "The mill turns.\n")
    async with drive(size=(120, 30)) as app:
        assert "Reed (inferred)" in app.text()
        await app.press("enter")
        assert "Reed (inferred) · undated" in app.text()
        await app.press("M", "enter")
        assert "inferred: outlet; what you write is stated" in app.text()
        await app.press("ctrl+u")
        await app.type("The Reed")
        await app.press("ctrl+s")
        assert "The Reed · undated" in app.text()
        assert app.library.article("a-mill").inferred == ()


async def test_articles_with_the_same_text_name_and_open_each_other(
    folder: Path, drive: Drive
) -> None:
    text = "---\ntitle: {}\noutlet: {}\n{}---\nThe mill by the river turns again.\n"
    (folder / "mill-a.md").write_text(text.format("Mill", "Reed", ""))
    same = "same_source_as: {article: mill-a}\n"
    (folder / "mill-b.md").write_text(text.format("Mill turns", "Marsh", same))
    async with drive(size=(120, 30)) as app:
        assert "= the text of Reed" in app.text()
        app.screen.open("mill-b")
        await app.settle()
        assert "one source with Reed" in app.text()
        await app.press("equals_sign")
        assert "one source with Marsh" in app.text()
        await app.press("equals_sign")
        app.screen.open("herald")
        await app.settle()
        assert "one source" not in app.text()
