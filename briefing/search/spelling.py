"""Spelling variants: which words are one word to the searcher, applied to queries only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import product
from pathlib import Path

from briefing.search.analyzer import Form, words_of
from briefing.search.query import And, Field, Node, Not, Or, Phrase, Variants, Word
from briefing.search.stemming import stem

MAX_VARIANTS = 32
"""A phrase has no more variants than this."""

Groups = Iterable[Sequence[str]]
_Key = tuple[str, ...]
_Group = dict[_Key, tuple[str, ...]]
"""The members of a group: their stems, and their words as a query has them."""


class Spelling:
    """Groups of spellings that are one word to the searcher.

    Members are words or phrases and compared by their stems, so that endings
    do not matter. A member in capitals stands only for what is written in capitals.
    """

    def __init__(
        self,
        groups: Groups = (),
        off: Iterable[str] = (),
        *,
        general: bool = True,
    ) -> None:
        """The package's groups (unless not ``general``) extended by ``groups``.

        A word in ``off`` switches off the package's group that holds it.
        Groups that share a member become one.
        """
        self._asked: Callable[[], tuple[Groups, Iterable[str]]] = lambda: (groups, off)
        self._general = general

    @classmethod
    def asking(cls, own: Callable[[], tuple[Groups, Iterable[str]]]) -> Spelling:
        """``own`` says ``groups`` and ``off`` once a query has a word that may have variants."""
        spelling = cls()
        spelling._asked = own
        return spelling

    @cached_property
    def _group_of(self) -> dict[_Key, _Group]:
        groups, off = self._asked()
        switched_off = {_key(words_of(word)) for word in off}
        built_in = (g for g in _package_groups() if not switched_off & g.keys())
        joined: dict[_Key, _Group] = {}
        for group in [*(built_in if self._general else ()), *map(_group, groups)]:
            _join(joined, group)
        return joined

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._group_of), default=1)

    def expand(self, root: Node) -> Node:
        """``root`` with every variant spelling put beside the words of the query.

        Exact words, prefixes and fuzzy words stay as they are.
        """
        if isinstance(root, Word) and not root.exact:
            return self._variants(root, (root.text,))
        if isinstance(root, Phrase) and not root.exact:
            return self._phrase(root)
        if isinstance(root, And):
            return And(tuple(self._runs(root.parts)))
        if isinstance(root, Or | Variants):
            return type(root)(tuple(map(self.expand, root.parts)))
        if isinstance(root, Not):
            return Not(self.expand(root.part))
        return Field(root.name, self.expand(root.part)) if isinstance(root, Field) else root

    def _variants(self, own: Word | Phrase, words: tuple[str, ...]) -> Node:
        others = [_leaf(m) for m in self._others(_stems(words))]
        return Variants((own, *others)) if others else own

    def _others(self, key: _Key) -> list[tuple[str, ...]]:
        return [m for k, m in self._group_of.get(key, {}).items() if k != key]

    def _phrase(self, phrase: Phrase) -> Node:
        """The phrase with every combination of variants of the members inside it."""
        fixed = phrase.words[-1:] if phrase.prefix else ()
        words = phrase.words[: len(phrase.words) - len(fixed)]
        choices = [
            [words[start:end], *self._others(_stems(words[start:end]))]
            for start, end in self._members_in(_stems(words))
        ]
        combined: dict[tuple[str, ...], None] = {}
        for choice in product(*choices):
            combined[tuple(w for part in choice for w in part) + fixed] = None
            if len(combined) == MAX_VARIANTS:
                break
        parts = tuple(_leaf(c, prefix=phrase.prefix) for c in combined)
        return Variants(parts) if len(parts) > 1 else phrase

    def _members_in(self, key: _Key) -> Iterator[tuple[int, int]]:
        """Where the members in a run of stems stand, longest first; single words else."""
        start = 0
        while start < len(key):
            ends = range(min(len(key), start + self._longest), start + 1, -1)
            end = next((e for e in ends if key[start:e] in self._group_of), start + 1)
            yield start, end
            start = end

    def _runs(self, parts: tuple[Node, ...]) -> Iterator[Node]:
        """The parts of an ``And``; words in a row that spell a member get its variants.

        The words found apart still match, as they do without any variants.
        """
        at = 0
        while at < len(parts):
            row = 0
            while at + row < len(parts) and _is_plain_word(parts[at + row]):
                row += 1
            words = tuple(p.text for p in parts[at : at + row] if isinstance(p, Word))
            for start, end in self._members_in(_stems(words)):
                run = [self.expand(p) for p in parts[at + start : at + end]]
                others = [_leaf(m) for m in self._others(_stems(words[start:end]))]
                if len(run) > 1 and others:
                    yield Or((And(tuple(run)), *others))
                else:
                    yield from run
            at += row
            if at < len(parts):
                yield self.expand(parts[at])
                at += 1


def _join(joined: dict[_Key, _Group], group: _Group) -> None:
    merged: _Group = {}
    for key in group:
        merged.update(joined.get(key, {}))
    merged.update((k, m) for k, m in group.items() if k not in merged)
    joined.update(dict.fromkeys(merged, merged))


def _is_plain_word(node: Node) -> bool:
    return isinstance(node, Word) and not node.exact


def _leaf(words: tuple[str, ...], *, prefix: bool = False) -> Word | Phrase:
    return Phrase(words, prefix=prefix) if len(words) > 1 or prefix else Word(words[0])


def _stems(words: tuple[str, ...]) -> _Key:
    return tuple(stem(w.casefold()) for w in words)


def _key(forms: Iterable[Form]) -> _Key:
    return tuple(f.stem for f in forms)


def _group(members: Iterable[str]) -> _Group:
    group: _Group = {}
    for member in members:
        forms = words_of(member)
        if forms:
            group.setdefault(_key(forms), tuple(f.capitals or f.folded for f in forms))
    return group


@cache
def _package_groups() -> tuple[_Group, ...]:
    return tuple(map(_group, package_spellings()))


def package_spellings() -> list[list[str]]:
    """The package's groups as they are written.

    Each is a line of a YAML file. Loading PyYAML takes longer than a first search.
    """
    text = Path(__file__).with_name("spelling.yaml").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return [
        line.removeprefix("- [").removesuffix("]").split(", ")
        for line in lines
        if line.startswith("- [")
    ]
