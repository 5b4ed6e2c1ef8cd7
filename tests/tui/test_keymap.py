"""The user's keys and colours: taken, refused with both names, shown wherever keys are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rich.color
from click.testing import CliRunner
from rich.style import Style
from textual.color import Color

from briefing.cli.keys_command import keys_command
from briefing.config import Config, Watch, read_config
from briefing.library import Library
from briefing.locations import state_folder
from briefing.tui.app import BriefingApp
from briefing.tui.base.theme_choice import chosen
from briefing.tui.base.themes import NAMED
from briefing.tui.keys.actions import as_markdown
from briefing.tui.keys.keymap import defaults, keymap
from tests.tui.conftest import Drive, Driven

READABLE = 4.5
"""The contrast of text that WCAG 2.2 asks for (1.4.3)."""
TELLING_APART = 3.0
"""The contrast of what is no text (1.4.11)."""


def test_a_clash_names_both_and_changes_nothing() -> None:
    found = keymap({"board": "s"})
    assert found.changed == {}
    (problem,) = found.problems
    assert "board" in problem
    assert "search" in problem


def test_a_list_and_what_holds_it_share_their_keys() -> None:
    found = keymap({"list.down": "t"})
    assert found.changed == {}
    assert "tags.rename" in found.problems[0]


def test_two_actions_may_swap_their_keys() -> None:
    found = keymap({"board": "s", "search": "c"})
    assert found.problems == ()
    assert found.changed == {"board": "s", "search": "c"}


@pytest.mark.parametrize("keys", ["hyper+x", "", "nokey", "ctrl+"])
def test_a_key_that_is_none_is_refused(keys: str) -> None:
    assert keymap({"board": keys}).problems
    assert keymap({"board": keys}).changed == {}


@pytest.mark.parametrize(("typed", "key"), [("%", "percent_sign"), ("@", "at"), ("Y", "Y")])
def test_a_sign_is_named_as_textual_does(typed: str, key: str) -> None:
    assert keymap({"palette": f"f4,{typed}"}).changed == {"palette": f"f4,{key}"}


def test_an_unknown_action_is_told() -> None:
    assert "nonsense" in keymap({"nonsense": "B"}).problems[0]


def test_the_usual_keys_do_not_clash_with_themselves() -> None:
    own = {key.id: key.key for key in defaults()}
    assert keymap(own).problems == ()


def test_config_is_read_and_its_mistakes_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert read_config(path) == Config()
    path.write_text('theme = "light"\nmouse = false\n[keys]\nboard = "B"\nlist.down = "n"\n')
    config = read_config(path)
    assert (config.theme, config.mouse, config.problems) == ("light", False, ())
    assert config.keys == {"board": "B", "list.down": "n"}
    path.write_text('theme = "pink"\nmouse = 3\ncolour = 1\n[keys]\nboard = 7\n')
    config = read_config(path)
    assert (config.theme, config.mouse, config.keys) == ("dark", True, {})
    assert len(config.problems) == 4
    path.write_text("theme = ")
    assert str(path) in read_config(path).problems[0]


def test_the_command_lists_every_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    answer = json.loads(CliRunner().invoke(keys_command, ["--format", "json"]).stdout)
    assert [row["id"] for row in answer["keys"]] == [key.id for key in defaults()]
    assert all(set(row) == {"id", "key", "name", "help", "where"} for row in answer["keys"])
    assert len(answer["keys"]) > 30


def test_every_key_is_in_the_documented_help() -> None:
    text = as_markdown()
    assert [key.id for key in defaults() if key.help not in text] == []


async def test_the_app_takes_keys_and_theme_and_tells_what_it_left_out(
    folder: Path, drive: Drive
) -> None:
    config = Config({"board": "Y", "records": "s"}, "high-contrast")
    library = Library(folder, index=folder.parent / "index")
    app = BriefingApp(library, config)
    async with app.run_test(size=(100, 60), notifications=True) as pilot:
        driven = Driven(pilot, library)
        await driven.opened()
        assert app.theme == NAMED["high-contrast"]
        assert any("records" in said and "search" in said for said in driven.said())
        await driven.press("Y")
        assert driven.screen.view == "board"
        await driven.press("question_mark")
        assert "Y                             compare" in driven.text()
    library.close()


async def test_a_theme_that_was_chosen_is_there_the_next_time(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press("T")
        assert app.app.theme == NAMED["light"]
    async with drive() as app:
        assert app.app.theme == NAMED["light"]
        await app.press("ctrl+p")
        await app.type("16 col")
        await app.press("enter")
        assert app.app.theme == NAMED["terminal"]
    assert chosen("dark") == "terminal"
    assert chosen("high-contrast") == "high-contrast", "what config.toml says since counts"
    (state_folder() / "theme.json").write_text('{"chosen": "pink", "instead_of": "dark"}')
    async with drive() as app:
        assert app.app.theme == NAMED["dark"]


async def test_selection_and_marks_show_in_every_theme(drive: Drive) -> None:
    """The selection is seen, and marks are told apart without their colours."""
    async with drive() as app:
        await app.press("enter", "v", "w", "w")
        view = app.screen.reading.article.view
        for theme in (*NAMED, "no colour"):
            app.app.theme = NAMED.get(theme, NAMED["dark"])
            app.app.no_color = theme == "no colour"
            await app.settle()
            view.notify_style_update()
            plain = view.rich_style
            marked = plain + view._look("selection")
            if theme in ("terminal", "no colour"):
                assert marked.reverse, theme
            else:
                assert contrast(marked.color, marked.bgcolor) >= READABLE, theme
                assert contrast(marked.bgcolor, plain.bgcolor) >= TELLING_APART, theme
            names = ("hit", "evidence", "highlight", "caret")
            looks = {name: without_colour(view._look(name)) for name in names}
            assert len(set(looks.values())) == len(names), (theme, looks)
            assert without_colour(Style()) not in looks.values(), (theme, looks)


def contrast(one: rich.color.Color | None, other: rich.color.Color | None) -> float:
    """The contrast of two colours as WCAG 2.2 has it: 1 to 21."""

    def light(color: rich.color.Color | None) -> float:
        assert color is not None
        parts = [part / 255 for part in Color.from_rich_color(color).rgb]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def without_colour(style: Style) -> tuple[bool, ...]:
    """What is left of a style where there are no colours."""
    return tuple(map(bool, (style.bold, style.italic, style.underline, style.reverse)))


@pytest.mark.parametrize(
    ("line", "watch"),
    [("", Watch.SYSTEM), ("watch = false", Watch.OFF), ('watch = "poll"', Watch.POLL)],
)
def test_the_folder_is_watched_as_the_config_says(tmp_path: Path, line: str, watch: Watch) -> None:
    path = tmp_path / "config.toml"
    path.write_text(line)
    assert read_config(path).watch is watch


@pytest.mark.parametrize("value", ["1", '"often"', "[]"])
def test_what_watch_cannot_be_is_told_and_left_out(tmp_path: Path, value: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"watch = {value}")
    config = read_config(path)
    assert config.watch is Watch.SYSTEM
    assert "watch is true, false or 'poll'" in config.problems[0]
