"""A pseudo-terminal with a program in it: press keys, look at the screen."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pexpect
import pyte
from pyte.screens import Char

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+right": "\x1b[1;2C",
    "shift+down": "\x1b[1;2B",
    "ctrl+c": "\x03",
    "ctrl+e": "\x05",
    "ctrl+f": "\x06",
    "ctrl+q": "\x11",
    "ctrl+r": "\x12",
    "ctrl+s": "\x13",
    "space": " ",
}
MOUSE_WANTED = "\x1b[?1000h"
"""What a program sends to be told of clicks (xterm's control sequences)."""
PATIENCE = 60.0
"""Seconds: a busy machine is no failure."""
AFTER_ESCAPE = 0.3
"""Seconds: a key right after an escape would be taken for one key with alt."""


class Terminal:
    """`briefing` running in a terminal of ``columns`` by ``rows``."""

    def __init__(
        self,
        arguments: list[str],
        *,
        home: Path,
        columns: int = 120,
        rows: int = 36,
        ignore_hangup: bool = False,
        **extra: str,
    ) -> None:
        environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "TERM": "xterm-256color",
            **extra,
        }
        for name in {"NO_COLOR", "COLUMNS", "LINES"} - extra.keys():
            environment.pop(name, None)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self.raw = ""
        self._program = pexpect.spawn(
            sys.executable,
            ["-m", "briefing", *arguments],
            env=environment,  # type: ignore[arg-type]
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=PATIENCE,
            ignore_sighup=ignore_hangup,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._program.close(force=True)

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(self._screen.display)

    def cells_of(self, text: str) -> list[Char]:
        """The cells of ``text`` where it stands first."""
        lines = enumerate(self._screen.display)
        row, column = next((at, line.index(text)) for at, line in lines if text in line)
        return [self._screen.buffer[row][column + i] for i in range(len(text))]

    def press(self, *keys: str) -> None:
        """Press keys by name, one after the other."""
        for key in keys:
            self._program.send(KEYS.get(key, key))
            self._read(AFTER_ESCAPE if key == "escape" else 0.05)

    def type(self, text: str) -> None:
        """Type characters, faster than anybody."""
        self._program.send(text)
        self._read(0.05)

    def wait(self, *texts: str) -> str:
        """Wait until all ``texts`` are on the screen; AssertionError with the screen if not."""
        self.wait_until(lambda: all(t in self.text for t in texts), f"{texts}")
        return self.text

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until ``condition`` holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what}; on the screen:\n{self.text}")
            self._read(0.03)

    def wait_end(self) -> int:
        """Wait until the program has ended; its exit code."""
        end = time.monotonic() + PATIENCE
        while self._program.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"still running; on the screen:\n{self.text}")
            self._read(0.03)
        self._program.close()
        return self._program.exitstatus or 0

    def hang_up(self) -> int:
        """Close the terminal under the program, and wait for its end; its exit code."""
        self._program.ptyproc.fileobj.close()
        end = time.monotonic() + PATIENCE
        while self._program.isalive():
            assert time.monotonic() < end, "still running without a terminal"
            time.sleep(0.05)
        return self._program.exitstatus or 0

    def kill(self) -> None:
        """End the program at once, as a power cut does."""
        self._program.kill(signal.SIGKILL)

    def runs(self, seconds: float = 0.01) -> bool:
        """Whether the program still runs, once what it has written by then is on the screen."""
        self._read(seconds)
        return bool(self._program.isalive())

    def _read(self, seconds: float) -> None:
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            while True:
                data = self._program.read_nonblocking(65536, timeout=seconds)
                self.raw += data
                self._stream.feed(data)
