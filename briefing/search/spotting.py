"""Where the terms of a query stand in a text, found without analysing all of its words.

One regular expression runs over the text and stops at whatever may begin a word that meets
a term: by its first letters, whatever their case, or by any sign beyond ASCII, which may
fold to anything. Only there a word is cut and looked at, as the analyzer would do. In a text
that is ASCII but for common typographic signs, as most are, it is enough to look for the
letters as they are. The answer is the analyzer's; tests hold the two against each other.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from briefing.article import Article
from briefing.folding import WORD
from briefing.search.analyzer import Form, form_of, visible_text
from briefing.search.terms import Asks, Leaf, Term, terms_of
from briefing.search.written_words import INITIALS, plain_signs

Test = Callable[[Form], bool]
_LONGEST_BEGINNING = 3
"""Letters of a word that are looked for in any text; in plain ones all that are certain."""
_PLAIN_WORD = re.compile(r"[a-z0-9]++(?:'[a-z0-9]+)*+")
"""A word of a plain text, from its beginning."""
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
        self._firsts = firsts
        self._inside = any(term.asks is Asks.NEAR for term in firsts)
        self._sought = sorted(set().union(*(_sought(term) for term in firsts)))
        self._known: dict[str, tuple[int, ...]] = {}

    def spots(self, article: Article) -> Iterator[tuple[int, int, int]]:
        """Where each match starts and ends, with its number.

        Words of a phrase stand in one paragraph.
        """
        if not self._tests:
            return
        text = visible_text(article)
        plain = _plain(text)
        known = self._known
        for paragraph in article.paragraphs:
            start, end = paragraph.span.start, paragraph.span.end
            for first, after in self._words(text, plain, start, end):
                written = text[first:after]
                met = known.get(written)
                if met is None:
                    met = known[written] = self._met(form_of(written))
                for number in met:
                    _, others, idea = self._tests[number]
                    last = _follow(text, after, end, others) if others else after
                    if last is not None:
                        yield first, last, idea

    def _met(self, form: Form | None) -> tuple[int, ...]:
        if form is None:
            return ()
        return tuple(n for n, (test, _, _) in enumerate(self._tests) if test(form))

    def _words(
        self, text: str, plain: str | None, start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        """The words between two offsets that may meet a term, and some that do not."""
        if "" in self._sought or (start and text[start - 1].isalnum()):
            yield from (word.span() for word in WORD.finditer(text, start, end))
        elif plain is not None:
            yield from self._plain_words(plain, start, end)
        else:
            yield from self._any_words(self._candidates, text, start, end)

    @cached_property
    def _candidates(self) -> re.Pattern[str]:
        return _candidates(self._firsts)

    def _plain_words(self, plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        of = _places if self._inside else _beginnings
        places = [at for sought in self._sought for at in of(plain, sought, start, end)]
        if len(self._sought) > 1:
            places.sort()
        done = start
        for at in places:
            if at < done:
                continue
            before = plain[at - 1] if at > start else ""
            if self._inside or before == "'":
                word = _word_at(plain, at, start, end)
            else:
                word = _PLAIN_WORD.match(plain, at, end)
            if word is not None:
                done = word.end()
                yield word.span()

    def _any_words(
        self, candidates: re.Pattern[str], text: str, start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        done = start
        for candidate in candidates.finditer(text, start, end):
            at = candidate.start()
            if at < done:
                continue
            if not self._inside and (at == start or text[at - 1] in _PARTS_WORDS):
                word = WORD.match(text, at, end)
            else:
                word = _word_at(text, at, start, end)
            if word is not None:
                done = word.end()
                yield word.span()


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


def _candidates(terms: Sequence[Term]) -> re.Pattern[str]:
    """What finds a place in each word that may meet a term.

    That is where the word begins, unless a term leaves its beginning open.
    """
    pieces: set[str] = set()
    for term in terms:
        found = _pieces(term) if term.asks is Asks.NEAR else {_beginning(term)}
        pieces |= found
    patterns = sorted(_pattern(piece) for piece in pieces if piece[0].isascii())
    if any(term.asks is Asks.NEAR for term in terms):
        return re.compile("|".join([*patterns, _BEYOND]))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join([*patterns, _LETTER_BEYOND])})")


def _plain(text: str) -> str | None:
    """``text`` in lower case and ASCII, sign for sign, where its words are the same; else None."""
    plain = plain_signs(text)
    return None if not plain.isascii() or INITIALS.search(plain) else plain.lower()


def _sought(term: Term) -> set[str]:
    """Letters of which every word has one that meets a term: at its beginning, if it has one."""
    return _pieces(term) if term.asks is Asks.NEAR else {_certain(term)}


def _places(plain: str, sought: str, start: int, end: int) -> Iterator[int]:
    """Where some letters stand."""
    at = plain.find(sought, start, end)
    while at >= 0:
        yield at
        at = plain.find(sought, at + 1, end)


def _beginnings(plain: str, sought: str, start: int, end: int) -> Iterator[int]:
    """Where some letters begin a word, or what follows an apostrophe."""
    if len(sought) == 1:  # there are many: the expression is kept by ``re``
        letter = re.escape(sought)
        found = re.compile(rf"{letter}(?<![a-z0-9]{letter})").finditer(plain, start, end)
        return (match.start() for match in found)
    places = _places(plain, sought, start, end)
    return (at for at in places if not at or not plain[at - 1].isalnum())


def _pieces(term: Term) -> set[str]:
    """Parts of a text of which every word has one that is at most so many edits away."""
    count = term.distance + 1
    cuts = [len(term.text) * n // count for n in range(count + 1)]
    return {term.text[a:b] for a, b in pairwise(cuts)}


def _beginning(term: Term) -> str:
    """As much of what is certain of a word as is looked for in any text."""
    return _certain(term)[:_LONGEST_BEGINNING]


def _certain(term: Term) -> str:
    """Letters that every word begins with that meets a term, when folded.

    English stems may differ from their words in the last two letters, as die from dying.
    """
    text = term.text.casefold()
    length = len(text) - 2 if term.asks is Asks.STEM else len(text)
    return text[: max(1, length)]


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
