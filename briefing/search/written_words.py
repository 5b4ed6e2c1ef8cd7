"""The words of a text as they are written, cut as ``folding.WORD`` cuts them but quicker.

Most paragraphs are letters, digits and ordinary signs: there it is enough to put spaces for
all that is no word and to split. The rest goes through the regular expression.
"""

from __future__ import annotations

import re

from briefing.folding import WORD

_APOSTROPHE = ord("'")
_SPACED = bytes(
    code if code < 128 and (chr(code).isalnum() or code == _APOSTROPHE) else ord(" ")
    for code in range(256)
)
INITIALS = re.compile(r"\.[A-Za-z]\.")
"""In whatever has this, full stops may belong to a word."""
_PLAIN = (("“", '"'), ("”", '"'), ("’", "'"), ("‘", '"'), ("—", "-"), ("–", "-"), ("…", " "))
"""Signs that are common in print, and ones in ASCII that part or join words alike."""


def plain_signs(text: str) -> str:
    """``text`` with signs of ASCII in place of common typographic ones, one for one.

    Its words are the same, but for the sign of the apostrophe in them, which folds away.
    """
    if not text.isascii():
        for sign, plain in _PLAIN:
            if sign in text:
                text = text.replace(sign, plain)
    return text


def written_words(text: str) -> list[str]:
    """The words of ``text`` in order, as ``WORD.findall`` has them."""
    if not text.isascii() or INITIALS.search(text):
        return WORD.findall(text)
    words = text.encode("ascii").translate(_SPACED).decode("ascii").split()
    if "'" not in text:
        return words
    parted = ((word,) if "'" not in word else WORD.findall(word) for word in words)
    return [word for parts in parted for word in parts]
