"""The board: records side by side, their evidence, the article, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.tui.board.board_pane import BoardPane
from tests.tui.conftest import Drive, Driven


def board_of(app: Driven) -> BoardPane:
    board = app.screen.board
    assert board is not None
    return board


async def test_parties_stand_side_by_side_in_the_order_of_the_settings(drive: Drive) -> None:
    async with drive() as app:
        await app.press("c")
        lines = app.text().splitlines()
        heads = next(line for line in lines if "Upland" in line and "Lowland" in line)
        assert heads.index("Upland") < heads.index("Lowland")
        row = next(line for line in lines if "rejected by Lowland" in line)
        assert "Demand" in row
        assert "[1]" in row
        assert "◦" in row
        assert "◦ one source only" in lines[0]
        assert "Response" in row


async def test_record_to_evidence_to_article_and_back(drive: Drive) -> None:
    async with drive() as app:
        await app.press("c", "right", "enter")
        board = board_of(app)
        assert board.open_record is not None
        assert board.open_record.id == "not-before-harvest"
        assert "Jon Reed" in app.text()
        await app.press("down", "enter")
        pane = app.screen.reading.article
        assert pane.article is not None
        assert pane.article.id == "courier"
        quote = "The bridge stays shut for now"
        assert pane.view.cursor_offset == pane.article.text.index(quote)
        assert app.screen.view == "reading"
        await app.press("escape")
        assert app.screen.view == "board"
        assert board.open_record.id == "not-before-harvest"
        await app.press("backspace")
        assert board.open_record is None
        assert board.cursor == "not-before-harvest"
        assert board.grid.has_focus
        await app.press("escape")
        assert app.screen.view == "reading"


async def test_arrows_reach_every_record(drive: Drive) -> None:
    async with drive() as app:
        await app.press("c")
        board = board_of(app)
        seen = {board.cursor}
        for key in ("right", "down", "down", "left", "up"):
            await app.press(key)
            seen.add(board.cursor)
        assert seen == {"open-bridge", "not-before-harvest", "ferry-offer"}


async def test_narrowing_by_text_and_clearing_it(drive: Drive) -> None:
    async with drive() as app:
        await app.press("c", "slash")
        await app.type("ferry")
        assert "A ferry crosses twice a week" in app.text()
        assert "until the harvest" not in app.text()
        await app.press("enter", "enter")
        record = board_of(app).open_record
        assert record is not None
        assert record.id == "ferry-offer"
        await app.press("escape", "slash")
        await app.type("xyz")
        assert "No record has" in app.text()
        await app.press("escape")
        assert "until the harvest" in app.text()


@pytest.mark.parametrize(
    ("settings", "records", "says"),
    [("", "", "No parties are named"), (None, "", "No records yet")],
)
async def test_a_board_without_anything_says_what_to_do(
    folder: Path, drive: Drive, settings: str | None, records: str, says: str
) -> None:
    if settings is not None:
        (folder / "briefing.yaml").write_text("format: 1\n")
    (folder / "positions.yaml").write_text(records)
    async with drive() as app:
        await app.press("c")
        assert says in app.text()


async def test_records_of_the_open_article_beside_it(drive: Drive) -> None:
    async with drive() as app:
        await app.press("enter")
        assert "A ferry crosses twice a week" in app.text()
        await app.press("r", "down", "enter")
        view = app.screen.reading.article.view
        article = app.screen.reading.article.article
        assert article is not None
        assert view.cursor_offset == article.text.index("The bridge stays shut for now")
        await app.press("enter")
        chosen = app.screen.reading.evidence.record
        assert chosen is not None
        assert chosen.id == "not-before-harvest"


async def test_lost_evidence_is_shown_as_lost_and_opens_nothing(folder: Path, drive: Drive) -> None:
    path = folder / "positions.yaml"
    path.write_text(path.read_text().replace("a ferry twice a week", "a ferry thrice a week"))
    async with drive() as app:
        await app.press("c", "right", "down", "enter")
        assert "Not found" in app.text()
        await app.press("enter")
        assert app.screen.view == "board"
        assert any("cannot be opened" in said for said in app.said())


async def test_what_does_not_hold_is_told_at_opening_and_again_only_when_it_is_new(
    folder: Path, drive: Drive
) -> None:
    path = folder / "positions.yaml"
    path.write_text(path.read_text().replace("a ferry twice a week", "a ferry thrice a week"))
    async with drive() as app:
        [said] = [text for text in app.said() if "thrice" in text]
        assert said.startswith("positions.yaml:")
        assert "evidence.quote" in said
        text = path.read_text()
        path.write_text(f"# A remark\n{text.replace('issue: bridge', 'issue: brdge', 1)}")
        await app.press("f5")
        await app.until(lambda: any("brdge" in text for text in app.said()))
        assert sum("thrice" in text for text in app.said()) == 1
