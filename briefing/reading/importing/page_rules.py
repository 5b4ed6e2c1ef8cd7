"""The rules of ``page_rules.toml``, read once: what surrounds the story on a web page."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.reading.rules import any_of

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


@dataclass(frozen=True, slots=True)
class Names:
    """A set of names, each of one or several words."""

    patterns: frozenset[str]
    longest: int

    def match(self, words: list[str]) -> bool:
        """Whether some of ``words``, next to each other, are one of the names."""
        return any(
            " ".join(words[at : at + length]) in self.patterns
            for length in range(1, self.longest + 1)
            for at in range(len(words) - length + 1)
        )


@dataclass(frozen=True, slots=True)
class PageRules:
    """See the comments in ``page_rules.toml``."""

    elements: frozenset[str]
    unless_headline: frozenset[str]
    drop: Names
    keep: Names
    caption: Names
    lead: Names
    lines: frozenset[str]
    reading_time: re.Pattern[str]
    separators: tuple[str, ...]
    by: re.Pattern[str]


@cache
def page_rules() -> PageRules:
    """The rules that come with the package."""
    raw = tomllib.loads(Path(__file__).with_name("page_rules.toml").read_text(encoding="utf-8"))
    names = raw["names"]
    return PageRules(
        elements=frozenset(raw["elements"]["drop"]),
        unless_headline=frozenset(raw["elements"]["unless_headline"]),
        drop=_names(names["drop"]),
        keep=_names(names["keep"]),
        caption=_names(names["caption"]),
        lead=_names(names["lead"]),
        lines=frozenset(raw["lines"]["drop"]),
        reading_time=re.compile(raw["lines"]["reading_time"], re.IGNORECASE),
        separators=tuple(raw["title"]["separators"]),
        by=re.compile(rf"(?:{any_of(raw['byline']['before'])})\s+", re.IGNORECASE),
    )


def words_of_name(name: str) -> list[str]:
    """The words of a class name or id: ``articleBody``, ``article-body``, ``article__body``."""
    return [word.lower() for word in _WORD.findall(name)]


def _names(names: Iterable[str]) -> Names:
    patterns = frozenset(names)
    return Names(patterns, max(len(name.split()) for name in patterns))
