"""A library used as a whole: read, changed, and looked at afterwards."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.commands import Ran, call

READING = [["list"], ["show", "herald"], ["search", "bridge"], ["board"], ["check"]]
_FIELDS = "--quote mill --kind claim --party upland --issue bridge --says Met"
RECORD = ["record", "herald", *_FIELDS.split()]
HIGHLIGHT = ["highlight", "herald", "--quote", "borrowed boats"]
CHANGES = [
    HIGHLIGHT,
    RECORD,
    ["edit", "herald", "--outlet", "Another Herald"],
    ["add", "../ferry.txt"],
    ["brief", "-o", "exports/brief.md"],
    ["export", "--format", "csv", "-o", "exports"],
]


def assert_said(ran: Ran) -> None:
    """It failed, and the last line says why in one sentence."""
    assert ran.code == 3, (ran.out, ran.err)
    assert "Traceback" not in ran.err
    assert ran.err.splitlines()[-1].startswith("briefing: ")


def assert_whole(talks: Path) -> None:
    """The library opens, parses, answers and can be changed."""
    assert call("check", cwd=talks).code == 0
    found = call("search", "bridge", "--format", "json", cwd=talks).out
    assert '"herald"' in found
    assert '"courier"' in found
    assert call(*HIGHLIGHT, cwd=talks).code in {0, 3}
    assert call("highlights", cwd=talks).code == 0
