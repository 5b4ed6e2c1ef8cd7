"""A library that somebody else changes while it is open in a terminal."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.terminal import Terminal


def test_an_article_put_into_the_folder_appears_and_leaving_is_prompt(tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "ferry.md").write_text("The ferry rests today.\n")
    with Terminal([str(folder)], home=tmp_path / "home") as terminal:
        terminal.wait("Sources · 1")
        terminal.press("enter")
        terminal.wait("¶ 1/1")
        (folder / "bell.md").write_text("---\ntitle: A bell on the bank\n---\nIt rang.\n")
        terminal.wait("Sources · 2", "A bell on the bank", "The ferry rests today.")
        (folder / "ferry.md").write_text("The ferry crosses again.\n")
        terminal.wait("The ferry crosses again.")
        terminal.press("q")
        assert terminal.wait_end() == 0
