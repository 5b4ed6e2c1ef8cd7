"""The keys as they are for this user: the table's, and those of ``config.toml`` instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from briefing.tui.keys.action import Where
from briefing.tui.keys.actions import ACTIONS
from briefing.tui.keys.article_keys import KEYS

_SHORT = {"esc": "escape", "pgdn": "pagedown", "pgup": "pageup"}
_NAMED = {key.value for key in Keys}
_MODIFIED = re.compile(r"(?:(?:ctrl|alt|shift)\+)+([a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does, as `briefing keys` prints it. ``key``: Textual's names, commas between."""

    id: str
    key: str
    name: str
    help: str
    where: Where


@dataclass(frozen=True, slots=True)
class Keymap:
    """All keys, those that the user has changed, and what of that was left out and why."""

    keys: tuple[Key, ...]
    changed: Mapping[str, str]
    problems: tuple[str, ...]


def defaults() -> Iterator[Key]:
    """The keys of the table."""
    for action in ACTIONS:
        yield Key(action.id, action.keys, action.name, action.help, action.where)
    for binding in KEYS:
        if isinstance(binding, Binding) and binding.id:
            text = binding.tooltip or binding.description
            yield Key(binding.id, binding.key, binding.description, text, Where.ARTICLE)


def keymap(wanted: Mapping[str, str]) -> Keymap:
    """The keys with those of ``wanted`` (by id) instead of the table's.

    What cannot be is left as the table has it and told: an id or key that does
    not exist, and a key that would do two things in the same place.
    """
    known = {key.id: key for key in defaults()}
    problems: list[str] = []
    changed: dict[str, str] = {}
    for name, keys in wanted.items():
        if name not in known:
            problems.append(f"No action has the id {name!r}; `briefing keys` lists them.")
        elif (found := _named(keys)) is None:
            problems.append(
                f"{name}: {keys!r} is no key; `briefing keys` shows how they are named."
            )
        else:
            changed[name] = found
    for name in list(changed):
        if clash := _clash(name, changed, known):
            key, other = clash
            problems.append(
                f"The key {key} cannot be for {name}, as it is for {other} in the same place;"
                f" {name} keeps {known[name].key}."
            )
            del changed[name]
    keys_now = tuple(
        Key(k.id, changed.get(k.id, k.key), k.name, k.help, k.where) for k in known.values()
    )
    return Keymap(keys_now, changed, tuple(problems))


def _clash(
    name: str, changed: Mapping[str, str], known: Mapping[str, Key]
) -> tuple[str, str] | None:
    """A key that another action in reach has too, and that action."""
    mine, own = set(changed[name].split(",")), known[name].where
    for other in known.values():
        places = {other.where, own}
        near = len(places) == 1 or Where.EVERYWHERE in places or places in _TOGETHER
        if other.id != name and near:
            both = mine & set(changed.get(other.id, other.key).split(","))
            before = set(known[name].key.split(",")) & set(other.key.split(","))
            if both - before:
                return min(both - before), other.id
    return None


_TOGETHER = (
    {Where.LISTS, Where.SOURCES},
    {Where.LISTS, Where.TAGS},
    {Where.OPTIONS, Where.PANEL},
)
"""Places that are one on the screen: a list, and what holds it."""


def _named(keys: str) -> str | None:
    """Keys as Textual names them; None where one is no key."""
    parts = [part.strip() or "space" for part in keys.split(",")] if keys.strip() else []
    found = [_one(part) for part in parts]
    return ",".join(key for key in found if key) if found and all(found) else None


def _one(key: str) -> str | None:
    key = _SHORT.get(key, key)
    if len(key) == 1:
        return _of_sign(key)
    if key in _NAMED or key in _SIGNS:
        return key
    modified = _MODIFIED.fullmatch(key)
    if modified and (len(modified[1]) == 1 or modified[1] in _NAMED or modified[1] in _SIGNS):
        return key
    return None


def _of_sign(char: str) -> str | None:
    """What Textual calls the key of a character; None where no key can be that."""
    if char.isalnum():
        return char
    name = unicodedata.name(char, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name) if char.isprintable() and name else None


_SIGNS = {_of_sign(chr(code)) for code in range(0x20, 0x250) if not chr(code).isalnum()}
"""The names of the signs of European keyboards."""
