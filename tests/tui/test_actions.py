"""The table of actions: documented, reachable, without two meanings for one key."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from briefing.tui.keys.actions import ACTIONS, Where, as_markdown
from tests.tui.conftest import Drive

KEYS = Path(__file__).parents[2] / "docs" / "keys.md"


def test_the_documented_keys_are_those_of_the_table() -> None:
    assert KEYS.read_text(encoding="utf-8") == as_markdown(), (
        "run python -m briefing.tui.keys.actions > docs/keys.md"
    )


def test_ids_are_unique_and_no_key_has_two_meanings_in_one_place() -> None:
    assert max(Counter(action.id for action in ACTIONS).values()) == 1
    for where in Where:
        keys = Counter(
            key for action in ACTIONS if action.where is where for key in action.keys.split(",")
        )
        assert [key for key, times in keys.items() if times > 1] == []


STATES: tuple[tuple[str, ...], ...] = (
    ("c", "question_mark"),
    ("f",),
    ("c", "F"),
    ("enter", "p"),
    ("enter", "h", "h"),
    ("enter", "m"),
    ("M",),
)
"""What is pressed to have everything on the screen that keys are bound to."""


async def test_every_action_has_a_method_where_it_is_bound(drive: Drive) -> None:
    found: dict[str, bool] = {}
    for keys in STATES:
        async with drive() as app:
            await app.press(*keys)
            top = app.app.screen
            for node in (*app.screen.query("*"), app.screen, top, *top.query("*")):
                for _, binding in node._bindings:
                    scope, _, does = binding.action.rpartition(".")
                    owner = {"app": app.app, "screen": node.screen}.get(scope, node)
                    name = does.partition("(")[0]
                    found[binding.id or ""] = hasattr(owner, f"action_{name}")
    assert [action.id for action in ACTIONS if not found.get(action.id)] == []


async def test_palette_offers_the_table_and_runs_it(drive: Drive) -> None:
    async with drive() as app:
        offered = {command.title for command in app.app.get_system_commands(app.app.screen)}
        assert offered >= {action.name for action in ACTIONS if action.palette}
        await app.press("ctrl+p")
        await app.type("board")
        await app.press("enter")
        assert app.screen.view == "board"


async def test_a_keymap_moves_an_action_to_another_key(drive: Drive) -> None:
    async with drive() as app:
        app.app.set_keymap({"board": "B"})
        await app.press("c")
        assert app.screen.view == "reading"
        await app.press("B")
        assert app.screen.view == "board"
