"""Programs that mark at the same time, and programs that are killed while they do."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefing.library import Library
from briefing.marking import Marking
from tests.marking.conftest import opened, yaml_of
from tests.tally import tried

ROOT = Path(__file__).parent.parent.parent


def start(folder: Path, name: str, count: int, how: str) -> subprocess.Popen[str]:
    arguments = [str(folder), name, str(count), how]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.marking.child", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def confirmed(lines: list[str]) -> dict[str, int]:
    """The newest version of each record that was told to be saved."""
    pairs = (line.split() for line in lines if line.endswith("\n") and line.count(" ") == 1)
    return {record_id: int(version) for record_id, version in pairs}


def together(folder: Path, count: int) -> None:
    opened(folder).close()
    programs = [start(folder, name, count, "calm") for name in ("one", "two")]
    told: dict[str, int] = {}
    for program in programs:
        out, err = program.communicate(timeout=300)
        assert program.returncode == 0, err
        told |= confirmed(out.splitlines(keepends=True))
    assert len(told) == 2 * count
    library = opened(folder)
    assert library.problems == ()
    assert len(library.dossier.records) == 3 + 2 * count
    assert told.keys() <= {record.id for record in library.dossier.records}
    marking, undone = Marking(library), 0
    while marking.undo():
        undone += 1
    assert undone == 2 * count
    tried("records saved by two programs at once", undone)


def killed(folder: Path, times: int) -> None:
    before = yaml_of(folder)
    chance = random.Random(times)
    told: dict[str, int] = {}
    for number in range(times):
        program = start(folder, f"n{number}", 100_000, "restless")
        assert program.stdout is not None
        lines = [program.stdout.readline()]
        assert lines == ["ready\n"], program.communicate()
        time.sleep(chance.uniform(0, 0.08))
        program.kill()
        lines += program.communicate()[0].splitlines(keepends=True)
        told |= confirmed(lines)
        assert_there(folder, told)
    marking = Marking(opened(folder))
    while marking.undo():
        pass
    assert yaml_of(folder) == before
    tried("kills while saving", times)


def assert_there(folder: Path, told: dict[str, int]) -> None:
    """Every record is there as it was told last, or as the change after that made it."""
    library = Library(folder)
    Marking(library)
    assert library.problems == ()
    says = {record.id: record.says for record in library.dossier.records}
    for record_id, version in told.items():
        assert says[record_id].startswith(("Version 0", "Version 1")[version:]), record_id


def test_two_programs_lose_none_of_each_others_records(folder: Path) -> None:
    together(folder, 25)


@pytest.mark.slow
def test_two_programs_lose_none_of_many_records(folder: Path) -> None:
    together(folder, 200)


def test_what_was_confirmed_is_there_after_a_kill(folder: Path) -> None:
    killed(folder, 5)


@pytest.mark.slow
def test_what_was_confirmed_is_there_after_many_kills(folder: Path) -> None:
    killed(folder, 100)
