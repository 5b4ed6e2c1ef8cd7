"""Copying: with the desktop's clipboard program where there is one.

Not by pyperclip: it waits for a program without end, lets it write over the
screen, and takes one that failed for one that copied.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

PATIENCE = 3.0
"""Seconds that a clipboard program may take."""
LARGEST_OSC52 = 74_000
"""Bytes; terminals cut off or drop longer ones (xterm takes 100,000 of base64)."""

_WAYLAND = ("wl-copy",)
_X11 = (("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input"))
_MAC = ("pbcopy",)


def programs(environment: Mapping[str, str], platform: str) -> list[tuple[str, ...]]:
    """The clipboard programs that could work there, best first."""
    if platform == "darwin":
        return [_MAC]
    found: list[tuple[str, ...]] = []
    if environment.get("WAYLAND_DISPLAY"):
        found.append(_WAYLAND)
    if environment.get("DISPLAY"):
        found += _X11
    return found


def copy_by_program(text: str) -> tuple[str | None, list[str]]:
    """Copy with the first program that takes it: its name, and the names of those that failed.

    The name is None where no program took it.
    """
    failed: list[str] = []
    for command in programs(os.environ, sys.platform):
        path = shutil.which(command[0])
        if path is None:
            continue
        try:
            done = subprocess.run(  # noqa: S603  (a fixed command, the text on its input)
                [path, *command[1:]],
                input=text.encode("utf-8", "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
            if done.returncode == 0:
                return command[0], failed
        except (OSError, subprocess.TimeoutExpired):
            pass
        failed.append(command[0])
    return None, failed
