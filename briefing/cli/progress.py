"""A bar for what takes longer than a second, with how many a second, on standard error."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

WORTH_A_BAR = 1.0
"""Seconds after which a bar is shown."""
BETWEEN = 0.1
"""Seconds between two times that it is drawn."""


class Bar:
    """``tell(done, total)`` as often as you like; nothing is shown where there is no terminal.

    Told of something once, it is shown in time however long the first of it takes.
    """

    def __init__(self, label: str, what: str) -> None:
        """``what`` is counted: ``files``."""
        self._label = label
        self._what = what
        self._bar: ProgressBar[int] | None = None
        self._start = time.monotonic()
        self._drawn = 0.0
        self._done = self._total = 0
        self._shown = sys.stderr.isatty()
        self._drawing = threading.RLock()
        self._first = threading.Timer(WORTH_A_BAR, self._draw)
        self._first.daemon = True

    def __enter__(self) -> Self:
        if self._shown:
            self._first.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._drawing:
            self._first.cancel()
            self._shown = False
            if self._bar is not None:
                self._bar.render_finish()
                self._bar = None

    def tell(self, done: int, total: int) -> None:
        """So many of ``total``, which may grow, are done."""
        self._done, self._total = done, total
        now = time.monotonic()
        if not self._shown or now - self._start < WORTH_A_BAR:
            return
        if now - self._drawn >= BETWEEN or done >= total:
            self._draw()

    def _draw(self) -> None:
        with self._drawing:
            if not self._shown or not self._total:
                return
            self._drawn = time.monotonic()
            if self._bar is None:
                self._bar = click.progressbar(
                    length=self._total,
                    label=self._label,
                    file=sys.stderr,
                    show_pos=True,
                    item_show_func=lambda _: self._rate(),
                )
                self._bar.render_progress()
            self._bar.length = self._total
            self._bar.update(self._done - self._bar.pos)

    def _rate(self) -> str:
        return f"{self._done / max(0.1, time.monotonic() - self._start):.1f} {self._what}/s"
