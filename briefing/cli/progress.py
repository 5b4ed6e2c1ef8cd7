"""A bar for what takes longer than a second, with how many a second, on standard error."""

from __future__ import annotations

import sys
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
    """``tell(done, total)`` as often as you like; nothing is shown where there is no terminal."""

    def __init__(self, label: str, what: str) -> None:
        """``what`` is counted: ``files``."""
        self._label = label
        self._what = what
        self._bar: ProgressBar[int] | None = None
        self._start = self._drawn = time.monotonic()
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.render_finish()
            self._bar = None

    def tell(self, done: int, total: int) -> None:
        """So many of ``total``, which may grow, are done."""
        now = time.monotonic()
        if not self._shown or now - self._start < WORTH_A_BAR:
            return
        if now - self._drawn < BETWEEN and done < total:
            return
        self._drawn = now
        if self._bar is None:
            self._bar = click.progressbar(
                length=total,
                label=self._label,
                file=sys.stderr,
                show_pos=True,
                item_show_func=lambda _: self._rate(),
            )
        self._bar.length = total
        self._bar.update(done - self._bar.pos)

    def _rate(self) -> str:
        pos = self._bar.pos if self._bar is not None else 0
        return f"{pos / max(0.1, time.monotonic() - self._start):.1f} {self._what}/s"
