"""Several programs on one library: none waits for ever, none loses what another saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.library import Library
from tests.faults.press import WORD, write_articles
from tests.tally import tried

ROOT = Path(__file__).parent.parent.parent
SETTINGS = """title: Talks
parties: [{id: north, name: North}]
issues: [{id: border, name: The border}]
"""
PATIENCE = 300


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    root = tmp_path / "talks"
    root.mkdir()
    (root / "briefing.yaml").write_text(SETTINGS)
    write_articles(root, 20, 0)
    library = Library(root)
    library.sync()
    library.close()
    return root


def at_once(root: Path, programs: int, rounds: int) -> None:
    command = [sys.executable, "-m", "tests.faults.crowd", str(root)]
    running = [
        subprocess.Popen(
            [*command, f"p{number}", str(rounds)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(programs)
    ]
    told: list[str] = []
    for program in running:
        out, err = program.communicate(timeout=PATIENCE)
        assert program.returncode == 0, err[-2_000:]
        told += out.split()
    library = Library(root)
    library.sync()
    assert library.problems == ()
    assert len(set(told)) == len(told)
    assert set(told) == {record.id for record in library.dossier.records}
    found = {hit.article for hit in library.search(WORD, limit=1000).hits}
    assert found == {entry.id for entry in library.entries}
    library.close()
    tried("programs at once on one library", programs)


def test_three_programs_at_once(crowded: Path) -> None:
    at_once(crowded, 3, 4)


@pytest.mark.slow
def test_eight_programs_at_once(crowded: Path) -> None:
    at_once(crowded, 8, 40)


def test_the_locks_of_a_dead_program_are_taken_over(crowded: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from filelock import FileLock\n"
        "from briefing.dossier.lock import locked\n"
        "root = Path(sys.argv[1])\n"
        "lock = FileLock(root / 'index' / '.lock'); lock.acquire()\n"
        "with locked(root / 'journal.jsonl'):\n"
        "    print('held', flush=True); time.sleep(600)\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(crowded)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    (crowded / "new.md").write_text(f"A new text: {WORD}.\n")
    library = Library(crowded)
    assert library.sync().busy
    assert library.search(WORD, limit=100).total == 20, "the old index answers meanwhile"
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert (crowded / ".journal.jsonl.lock").exists()
    assert library.sync().added == ("new",)
    library.close()
    at_once(crowded, 1, 3)
