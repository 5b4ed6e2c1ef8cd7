"""Ids for what is new: readable, in lower-case letters, digits and hyphens, and not yet taken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from itertools import count

from briefing.article import Passage
from briefing.folding import tokens

WORDS = 4
"""How many words of its sentence a record's id has."""
LONGEST = 60
"""Code points of an id, but for the number that makes it unique."""
SHORT_WORD = 3
"""Words of so few letters are left out of a record's id; most of them say little."""
_PIECE = re.compile(r"[a-z0-9]+")

Ids = Collection[str | None]


def record_id(party: str, says: str, taken: Ids) -> str:
    """An id such as ``north-half-river-water`` from a party's id and a record's sentence."""
    own = set(_PIECE.findall(party))
    words = [word for word in _words(says) if word not in own]
    telling = [word for word in words if len(word) > SHORT_WORD or word.isdigit()]
    return _free("-".join([party, *(telling or words)[:WORDS]]), taken)


def name_id(name: str, otherwise: str, taken: Ids) -> str:
    """An id from the name of a party or issue; ``otherwise`` where no letter of it can be used."""
    return _free("-".join(_words(name)) or otherwise, taken)


def highlight_id(passage: Passage, taken: Ids) -> str:
    """An id such as ``h-1a2b3c``, of the passage alone as far as it is free."""
    for number in count():
        place = f"{passage.article}\n{passage.span.start}\n{passage.span.end}\n{number}"
        found = "h-" + hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:6]
        if found not in taken:
            return found
    raise AssertionError("numbers do not end")


def _words(text: str) -> Iterator[str]:
    """The words of ``text`` in plain letters; those in another script are left out."""
    for token in tokens(text):
        word = "".join(_PIECE.findall(token.folded))
        if word and token.folded.isascii():
            yield word


def _free(wanted: str, taken: Ids) -> str:
    base = wanted[:LONGEST].strip("-")
    numbered = (f"{base}-{number}" for number in count(2))
    return base if base not in taken else next(i for i in numbered if i not in taken)
