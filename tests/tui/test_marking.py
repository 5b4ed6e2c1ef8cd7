"""Marking by keys: highlights, records, evidence, undo; painted, listed and on the disk at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.tui.forms.form import Form
from briefing.tui.forms.note_form import NoteForm
from briefing.tui.forms.record_form import RecordForm
from briefing.tui.widgets.confirm import Confirm
from tests.tui.conftest import Drive, Driven

SIZES = [(40, 12), (80, 24), (120, 40), (200, 60)]
SELECT_SENTENCE = ("down", "enter", "v", "right_parenthesis", "right_parenthesis")
"""Opens the second article with its first two sentences selected."""
MOST_KEYS = 12
"""Keys besides typed text from a selected passage to a saved record."""


def form(app: Driven) -> Form:
    assert isinstance(app.app.screen, Form)
    return app.app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_passage_becomes_a_record_on_the_board(
    folder: Path, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size=size) as app:
        await app.press(*SELECT_SENTENCE)
        span = app.screen.reading.article.view.selected_span
        assert span is not None
        await app.press("p", "ctrl+s")
        assert any("Saved the record" in said for said in app.said())
        record = app.library.dossier.records[-1]
        assert span in [found for found, r in app.library.evidence_in("herald") if r == record]
        assert record.id in (folder / "positions.yaml").read_text()
        evidence = app.screen.reading.article.view._marks
        assert any(span in evidence.of(kind).spans for kind in ("evidence",))  # type: ignore[arg-type]
        await app.press("c")
        board = app.screen.board
        assert board is not None
        await app.press("end")
        assert record in app.library.dossier.records


async def test_every_row_filled_in_takes_few_keys(drive: Drive) -> None:
    async with drive(size=(80, 24)) as app:
        await app.press(*SELECT_SENTENCE)
        keys = 0

        async def press(*names: str) -> None:
            nonlocal keys
            keys += len(names)
            await app.press(*names)

        await press("p")
        await app.press(*"resp")
        await press("enter")
        await app.press(*"low")
        await press("enter")
        await app.press(*"boats")
        await press("enter", "enter")
        await app.press(*"up")
        await press("enter")
        await app.press(*"ferry")
        await press("enter", "enter")
        await app.press(*"cond")
        await press("enter")
        await app.press(*"Jon Reed")
        await press("enter", "enter")
        assert any("Saved the record" in said for said in app.said()), app.text()
        assert keys <= MOST_KEYS
        record = app.library.dossier.records[-1]
        assert (record.kind, record.party, record.to) == ("response", "lowland", "upland")
        assert (record.issue, record.answers, record.stance) == (
            "boats",
            ("ferry-offer",),
            "conditional",
        )
        assert (record.evidence[0].speaker, record.evidence[0].mode) == ("Jon Reed", "paraphrase")


async def test_a_new_party_and_issue_go_into_the_settings(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press(*SELECT_SENTENCE, "p", "enter")
        await app.press(*"The millers", "enter", *"Mill rights", "ctrl+s")
        settings = app.library.dossier.settings
        assert settings.parties[-1].name == "The millers"
        assert "Mill rights" in (folder / "briefing.yaml").read_text()
        assert app.library.dossier.records[-1].party == settings.parties[-1].id


async def test_what_is_missing_is_said_and_the_form_stays(drive: Drive) -> None:
    async with drive() as app:
        count = len(app.library.dossier.records)
        await app.press(*SELECT_SENTENCE, "p", *"resp", "ctrl+s")
        assert "responds to" in app.text(), app.text()
        assert isinstance(app.app.screen, RecordForm)
        assert app.app.focused is form(app).fields["answers"]
        await app.press("escape")
        assert isinstance(app.app.screen, RecordForm)
        assert "esc again" in app.text()
        await app.press("escape")
        assert not isinstance(app.app.screen, RecordForm)
        assert len(app.library.dossier.records) == count


async def test_a_failed_save_keeps_the_form_and_says_why(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press(*SELECT_SENTENCE, "p")
        (folder / "positions.yaml").write_text("- id: [broken\n")
        await app.press("ctrl+s")
        assert isinstance(app.app.screen, RecordForm)
        assert "Not saved" in app.text()
        assert (folder / "positions.yaml").read_text() == "- id: [broken\n"


async def test_highlight_tag_memo_and_removal(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press(*SELECT_SENTENCE, "h")
        (mark,) = app.library.dossier.highlights
        assert any("Highlighted" in said for said in app.said())
        await app.press("t")
        assert isinstance(app.app.screen, NoteForm)
        await app.press(*"bridge", "enter", *"to check", "enter", "ctrl+s")
        assert app.library.dossier.highlights[0].tags == ("bridge", "to check")
        await app.press("m")
        assert app.app.focused is form(app).fields["memo"]
        await app.press(*"ask Ada", "enter")
        assert app.library.dossier.highlights[0].memo == "ask Ada"
        await app.press("H")
        assert "ask Ada" in app.text()
        await app.press("x")
        assert isinstance(app.app.screen, Confirm)
        await app.press("escape")
        assert app.library.dossier.highlights
        await app.press("x", "enter")
        assert app.library.dossier.highlights == ()
        assert mark.id not in (folder / "highlights.yaml").read_text()
        await app.press("u")
        assert [m.id for m in app.library.dossier.highlights] == [mark.id]
        assert app.screen.reading.highlights.chosen is not None


async def test_a_tag_is_renamed_from_the_list_of_highlights(drive: Drive) -> None:
    async with drive() as app:
        await app.press("enter", "H", "t")
        assert "No highlight has a tag yet" in app.said()[-1]
        await app.press("escape", *SELECT_SENTENCE, "t", *"bridge", "enter", "ctrl+s", "H", "t")
        await app.press("enter", *"river", "enter")
        assert app.said()[-1] == "Renamed the tag bridge to river, on 1 highlight."
        assert "river" in app.text()
        await app.press("t", "enter", "delete", "enter")
        assert app.said()[-1] == "Took the tag river away, on 1 highlight."
        assert app.library.dossier.highlights[0].tags == ()
        await app.press("u")
        assert app.library.dossier.highlights[0].tags == ("river",)


async def test_undo_and_redo_say_what_they_did(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        before = (folder / "positions.yaml").read_bytes()
        await app.press("u")
        assert any("nothing to undo" in said for said in app.said())
        await app.press(*SELECT_SENTENCE, "p", "ctrl+s")
        record = app.library.dossier.records[-1]
        await app.press("u")
        assert (folder / "positions.yaml").read_bytes() == before
        assert any("Undone" in said and record.id in said for said in app.said())
        await app.press("ctrl+r")
        assert app.library.dossier.record(record.id) is not None
        assert any("Done again" in said for said in app.said())


async def test_undo_and_redo_go_on_after_a_restart(folder: Path, drive: Drive) -> None:
    path = folder / "positions.yaml"
    before = path.read_bytes()
    async with drive() as app:
        await app.press(*SELECT_SENTENCE, "p", "ctrl+s", "h")
        record, mark = app.library.dossier.records[-1], app.library.dossier.highlights[-1]
        after = path.read_bytes()
    async with drive() as app:
        await app.press("c", "u")
        assert mark.id in app.said()[-1]
        await app.press("u")
        assert record.id in app.said()[-1]
        assert (path.read_bytes(), app.library.dossier.highlights) == (before, ())
    async with drive() as app:
        await app.press("ctrl+r", "ctrl+r")
        assert path.read_bytes() == after
        assert [m.id for m in app.library.dossier.highlights] == [mark.id]
        await app.press("ctrl+r")
        assert "nothing to do again" in app.said()[-1]


async def test_an_undo_over_a_later_change_says_so_and_can_be_left_out(
    folder: Path, drive: Drive
) -> None:
    async with drive() as app:
        await app.press(*SELECT_SENTENCE, "p", "ctrl+s")
        path = folder / "positions.yaml"
        said = app.library.dossier.records[-1].says
        edited = path.read_text().replace(said, "Somebody else wrote this.")
        assert edited != path.read_text()
        path.write_text(edited)
        await app.press("u")
        assert isinstance(app.app.screen, Confirm)
        assert path.read_text() == edited
        await app.press("enter")
        assert path.read_text() == edited
        await app.press("u")
        assert any("nothing to undo" in said for said in app.said())


async def test_a_record_is_changed_and_deleted_from_the_board(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press("c", "E", "enter", "enter", "enter", *"Open it now.", "ctrl+s")
        record = app.library.dossier.record("open-bridge")
        assert record is not None
        assert record.says == "Open it now."
        assert record.evidence[0].speaker == "Mira Holt"
        await app.press("x")
        assert "not-before-harvest" in app.text(), app.text()
        await app.press("enter")
        assert app.library.dossier.record("open-bridge") is None
        other = app.library.dossier.record("not-before-harvest")
        assert other is not None
        assert other.answers == ()


async def test_a_passage_is_attached_to_a_record(drive: Drive) -> None:
    async with drive() as app:
        await app.press(*SELECT_SENTENCE, "a", *"ferry", "enter", "ctrl+s")
        record = app.library.dossier.record("ferry-offer")
        assert record is not None
        assert [evidence.article for evidence in record.evidence] == ["courier", "herald"]


async def test_suggestions_are_taken_into_the_form_or_dismissed_for_good(
    folder: Path, drive: Drive
) -> None:
    async with drive() as app:
        await app.press("enter", "S")
        first = app.screen.reading.suggestions.chosen
        assert first is not None
        await app.press("x")
        assert app.library.dossier.dismissed[-1].id == first.id
        second = app.screen.reading.suggestions.chosen
        assert second is None or second.id != first.id
        await app.press("u")
        assert app.library.dossier.dismissed == ()
        item = app.screen.reading.suggestions.chosen
        assert item is not None
        await app.press("p")
        assert form(app).value("kind") == item.kind
        await app.press("escape")
        await app.press("enter")
        article = app.screen.reading.article.article
        assert article is not None
        assert article.id == item.article


async def test_back_and_forward(drive: Drive) -> None:
    async with drive() as app:
        await app.press("enter", "c", "alt+left")
        assert app.screen.view == "reading"
        await app.press("alt+right")
        assert app.screen.view == "board"
        await app.press("greater_than_sign")
        assert app.screen.view == "board"
        await app.press("less_than_sign", "s", "greater_than_sign")
        assert app.screen.view == "reading"


async def test_what_was_read_is_remembered_and_marked(drive: Drive) -> None:
    async with drive(size=(60, 16)) as app:
        assert "● Lowland offers" in app.text()
        await app.press("down", "enter", "G")
        place = app.screen.reading.article.view.place
        assert place is not None
        assert place.top > 0
    async with drive(size=(60, 16)) as app:
        assert "● Bridge talks" not in app.text()
        await app.press("down", "enter")
        again = app.screen.reading.article.view.place
        assert again is not None
        assert again.top == place.top
        await app.press("U", "shift+tab")
        assert "herald" not in app.screen.memory.read


async def test_a_source_is_marked_in_the_list_without_opening_it(drive: Drive) -> None:
    async with drive() as app:
        await app.press("down", "U")
        assert app.screen.reading.article.article is None
        assert app.screen.memory.read == {"herald"}
        assert "● Bridge talks" not in app.text()
    async with drive() as app:
        assert app.screen.memory.read == {"herald"}
        await app.press("down", "U")
        assert "● Bridge talks" in app.text()
        await app.press("up", "enter")
        assert app.screen.memory.read == {"courier"}
