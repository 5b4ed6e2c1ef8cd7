"""An error of the program itself: one sentence, a log, and nothing that was typed is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Input

from briefing import crash
from briefing.library import Library
from briefing.tui.app import BriefingApp
from tests.faults.test_damage import until
from tests.hostile.commands import call
from tests.hostile.payloads import ATTACK, harm_in
from tests.tui.conftest import FILES


@pytest.fixture
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny library, and a state folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "talks").mkdir()
    for name, text in FILES.items():
        (tmp_path / "talks" / name).write_text(text, encoding="utf-8")
    return tmp_path / "talks"


def breaks(*_: object, **__: object) -> None:
    raise KeyError(ATTACK)


def test_a_command_says_one_harmless_sentence_and_keeps_the_details(
    talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "search", breaks)
    ran = call("search", "bridge", cwd=talks)
    assert ran.code == crash.EXIT_CODE
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    assert str(crash.crash_log()) in ran.err
    log = crash.crash_log().read_text()
    assert "KeyError" in log
    assert "test_crash.py" in log
    assert harm_in(ran.err + log) == set()
    assert crash.crash_log().stat().st_mode & 0o077 == 0


async def _break(app: BriefingApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("s", *"harvest")
        await until(pilot, lambda: any(i.value == "harvest" for i in app.screen.query(Input)))
        field = next(i for i in app.screen.query(Input) if i.value == "harvest")
        monkeypatch.setattr(type(field), "action_cursor_left", breaks)
        await pilot.press("left")
        await until(pilot, lambda: app._exception is not None)


async def test_the_app_leaves_with_a_sentence_and_keeps_the_half_typed_form(
    talks: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Library(talks)
    app = BriefingApp(library)
    with pytest.raises(KeyError):
        await _break(app, monkeypatch)
    library.close()
    assert app.return_code
    app._print_error_renderables()
    said = capsys.readouterr().err
    assert "briefing: an error of the program itself: KeyError" in said
    assert harm_in(said) == set()
    assert "Traceback" not in said
    log = crash.crash_log().read_text()
    assert "Typed and not saved" in log
    assert ": harvest" in log


def test_where_no_log_can_be_written_the_sentence_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    told = crash.note(ValueError("x"))
    assert "ValueError: x" in told
    assert "log" not in told


def test_the_log_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    crash.note(ValueError("the first"))
    os.truncate(crash.crash_log(), 5 * crash.LARGEST)
    crash.note(ValueError("the last"))
    assert crash.LARGEST < crash.crash_log().stat().st_size < 2 * crash.LARGEST
    assert "the last" in crash.crash_log().read_text()
