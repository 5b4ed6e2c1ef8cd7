"""The program's commands called in this process, as a shell would call them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefing.cli.main import run
from tests.cli.run import Ran


def call(*arguments: str, cwd: Path, stdin: bytes = b"") -> Ran:
    """Call `briefing` with ``arguments`` in the folder ``cwd``, without a terminal."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2)]
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    with pytest.MonkeyPatch.context() as patch, _in(cwd):
        patch.setattr(sys, "argv", ["briefing", *arguments])
        patch.setattr(sys, "stdin", given)
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        with pytest.raises(SystemExit) as ended:
            run()
    for stream in streams:
        stream.flush()
    out, err = (s.buffer.getvalue().decode("utf-8") for s in streams)  # type: ignore[attr-defined]
    return Ran(int(ended.value.code or 0), out, err)


@contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
