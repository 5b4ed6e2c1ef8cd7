"""By keyboard only: records made, one undone, all there after a restart, and exported."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.journeys.terminal import Terminal

SETTINGS = """# written by hand
format: 1
title: A round of talks   # the title
parties:
  - {id: first, name: First party}   # as in the draft
  - {id: second, name: Second party}
issues:
  - {id: meeting, name: The meeting}
"""
RECORDS = """# Two records to begin with.

# the first one
- id: first-meets
  kind: demand       # as it was put
  party: first
  issue: meeting
  says: The first party came.
  evidence:
    - article: {article}
      quote: {quote}   # as printed
      mode: outlet
# the second one
- id: second-meets
  kind: offer
  party: second
  issue: meeting     # the same issue
  says: The second party says that it came.
  evidence:
    - article: {article}
      quote: {quote}
      mode: outlet
# the end
"""


@pytest.fixture
def library(originals: Path, tmp_path: Path) -> Path:
    """The originals in a folder with two files written by hand."""
    root = tmp_path / "talks"
    root.mkdir()
    files = sorted(originals.glob("*.txt"))
    for file in files:
        shutil.copy(file, root / file.name)
    (root / "briefing.yaml").write_text(SETTINGS, encoding="utf-8")
    text = files[0].read_text(encoding="utf-8")
    line = next(s for s in text.splitlines() if len(s) > 60 and text.count(s[:50]) == 1)
    words = " ".join(line[:50].split()[:-1])
    records = RECORDS.format(article=files[0].stem.lower(), quote=json.dumps(words))
    (root / "positions.yaml").write_text(records, encoding="utf-8")
    return root


def make_record(terminal: Terminal, says: str, *before: str) -> None:
    terminal.press(*before, "v", ")", "p")
    terminal.wait("New record", "Sentence")
    terminal.type("dem")
    terminal.press("enter", "enter", "enter")
    terminal.type(says)
    terminal.press("ctrl+s")
    terminal.wait("Saved the record")
    # The toast may be that of the record before; the form closes when this one is saved.
    terminal.wait_until(lambda: "New record" not in terminal.text, "the form to close")


def test_three_records_one_undone_survive_a_restart(library: Path, tmp_path: Path) -> None:
    path = library / "positions.yaml"
    comments = [line for line in path.read_text().splitlines() if "#" in line]
    with Terminal([str(library)], home=tmp_path, columns=120, rows=40) as terminal:
        terminal.wait("Sources · 5")
        terminal.press("enter")
        for number, says in enumerate(("Wants one thing", "Wants two things", "Wants more things")):
            make_record(terminal, says, *["space"] * number)
        terminal.press("u")
        terminal.wait("Undone")
        terminal.press("q")
        assert terminal.wait_end() == 0
    with Terminal([str(library)], home=tmp_path, columns=120, rows=40) as terminal:
        terminal.wait("Sources · 5")
        terminal.press("c")
        terminal.wait("The first party came", "second party says", "Wants one thing", "Wants two")
        assert "Wants more things" not in terminal.text
        terminal.press("ctrl+e")
        terminal.wait("Wrote the board to")
        terminal.press("q")
        assert terminal.wait_end() == 0
    text = path.read_text(encoding="utf-8")
    assert [line for line in comments if line in text.splitlines()] == comments
    assert len(yaml.safe_load(text)) == 4
    assert (library / "briefing.yaml").read_text(encoding="utf-8") == SETTINGS
    assert run("check", library).returncode == 0
    (file,) = (library / "exports").glob("*.md")
    exported = file.read_text(encoding="utf-8")
    assert "Wants more things" not in exported
    for says in ("The first party came", "it came", "Wants one thing", "Wants two things"):
        assert says in exported


def run(command: str, library: Path, *options: str) -> subprocess.CompletedProcess[str]:
    called = [sys.executable, "-m", "briefing", command, "--library", str(library), *options]
    return subprocess.run(called, capture_output=True, text=True, check=False)
