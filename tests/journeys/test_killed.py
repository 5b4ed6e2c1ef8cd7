"""The app killed while its reader marks: what it told to be saved is there, every file parses."""

from __future__ import annotations

import random
import re
import threading
import time
from pathlib import Path

import pytest
import yaml

from briefing.library import Library
from tests.journeys.terminal import Terminal
from tests.tally import tried

ARTICLE = """# Bridge talks pause at the river

Upland wants the bridge opened at once. Lowland will not open it before the harvest.
"""
SETTINGS = """# written by hand
format: 1
title: A bridge
parties:
  - {id: upland, name: Upland}   # the first
issues:
  - {id: bridge, name: The bridge}
"""
SAVED = re.compile(r"Saved the record ([a-z0-9-]+)\.")
RECORD = "v)pdem\r\r\rWants {number}\x13"
"""Selects a sentence and makes a record of it."""
TIMES = 50
SAVES = 3
"""How many records are saved at most, or about so many, before the app is killed."""


def mark(terminal: Terminal, first: int) -> set[str]:
    """Make records until the app is gone; the ids of those that it told to be saved."""
    told: set[str] = set()
    for number in range(first, first + 100):
        terminal.press(RECORD.format(number=number))
        before = len(told)
        while len(told) == before:
            if not terminal.runs():
                return told | set(SAVED.findall(terminal.text))
            told |= set(SAVED.findall(terminal.text))
    return told


@pytest.mark.slow
def test_what_the_screen_told_is_there_after_fifty_kills(tmp_path: Path) -> None:
    root = tmp_path / "talks"
    root.mkdir()
    (root / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    (root / "briefing.yaml").write_text(SETTINGS, encoding="utf-8")
    chance, told, takes = random.Random(TIMES), set[str](), 0.0
    for number in range(TIMES + 1):
        with Terminal([str(root)], home=tmp_path, columns=100, rows=30) as terminal:
            terminal.wait("Sources · 1")
            terminal.press("enter")
            terminal.wait("Upland wants")
            if number == 0:  # how long one takes here
                start = time.monotonic()
                terminal.press(RECORD.format(number=0))
                terminal.wait("Saved the record")
                takes = time.monotonic() - start
                continue
            killer = threading.Timer(chance.uniform(0, SAVES * takes), terminal.kill)
            killer.start()
            told |= mark(terminal, 100 * number)
            killer.join()
        library = Library(root)
        assert library.problems == ()
        there = {record.id for record in library.dossier.records}
        library.close()
        assert told <= there
    assert len(told) >= TIMES // 2, "most were killed before anything was saved"
    assert (root / "briefing.yaml").read_text(encoding="utf-8") == SETTINGS
    assert len(yaml.safe_load((root / "positions.yaml").read_text(encoding="utf-8"))) == len(there)
    tried("kills of the app while it saves", TIMES)
    tried("records that the app told to be saved before a kill", len(told))
