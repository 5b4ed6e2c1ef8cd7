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
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from briefing.article import Searchable
from briefing.folding import WORD
from briefing.search.analyzer import Form, form_of, visible_text
from briefing.search.stemming import beginning_of
from briefing.search.terms import Asks, Leaf, Term, terms_of
from briefing.search.written_words import INITIALS, plain_signs

Test = Callable[[Form], bool]
_LONGEST_BEGINNING = 3
"""Letters of a word that are looked for in any text; in plain ones all that are certain."""
_PLAIN_REST = r"[a-z0-9]*+(?:'[a-z0-9]+)*+"
_PLAIN_WORD = re.compile(rf"[a-z0-9]{_PLAIN_REST}")
"""A word of a plain text, from its beginning."""
_IN_WORDS = re.compile(r"[a-z0-9'.?]")
_JOINS_ODD = frozenset("'.?")
"""Beside one of these a word of a plain text may be another where signs are odd."""
_STAND_IN = re.compile(r"\?")
_IN_INITIALS = re.compile(r"\.(?=[a-z]\.)")
_MOST_ODD = 50
"""Odd signs that a text may have, and one more for so many signs of its length."""
_FREQUENT = 2
"""Letters of a beginning up to which so many words have it that a regular expression pays; of a
phrase, of which it looks at the next word too, longer ones."""
_BEYOND = r"[^\x00-\x7f]"
_LETTER_BEYOND = r"[^\x00-\x7f\W]"
_PARTS_WORDS = frozenset(set(string.whitespace + string.punctuation + "\xa0“”„«»—–…") - {"'", "."})
"""Signs after which a word begins anew, whatever stands before them."""


class Spotter:
    """Finds the matches of some leaves, each with the number that it was given with."""

    def __init__(self, leaves: Iterable[tuple[Leaf, int]]) -> None:
        numbered = [(terms_of(leaf), number) for leaf, number in leaves]
        self._tests = [
            (first.test(), [_Remembered(term.test()) for term in others], number)
            for (first, *others), number in numbered
        ]
        self._leaves = [terms for terms, _ in numbered]
        self._firsts = [terms[0] for terms in self._leaves]
        self._inside = any(term.asks is Asks.NEAR for term in self._firsts)
        self._known: dict[str, tuple[int, ...]] = {}

    def spots(self, article: Searchable) -> list[tuple[int, int, int]]:
        """Where each match starts and ends, with its number, in order.

        Words of a phrase stand in one paragraph.
        """
        if not self._tests or not article.starts:
            return []
        found: set[tuple[int, int, int]] = set()
        text = visible_text(article)
        known = self._known
        starts, ends = article.starts, article.ends
        plain = _Plain.of(text) if self._in_plain else None
        if plain is not None and plain.parts_paragraphs(starts, ends):
            words: Iterable[tuple[int, int]] = self._plain_words(plain)
        else:
            plain = None
            words = self._in_paragraphs(text, starts, ends)
        read = plain.words if plain is not None and not plain.odd else text
        for first, after in words:
            written = text[first:after]
            met = known.get(written)
            if met is None:
                met = known[written] = self._met(form_of(written))
            if not met:
                continue
            end = ends[(paragraph := bisect_right(starts, first) - 1)]
            if paragraph < 0 or after > end:
                continue
            for number in met:
                _, others, idea = self._tests[number]
                last = _follow(text, read, after, end, others) if others else after
                if last is not None:
                    found.add((first, last, idea))
        return sorted(found)

    def _met(self, form: Form | None) -> tuple[int, ...]:
        if form is None:
            return ()
        return tuple(n for n, (test, _, _) in enumerate(self._tests) if test(form))

    def _in_paragraphs(
        self, text: str, starts: Sequence[int], ends: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """The words of a text's paragraphs that may meet a term, and some that do not."""
        anything = any("" in _sought(term) for term in self._firsts)
        for start, end in zip(starts, ends, strict=True):
            if anything or (start and text[start - 1].isalnum()):
                yield from (word.span() for word in WORD.finditer(text, start, end))
            else:
                yield from self._any_words(self._candidates, text, start, end)

    @cached_property
    def _candidates(self) -> re.Pattern[str]:
        return _candidates(self._firsts)

    @cached_property
    def _in_plain(self) -> dict[str, re.Pattern[str] | None]:
        """How words, or pieces of them, begin that are looked for in plain texts; nothing where
        any may do. Short beginnings, which are frequent, with what finds whole words."""
        return self._sought_in_plain(ahead=True)

    @cached_property
    def _in_odd(self) -> dict[str, re.Pattern[str] | None]:
        """The same where the next word may have odd signs."""
        return self._sought_in_plain(ahead=False)

    def _sought_in_plain(self, *, ahead: bool) -> dict[str, re.Pattern[str] | None]:
        patterns: dict[str, set[str]] = {}
        for terms in self._leaves:
            for sought in _sought(terms[0]):
                found = patterns.setdefault(sought, set())
                if not self._inside and len(sought) <= _FREQUENT + (len(terms) > 1):
                    found.add(_plain_pattern(sought, terms[1:] if ahead else ()))
        if "" in patterns:
            return {}
        return {
            sought: re.compile("|".join(found)) if found else None
            for sought, found in patterns.items()
        }

    def _plain_words(self, plain: _Plain) -> list[tuple[int, int]]:
        """The words of a plain text that may meet a term, and some that do not."""
        words: list[tuple[int, int]] = []
        text = plain.words
        for sought, pattern in (self._in_odd if plain.odd else self._in_plain).items():
            if pattern is not None and "'" + sought not in text:
                words += [match.span() for match in pattern.finditer(text)]
                continue
            at = text.find(sought)
            while at >= 0:
                if self._inside or not at or not text[at - 1].isalnum():
                    word = _plain_word_at(text, at)
                    if word is not None:
                        words.append(word.span())
                at = text.find(sought, at + 1)
        return plain.mended(words) if plain.odd else words

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


def _plain_word_at(plain: str, at: int) -> re.Match[str] | None:
    """The same in a plain text."""
    begin = at
    while begin and plain[begin - 1].isalnum():
        begin -= 1
    if begin and plain[begin - 1] == "'":
        return _word_at(plain, at, 0, len(plain))
    return _PLAIN_WORD.match(plain, begin)


class _Remembered:
    """A test of written words that works out each of them once."""

    def __init__(self, test: Test) -> None:
        self._test = test
        self._known: dict[str, bool | None] = {}

    def __call__(self, written: str) -> bool | None:
        """Whether the word meets the test; None where nothing is left of it."""
        try:
            return self._known[written]
        except KeyError:
            form = form_of(written)
            met = self._known[written] = None if form is None else self._test(form)
            return met


def _follow(text: str, read: str, at: int, end: int, tests: Sequence[_Remembered]) -> int | None:
    """Where the words after ``at`` that meet the tests in a row end, if they do.

    ``read`` is the text, or what is plain all over and has the same words.
    """
    words = WORD if read is text else _PLAIN_WORD
    for test in tests:
        met: bool | None = None
        while met is None:
            word = words.search(read, at, end)
            if word is None:
                return None
            first, at = word.span()
            met = test(text[first:at])
        if not met:
            return None
    return at


class _Plain:
    """A text whose words are cut by simpler rules, but for those with odd signs.

    ``words`` is the text in lower case and ASCII, sign for sign. ``odd`` are the places of
    signs that have no place there, and of full stops in initials.
    """

    __slots__ = ("odd", "text", "words")

    def __init__(self, text: str, words: str, odd: list[int]) -> None:
        self.text, self.words, self.odd = text, words, odd

    @classmethod
    def of(cls, text: str) -> _Plain | None:
        """The text so; None where too many signs are odd."""
        signs = plain_signs(text)
        odd: list[int] = []
        if not signs.isascii():
            most = _MOST_ODD + len(text) // _MOST_ODD
            signs, given = signs.encode("ascii", "replace").decode("ascii"), signs
            if signs.count("?") - given.count("?") > most:
                return None
            odd = [m.start() for m in _STAND_IN.finditer(signs) if not given[m.start()].isascii()]
        words = signs.lower()
        if INITIALS.search(words):
            odd += [match.start() for match in _IN_INITIALS.finditer(words)]
        return cls(text, words, odd)

    def parts_paragraphs(self, starts: Sequence[int], ends: Sequence[int]) -> bool:
        """Whether no paragraph begins or ends inside of what is a word in the whole text."""
        around = itemgetter(*(start - 1 for start in starts), *ends)(self.words + " ")
        return _IN_WORDS.search("".join(around)) is None

    def mended(self, words: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Some words, those with an odd sign cut as they are, and all others that have one."""
        done: list[tuple[int, int]] = []
        around = f" {self.words} "
        places = list(self.odd)
        for start, end in words:
            if around[start] in _JOINS_ODD or around[end + 1] in _JOINS_ODD:
                places.append(start)
            else:
                done.append((start, end))
        found = (_word_at(self.text, at, 0, len(self.text)) for at in places)
        return done + [word.span() for word in found if word is not None]


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


def _sought(term: Term) -> set[str]:
    """Letters of which every word has one that meets a term: at its beginning, if it has one."""
    return _pieces(term) if term.asks is Asks.NEAR else {_certain(term)}


def _plain_pattern(begins: str, others: Sequence[Term]) -> str:
    """A regular expression for the words of plain texts that begin so, before the next one."""
    begins = re.escape(begins)
    word = rf"{begins}(?<![a-z0-9]{begins}){_PLAIN_REST}"
    if not others or others[0].asks is Asks.NEAR:
        return word
    return rf"{word}(?=[^a-z0-9]++{re.escape(_certain(others[0]))})"


def _pieces(term: Term) -> set[str]:
    """Parts of a text of which every word has one that is at most so many edits away."""
    count = term.distance + 1
    cuts = [len(term.text) * n // count for n in range(count + 1)]
    return {term.text[a:b] for a, b in pairwise(cuts)}


def _beginning(term: Term) -> str:
    """As much of what is certain of a word as is looked for in any text."""
    return _certain(term)[:_LONGEST_BEGINNING]


def _certain(term: Term) -> str:
    """Letters that every word begins with that meets a term, when folded."""
    text = term.text.casefold()
    return (beginning_of(text) or text[:1]) if term.asks is Asks.STEM else text


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
