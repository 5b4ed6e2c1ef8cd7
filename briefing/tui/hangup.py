"""Ends the program when its terminal is gone.

Mostly the system ends it then by SIGHUP. Not where the program was started by one that keeps
that signal to itself, as `make` does: then Textual would read the end of its input for ever,
and wait for ever to paint. What was confirmed is on the disk, as after any end.
"""

from __future__ import annotations

import os
import select
import sys
import threading

EXIT_CODE = 129
"""As a shell has it for a program that SIGHUP ended."""


def watch() -> None:
    """End the program once standard input is a terminal that was closed. Costs nothing before."""
    if hasattr(select, "poll") and sys.stdin.isatty():
        threading.Thread(target=_wait, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait(terminal: int) -> None:
    poll = select.poll()
    poll.register(terminal, 0)
    if any(what & select.POLLHUP for _, what in poll.poll()):
        os._exit(EXIT_CODE)
