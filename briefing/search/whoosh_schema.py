"""The Whoosh schema: which fields an article has in the index, and how they are encoded."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from struct import Struct
from typing import Any

from briefing.article import Article, Dating, Known
from briefing.search.evaluate import PREFIXES
from briefing.search.positions import decoded_positions, encoded_positions
from briefing.search.stemming import stemmers
from briefing.search.whoosh_library import VERSION as WHOOSH_VERSION
from briefing.search.whoosh_library import columns, fields, formats

VERSION = 7
"""Counts up whenever the analyzer or the fields change, so that old indexes are rebuilt."""
INDEX_NAME = "briefing"
FINGERPRINT = f"{VERSION} whoosh {WHOOSH_VERSION} {stemmers()} {sys.byteorder}"
"""What an index was made by; any other index is rebuilt."""

TEXT_FIELDS = ("body", "title", "outlet", "byline")
"""Each has two fields in the index.

That with ``FOLDED`` added to its name has every word as it is when folded, and again in
capitals where it was written so. That of the name itself has the stems of those words
that are not their own stem, and abbreviations: a word stands once, or twice where needed.
"""
FOLDED = "_words"
BODY, ID, ROW, PAIRS = "body", "id", "row", "pairs"
WITHOUT_POSITIONS = frozenset((ID, PAIRS, PREFIXES))
"""Fields that say of an article no more than how often it has a term."""

FIRST_DAY, LAST_DAY = 0, 99_999_999
ROW_HEAD = Struct("<IIII")
"""What the index keeps of an article besides postings, before the article's id.

The first and last day that it may be from, as yyyymmdd, 0 and 99999999 where that end
is open (an unknown date ends before it starts); the words of its text and of its title.
"""


class Positions(formats.Format):  # type: ignore[misc]
    """Postings with positions, as plain 32-bit numbers: quicker to read than Whoosh's pickles."""

    def decode_positions(self, value: bytes) -> array[int]:
        """The positions of a term in one article, in order."""
        return decoded_positions(value)


class Terms(fields.FieldType):  # type: ignore[misc]
    """A field whose terms were found by our analyzer: a mapping from term to positions."""

    def __init__(self) -> None:
        super().__init__(Positions(), None)

    def index(
        self, value: Mapping[str, list[int]], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each term with its frequency, weight and encoded positions."""
        for term, positions in value.items():
            count = len(positions)
            yield encoded(term), count, float(count), encoded_positions(positions)


class Marks(fields.FieldType):  # type: ignore[misc]
    """A field of terms that an article has or has not."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each term once."""
        for term in value:
            yield encoded(term), 1, 1.0, b""


def encoded(term: str) -> bytes:
    """A term as the index has it; lone surrogates of odd file names included."""
    return term.encode("utf-8", "surrogatepass")


def decoded(term: bytes) -> str:
    """The term that was encoded."""
    return term.decode("utf-8", "surrogatepass")


def make_schema() -> Any:
    """The schema of a fresh index."""
    schema = fields.Schema()
    schema.add(ID, Marks())
    schema.add(ROW, fields.COLUMN(columns.VarBytesColumn()))
    schema.add(PREFIXES, Marks())
    schema.add(PAIRS, Marks())
    for name in TEXT_FIELDS:
        schema.add(name, Terms())
        schema.add(name + FOLDED, Terms())
    return schema


def row_bytes(article: Article, body_length: int, title_length: int) -> bytes:
    """What the index keeps of an article besides postings, packed."""
    return ROW_HEAD.pack(*_days(article.date), body_length, title_length) + encoded(article.id)


def _days(dating: Dating) -> tuple[int, int]:
    if dating.known is Known.UNKNOWN:
        return LAST_DAY, FIRST_DAY
    return day_number(dating.earliest, FIRST_DAY), day_number(dating.latest, LAST_DAY)


def day_number(day: date | None, otherwise: int) -> int:
    """A day as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day if day else otherwise


def id_in(data: bytes) -> bytes:
    """The id in a packed row, encoded."""
    return data[ROW_HEAD.size :]
