"""Fixtures that every test may use: where the sample library and the original texts are."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import tally

settings.register_profile("briefing", deadline=None, max_examples=50)
"""A busy machine is no failure, and every run draws others: the fuzzers draw by the thousand."""
settings.load_profile("briefing")

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def nothing_is_kept_for_good() -> Iterator[None]:
    """An app takes what it loads out of the search for garbage, and here are hundreds of apps."""
    yield
    gc.unfreeze()


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


_TALLY = "tally"
_total: Counter[str] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    """Send along what a test tried: it may have run in another process."""
    report = yield
    if call.when == "call":
        report.user_properties.append((_TALLY, tally.taken()))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Sum up what was tried by tests that passed."""
    for name, value in report.user_properties:
        if name == _TALLY and report.when == "call" and report.passed:
            _total.update(value)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was tried, in numbers."""
    if _total:
        terminalreporter.section("tried")
        for what, count in sorted(_total.items()):
            terminalreporter.write_line(f"{count:>9,}  {what}")
