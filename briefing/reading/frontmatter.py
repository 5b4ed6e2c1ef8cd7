"""Front matter: cut off the text, and every value of it as it is written."""

from __future__ import annotations

import re

from briefing.reading.front_fields import Fields
from briefing.reading.simple_fields import simple_fields
from briefing.reading.unreadable import Unreadable

MAX_CHARACTERS = 16 * 1024
_OPEN = re.compile(r"---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_LOOKS_LIKE_A_FIELD = re.compile(r"\s*\w[\w-]*:(?:\s|$)")


def split(text: str) -> tuple[Fields | None, str]:
    """The front matter of ``text`` and what follows it; None where there is none.

    A first line ``---`` that opens no fields is a line across the page. Raises
    Unreadable for front matter that is not closed, too long or not YAML.
    """
    opening = _OPEN.match(text)
    if not opening:
        return None, text
    start = opening.end()
    closing = _CLOSE.search(text, start)
    if closing is None:
        if _LOOKS_LIKE_A_FIELD.match(text, start):
            raise Unreadable("the front matter that starts in line 1 has no closing line ---")
        return None, text
    if closing.start() - start > MAX_CHARACTERS:
        raise Unreadable(f"the front matter is longer than {MAX_CHARACTERS:,} characters")
    source = text[start : closing.start()]
    fields = simple_fields(source)
    if fields is None:
        from briefing.reading.yaml_fields import parse

        fields = parse(source)
    return (None, text) if fields is None else (fields, text[closing.end() :])
