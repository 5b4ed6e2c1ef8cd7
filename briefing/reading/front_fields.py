"""What front matter holds: values as they are written, each with its line."""

from __future__ import annotations

from dataclasses import dataclass

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""How nothing is written."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it is written; ``text`` None where it is empty or ``null``."""

    text: str | None
    line: int
    """In the file, from 1."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping. Of a key that is given twice the first counts; ``twice`` names it."""

    values: dict[str, Value]
    line: int
    twice: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """A value that no field of front matter has: a list, or mappings in a mapping."""

    line: int


Value = Scalar | Fields | Other
