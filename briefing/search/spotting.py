"""Where the terms of a query stand in a text, found without analysing all of its words.

One regular expression runs over the text and stops at whatever may begin a word that meets
a term: by its first letters, whatever their case, or by any sign beyond ASCII, which may
fold to anything. Only there a word is cut and looked at, as the analyzer would do. The
answer is the analyzer's; tests hold the two against each other.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from briefing.article import Article, Span
from briefing.folding import WORD
from briefing.search.analyzer import Form, form_of, visible_text
from briefing.search.terms import Asks, Leaf, Term, terms_of

Test = Callable[[Form], bool]
_LONGEST_BEGINNING = 3
_BEYOND = r"[^\x00-\x7f]"
_LETTER_BEYOND = r"[^\x00-\x7f\W]"
_PARTS_WORDS = frozenset(set(string.whitespace + string.punctuation + "\xa0“”„«»—–…") - {"'", "."})
"""Signs after which a word begins anew, whatever stands before them."""


class Spotter:
    """Finds the matches of some leaves, each with the number that it was given with."""

    def __init__(self, leaves: Iterable[tuple[Leaf, int]]) -> None:
        numbered = [(terms_of(leaf), number) for leaf, number in leaves]
        self._tests = [
            (first.test(), [term.test() for term in others], number)
            for (first, *others), number in numbered
        ]
        firsts = [terms[0] for terms, _ in numbered]
        self._candidates = _candidates(firsts)
        self._inside = any(term.asks is Asks.NEAR for term in firsts)
        self._known: dict[str, tuple[int, ...]] = {}

    def spots(self, article: Article) -> Iterator[tuple[Span, int]]:
        """Each match with its number. Words of a phrase stand in one paragraph."""
        if not self._tests:
            return
        text = visible_text(article)
        known = self._known
        for paragraph in article.paragraphs:
            start, end = paragraph.span.start, paragraph.span.end
            for word in self._words(text, start, end):
                written = word.group()
                met = known.get(written)
                if met is None:
                    met = known[written] = self._met(form_of(written))
                for number in met:
                    _, others, idea = self._tests[number]
                    last = _follow(text, word.end(), end, others) if others else word.end()
                    if last is not None:
                        yield Span(word.start(), last), idea

    def _met(self, form: Form | None) -> tuple[int, ...]:
        if form is None:
            return ()
        return tuple(n for n, (test, _, _) in enumerate(self._tests) if test(form))

    def _words(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The words between two offsets that may meet a term, and some that do not."""
        if self._candidates is None or (start and text[start - 1].isalnum()):
            yield from WORD.finditer(text, start, end)
            return
        done = start
        for candidate in self._candidates.finditer(text, start, end):
            at = candidate.start()
            if at < done:
                continue
            if not self._inside and (at == start or text[at - 1] in _PARTS_WORDS):
                word = WORD.match(text, at, end)
            else:
                word = _word_at(text, at, start, end)
            if word is not None:
                done = word.end()
                yield word


def _word_at(text: str, at: int, start: int, end: int) -> re.Match[str] | None:
    """The word that an offset lies in, where it lies in one."""
    begin = at
    while begin > start and not text[begin - 1].isspace():
        begin -= 1
    for word in WORD.finditer(text, begin, end):
        if word.end() > at:
            return word if word.start() <= at else None
    return None


def _follow(text: str, at: int, end: int, tests: Sequence[Test]) -> int | None:
    """Where the words after ``at`` that meet the tests in a row end, if they do."""
    for test in tests:
        while True:
            word = WORD.search(text, at, end)
            if word is None:
                return None
            at = word.end()
            form = form_of(word.group())
            if form is not None:
                break
        if not test(form):
            return None
    return at


def _candidates(terms: Sequence[Term]) -> re.Pattern[str] | None:
    """What finds a place in each word that may meet a term; None: all words may.

    That is where the word begins, unless a term leaves its beginning open.
    """
    pieces: set[str] = set()
    for term in terms:
        found = _pieces(term) if term.asks is Asks.NEAR else {_beginning(term)}
        if "" in found:
            return None
        pieces |= found
    patterns = sorted(_pattern(piece) for piece in pieces if piece[0].isascii())
    if any(term.asks is Asks.NEAR for term in terms):
        return re.compile("|".join([*patterns, _BEYOND]))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join([*patterns, _LETTER_BEYOND])})")


def _pieces(term: Term) -> set[str]:
    """Parts of a text of which every word has one that is at most so many edits away."""
    count = term.distance + 1
    cuts = [len(term.text) * n // count for n in range(count + 1)]
    return {term.text[a:b] for a, b in pairwise(cuts)}


def _beginning(term: Term) -> str:
    """Letters that every word begins with that meets a term, when folded.

    English stems may differ from their words in the last two letters, as die from dying.
    """
    text = term.text.casefold()
    length = len(text) - 2 if term.asks is Asks.STEM else len(text)
    return text[: max(1, min(length, _LONGEST_BEGINNING))]


def _pattern(beginning: str) -> str:
    """A regular expression for how a beginning may be written.

    Full stops fold away, and after a sign beyond ASCII anything may follow.
    """
    pattern = ""
    for sign in reversed(beginning):
        if not sign.isascii():
            pattern = _BEYOND
            continue
        own = f"[{sign}{sign.upper()}]" if sign.isalpha() else re.escape(sign)
        pattern = rf"{own}(?:\.?{pattern}|{_BEYOND})" if pattern else own
    return pattern
