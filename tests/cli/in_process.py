"""Run a command in this process: quick, where what a shell adds is not the question."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from briefing.cli.main import program
from tests.cli.run import Ran
from tests.hostile.commands import call


def command(*arguments: str, **environment: str) -> Ran:
    """Run `briefing` with ``arguments``, with the exit code and streams that a shell would see."""
    env = {"BRIEFING_LIBRARY": None, "COLUMNS": None, **environment}
    done = CliRunner().invoke(program, arguments, env=env, standalone_mode=False)
    if isinstance(done.exception, click.ClickException):
        return Ran(done.exception.exit_code, done.stdout, done.exception.format_message())
    if done.exception is not None:
        raise done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)


def briefing(*arguments: str, home: Path, cwd: Path | None = None, **environment: str) -> Ran:
    """As ``tests.cli.run.briefing``: with a home of its own, and no terminal."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith(("XDG_", "BRIEFING_"))]:
            patch.delenv(name)
        for name, value in {"HOME": str(home), **environment}.items():
            patch.setenv(name, value)
        return call(*arguments, cwd=cwd or home)
