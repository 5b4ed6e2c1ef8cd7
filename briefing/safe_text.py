"""Text from strangers made harmless to show: controls become visible stand-ins, one for one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

UNKNOWN_SIGN = "\ufffd"

_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_UNSEEN = frozenset(
    [
        *_JOINERS,
        *map(chr, range(0xFE00, 0xFE10)),
        *map(chr, range(0xE0000, 0xE1000)),
        *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0",
        *map(chr, range(0xFFF0, 0xFFF9)),
    ]
)
"""What is shown as nothing at all though its category is harmless: the rest of what Unicode
calls default-ignorable. Words can be hidden in it."""

_KEPT = (
    f"(?:[\u0590-\u115e\u1161-\u17b3\u17b6-\u180a\u1810-\u1fff\u203c\u2049\u2070-\u2fff\u3001-\u3163"
    "\u3165-\ud7ff\uf900-\ufdff\ufe10-\ufefe\uff00-\uff9f\uffa1-\uffef\U00010000-\U000dffff]"
    f"[{_SELECTORS}]?[{_JOINERS}]?|[\xa9\xae0-9#*]\ufe0f)"
)
"""Where a joiner or a variation selector does something: after a letter of a script that joins,
after an ideograph, after a sign that may be an emoji. Only one of each."""


class _StandIns(dict[int, str]):
    """A translate table that works each character out once."""

    def __missing__(self, code: int) -> str:
        self[code] = stand_in(chr(code))
        return self[code]


def stand_in(char: str) -> str:
    """``char`` itself, or the one visible character to show in its place.

    Controls (C0, C1, DEL), bidirectional and other format characters,
    surrogates, tags, private-use characters and whatever is shown as nothing
    have stand-ins; a tab and a line end have not.
    """
    code = ord(char)
    if char in "\t\n":
        return char
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if char in _UNSEEN or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return UNKNOWN_SIGN
    return char


_TABLE = _StandIns()
_SOME_UNSEEN = re.compile(f"[{_JOINERS}{_SELECTORS}]")


_UNSEEN_THOUGH_PRINTABLE = re.compile(
    f"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0{_SELECTORS}]"
)
"""Those of ``_UNSEEN`` that Python counts as printable; in ranges, which are searched quickly."""


def is_harmless(text: str) -> bool:
    """Whether ``text`` surely is what ``visible`` makes of it; quickly told of long texts."""
    return text.isprintable() and (text.isascii() or _UNSEEN_THOUGH_PRINTABLE.search(text) is None)


def visible(text: str) -> str:
    """``text`` with a stand-in for every harmful character; as long as before.

    Joiners and variation selectors stay where a script or an emoji needs them.
    """
    shown = text.translate(_TABLE)
    if not _SOME_UNSEEN.search(text):
        return shown
    pieces, at = [], 0
    for kept in _kept().finditer(text):
        start, end = kept.start() + 1, kept.end()
        if start < end:
            pieces += [shown[at:start], text[start:end]]
            at = end
    return "".join([*pieces, shown[at:]])


@cache
def _kept() -> re.Pattern[str]:
    """Compiled when it is first needed: that takes milliseconds."""
    return re.compile(_KEPT)


def one_line(text: str) -> str:
    """``visible`` text on one line: white space folded to single spaces."""
    return visible(" ".join(text.split()))
