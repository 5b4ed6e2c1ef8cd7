"""Every screen of the app on a library of attacks: nothing is obeyed, no markup is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.widgets import Input, TextArea

from briefing.library import Library
from briefing.tui.app import BriefingApp
from briefing.tui.forms.long_field import SafeTextArea
from briefing.tui.widgets.typed import SafeInput
from tests.faults.test_damage import until
from tests.hostile.payloads import ATTACK, MARK, harm_in
from tests.journeys.terminal import Terminal
from tests.tally import tried

BACK = "escape"
TOURS = {
    "sources": ["down", "down", "down", "up", "G", "g"],
    "article": ["G", "enter", "space", "#", "d", "i", "enter", "l", "]", "]", "["],
    "board": ["c", "j", "l", "j", "enter", BACK, "c", "F"],
    "records": ["enter", "r", "j", "enter"],
    "search": ["s", *MARK, "down", "enter"],
    "nothing found": ["s", *"nowhere", *MARK],
    "find": ["enter", "/", *"bridge", "enter", "n"],
    "figures": ["f", "j", "enter"],
    "wording": ["W", "j", "l", "enter"],
    "timeline": ["D", "j", "enter"],
    "highlights": ["H", "j", "enter"],
    "suggestions": ["S", "j", "enter"],
    "record": ["enter", "p", "tab", "down", "tab", "down", "tab", *"up", "tab"],
    "memo": ["enter", "l", "m"],
    "tag": ["enter", "l", "t", *"ta"],
    "metadata": ["enter", "M", "tab", "tab"],
    "attach": ["enter", "a", *"op"],
    "edit": ["c", "j", "E"],
    "delete": ["c", "j", "x"],
    "undo": ["enter", "h", "u", "ctrl+r"],
    "export": ["enter", "e", "c", "e"],
    "copy": ["enter", "y"],
    "browse": ["enter", "o"],
    "palette": ["ctrl+p", *"board"],
    "help": ["question_mark"],
}
NARROW, ROOMY, WIDE = (80, 24), (140, 30), (160, 50)
LAST_LOOKS = 2
SHOWING = {"sources", "article", "board", "records", "search", "find", "figures", "timeline"}


def segments_of(app: App[None]) -> Iterator[tuple[str, object]]:
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            yield segment.text, segment.style


def assert_harmless(app: App[None], where: str) -> str:
    shown = []
    for text, style in segments_of(app):
        assert harm_in(text) == set(), (where, text)
        if style is not None:
            assert getattr(style, "link", None) is None, text
            actions = {v for k, v in (getattr(style, "meta", None) or {}).items() if "@" in k}
            assert not any("app.quit" in str(a) or "app.bell" in str(a) for a in actions), text
        shown.append(text)
    assert all(isinstance(field, SafeInput) for field in app.screen.query(Input)), where
    assert all(isinstance(field, SafeTextArea) for field in app.screen.query(TextArea)), where
    for note in app._notifications:
        assert note.markup is False or not re.search(r"\[(@|link|bold|/)", note.message)
    return "".join(shown)


def text_on(app: App[None]) -> str:
    return "".join(text for text, _ in segments_of(app))


EVERY = list(TOURS)


@pytest.mark.parametrize(
    ("size", "names"),
    [
        pytest.param(NARROW, ["sources", "records", "edit", "find", "export"], id="narrow"),
        pytest.param(
            ROOMY, ["article", "board", "search", "record", "memo", "timeline"], id="wide"
        ),
        pytest.param(NARROW, EVERY, id="narrow, all", marks=pytest.mark.slow),
        pytest.param(WIDE, EVERY, id="wide, all", marks=pytest.mark.slow),
    ],
)
async def test_every_screen_shows_attacks_and_obeys_none(
    hostile: Path, size: tuple[int, int], names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    library = Library(hostile)
    app = BriefingApp(library)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: bool(app.screen.query("ArticleView")))
        for name in names:
            seen = ""
            for number, key in enumerate(TOURS[name]):
                await pilot.press(key)
                if number >= len(TOURS[name]) - LAST_LOOKS:
                    await pilot.pause(0.02)
                    seen += assert_harmless(app, f"{name}: {key}")
            assert app.is_running, name
            if name in SHOWING:
                assert MARK in seen, name
            for _ in range(4):
                await pilot.press(BACK)
            tried("screens with attacks on them")
    library.close()
    assert opened == []
    assert app.return_code in {None, 0}


CLIPBOARD = "]52;c;ZXZpbA=="
FIELDS = [["s"], ["enter", "/"], ["enter", "l", "m"], ["ctrl+p"]]


async def test_what_is_pasted_is_shown_harmlessly(hostile: Path) -> None:
    """By the terminal into every kind of field, by a key into the last one."""
    library = Library(hostile)
    app = BriefingApp(library)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: bool(app.screen.query("ArticleView")))
        for keys in FIELDS:
            await pilot.press(BACK, BACK, BACK, *keys)
            await until(pilot, lambda: isinstance(app.focused, SafeInput | SafeTextArea))
            app.post_message(events.Paste(ATTACK))
            await until(pilot, lambda: CLIPBOARD in text_on(app))
            assert_harmless(app, " ".join(keys))
        app._clipboard = ATTACK
        await pilot.press("home", "shift+end", "delete", "ctrl+v")
        await until(pilot, lambda: CLIPBOARD in text_on(app))
        assert_harmless(app, "pasted by a key")
    library.close()


OSC = re.compile(r"\x1b\](.*?)(?:\x07|\x1b\\)", re.DOTALL)
STRINGS = re.compile(r"\x1b([PX^_])")
ALLOWED = re.compile(r"\x1b(?:\[[0-9;?<>=!$ ]*[A-Za-z~]|[()][A-Z0-9]|[=>78MDEHcno])")


def test_what_goes_to_the_terminal_is_ours_alone(hostile: Path, tmp_path: Path) -> None:
    (hostile / "briefing.yaml").touch()
    with Terminal([str(hostile)], home=tmp_path / "home", columns=120, rows=40) as terminal:
        terminal.wait("zzyzx")
        terminal.press("enter", "G", "c", "j", "f", "escape", "escape", "s")
        terminal.type(MARK)
        terminal.wait("1 ")
        terminal.press("enter", "H", "escape", "escape", "ctrl+q")
        terminal.wait_end()
    raw = terminal.raw
    assert MARK in raw
    assert [m for m in OSC.findall(raw) if not m.startswith(("10;", "11;", "22;"))] == []
    assert STRINGS.findall(raw) == []
    rest = ALLOWED.sub("", OSC.sub("", raw))
    assert "\x1b" not in rest, ascii(rest[rest.find("\x1b") :][:80])
    assert harm_in(rest) - {"\r"} == set()
    assert "\x07" not in rest
