"""Every promise of docs/security.md names tests, and they are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "security.md"
_NAMED = re.compile(r"`((?:\w+/)*test_\w+\.py)(?:::(\w+))?`")


def rows() -> list[str]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    promises = [line for line in lines if line.startswith("| ") and not line.startswith("| ---")]
    return [line for line in promises if not line.startswith("| promise")]


def functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds)}


def test_every_promise_names_tests_that_are_there() -> None:
    assert len(rows()) > 20
    for row in rows():
        named = _NAMED.findall(row)
        assert named, row
        for file, name in named:
            there = functions(TESTS / file)
            assert (name in there) if name else any(n.startswith("test_") for n in there), name
