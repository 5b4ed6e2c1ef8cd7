"""Finding in a display: case, accents and the kinds of quotes, dashes and spaces do not count."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from briefing.folding import SPACES, fold_quote

_SPACE = "[" + re.escape(SPACES.replace("\n", "") + " ") + "]+"


class Finder:
    """Looks in one text, as often as asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._forms: dict[str, str] = defaultdict(str)
        marks = ""
        for char in sorted(set(text)):
            if folded := fold_char(char):
                self._forms[folded] += char
            elif not char.isspace():
                marks += char
        self._marks = f"[{re.escape(marks)}]*" if marks else ""
        self._letters = set("".join(self._forms))
        self._longest = max(map(len, self._forms), default=0)

    def find(self, query: str) -> Iterator[tuple[int, int]]:
        """Where ``query`` stands in the text, in order and apart; nowhere if it is empty."""
        pattern = self._pattern(query)
        if pattern is not None:
            for found in pattern.finditer(self._text):
                yield found.span()

    def _pattern(self, query: str) -> re.Pattern[str] | None:
        words = ["".join(map(fold_char, word)) for word in query.split()]
        words = [word for word in words if word]
        if not words or not self._letters.issuperset("".join(words)):
            return None
        return re.compile(_SPACE.join(self._word(word) for word in words))

    def _word(self, word: str) -> str:
        """A pattern for one folded word: for each letter all forms of it that are in the text."""
        parts, at = [], 0
        while at < len(word):
            options = [self._letter(word[at])]
            step = 1
            for length in range(self._longest, 1, -1):
                forms = self._forms.get(word[at : at + length], "")
                if forms:
                    single = "".join(map(self._letter, word[at : at + length]))
                    options = [single, self._letter(word[at : at + length])]
                    step = length
                    break
            parts.append(f"(?:{'|'.join(options)})" if len(options) > 1 else options[0])
            at += step
        return "".join(parts)

    def _letter(self, folded: str) -> str:
        forms = self._forms.get(folded, "")
        return (f"[{re.escape(forms)}]" if forms else "(?!)") + self._marks


@cache
def fold_char(char: str) -> str:
    """What counts of a character: nothing of a combining mark, ``ss`` of ``ß``, ``e`` of ``É``."""
    plain = unicodedata.normalize("NFKD", char).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return fold_quote(plain)
