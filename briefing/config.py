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


class EngineName(StrEnum):
    """What a library is searched with."""

    WHOOSH = "whoosh"
    OPENSEARCH = "opensearch"


@dataclass(frozen=True, slots=True)
class ClusterConfig:
    """The table ``opensearch``: which cluster, and how to get in. ``ca`` is a file's path."""

    hosts: tuple[str, ...] = ()
    index: str | None = None
    user: str | None = None
    ca: str | None = None
    verify: bool = True
    shards: int = 1
    replicas: int = 1


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
    engine: EngineName | None = None
    opensearch: ClusterConfig = ClusterConfig()
    problems: tuple[str, ...] = ()


def config_path() -> Path:
    """Where the file is looked for."""
    from platformdirs import user_config_path

    return user_config_path("briefing", appauthor=False) / FILE


def asks_for_engine(path: Path | None = None) -> bool:
    """Whether the file may choose an engine; only looked for, so that opening is quick."""
    try:
        return b"engine" in (path or config_path()).read_bytes()
    except OSError:
        return False


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
    known = {"keys", "theme", "mouse", "watch", "engine", "opensearch"}
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
    keys = _keys(data.get("keys", {}), problems)
    engine = _engine(data.get("engine"), problems)
    opensearch = _cluster(data.get("opensearch", {}), problems)
    return Config(keys, theme, mouse, watch, engine, opensearch, tuple(problems))


def _engine(name: Any, problems: list[str]) -> EngineName | None:
    if name is None or name in list(EngineName):
        return name and EngineName(name)
    problems.append(f"{FILE}: engine is one of {', '.join(EngineName)}, not {name!r}")
    return None


def _cluster(table: Any, problems: list[str]) -> ClusterConfig:
    """The table ``opensearch``, without what does not fit."""
    if not isinstance(table, dict):
        problems.append(f"{FILE}: opensearch is a table: [opensearch], then hosts = ['https://…']")
        return ClusterConfig()
    tests = {
        "hosts": (_are_texts, "a list of addresses, such as ['https://search.example.org:9200']"),
        **dict.fromkeys(("index", "user", "ca"), (_is_text, "text")),
        "verify": (lambda value: isinstance(value, bool), "true or false"),
        "shards": (lambda value: type(value) is int and 1 <= value <= 100, "from 1 to 100"),
        "replicas": (lambda value: type(value) is int and 0 <= value <= 10, "from 0 to 10"),
    }
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name not in tests:
            problems.append(f"{FILE}: opensearch.{name} is not known")
        elif not tests[name][0](value):
            problems.append(f"{FILE}: opensearch.{name} is {tests[name][1]}, not {value!r}")
        else:
            found[name] = tuple(value) if name == "hosts" else value
    return ClusterConfig(**found)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


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
