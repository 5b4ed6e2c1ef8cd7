"""`briefing check` at the command: what is wrong, and the exit code that a script goes by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.in_process import command
from tests.dossier.broken import BROKEN
from tests.dossier.invented import ARTICLE, HIGHLIGHTS, POSITIONS, SETTINGS, Broken

WHOLE = {
    "briefing.yaml": SETTINGS,
    "positions.yaml": POSITIONS,
    "highlights.yaml": HIGHLIGHTS,
    "harbour.md": ARTICLE,
}


def library(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_sound_library_is_0(tmp_path: Path) -> None:
    ran = command("check", "--library", str(library(tmp_path, WHOLE)))
    assert (ran.code, ran.out, ran.err) == (0, "3 records, no problems\n", "")


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_library_is_1_with_file_line_field_and_what_was_expected(
    tmp_path: Path, broken: Broken
) -> None:
    ran = command("check", "--library", str(library(tmp_path, broken.files())))
    assert (ran.code, ran.out) == (1, f"{broken.message}\n")
    assert ran.err.startswith("1 problem in ")


def test_a_machine_gets_the_same_in_parts(tmp_path: Path) -> None:
    broken = next(b for b in BROKEN if b.name == "unknown party")
    root = library(tmp_path, broken.files())
    ran = command("check", "--library", str(root), "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out)["problems"] == [
        {
            "file": "positions.yaml",
            "line": 5,
            "field": "to",
            "message": 'no party in briefing.yaml has the id "souht"; did you mean "south"?',
        }
    ]
