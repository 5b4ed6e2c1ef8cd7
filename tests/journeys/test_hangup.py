"""The terminal closed while the app runs, where nobody passes on the signal for that."""

from __future__ import annotations

from pathlib import Path

from briefing.tui.hangup import EXIT_CODE
from tests.journeys.terminal import Terminal


def test_the_app_ends_with_its_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "ferry.md").write_text("The ferry rests today.\n")
    with Terminal([str(folder)], home=tmp_path / "home", ignore_hangup=True) as terminal:
        terminal.wait("Sources · 1")
        assert terminal.hang_up() == EXIT_CODE
