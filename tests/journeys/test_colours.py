"""Without colours: none is sent to the terminal, and what is selected is seen all the same."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pyte.screens import Char

from tests.journeys.terminal import MOUSE_WANTED, Terminal

COLOUR = re.compile(r"\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m")
"""A code of a colour (ECMA-48, 8.3.117); 39 and 49 are the terminal's own."""


def selected(cells: list[Char]) -> bool:
    """Whether the words are reversed, and the mark before them is not."""
    mark, _, *words = cells
    return not mark.reverse and all(cell.reverse for cell in words)


@pytest.mark.parametrize("theme", ["light", "terminal"])
def test_no_color_sends_none(sample: Path, tmp_path: Path, theme: str) -> None:
    library = tmp_path / "talks"
    shutil.copytree(sample, library, ignore=shutil.ignore_patterns("index", "exports"))
    config = tmp_path / "config" / "briefing" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'theme = "{theme}"\n', encoding="utf-8")
    with Terminal([str(library)], home=tmp_path, NO_COLOR="1") as terminal:
        terminal.wait("Sources · 5")
        terminal.press("enter", "v", "w", "w")
        terminal.wait("selecting", "# Kremlin")
        terminal.wait_until(lambda: selected(terminal.cells_of("# Kremlin")), "the selection")
        terminal.press("p")
        terminal.wait("New record")
        terminal.press("escape", "q")
        assert terminal.wait_end() == 0
    assert COLOUR.search(terminal.raw) is None
    assert MOUSE_WANTED in terminal.raw
