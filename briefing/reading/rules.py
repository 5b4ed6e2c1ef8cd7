"""The rules of ``rules.toml``, read once: what is debris, and how pages label their facts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Rules:
    """Sets hold words in lower case; patterns match in any case."""

    start: frozenset[str]
    end: frozenset[str]
    picture: re.Pattern[str]
    reading_time: re.Pattern[str]
    cell_border: str
    bullets: str
    labels: dict[str, str]
    """From the word of a label to what it labels."""
    by: re.Pattern[str]
    joined_by: re.Pattern[str]
    particles: frozenset[str]
    role: re.Pattern[str]
    publications: frozenset[str]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    weekdays: dict[str, int]
    """From 0 for Monday."""
    months: dict[str, int]
    """From 1."""
    of: tuple[str, ...]
    """Between a day and its month."""
    year: tuple[str, ...]
    """After a year."""


@cache
def rules() -> Rules:
    """The rules that come with the package."""
    raw = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    debris, labels, names, dates = raw["debris"], raw["labels"], raw["names"], raw["dates"]
    return Rules(
        start=frozenset(debris["start"]),
        end=frozenset(debris["end"]),
        picture=_pattern(debris["picture"]),
        reading_time=_pattern(debris["reading_time"]),
        cell_border=debris["cell_border"],
        bullets=debris["bullets"],
        labels={word: what for what, words in labels.items() for word in words},
        by=_pattern(rf"(?:{any_of(names['by'])})\s+"),
        joined_by=_pattern(rf",?\s+(?:{any_of(names['joined_by'])})\s+|,\s*"),
        particles=frozenset(names["particles"]),
        role=_pattern(rf"\s+is\s+an?\s+(?:[\w-]+\s+){{0,4}}?(?:{any_of(names['roles'])})\b"),
        publications=frozenset(names["publications"]),
        published=tuple(labels["published"]),
        updated=tuple(labels["updated"]),
        weekdays=_numbered(dates["weekdays"], first=0),
        months=_numbered(dates["months"], first=1),
        of=tuple(dates["of"]),
        year=tuple(dates["year"]),
    )


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _numbered(groups: list[list[str]], first: int) -> dict[str, Any]:
    return {word: first + at for at, group in enumerate(groups) for word in group}
