"""Time to the first frame and to the first answer, in one run, against an empty Textual app.

Each measurement is a fresh process in a pseudo-terminal of 120x36: from its start
to the end of the first frame that it writes. A first query is typed as soon as that
is there (the key of the search, and a letter); the search is ready when the frame
with its answer is written. The library's index is there and in step with its files, and
the bytecode of all modules is there, as it is where the program is installed.
The two programs take turns, so that a noisy machine disturbs both alike; printed are
medians and their ratios.

    python benchmarks/startup.py [RUNS] [LIBRARY]
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from subprocess import PIPE

from bench import KEPT, keep

ROOT = Path(__file__).resolve().parent.parent
EMPTY = "from textual.app import App\nApp().run()\n"
FRAME_END = b"\x1b[?2026l"
ANSWERED = re.compile(rb"Search \xc2\xb7 (best )?\d")
TYPED = b"sa"
ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62c"}
LIMIT = 30.0
NAMES = (
    "empty Textual app, first frame",
    "briefing, first frame",
    "briefing, a first query answered",
)


class Started:
    """A program started in a terminal of its own."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._name = " ".join(command)
        self._start = time.perf_counter()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self._seen = b""

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._terminal, keys)

    def frame_with(self, text: re.Pattern[bytes]) -> float:
        """Seconds from the start to the end of the next frame with a text."""
        while time.perf_counter() - self._start < LIMIT:
            found = text.search(self._seen)
            if found and (end := self._seen.find(FRAME_END, found.end())) >= 0:
                self._seen = self._seen[end + len(FRAME_END) :]
                return time.perf_counter() - self._start
            if not select.select([self._terminal], [], [], 0.005)[0]:
                continue
            self._seen += os.read(self._terminal, 65536)
            for question, answer in ANSWERS.items():
                if question in self._seen:
                    os.write(self._terminal, answer)
                    self._seen = self._seen.replace(question, b"")
        raise SystemExit(f"{self._name}: not painted within {LIMIT} s")

    def end(self) -> None:
        """End it."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)


def timed(command: list[str], environment: dict[str, str], search: bool) -> tuple[float, ...]:
    """Seconds from the start to the first frame, and to a first answer."""
    program = Started(command, environment)
    try:
        first = program.frame_with(re.compile(b""))
        if not search:
            return (first,)
        program.type(TYPED)
        return first, program.frame_with(ANSWERED)
    finally:
        program.end()


def main(arguments: list[str]) -> None:
    """Measure and print."""
    runs = int(arguments[0]) if arguments else 15
    library = arguments[1] if len(arguments) > 1 else str(ROOT / "seeds")
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "XDG_CACHE_HOME": str(KEPT / "cache"),
            "PYTHONPYCACHEPREFIX": str(KEPT / "bytecode"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        program = [sys.executable, "-m", "briefing"]
        index = [*program, "search", "a", "--library", library]
        subprocess.run(index, env=environment, stdout=PIPE, check=True)
        times: list[list[float]] = [[], [], []]
        for run in range(runs + 1):
            base = timed([sys.executable, str(empty)], environment, search=False)
            ours = timed([*program, library], environment, search=True)
            if run:
                for kept, taken in zip(times, (*base, *ours), strict=True):
                    kept.append(1000 * taken)
    lines = [f"from the start of the program, {runs} runs each in turn, milliseconds"]
    middle = [statistics.median(taken) for taken in times]
    for name, taken, ms in zip(NAMES, times, middle, strict=True):
        ratio = f"; ratio of medians {ms / middle[0]:.2f}" if ms is not middle[0] else ""
        lines.append(f"- {name}: median {ms:.0f}, {min(taken):.0f} to {max(taken):.0f}{ratio}")
    print("\n".join(lines))
    keep("startup", {"lines": lines})


if __name__ == "__main__":
    main(sys.argv[1:])
