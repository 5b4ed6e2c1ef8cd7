"""Copying, and opening pages: what was tried is told, and only pages of the web are opened."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

import pytest

from briefing.locations import state_folder
from briefing.tui import clipboard
from briefing.tui.reading_actions import is_page
from tests.tui.conftest import Drive

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that takes the place of all others in the search for programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, name: str, does: str = "") -> Path:
    """A clipboard program; what it was given is in the file that is returned."""
    taken = folder / f"{name}.taken"
    script = folder / name
    script.write_text(f"#!/bin/sh\n{does or f'/bin/cat > {taken}'}\n")
    script.chmod(0o755)
    return taken


@pytest.mark.parametrize(
    ("display", "platform", "names"),
    [
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", ["wl-copy", "xclip", "xsel"]),
        ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel"]),
        ({}, "linux", []),
        ({}, "darwin", ["pbcopy"]),
    ],
)
def test_only_programs_that_could_work_are_tried(
    display: dict[str, str], platform: str, names: list[str]
) -> None:
    assert [command[0] for command in clipboard.programs(display, platform)] == names


@pytest.mark.parametrize("name", ["wl-copy", "xclip", "xsel"])
def test_the_program_gets_the_text_as_it_is(
    programs: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY" if name == "wl-copy" else "DISPLAY", "here")
    taken = install(programs, name)
    text = "“Ça — 東”\n> $(rm) `x`\n"
    assert clipboard.copy_by_program(text) == (name, [])
    assert taken.read_text(encoding="utf-8") == text


def test_one_that_fails_or_hangs_is_passed_over(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(clipboard, "PATIENCE", 0.2)
    install(programs, "wl-copy", "exec /bin/sleep 10")
    install(programs, "xclip", "echo cannot >&2; exit 1")
    assert clipboard.copy_by_program("x") == (None, ["wl-copy", "xclip"])
    install(programs, "xsel")
    assert clipboard.copy_by_program("x") == ("xsel", ["wl-copy", "xclip"])


async def test_what_was_tried_is_said(
    programs: Path, monkeypatch: pytest.MonkeyPatch, drive: Drive
) -> None:
    async with drive() as app:
        monkeypatch.setenv("DISPLAY", ":0")
        taken = install(programs, "xclip")
        await app.press("enter", "y")
        assert app.said()[-1] == "Copied the article with xclip."
        assert "Lowland offered a ferry" in taken.read_text(encoding="utf-8")
        install(programs, "xclip", "exit 1")
        await app.press("y")
        said = app.said()[-1]
        assert said.startswith("xclip did not take it. Sent the article")
        assert "OSC 52" in said
        assert app.app.clipboard == (state_folder() / "copied.md").read_text(encoding="utf-8")
        monkeypatch.setattr(clipboard, "LARGEST_OSC52", 10)
        app.app.copy_to_clipboard("before")
        await app.press("y")
        assert "Too long" in app.said()[-1]
        assert str(state_folder() / "copied.md") in app.said()[-1]
        assert app.app.clipboard == "before"


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org/", True),
        ("HTTPS://example.org/", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https:///nowhere", False),
        ("https://example.org/\u202e", False),
        ("https://example.org/a b", False),
        ("ftp://example.org/", False),
    ],
)
def test_only_pages_of_the_web_are_opened(url: str, opens: bool) -> None:
    assert is_page(url) is opens


async def test_the_browser_is_asked_for_the_page(
    folder: Path, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter([True, False])

    def browser(url: str) -> bool:
        asked.append(url)
        return next(answers)

    monkeypatch.setattr(webbrowser, "open", browser)
    url = "https://example.org/a?b=c"
    path = folder / "courier.md"
    path.write_text(path.read_text().replace("---\n", f'---\nurl: "{url}"\n', 1))
    async with drive() as app:
        await app.press("o")
        assert "Open an article first" in app.said()[-1]
        await app.press("enter", "o")
        assert "Asked the browser" in app.said()[-1]
        await app.press("o")
        assert f"the page is {url}" in app.said()[-1]
        assert asked == [url, url]
        await app.press("right_square_bracket", "o")
        assert "names no page" in app.said()[-1]
        assert asked == [url, url]
