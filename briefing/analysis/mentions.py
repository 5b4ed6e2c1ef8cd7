"""Mentions of the library's parties in a sentence: by name, alias, spelling variant, adjective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.analysis.cues import Word
from briefing.dossier.settings import Settings
from briefing.search.analyzer import is_capitals, words_of
from briefing.search.query import Node, Phrase, Variants
from briefing.search.query import Word as QueryWord
from briefing.search.spelling import Spelling

KEY = 4
"""Letters of a name that a word made of it (Ukrainian) surely shares with it."""
_ARTICLES = frozenset({"the", "a", "an"})
_MADE_OF_NAMES = ("ian", "ean", "an", "ese", "ish", "i")
"""How English makes adjectives of the names of countries and peoples."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A party named by the words from ``first`` to ``last`` of a sentence."""

    party: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Name:
    party: str
    words: tuple[str, ...]
    capitals: bool
    title: bool

    def stands(self, words: Sequence[Word], at: int) -> bool:
        here = words[at : at + len(self.words)]
        if len(here) < len(self.words) or not self._written(here[0].written):
            return False
        *before, last = self.words
        if any(w.folded != name for w, name in zip(here, before, strict=False)):
            return False
        return here[-1].folded == last or (
            self.title and here[-1].written[:1].isupper() and _made_of(here[-1].folded, last)
        )

    def _written(self, word: str) -> bool:
        bare = word.removesuffix("’s").removesuffix("'s")
        return bare.isupper() if self.capitals else not self.title or word[:1].isupper()


class Parties:
    """The names of a library's parties, for finding them in sentences."""

    def __init__(self, settings: Settings) -> None:
        spelling = Spelling(settings.spelling, settings.spelling_off)
        self._by_key: dict[str, list[_Name]] = {}
        for party in settings.parties:
            for alias in (party.name, *party.aliases):
                for name in _names(party.id, alias, spelling):
                    self._by_key.setdefault(name.words[0][:KEY], []).append(name)
        for names in self._by_key.values():
            names.sort(key=lambda name: -len(name.words))

    def find(self, words: Sequence[Word]) -> list[Mention]:
        """The mentions in a sentence, in order; where names overlap, the longest."""
        found = []
        at = 0
        while at < len(words):
            names = self._by_key.get(words[at].folded[:KEY], ())
            name = next((n for n in names if n.stands(words, at)), None)
            if name is not None:
                found.append(Mention(name.party, at, at + len(name.words) - 1))
            at += len(name.words) if name else 1
        return found


def _names(party: str, alias: str, spelling: Spelling) -> Iterator[_Name]:
    """A name in all its spellings, without an article before it."""
    forms = words_of(alias)
    if len(forms) > 1 and forms[0].folded in _ARTICLES:
        forms = forms[1:]
    if not forms:
        return
    title = not alias.islower() and alias.rsplit(maxsplit=1)[-1][:1].isupper()
    own = tuple(form.capitals or form.folded for form in forms)
    node = spelling.expand(Phrase(own) if len(own) > 1 else QueryWord(own[0]))
    for spelled in _spelled(node):
        folded = tuple(word.casefold() for word in spelled)
        yield _Name(party, folded, len(spelled) == 1 and is_capitals(spelled[0]), title)


def _spelled(node: Node) -> Iterator[tuple[str, ...]]:
    if isinstance(node, Variants):
        for part in node.parts:
            yield from _spelled(part)
    elif isinstance(node, Phrase):
        yield node.words
    elif isinstance(node, QueryWord):
        yield (node.text,)


def _made_of(word: str, name: str) -> bool:
    """Whether a folded word is an adjective or a people's name made of ``name``."""
    word = word.removesuffix("s")
    if len(word) >= KEY and name.startswith(word) and len(name) - len(word) == 1:
        return True
    for ending in _MADE_OF_NAMES:
        root = word.removesuffix(ending)
        if root != word and len(root) >= KEY and name.startswith(root):
            return len(name) - len(root) <= 2
    return False
