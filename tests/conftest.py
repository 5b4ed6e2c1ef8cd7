"""Fixtures that every test may use: where the sample library and the original texts are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("briefing", deadline=None)  # a busy machine is no failure
settings.load_profile("briefing")

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample library's folder, as in a checkout. Do not write into it."""
    return REPOSITORY / "seeds"


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of the sample articles' original texts; only outside CI may they be missing."""
    folder = os.environ.get("BRIEFING_ORIGINALS")
    if folder and Path(folder).is_dir():
        return Path(folder)
    if os.environ.get("CI"):
        pytest.fail("BRIEFING_ORIGINALS must name the folder of the original texts")
    pytest.skip("set BRIEFING_ORIGINALS to the folder of the original texts")
