"""kill -9 at random moments: what was confirmed is there, and the library is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.kills import WORKS
from tests.tally import tried

ROOT = Path(__file__).parent.parent.parent
FEW = {"indexing": 5, "adding": 5, "saving": 5, "exporting": 5}
MANY = {"indexing": 60, "adding": 60, "saving": 60, "exporting": 60}


def killed(what: str, times: int, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", what, str(times), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100 + 30 * times,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    hit = int(done.stdout)
    assert hit == times
    tried(f"kills while {what}", hit)


@pytest.mark.parametrize("what", WORKS)
def test_a_few_kills(what: str, tmp_path: Path) -> None:
    killed(what, FEW[what], tmp_path / "kills")


@pytest.mark.slow
@pytest.mark.parametrize("what", WORKS)
def test_many_kills(what: str, tmp_path: Path) -> None:
    killed(what, MANY[what], tmp_path / "kills")
