"""Front matter of the simplest kind, read without YAML's parser, which takes many times as long.

Nearly all front matter is lines of a name, a colon and a plain value, some of them a level
deeper. What these say is told by one regular expression for a line; where a line is anything
else, the parser reads it all. That both read the same is tested.
"""

from __future__ import annotations

import re

from briefing.reading.front_fields import NULLS, Fields, Scalar, Value

_SELDOM = tuple(
    map(re.compile, ("[\u2028\u2029\ud800-\udfff]", "[\ufdd0-\ufdef\ufeff]", "[\ufff0-\U0010ffff]"))
)
"""Characters that end a line in YAML, that may not stand there, or that are just seldom. (One
set of all, or a set of what else may stand there, takes Python milliseconds to compile.)"""
_SIGN = r"[^\x00-\x1f#:\x7f-\xa0]"
"""What else may stand in YAML, but for ``:`` and ``#``, which may end a value."""
_PLAIN = rf"(?={_SIGN})[^\W_](?:{_SIGN}++|:(?! )(?={_SIGN}))*+(?<! )"
_LINE = re.compile(rf"(?P<deeper>  )?(?P<name>[a-z][a-z0-9_]*):(?: +(?P<value>{_PLAIN}))?\n")
_FIRST_LINE = 2
"""The line ``---`` is before it."""


def simple_fields(source: str) -> Fields | None:
    """The fields of ``source``; None where it is of another kind."""
    if not source.isascii() and any(seldom.search(source) for seldom in _SELDOM):
        return None
    values: dict[str, Value] = {}
    within: dict[str, Value] | None = None
    opened = ""
    at, line = 0, _FIRST_LINE
    while match := _LINE.match(source, at):
        deeper, name, value = match.groups()
        if name in NULLS:
            return None
        if deeper is None:
            within, opened = None, name if value is None else ""
            into = values
        elif opened:
            if within is None:
                within = {}
                values[opened] = Fields(within, line)
            into = within
        else:
            return None
        if name in into or (deeper and value is None):
            return None
        into[name] = Scalar(None if value in NULLS else value, line)
        at = match.end()
        line += 1
    return Fields(values, _FIRST_LINE) if values and at == len(source) else None
