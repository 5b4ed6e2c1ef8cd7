"""How text is folded for matching; what is shown and exported is never folded.

Two folds: ``fold_word`` for search terms (case, accents, typographic signs) and
``FoldedText`` for finding quotes (quotation marks, dashes and white space only).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.article import Span

_SIGNS = {
    **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
_SIGN_TABLE = str.maketrans(_SIGNS)
_JOINERS = "'’ʼ"
_MARKS = "\u0300-\u036f\u0483-\u0487\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_]*)*"
    rf"(?:[{_JOINERS}][^\W_]+[{_MARKS}]*)*"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: where it stands, and its folded form."""

    start: int
    end: int
    folded: str


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """``word`` without case, accents, typographic signs, and a possessive ``'s``.

    Full stops inside go too, so that ``U.S.`` and ``US`` are one word. The same
    word always folds to the same form, and folding a folded form changes nothing.
    """
    plain = unicodedata.normalize("NFKD", word.translate(_SIGN_TABLE)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "")
    while plain.endswith("'s"):
        plain = plain[:-2]
    return plain.rstrip("'")


def tokens(text: str) -> Iterator[Token]:
    """The words of ``text`` in order, with their offsets in code points."""
    for match in WORD.finditer(text):
        folded = fold_word(match.group())
        if folded:
            yield Token(match.start(), match.end(), folded)


class FoldedText:
    """A text folded for finding quotes, with the way back to its own offsets.

    Only quotation marks, dashes and white space are folded: every kind of them
    becomes one plain sign, a run of white space one space.
    """

    def __init__(self, text: str, hidden: tuple[Span, ...] = ()) -> None:
        """Fold ``text``, leaving out the ``hidden`` spans."""
        self.text, self._map = _fold(text, hidden)
        self._length = len(text)

    def find_all(self, quote: str) -> list[Span]:
        """Every place where ``quote`` stands, in order; overlapping ones too."""
        needle = fold_quote(quote)
        found: list[Span] = []
        at = self.text.find(needle) if needle else -1
        while at >= 0:
            found.append(self.original(at, at + len(needle)))
            at = self.text.find(needle, at + 1)
        return found

    def original(self, start: int, end: int) -> Span:
        """The span of the text itself that a folded range came from."""
        if start == end:
            at = self._map[start] if start < len(self._map) else self._length
            return Span(at, at)
        return Span(self._map[start], self._map[end - 1] + 1)

    def folded_offset(self, offset: int) -> int:
        """Where an offset of the text itself lies in the folded text."""
        return bisect_left(self._map, offset)


def fold_quote(quote: str) -> str:
    """``quote`` folded as ``FoldedText`` folds, without white space at its ends."""
    return _fold(quote, ())[0].strip(" ")


def _fold(text: str, hidden: tuple[Span, ...]) -> tuple[str, list[int]]:
    out: list[str] = []
    offsets: list[int] = []
    space = True
    for start, end in _visible(len(text), hidden):
        for i in range(start, end):
            char = text[i]
            if char.isspace() or char in "\u200b\ufeff":
                if not space:
                    out.append(" ")
                    offsets.append(i)
                space = True
            else:
                out.append(_SIGNS.get(char, char))
                offsets.append(i)
                space = False
    return "".join(out), offsets


def _visible(length: int, hidden: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in hidden:
        yield at, gap.start
        at = gap.end
    yield at, length
