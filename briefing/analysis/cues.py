"""Cues: words and numbers of a sentence that hint at a kind of record. The words are data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from briefing.dossier.model import Kind
from briefing.folding import WORD, fold_word
from briefing.search.analyzer import Form, form_of

WEIGHTS = {"strong": 3, "plain": 2, "weak": 1}
GAP = "..."
ROOM = 4
"""Words that may stand where a cue leaves room."""
BEFORE = 4
"""Words before a cue in which a negation counts."""
REFERRED = 2
"""Words before a noun in which it can be called known."""
LONGEST_BOUND = 3
"""Words of the longest phrase that says how exact a number is."""
SHORT = 5
"""Letters of the longest word whose stem may not begin with the same two: dying, die."""
UNIT_ROOM = 3
"""Words after a number in which its unit is looked for."""

_NUMBER = re.compile(r"(?<![\w.,:/-])([$€£¥]\s?)?(\d+(?:[.,\u00a0\u202f]\d+)*)(\s?%)?(?![\w:/])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PAST = frozenset({"ago", "later", "earlier"})

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, with its offsets there."""

    start: int
    end: int
    written: str
    form: Form

    @property
    def folded(self) -> str:
        """The word without case and accents."""
        return self.form.folded


@dataclass(frozen=True, slots=True)
class Found:
    """A hint at a kind of record: the words that give it, and its weight from 1 to 3.

    ``first`` and ``last`` are the numbers of its words in the sentence.
    ``act``: it has the form of a verb. ``referring``: it is a noun for what is known already.
    """

    kind: Kind
    weight: int
    first: int
    last: int
    start: int
    end: int
    negated: bool = False
    act: bool = False
    referring: bool = False


class Cues:
    """The cues of one language."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take the content of a file such as ``cues.yaml``."""
        self._by_stem: dict[str, list[tuple[Words, Kind, int]]] = {}
        self.words: list[str] = []
        """The single words that are strong cues: what a search for them asks for."""
        for kind, weights in data["cues"].items():
            for name, phrases in weights.items():
                for phrase in phrases:
                    self._add(phrase, Kind(kind), WEIGHTS[name])
        self._beginnings = frozenset(first[:2] for first in self._by_stem)
        self._negation = Phrases(data["negation"])
        self.collective = Phrases(data["collective"])
        """Subjects that stand for several parties."""
        self.pronouns = Phrases(data["pronouns"])
        """Subjects that stand for whoever was named before."""
        self._referring = frozenset(map(fold_word, data["referring"]))
        self._auxiliaries = frozenset(map(fold_word, data["auxiliaries"]))
        self._units = frozenset(u for unit in data["units"] for u in _numbers_of(fold_word(unit)))
        self._amounts = frozenset(map(fold_word, data["amounts"]))
        self._bounds = Phrases(data["bounds"])
        self._not_after = frozenset(map(fold_word, data["not_after"]))
        self._months = frozenset(map(fold_word, data["months"]))

    def find(self, sentence: str, words: Sequence[Word]) -> list[Found]:
        """Every cue in a sentence, figures too, in order of place."""
        found = [*self._phrases_in(words), *self._figures(sentence, words)]
        return sorted(found, key=lambda f: (f.start, -f.weight))

    def _add(self, phrase: str, kind: Kind, weight: int) -> None:
        stems = _stems(phrase)
        self._by_stem.setdefault(stems[0], []).append((stems, kind, weight))
        if len(stems) == 1 and weight == WEIGHTS["strong"]:
            self.words.append(phrase)

    def _phrases_in(self, words: Sequence[Word]) -> Iterator[Found]:
        for at, word in enumerate(words):
            if len(word.folded) > SHORT and word.folded[:2] not in self._beginnings:
                continue
            for stems, kind, weight in self._by_stem.get(word.form.stem, ()):
                last = _reaches(words, at, stems)
                if last is not None:
                    negated, act = self._negated(words, at), self._is_act(words, at)
                    end = words[last].end
                    known = not act and self._is_known(words, at)
                    yield Found(kind, weight, at, last, word.start, end, negated, act, known)

    def _negated(self, words: Sequence[Word], at: int) -> bool:
        return self._negation.last(words, max(0, at - BEFORE), at) is not None

    def _is_act(self, words: Sequence[Word], at: int) -> bool:
        helped = at > 0 and words[at - 1].folded in self._auxiliaries
        return helped or words[at].folded.endswith(("ed", "ing"))

    def _is_known(self, words: Sequence[Word], at: int) -> bool:
        """Whether a noun is spoken of as known: “the last proposal”, “their plan”."""
        near = [word.folded for word in words[max(0, at - REFERRED) : at]]
        return any(word in self._referring or word.endswith(("'s", "s'")) for word in near)

    def _figures(self, sentence: str, words: Sequence[Word]) -> Iterator[Found]:
        numbers = list(_NUMBER.finditer(sentence))
        for number in numbers:
            first = next((i for i, w in enumerate(words) if w.end > number.start()), len(words))
            after = first
            while after < len(words) and words[after].start < number.end():
                after += 1
            signed = bool(number[1] or number[3])
            yield from self._figure(words, first, after, number[2], signed)
        for at, word in enumerate(words):
            if word.folded in self._amounts:
                yield from self._figure(words, at, at + 1, "", False)

    def _figure(
        self, words: Sequence[Word], first: int, after: int, digits: str, signed: bool
    ) -> Iterator[Found]:
        """The figure of a number that the words from ``first`` to before ``after`` are."""
        if first >= len(words):
            return
        following = words[after : after + UNIT_ROOM]
        unit = next((i for i, w in enumerate(following) if w.folded in self._units), None)
        if any(w.folded in _PAST for w in following[:2]):
            return
        near = range(max(0, first - LONGEST_BOUND), first)
        bounded = any(at + self._bounds.at(words, at) == first for at in near)
        known = signed or unit is not None
        if not known and (not digits or self._is_date(words, first, following, digits, bounded)):
            return
        last = after + unit if unit is not None else after - 1
        start, end = words[first].start, words[last].end
        yield Found(Kind.FIGURE, 1 + known + bounded, first, last, start, end)

    def _is_date(
        self,
        words: Sequence[Word],
        first: int,
        following: Sequence[Word],
        digits: str,
        bounded: bool,
    ) -> bool:
        """Whether a number without a unit is a date, an age, or part of a name."""
        before = {word.folded for word in words[max(0, first - 3) : first]}
        if before & self._months or (following and following[0].folded in self._months):
            return True
        if not bounded and (len(digits) < 2 or _YEAR.fullmatch(digits)):
            return True
        return bool(first) and words[first - 1].folded in self._not_after


def words_in(sentence: str) -> list[Word]:
    """The words of a sentence in order."""
    found = []
    for match in WORD.finditer(sentence):
        if (form := form_of(match.group())) is not None:
            found.append(Word(match.start(), match.end(), match.group(), form))
    return found


class Phrases:
    """A set of words and phrases that are found as they are folded, whatever their endings."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._by_first: dict[str, list[Words]] = {}
        for phrase in listed:
            words = tuple(word.folded for word in words_in(phrase))
            self._by_first.setdefault(words[0], []).append(words)

    def at(self, words: Sequence[Word], at: int) -> int:
        """How many words a phrase has that stands at the word number ``at``; 0 where none does."""
        for phrase in self._by_first.get(words[at].folded, ()):
            here = words[at : at + len(phrase)]
            if tuple(word.folded for word in here) == phrase:
                return len(phrase)
        return 0

    def last(self, words: Sequence[Word], start: int, end: int) -> int | None:
        """Where one of them starts last among the words from ``start`` to before ``end``."""
        return next((i for i in range(end - 1, start - 1, -1) if self.at(words, i)), None)


@cache
def english() -> Cues:
    """The cues that come with the package."""
    import yaml

    text = (files("briefing.analysis") / "cues.yaml").read_text(encoding="utf-8")
    return Cues(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506


def _reaches(words: Sequence[Word], at: int, stems: Words) -> int | None:
    """The number of the last word of a phrase that starts at ``at``, where it stands there."""
    last = at
    room = 0
    for wanted in stems[1:]:
        if wanted == GAP:
            room = ROOM
            continue
        near = range(last + 1, min(last + 2 + room, len(words)))
        found = next((i for i in near if words[i].form.has_stem(wanted)), None)
        if found is None:
            return None
        last, room = found, 0
    return last


def _stems(phrase: str) -> Words:
    found: list[str] = []
    for number, part in enumerate(phrase.split(GAP)):
        found += [GAP] if number else []
        found += [word.form.stem for word in words_in(part)]
    return tuple(found)


def _numbers_of(noun: str) -> tuple[str, ...]:
    """A noun in singular and plural."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun, f"{noun[:-1]}ies"
    return noun, f"{noun}es" if noun.endswith(("s", "sh", "ch", "x")) else f"{noun}s"
