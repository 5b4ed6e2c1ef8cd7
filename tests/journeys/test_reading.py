"""Whole programs in a pseudo-terminal: search, read, compare, export, and read the file back."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.journeys.terminal import MOUSE_WANTED, Terminal


@pytest.fixture
def library(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample in a folder whose name has a space."""
    root = tmp_path / "my talks"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("index", "exports"))
    return root


def exported(library: Path) -> str:
    [file] = (library / "exports").glob("*.md")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 50)])
def test_search_open_select_export(library: Path, tmp_path: Path, columns: int, rows: int) -> None:
    with Terminal([str(library)], home=tmp_path, columns=columns, rows=rows) as terminal:
        terminal.wait("Sources", "San Juan Daily Star")
        terminal.press("s")
        terminal.type('"root causes"')
        terminal.wait("2 articles")
        terminal.press("enter")
        terminal.wait("Article", "¶ 6/12")
        terminal.press("v", "w", "w", "e")
        terminal.wait("exports")
        terminal.press("escape", "q")
        assert terminal.wait_end() == 0
    text = exported(library)
    quote = re.search(r"^> (.+)$", text, flags=re.M)
    assert quote is not None
    articles = " ".join(p.read_text(encoding="utf-8") for p in library.glob("*.md"))
    assert quote[1] in articles
    assert re.search(r"paragraph \d+, file [\w-]+\\?\.md", text)


def test_from_the_board_to_the_evidence_to_the_article_and_back(
    library: Path, tmp_path: Path
) -> None:
    with Terminal([str(library)], home=tmp_path, columns=120, rows=40) as terminal:
        terminal.wait("Sources")
        terminal.press("c")
        screen = terminal.wait("Board ·", "▾ Ceasefire", "  Russia   ")
        heading = screen.splitlines()[1].split()
        assert (heading[0], heading[-1]) == ("Russia", "Ukraine")
        terminal.press("/")
        terminal.type("recover bodies")
        terminal.press("enter")
        terminal.wait("Board · 1 record", "bodies can")
        terminal.press("enter")
        terminal.wait("Evidence", "the outlet’s own words", "¶5")
        terminal.press("enter")
        terminal.wait("Article", "▌ a temporary ceasefire to recover bodies", "¶ 5/24")
        terminal.press("escape")
        terminal.wait("Board · 1 record", "Evidence")
        terminal.press("escape")
        terminal.press("q")
        assert terminal.wait_end() == 0


def test_the_originals_open_as_they_are(originals: Path, tmp_path: Path) -> None:
    before = sorted(p.name for p in originals.iterdir())
    with Terminal([str(originals)], home=tmp_path, columns=120, rows=40) as terminal:
        terminal.wait("Sources · 5", "unknown outlet")
        terminal.press("s")
        terminal.type("ceasefire children")
        terminal.wait("3 articles")
        terminal.press("enter")
        terminal.wait("children")
        terminal.press("escape", "q")
    assert sorted(p.name for p in originals.iterdir()) == before


def test_a_library_of_a_newer_program_is_refused_in_one_line(tmp_path: Path) -> None:
    root = tmp_path / "newer"
    root.mkdir()
    (root / "briefing.yaml").write_text("format: 99\ntitle: Newer\n", encoding="utf-8")
    with Terminal([str(root)], home=tmp_path, columns=200) as terminal:
        assert terminal.wait_end() == 3
        lines = [line for line in terminal.text.splitlines() if line.strip()]
    assert len(lines) == 1
    assert lines[0].startswith("briefing: ")
    assert "newer briefing" in lines[0]


def test_the_mouse_is_left_to_the_terminal_where_that_is_wanted(
    originals: Path, tmp_path: Path
) -> None:
    with Terminal(["--no-mouse", str(originals)], home=tmp_path) as terminal:
        terminal.wait("Sources · 5")
        terminal.press("q")
        assert terminal.wait_end() == 0
    assert MOUSE_WANTED not in terminal.raw
