"""Run the installed program as a user's shell would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Ran:
    """What a run left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def briefing(*arguments: str, home: Path, cwd: Path | None = None, **environment: str) -> Ran:
    """Run `briefing` with ``arguments``, a home of its own, and no terminal."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "BRIEFING_"))}
    done = subprocess.run(
        [sys.executable, "-m", "briefing", *arguments],
        env={**env, "HOME": str(home), "PYTHONUTF8": "1", **environment},
        cwd=cwd or home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
