"""The stem of a word, chosen by its letters alone: whoever asks need not know its language.

Words in ASCII are stemmed as English, words in Cyrillic as Russian (both by Snowball). A word
with a letter that only Ukrainian has is first put in its dictionary form, because Snowball has
no Ukrainian. All other words are their own stem.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_UKRAINIAN = re.compile("[іїєґ]")
_NO_CACHE = 0
"""Stemming anew costs less than a look in the cache that the stemmer keeps by default."""
_MAY_BE_OTHERS = ("i", "e", "l", "y")
_LIBRARIES = ("pystemmer", "simplemma")


def stem(folded: str) -> str:
    """The stem of a folded word."""
    if folded.isascii():
        return _english()(folded)
    if not _CYRILLIC.match(folded):
        return folded
    return _russian()(_dictionary_form(folded) if _UKRAINIAN.search(folded) else folded)


def may_be_stem(stemmed: str, folded: str) -> bool:
    """Whether a folded word may have that stem, told without stemming: most words do not.

    Only a dictionary form may begin otherwise than its word.
    """
    return folded[0] == stemmed[:1] or not (stemmed.isascii() or folded.isascii())


def beginning_of(stemmed: str) -> str:
    """Letters that every word begins with that has this stem; in ASCII nearly all of the stem.

    English stems end in another letter than stands there in the word only where that is i, e,
    l or y, as in happi, creat(e), capabl(e), sky; in two where it is die from dying.
    """
    if not stemmed.isascii() or stemmed.endswith("ie"):
        return stemmed[:-2]
    return stemmed[:-1] if stemmed.endswith(_MAY_BE_OTHERS) else stemmed


@cache
def stemmers() -> str:
    """The libraries that stem, with their versions: another version may stem otherwise."""
    return " ".join(f"{name} {_version(name)}" for name in _LIBRARIES)


def _version(name: str) -> str:
    """The version of a library, by the name of the folder that says how it was installed.

    ``importlib.metadata`` says the same, but to load it takes longer than to open an index.
    """
    folder = re.compile(rf"{name}-([^-]+)\.dist-info", re.IGNORECASE)
    for place in sys.path:
        with suppress(OSError):
            for found in filter(None, map(folder.fullmatch, os.listdir(place or "."))):
                return found[1]
    from importlib.metadata import version

    return version(name)


def _dictionary_form(folded: str) -> str:
    """The form under which a dictionary of Ukrainian has the word; else the word itself.

    The word is looked up in capitals first, as a name: Києва is Київ, not the plural of cues.
    """
    from simplemma import lemmatize

    return lemmatize(folded.capitalize(), "uk").casefold()


@cache
def _english() -> Callable[[str], str]:
    from Stemmer import Stemmer

    return Stemmer("english", _NO_CACHE).stemWord  # type: ignore[no-any-return]


@cache
def _russian() -> Callable[[str], str]:
    from Stemmer import Stemmer

    return Stemmer("russian", _NO_CACHE).stemWord  # type: ignore[no-any-return]
