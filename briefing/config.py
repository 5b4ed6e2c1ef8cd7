"""The user's settings: ``config.toml`` in the platform's folder for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

FILE = "config.toml"
THEMES = ("dark", "light", "high-contrast", "terminal")


class Watch(StrEnum):
    """How the library's folder is watched while the app is open."""

    SYSTEM = "system"
    POLL = "poll"
    OFF = "off"


_WATCH = {True: Watch.SYSTEM, False: Watch.OFF, "poll": Watch.POLL}


@dataclass(frozen=True, slots=True)
class Config:
    """What the file says; ``problems`` are sentences on what in it was left out.

    ``keys`` are keys by the id of an action, as Textual names them, with
    commas between. ``theme`` is one of ``THEMES``.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    theme: str = THEMES[0]
    mouse: bool = True
    watch: Watch = Watch.SYSTEM
    problems: tuple[str, ...] = ()


def config_path() -> Path:
    """Where the file is looked for."""
    from platformdirs import user_config_path

    return user_config_path("briefing", appauthor=False) / FILE


def read_config(path: Path | None = None) -> Config:
    """The settings; the defaults where there is no file, or for what does not fit."""
    path = path or config_path()
    if not path.is_file():
        return Config()
    import tomllib  # only where there is a file: the first frame waits for this

    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Config(problems=(f"{path} is left out, since it cannot be read: {error}",))
    problems: list[str] = []
    known = {"keys", "theme", "mouse", "watch"}
    problems += [f"{FILE}: {name!r} is not known" for name in data if name not in known]
    theme = data.get("theme", THEMES[0])
    if theme not in THEMES:
        problems.append(f"{FILE}: theme is one of {', '.join(THEMES)}, not {theme!r}")
        theme = THEMES[0]
    mouse = data.get("mouse", True)
    if not isinstance(mouse, bool):
        problems.append(f"{FILE}: mouse is true or false, not {mouse!r}")
        mouse = True
    wanted = data.get("watch", True)
    watch = _WATCH.get(wanted) if isinstance(wanted, bool | str) else None
    if watch is None:
        problems.append(f"{FILE}: watch is true, false or 'poll', not {wanted!r}")
        watch = Watch.SYSTEM
    return Config(_keys(data.get("keys", {}), problems), theme, mouse, watch, tuple(problems))


def _keys(table: Any, problems: list[str]) -> dict[str, str]:
    if not isinstance(table, dict):
        problems.append(f"{FILE}: keys is a table: [keys], then lines such as board = 'B'")
        return {}
    found = _flat(table)
    wrong = [name for name, keys in found.items() if not isinstance(keys, str) or not keys.strip()]
    problems += [f"{FILE}: the key of {name} is text, as in {name} = 'B'" for name in wrong]
    return {name: str(keys).strip() for name, keys in found.items() if name not in wrong}


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Keys by dotted id: TOML reads ``list.down = 'n'`` as a table in a table."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found
