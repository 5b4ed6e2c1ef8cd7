"""Time to the first painted frame, in one run, against an empty Textual app.

Each measurement is a fresh process in a pseudo-terminal of 120x36: from its start
to the end of the first frame that it writes. The two take turns, so that a noisy
machine disturbs both alike; printed are medians and their ratio.

    python benchmarks/startup.py [RUNS] [LIBRARY]
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from bench import keep

ROOT = Path(__file__).resolve().parent.parent
EMPTY = "from textual.app import App\nApp().run()\n"
FRAME_END = b"\x1b[?2026l"
ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62c"}
LIMIT = 30.0


def first_frame(command: list[str], environment: dict[str, str], painted: bytes) -> float:
    """Seconds from start to the end of the first frame that shows ``painted``."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    seen = b""
    try:
        while time.perf_counter() - start < LIMIT:
            if not select.select([terminal], [], [], 0.005)[0]:
                continue
            seen += os.read(terminal, 65536)
            for question, answer in ANSWERS.items():
                if question in seen:
                    os.write(terminal, answer)
                    seen = seen.replace(question, b"")
            at = seen.find(painted)
            if at >= 0 and seen.find(FRAME_END, at) >= 0:
                return time.perf_counter() - start
        raise SystemExit(f"{' '.join(command)}: no frame within {LIMIT} s")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def main(arguments: list[str]) -> None:
    """Measure and print."""
    runs = int(arguments[0]) if arguments else 15
    library = arguments[1] if len(arguments) > 1 else str(ROOT / "seeds")
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        commands = {
            "empty Textual app": [sys.executable, str(empty)],
            "briefing": [sys.executable, "-m", "briefing", library],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, command in commands.items():
                taken = first_frame(command, environment, FRAME_END)
                if run:
                    times[name].append(taken)
    lines = [f"time to first painted frame, {runs} runs each in turn, milliseconds"]
    for name, taken_all in times.items():
        ms = sorted(1000 * t for t in taken_all)
        lines.append(f"- {name}: median {statistics.median(ms):.0f}, {ms[0]:.0f} to {ms[-1]:.0f}")
    base, ours = (statistics.median(t) for t in times.values())
    lines.append(f"- ratio of medians: {ours / base:.2f}")
    print("\n".join(lines))
    keep("startup", {"lines": lines})


if __name__ == "__main__":
    main(sys.argv[1:])
