"""Commands run by a user to whom permissions apply, even where the tests are run by root."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.commands import Ran, call

ROOT = Path(__file__).parent.parent.parent
_CAPABILITIES = "-dac_override,-dac_read_search,-fowner"


def as_user(commands: list[list[str]], cwd: Path, **environment: str | None) -> list[Ran]:
    """Call `briefing` with each of the arguments, one after the other, in one new process.

    An environment variable that is None is not set.
    """
    own = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "BRIEFING_"))}
    env = {k: v for k, v in {**own, **environment}.items() if v is not None}
    done = subprocess.run(
        [*_without_privileges(), sys.executable, "-m", __name__, str(cwd), json.dumps(commands)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Ran(**ran) for ran in json.loads(done.stdout)]


def _without_privileges() -> list[str]:
    if os.getuid() != 0:
        return []
    if (setpriv := shutil.which("setpriv")) is None:
        pytest.skip("run by root, without setpriv to give up root's privileges")
    return [setpriv, f"--inh-caps={_CAPABILITIES}", f"--bounding-set={_CAPABILITIES}"]


if __name__ == "__main__":
    answers = [call(*arguments, cwd=Path(sys.argv[1])) for arguments in json.loads(sys.argv[2])]
    print(json.dumps([vars(answer) for answer in answers]))
