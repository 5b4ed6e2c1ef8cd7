"""The theme that was chosen in the app, kept for the next time.

Kept beside what else the app remembers, not in ``config.toml``: that file is
its owner's, with comments, and may be read-only. A theme that is written there
later counts again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from briefing.config import THEMES
from briefing.files import write_atomic
from briefing.locations import state_folder


def _path() -> Path:
    return state_folder() / "theme.json"


def chosen(configured: str) -> str:
    """The theme to begin with, where ``configured`` is that of the configuration."""
    with suppress(OSError, ValueError, RecursionError):
        match json.loads(_path().read_bytes()):
            case {"chosen": str(theme), "instead_of": before} if theme in THEMES:
                return theme if before == configured else configured
    return configured


def choose(theme: str, configured: str) -> None:
    """Keep a theme in the place of the configuration's; where that fails it is not kept."""
    path = _path()
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(path, json.dumps({"chosen": theme, "instead_of": configured}).encode())
