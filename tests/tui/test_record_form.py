"""The form of a record: every field can be filled in and changed, all evidence with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual import events

from briefing.article import Dating, Known
from briefing.dossier.model import Evidence, Figure, Kind, Mode, Record, When
from briefing.tui.forms.record_form import RecordForm
from tests.tui.conftest import Drive, Driven

SELECTED = ("down", "enter", "v", "right_parenthesis", "right_parenthesis")
"""Opens the second article with its first two sentences selected."""
MOST_KEYS = 12
"""Keys besides typed text from a selected passage to a saved record."""
TWO_PIECES = "not-before-harvest"


async def type_in(app: Driven, text: str) -> None:
    """Put text in where the cursor is, at once."""
    if text:
        app.app.post_message(events.Paste(text))
    await app.settle()


async def fill(app: Driven, *rows: str) -> int:
    """Fill rows in one after the other, an empty one as it is; how many keys that took."""
    for text in rows:
        await type_in(app, text)
        await app.press("enter")
    return len(rows)


async def go_to(app: Driven, name: str) -> None:
    """Go to a row of the form, as tab and the mouse do."""
    form = app.app.screen
    assert isinstance(form, RecordForm)
    assert form.is_shown(name), app.text()
    form._use(form.fields[name])
    await app.settle()


async def write(app: Driven, name: str, text: str) -> None:
    """Write a row of the form anew."""
    await go_to(app, name)
    await app.press("delete")
    await type_in(app, text)


def saved(app: Driven, record_id: str | None = None) -> Record:
    """A record as it is now, by default the last."""
    assert not isinstance(app.app.screen, RecordForm), app.text()
    if record_id is None:
        return app.library.dossier.records[-1]
    record = app.library.dossier.record(record_id)
    assert record is not None
    return record


async def change(app: Driven, record_id: str) -> RecordForm:
    """Open the form of a record."""
    await app.screen._change_record(saved(app, record_id))
    await app.settle()
    form = app.app.screen
    assert isinstance(form, RecordForm)
    return form


async def test_every_row_of_a_figure_takes_few_keys(drive: Drive) -> None:
    async with drive(size=(80, 24)) as app:
        await app.press(*SELECTED, "p")
        rows = ("figure", "low", "boats", "Boats lie there.", "boats lent", "12-15", "boats")
        keys = 1 + await fill(app, *rows, "about", "held", "Jon Reed", "")
        assert keys <= MOST_KEYS
        record = saved(app)
        assert record.figure is not None
        assert (record.kind, record.to, record.evidence[0].speaker) == ("figure", None, "Jon Reed")
        assert (record.figure.of, record.figure.value, record.figure.upto) == ("boats lent", 12, 15)
        assert (record.figure.bound, record.figure.state) == ("about", "held")


async def test_every_row_of_an_event_takes_few_keys(drive: Drive) -> None:
    async with drive(size=(80, 24)) as app:
        await app.press(*SELECTED, "p")
        rows = (
            "event",
            "up",
            "boats",
            "Boats are lent.",
            "",
            "in spring",
            "2031-04-01..2031-04-09",
        )
        keys = 1 + await fill(app, *rows, "the report’s date", "", "")
        assert keys <= MOST_KEYS
        days = Dating(Known.INFERRED, date(2031, 4, 1), date(2031, 4, 9), "the report’s date")
        assert saved(app).when == When("in spring", days)


async def test_one_day_needs_no_basis_and_several_do(drive: Drive) -> None:
    async with drive() as app:
        await app.press(*SELECTED, "p")
        await fill(app, "event", "up", "boats", "Boats are lent.", "", "")
        await type_in(app, "2031-04")
        await app.press("ctrl+s")
        assert "say from what" in app.text()
        form = app.app.screen
        assert isinstance(form, RecordForm)
        assert form.current is form.fields["basis"]
        await write(app, "days", "2031-04-01")
        await app.press("ctrl+s")
        assert saved(app).when == When(None, Dating(Known.STATED, *[date(2031, 4, 1)] * 2))


async def test_more_asks_for_what_a_record_may_have_besides(drive: Drive) -> None:
    async with drive() as app:
        await app.press(*SELECTED, "p")
        await fill(app, "demand", "up", "bridge", "Open it.")
        assert "More" in app.text()
        await app.press("ctrl+o")
        assert "More" not in app.text()
        await write(app, "variant_of", "the bridge is opened")
        await write(app, "pending_from", "low")
        await app.press("ctrl+s")
        record = saved(app)
        assert (record.variant_of, record.pending_from) == ("open-bridge", "lowland")
        assert (record.figure, record.when) == (None, None)
        form = await change(app, record.id)
        assert form.is_shown("variant_of")
        assert not form.is_shown("stated")
        await write(app, "variant_of", "")
        await app.press("ctrl+s")
        assert (saved(app).variant_of, saved(app).pending_from) == (None, "lowland")


@pytest.mark.parametrize("size", [(40, 12), (300, 100)])
async def test_the_row_in_use_is_in_sight_on_every_screen(
    drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size=size) as app:
        await app.press(*SELECTED, "p", "ctrl+o")
        form = app.app.screen
        assert isinstance(form, RecordForm)
        for name in ("of", "mode", "kind"):
            await go_to(app, name)
            field, rows = form.fields[name].widget, form.query_one("#form-rows")
            await app.until(lambda f=field, r=rows: r.region.contains_region(f.region))
        assert "Save" in app.text().splitlines()[-1]


async def test_each_piece_of_evidence_is_changed_and_one_undo_takes_it_back(
    folder: Path, drive: Drive
) -> None:
    async with drive(size=(80, 24)) as app:
        before = (folder / "positions.yaml").read_bytes()
        first, second = saved(app, TWO_PIECES).evidence
        await change(app, TWO_PIECES)
        assert "Valley Herald" in app.text()
        await write(app, "speaker", "Reed")
        await go_to(app, "evidence")
        await app.press("down", "enter")
        assert "Coast Courier" in app.text()
        await write(app, "quote", "bridge stays shut")
        await write(app, "speaker", "A miller")
        await app.press("ctrl+s")
        assert saved(app, TWO_PIECES).evidence == (
            Evidence("herald", first.quote, Mode.DIRECT, "Reed"),
            Evidence("courier", "bridge stays shut", second.mode, "A miller"),
        )
        assert app.library.check() == []
        await app.press("u")
        assert (folder / "positions.yaml").read_bytes() == before


async def test_a_piece_without_a_quote_goes_and_the_last_one_stays(drive: Drive) -> None:
    async with drive() as app:
        first, second = saved(app, TWO_PIECES).evidence
        await change(app, TWO_PIECES)
        await write(app, "quote", "")
        await app.press("ctrl+s")
        assert saved(app, TWO_PIECES).evidence == (second,)
        await change(app, TWO_PIECES)
        await write(app, "quote", "")
        await app.press("ctrl+s")
        assert "delete the record" in app.text()
        assert saved_none(app)
        assert first.quote


def saved_none(app: Driven) -> bool:
    """Whether the form is still open."""
    return isinstance(app.app.screen, RecordForm)


@pytest.mark.parametrize(
    ("words", "says"), [("not printed there", "not in courier"), ("the", "times there")]
)
async def test_a_quote_that_is_not_one_place_is_refused_and_shown(
    drive: Drive, words: str, says: str
) -> None:
    async with drive() as app:
        form = await change(app, "ferry-offer")
        await write(app, "quote", words)
        await app.press("ctrl+s")
        assert says in app.text()
        assert form.current is form.fields["quote"]
        assert app.library.dossier.record("ferry-offer") is not None


async def test_a_lost_quote_is_offered_what_is_most_like_it(folder: Path, drive: Drive) -> None:
    path = folder / "courier.md"
    path.write_text(path.read_text().replace("a ferry twice a week", "a ferry twice each week"))
    async with drive() as app:
        form = await change(app, "ferry-offer")
        await go_to(app, "quote")
        assert "the nearest that is there" in app.text()
        await app.press("down", "ctrl+s")
        assert not isinstance(app.app.screen, RecordForm), app.text()
        assert "twice each week" in saved(app, "ferry-offer").evidence[0].quote
        assert form.has_more


async def test_what_is_not_touched_stays_as_it_was(folder: Path, drive: Drive) -> None:
    path = folder / "positions.yaml"
    text = path.read_text().replace(
        "  says: A ferry crosses twice a week.\n",
        "  says: A ferry crosses twice a week.\n"
        "  figure: {of: crossings, value: 2.50, unit: a week, state: planned}  # as told\n"
        '  when: {stated: soon, from: "2031-04-03", known: stated, basis: a note}\n',
    )
    path.write_text(text)
    async with drive() as app:
        assert app.library.problems == ()
        await change(app, "ferry-offer")
        await write(app, "says", "A ferry crosses.")
        await app.press("ctrl+s")
        assert saved(app, "ferry-offer").figure == Figure(
            "crossings",
            "a week",
            2.5,
            state=saved(app, "ferry-offer").figure.state,  # type: ignore[union-attr]
        )
    assert path.read_text() == text.replace("crosses twice a week.", "crosses.", 1)


async def test_a_memo_has_as_many_lines_as_it_needs(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press(*SELECTED, "m")
        await type_in(app, "First line")
        await app.press("ctrl+j")
        await type_in(app, "and another")
        assert "New line" in app.text()
        await app.press("enter")
        assert app.library.dossier.highlights[0].memo == "First line\nand another"
        await app.press("m", "end", "ctrl+j")
        await type_in(app, "a third")
        await app.press("ctrl+s")
        assert app.library.dossier.highlights[0].memo == "First line\nand another\na third"
        await app.press("u")
        assert app.library.dossier.highlights[0].memo == "First line\nand another"


def test_a_response_alone_has_a_stance() -> None:
    from briefing.tui.forms.record_rows import is_asked, is_possible

    assert [kind for kind in Kind if is_possible("stance", kind)] == [Kind.RESPONSE]
    assert all(is_asked("mode", kind) for kind in Kind)
