"""How text is folded for matching; what is shown and exported is never folded.

Two folds: ``fold_word`` for search terms (case, accents, typographic signs) and
``FoldedText`` for finding quotes (quotation marks, dashes and white space only).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
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
SPACES = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
"""All that separates words: every ``str.isspace``, and the two of no width."""
_ONE_FOR_ONE = {**dict.fromkeys(SPACES, " "), **_SIGNS}
_IN_ASCII = {sign: plain for sign, plain in _ONE_FOR_ONE.items() if sign.isascii()}
_RUN = re.compile(" *")
_LETTER = re.compile("и\u0306|у\u0306|і\u0308")
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


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """``word`` without case, accents, typographic signs, and a possessive ``'s``.

    Full stops inside go too, so that ``U.S.`` and ``US`` are one word. Cyrillic letters
    of their own, such as й and ї, keep their marks. The same word always folds to the
    same form, and folding a folded form changes nothing.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    plain = plain.translate(_SIGN_TABLE).replace(".", "")
    if not plain.isascii():
        plain = _LETTER.sub(lambda pair: unicodedata.normalize("NFC", pair.group()), plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    bare = plain.rstrip("'").removesuffix("'s")
    while bare != plain:
        plain, bare = bare, bare.rstrip("'").removesuffix("'s")
    return plain


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
        self.text, self._folded, self._own = _fold(text, hidden)
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
            at = self._own_offset(start) if start < len(self.text) else self._length
            return Span(at, at)
        return Span(self._own_offset(start), self._own_offset(end - 1) + 1)

    def folded_offset(self, offset: int) -> int:
        """Where an offset of the text itself lies in the folded text."""
        piece = bisect_right(self._own, offset) - 1
        if piece < 0:
            return 0
        last = piece + 1 == len(self._folded)
        end = len(self.text) if last else self._folded[piece + 1]
        return min(self._folded[piece] + offset - self._own[piece], end)

    def _own_offset(self, at: int) -> int:
        piece = bisect_right(self._folded, at) - 1
        return self._own[piece] + at - self._folded[piece]


def fold_quote(quote: str) -> str:
    """``quote`` folded as ``FoldedText`` folds, without white space at its ends."""
    return _fold(quote, ())[0].strip(" ")


def _fold(text: str, hidden: tuple[Span, ...]) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each piece that moved as one its start there and in ``text``.

    The work is one step per exception, not per character: most white space is
    one plain space already.
    """
    text = _plain(text)
    pieces: list[str] = []
    folded: list[int] = []
    own: list[int] = []
    length = 0
    after_space = True
    for start, end in _visible(len(text), hidden):
        at = _after_spaces(text, start, end) if after_space else start
        while at < end:
            double = text.find("  ", at, end)
            stop = end if double < 0 else double + 1
            pieces.append(text[at:stop])
            folded.append(length)
            own.append(at)
            length += stop - at
            at = end if double < 0 else _after_spaces(text, stop, end)
        if pieces:
            after_space = pieces[-1][-1] == " "
    return "".join(pieces), folded, own


def _plain(text: str) -> str:
    """``text`` with plain signs and spaces, one for one."""
    for sign, plain in (_IN_ASCII if text.isascii() else _ONE_FOR_ONE).items():
        text = text.replace(sign, plain)
    return text


def _after_spaces(text: str, start: int, end: int) -> int:
    match = _RUN.match(text, start, end)
    return match.end() if match else start


def _visible(length: int, hidden: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in hidden:
        yield at, gap.start
        at = gap.end
    yield at, length
