"""This program's own interpreter, started to do a part of the work beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

_PACKAGES = Path(__file__).parents[1]


def started(
    code: str, *arguments: str, talks: bool = False, errors: int | IO[bytes] = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """A process that runs ``code``; OSError where the system refuses.

    It is in a group of its own, so that ctrl+c reaches the program alone. ``talks``: by
    pipes on its standard input and output.
    """
    path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
    pipe = subprocess.PIPE if talks else subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603 (our own interpreter)
        [sys.executable, "-P", "-c", code, *arguments],
        stdin=pipe,
        stdout=pipe,
        stderr=errors,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
