"""A library to add to, and pages to add."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.adding import starting
from briefing.library import Library


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty library."""
    starting.start(tmp_path / "talks", "River talks", ["North", "South"])
    return tmp_path / "talks"


@pytest.fixture
def library(root: Path) -> Library:
    opened = Library(root)
    opened.sync()
    return opened
