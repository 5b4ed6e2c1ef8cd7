"""Text from strangers made harmless to show: controls become visible stand-ins, one for one."""

from __future__ import annotations

import unicodedata

UNKNOWN_SIGN = "\ufffd"


class _StandIns(dict[int, str]):
    """A translate table that works each character out once."""

    def __missing__(self, code: int) -> str:
        self[code] = stand_in(chr(code))
        return self[code]


def stand_in(char: str) -> str:
    """``char`` itself, or the one visible character to show in its place.

    Controls (C0, C1, DEL), bidirectional and other format characters,
    surrogates, tags and private-use characters have stand-ins; a tab and a
    line end have not. Zero-width joiners stay: scripts and emoji need them.
    """
    code = ord(char)
    if char in "\t\n\u200c\u200d":
        return char
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return UNKNOWN_SIGN
    return char


_TABLE = _StandIns()


def visible(text: str) -> str:
    """``text`` with a stand-in for every harmful character; as long as before."""
    return text.translate(_TABLE)


def one_line(text: str) -> str:
    """``visible`` text on one line: white space folded to single spaces."""
    return visible(" ".join(text.split()))
