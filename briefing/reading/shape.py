"""The shape of a line: whether it is a sentence, a headline, a list of names."""

from __future__ import annotations

import re

from briefing.reading.rules import rules

LONGEST_LINE = 200
"""Characters: anything longer is a paragraph, however it ends."""
_CLOSING = "\"'”’»›)]）」』*_"
_ENDS = frozenset(".!?…:;,。！？؟।፡:")
_CREDITED = re.compile(r"[.!?][\"”’]?\s+\([^()]*\)$")
_MOST_NAMES = 150
_NUMERAL = re.compile(r"[0-9]")


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as sentences do, or as lines that lead on to the next."""
    last = text[-1:]
    if last in _ENDS:
        return bool(last)
    return last in _CLOSING and (
        text.rstrip(_CLOSING)[-1:] in _ENDS or _CREDITED.search(text) is not None
    )


def is_sentence(text: str) -> bool:
    """Whether ``text`` reads as part of the story, not as a headline or a label."""
    return len(text) > LONGEST_LINE or ends_sentence(text)


def in_headline_case(text: str) -> bool:
    """Whether nearly All Longer Words Start With a Capital."""
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def is_names(text: str) -> bool:
    """Whether ``text`` is one name or several, as a byline lists them.

    The first has at least two words; all words but particles have a capital.
    """
    if len(text) > _MOST_NAMES or _NUMERAL.search(text):
        return False
    names = rules().joined_by.split(text.strip())
    return all(map(_is_name, names)) and len(names[0].split()) > 1


def _is_name(text: str) -> bool:
    words = text.split()
    known = rules()
    if not 1 <= len(words) <= 6 or words[0].lower() in known.weekdays:
        return False
    return all(
        any(map(str.isupper, word)) or word.lower() in known.particles for word in words
    ) and not (words[-1][-1] in ".!?:;" and len(words[-1]) > 3)
