"""Figures, wording, timeline, brief, and what the board is asked to show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from briefing.library import Library
from briefing.tui.base.cells import Cells
from briefing.tui.base.wrapped import wrapped
from briefing.tui.board.board_layout import lay_out
from briefing.tui.board.board_pane import BoardPane
from briefing.tui.findings.findings import FindingsPane
from tests.tui.conftest import Drive, Driven

GAZETTE = """---
title: A long [b]meeting[/b]
outlet: River [red]Gazette
date: 2031-04-02
---
The delegations talked for three hours on Wednesday, said Jon Reed.

He called the overpass a ruin. The overpass, he said, is shut. It was opened in March.
"""
MORE_SETTINGS = """wording:
  - {name: "The [i]bridge", words: [bridge, overpass]}
  - {name: The boats, words: [boats, ships]}
"""
MORE_RECORDS = """- id: two-hours
  kind: figure
  party: upland
  issue: bridge
  says: The talks took two hours.
  figure: {of: length-of-talks, value: 2, unit: hours}
  evidence:
    - {article: herald, quote: for two hours, mode: outlet}
- id: three-hours
  kind: figure
  party: lowland
  issue: bridge
  says: The talks took three hours.
  figure: {of: length-of-talks, value: 3, unit: hours}
  evidence:
    - {article: gazette, quote: for three hours, speaker: "Jon [u]Reed", mode: paraphrase}
- id: meeting
  kind: event
  party: upland
  issue: bridge
  says: The sides meet at a mill.
  when: {from: 2031-04-02, known: stated}
  evidence:
    - {article: herald, quote: met at the old mill, mode: outlet}
    - {article: gazette, quote: talked for three hours on Wednesday, mode: outlet}
- id: shut
  kind: event
  party: lowland
  issue: bridge
  says: The bridge is shut.
  when: {from: 2031-03-20, known: stated}
  evidence:
    - {article: courier, quote: stays shut for now, mode: outlet}
- id: opened
  kind: event
  party: lowland
  issue: bridge
  says: The overpass was opened.
  when: {stated: in March, from: 2031-03-01, to: 2031-03-31, known: inferred, basis: the month}
  evidence:
    - {article: gazette, quote: opened in March, mode: outlet}
- id: boats-back
  kind: agreement
  party: upland
  to: lowland
  issue: boats
  says: The borrowed boats are returned.
  history:
    - step: agreed
      when: {from: 2031-04-02, known: stated}
      note: at the mill
      evidence:
        - {article: herald, quote: agreed to return the borrowed boats, mode: outlet}
  evidence:
    - {article: herald, quote: by the end of the month, mode: outlet}
"""


@pytest.fixture
def talks(folder: Path) -> Path:
    """The tiny library with figures, dates, words to compare and markup in its data."""
    (folder / "gazette.md").write_text(GAZETTE, encoding="utf-8")
    for name, more in (("briefing.yaml", MORE_SETTINGS), ("positions.yaml", MORE_RECORDS)):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    settings = folder / "briefing.yaml"
    text = settings.read_text(encoding="utf-8")
    third = "name: Lowland}\n  - {id: delta, name: The Delta}\n"
    settings.write_text(text.replace("name: Lowland}\n", third), encoding="utf-8")
    library = Library(folder, index=folder.parent / "index")
    library.sync()  # or the app would tell of the new article, above what is looked at
    library.close()
    return folder


def view_of(app: Driven) -> FindingsPane:
    found = app.screen.findings
    assert found is not None
    return found


def board_of(app: Driven) -> BoardPane:
    board = app.screen.board
    assert board is not None
    return board


def passage(app: Driven, length: int) -> str:
    """What the cursor of the article stands before."""
    pane = app.screen.reading.article
    assert pane.article is not None
    return pane.article.text[pane.view.cursor_offset :][:length]


# Figures, wording, timeline


async def test_a_figure_opens_where_it_was_read_and_back_is_the_same_row(
    talks: Path, drive: Drive
) -> None:
    async with drive(talks) as app:
        await app.press("f")
        text = app.text()
        assert "≠ Length of talks" in text
        assert "cannot both be true" in text
        assert "River [red]Gazette" in text
        assert "Jon [u]Reed, paraphrased" in text
        before = view_of(app).list.number
        await app.press("down")
        here = view_of(app).list.number
        assert here != before
        await app.press("enter")
        assert app.screen.view == "reading"
        article = app.screen.reading.article.article
        assert article is not None
        words = {"herald": "for two hours", "gazette": "for three hours"}[article.id]
        assert passage(app, len(words)) == words
        await app.press("escape")
        assert app.screen.view == "figures"
        assert view_of(app).list.number == here
        assert view_of(app).list.has_focus


async def test_the_places_of_a_word_one_after_the_other(talks: Path, drive: Drive) -> None:
    async with drive(talks) as app:
        await app.press("W")
        assert "The [i]bridge" in app.text()
        assert "Not used: ships" in app.text()
        while "overpass" not in str(view_of(app).list.highlighted_option.prompt):  # type: ignore[union-attr]
            await app.press("down")
        await app.press("enter")
        assert passage(app, 16) == "overpass a ruin."
        assert "match 1 of 2" in app.text()
        await app.press("n")
        assert passage(app, 16) == "overpass, he sai"
        assert "match 2 of 2" in app.text()
        await app.press("backspace")
        assert app.screen.view == "wording"
        await app.press("escape", "s")
        await app.type("harvest")
        await app.press("enter")
        assert passage(app, 7) == "harvest"


async def test_dates_as_stated_and_as_inferred_stand_apart_with_gaps(
    talks: Path, drive: Drive
) -> None:
    async with drive(talks, size=(120, 40)) as app:
        await app.press("D")
        text = app.text()
        stated, inferred = text.index("Dates as stated"), text.index("Dates as inferred")
        assert (
            stated < text.index("2031-03-20") < text.index("12 days without an entry: 2031-03-21")
        )
        assert text.index("12 days without") < text.index("2031-04-02") < inferred
        assert inferred < text.index("2031-03-01–31 inferred")
        assert "“in March”:" in text
        assert "Agreed (at the mill)" in text
        await app.press("down", "down", "enter")
        assert passage(app, 10) == "talked for"
        await app.press("escape", "G", "enter")
        assert passage(app, 10) == "opened in "


async def test_the_arrows_and_tab_go_round_the_three_views(talks: Path, drive: Drive) -> None:
    async with drive(talks) as app:
        await app.press("f")
        seen = []
        for key in ("right", "tab", "l", "left", "shift+tab"):
            await app.press(key)
            seen.append(str(app.screen.view))
            assert view_of(app).list.has_focus
        assert seen == ["wording", "timeline", "figures", "timeline", "wording"]
        await app.press("escape")
        assert app.screen.view == "reading"


async def test_a_lost_quote_opens_nothing_and_says_so(talks: Path, drive: Drive) -> None:
    path = talks / "positions.yaml"
    path.write_text(path.read_text().replace("for two hours", "for ten hours"))
    async with drive(talks) as app:
        await app.press("f", "enter")
        assert app.screen.view == "figures"
        assert any("cannot be opened: quote not found" in said for said in app.said())


@pytest.mark.parametrize("key", ["f", "W", "D"])
async def test_an_empty_view_says_what_to_do(drive: Drive, key: str) -> None:
    async with drive() as app:
        await app.press(key)
        assert ".yaml" in app.text()
        await app.press("e")
        assert any("nothing here" in said for said in app.said())
        await app.press("tab", "escape")
        assert app.screen.view == "reading"


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 12)])
async def test_every_size_shows_the_row_at_the_cursor(
    talks: Path, drive: Drive, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with drive(talks, size=size) as app:
        for key, words in (("f", "2 hours"), ("W", "bridge"), ("D", "2031-03-20")):
            await app.press(key)
            marked = [line for line in app.text().splitlines() if line.startswith("▌")]
            assert any(words in line for line in marked), (key, marked)
        await app.press("c", "F")
        assert "[x] Upland" in app.text()


# Files


async def test_views_are_exported_and_copied_as_the_command_line_has_them(
    talks: Path, drive: Drive
) -> None:
    async with drive(talks) as app:
        await app.press("f", "e", "right", "e", "right", "e", "c")
        await app.press("ctrl+e")
        (path,) = (talks / "exports").glob("*.md")
        text = path.read_text(encoding="utf-8")
        for part in ("## Figures", "## Wording", "## Timeline", "The bridge is opened at once"):
            assert part in text
        assert text.count("Length of talks") == 1
        assert sum(str(path) in said for said in app.said()) == 4
        await app.press("f", "e", "y")
        assert path.read_text(encoding="utf-8") == text
        assert app.app.clipboard in text


async def test_the_brief_is_written_where_the_toast_says(talks: Path, drive: Drive) -> None:
    async with drive(talks) as app:
        await app.press("B")
        path = talks / "exports" / "brief.md"
        text = path.read_text(encoding="utf-8")
        assert "Upland and Lowland, issue by issue" in text
        assert any(f"the brief to {path}" in said for said in app.said())
        path.write_text(text + "\nMy own note.\n", encoding="utf-8")
        await app.press("B")
        assert path.read_text(encoding="utf-8") == text + "\nMy own note.\n"
        path.write_text("my own page\n")
        await app.press("B")
        assert path.read_text() == "my own page\n"
        assert any("not written by briefing" in said for said in app.said())


# The board


async def test_an_issue_is_folded_and_unfolded(talks: Path, drive: Drive) -> None:
    async with drive(talks) as app:
        await app.press("c", "z")
        text = app.text()
        assert "▸ The bridge · 3 records" in text
        assert "until the harvest" not in text
        assert "A ferry crosses" not in text
        assert "boats are returned" in text
        await app.press("enter")
        assert "A ferry crosses" in app.text()
        await app.press("right", "down", "minus")
        assert board_of(app).cursor is None
        assert "The bridge › A ferry · 1 record" in app.text()
        await app.press("minus")
        assert "▸ The bridge · 3 records" in app.text()
        await app.press("Z")
        assert "▸" not in app.text()
        await app.press("Z")
        assert "▸ The bridge · 3 records" in app.text()
        assert "▸ Borrowed boats · 1 record" in app.text()


async def test_the_columns_are_chosen_and_never_fewer_than_two(talks: Path, drive: Drive) -> None:
    async with drive(talks) as app:
        await app.press("c", "F", "down", "down", "space", "escape")
        heads = app.text().splitlines()[1]
        assert heads.index("Upland") < heads.index("Lowland") < heads.index("The Delta")
        await app.press("F", "space", "down", "space")
        assert "at least 2 parties" in app.text()
        await app.press("q")
        heads = app.text().splitlines()[1]
        assert "Upland" not in heads
        assert heads.index("Lowland") < heads.index("The Delta")


async def test_filters_are_named_while_they_are_on_and_one_key_clears_them(
    talks: Path, drive: Drive
) -> None:
    async with drive(talks) as app:
        await app.press("c", "F", "tab")
        await app.type("2031-04-03..2031-04-04")
        await app.press("enter", "escape")
        text = app.text()
        assert "2031-04-03 to 2031-04-04" in text
        assert "A ferry crosses" in text
        assert "opened at once" not in text
        await app.press("slash")
        await app.type("nothing")
        assert "No record has “nothing”; 2031-04-03 to 2031-04-04" in app.text()
        await app.press("enter", "C")
        assert "opened at once" in app.text()
        assert "2031-04-03" not in app.text().split("Sources")[0]
        await app.press("F", *["down"] * 4)
        assert re.search(r"▌\[ ] Open  [1-9]", app.text())
        await app.press("space", "escape")
        assert "Only open" in app.text()
        assert "A ferry crosses" in app.text()
        assert "opened at once" not in app.text()
        await app.press("C", "O")
        assert "most disputed first" in app.text()


async def test_a_connected_record_is_opened_in_the_drawer(talks: Path, drive: Drive) -> None:
    async with drive(talks, size=(100, 40)) as app:
        await app.press("c", "enter")
        assert "Answered by" in app.text()
        await app.press("end", "enter")
        board = board_of(app)
        assert board.open_record is not None
        assert board.open_record.id == "not-before-harvest"
        assert board.cursor == "not-before-harvest"
        await app.press("escape")
        assert board.open_record.id == "open-bridge"
        await app.press("escape")
        board.put_cursor("boats-back")
        await app.press("enter")
        assert "Agreed · 2031-04-02 · at the mill" in app.text()


async def test_the_board_makes_room_for_the_drawer_beside_it(talks: Path, drive: Drive) -> None:
    async with drive(talks, size=(160, 30)) as app:
        await app.press("c", "enter")
        grid = board_of(app).grid
        layout = grid.layout_now
        assert layout is not None
        assert layout.full == grid.scrollable_content_region.width < 120


@pytest.mark.parametrize(("width", "stacked"), [(99, True), (100, False)])
async def test_below_100_cells_the_columns_stack(drive: Drive, width: int, stacked: bool) -> None:
    async with drive(size=(width, 24)) as app:
        await app.press("c")
        layout = board_of(app).grid.layout_now
        assert layout is not None
        assert layout.stacked is stacked


async def test_an_agreement_stands_once_below_its_own_two_parties(
    talks: Path, drive: Drive
) -> None:
    async with drive(talks, size=(140, 40)) as app:
        await app.press("c", "F", "down", "down", "space", "escape")
        text = app.text()
        assert text.count("boats are returned") == 1
        assert "Upland and Lowland" in text
        assert "Upland and Lowland and" not in text


async def test_every_line_of_the_layout_is_one_of_a_record_or_of_none(
    talks: Path, drive: Drive
) -> None:
    async with drive(talks) as app:
        await app.press("c")
        board = board_of(app)._board
        assert board is not None
        for width, stacked in ((30, True), (60, False), (139, False)):
            layout = lay_out(board, width, stacked, str)
            drawn: dict[int, str] = {}
            for y in range(layout.height):
                for part in layout.line(y).parts:
                    assert part.left + part.width <= width
                    if part.slot is not None:
                        drawn[part.slot] = f"{drawn.get(part.slot, '')} {part.content.plain}"
            for number, slot in enumerate(layout.slots):
                assert slot.entry is not None
                assert slot.entry.record.says in " ".join(drawn[number].split())


@given(st.text(alphabet="ab é字 -—[", max_size=60), st.integers(1, 20))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    flat = " ".join(text.split())
    broken = wrapped(((flat, ""),), width)
    rows = [broken.row(number).plain for number in range(broken.rows)]
    assert "".join(rows).replace(" ", "") == flat.replace(" ", "")
    assert all(broken.row(number).cell_length <= max(width, 2) for number in range(broken.rows))


@given(st.lists(st.text(alphabet="ab 字-[", max_size=40), min_size=3, max_size=3))
def test_a_row_of_cells_is_as_high_as_it_says_and_loses_nothing(texts: list[str]) -> None:
    flat = [" ".join(text.split()) for text in texts]
    cells = Cells([Content(text) for text in flat], (3, 4, 5))
    for width in (20, 71, 72, 150):
        lines = cells.lines(width)
        assert cells.get_height({}, width) == len(lines)
        assert all(line.cell_length <= width for line in lines)
        drawn = sorted("".join(line.plain for line in lines).replace(" ", ""))
        assert drawn == sorted("".join(flat).replace(" ", ""))
