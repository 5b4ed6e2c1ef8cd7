"""The bar for what takes longer than a second."""

from __future__ import annotations

import io
import sys
import time

import pytest

from briefing.cli.progress import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("step", "terminal", "shown"), [
    (0.5, Terminal(), True), (0.01, Terminal(), False), (0.5, io.StringIO(), False)
])  # fmt: skip
def test_a_bar_says_how_many_a_second_where_it_is_worth_it(
    monkeypatch: pytest.MonkeyPatch, step: float, terminal: io.StringIO, shown: bool
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(sys, "stderr", terminal)
    with Bar("Adding", "files") as bar:
        for done in range(1, 21):
            clock[0] += step
            bar.tell(done, 20)
    printed = terminal.getvalue()
    assert ("2.0 files/s" in printed, "20/20" in printed) == (shown, shown)
    assert bool(printed) == shown
