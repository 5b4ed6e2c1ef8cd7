"""The terms and postings of one segment, written in whole blocks in Whoosh's own format.

The format is that of ``whoosh.codec.whoosh3`` and ``whoosh.filedb.filetables`` of Whoosh
2.7.4, whose readers read what is written here. Their writers take one posting at a time;
this one takes all postings of a term at once, and costs a fraction of theirs.

- ``.pst`` has for each term ``W3Bl`` and its blocks: the length as a 32-bit integer, negative
  for the last block; a pickled tuple of count, last id, greatest weight, compression and two
  field lengths; a pickled, perhaps compressed tuple of the ids as differences, the weights
  (None: all 1), and the values (None where the field has none), see ``whoosh_blocks``. Behind
  it the list of a frequent word has a byte for each article, which Whoosh does not read.
- ``.trm`` is a file of keys in order with a hash table: a key is the number of the field and
  the term, its value where in ``.pst`` the postings are, and their statistics.
"""

from __future__ import annotations

import pickle
import sys
import zlib
from array import array
from binascii import crc32
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import accumulate
from struct import Struct
from typing import IO, Any, NamedTuple

from briefing.search.whoosh_blocks import BLOCK, has_bytes, in_bytes, packed_one, stored

_PICKLE = 3
"""The protocol that has bytes and no frames: small pickles stay small."""
_MAGIC, _HASH_MAGIC, _CRC32 = b"W3Bl", b"HSH3", 1
_HEADER = Struct("!4sBii")
_LENGTH = Struct("!i")
_LENGTHS = Struct("!ii")
_POINTER = Struct("!Iq")
_TABLE = Struct("!qi")
_FIELD = Struct("!H")
_INFO = Struct("!BfIBBfIIqi")
"""Flags, weight, articles, two field lengths, greatest weight, first and last id, place."""
_TABLES = 256


class Postings(NamedTuple):
    """The postings of one term, in order of article.

    ``ids`` are numbers of articles in the segment; ``weights`` how often each has the term,
    None where all have it once; ``values`` their encoded positions, None in a field that has
    no positions. ``behind`` comes after the list of one posting, where Whoosh does not look.
    """

    ids: Sequence[int]
    weights: Sequence[float] | None = None
    values: Sequence[bytes] | None = None
    behind: bytes = b""


class TermsWriter:
    """Writes the two files of one segment. Fields come in order of name, terms in order."""

    def __init__(self, terms: IO[bytes], postings: IO[bytes], articles: int) -> None:
        """``articles``: how many the segment has."""
        self._terms = terms
        self._postings = postings
        self._articles = articles
        self._end = 0
        self._fields: dict[str, int] = {}
        self._field = b""
        self._places = array("q")
        self._tables: list[list[tuple[int, int]]] = [[] for _ in range(_TABLES)]
        self._at = self._terms.write(_HEADER.pack(_HASH_MAGIC, _CRC32, 0, 0))

    def start_field(self, name: str) -> None:
        """The terms that follow are of the field ``name``."""
        self._field = _FIELD.pack(self._fields.setdefault(name, len(self._fields)))

    def add(self, term: bytes, postings: Postings) -> None:
        """Write the next term of the field, and its postings, of which there is one at least."""
        ids, weights = postings[:2]
        length = self._write_postings(postings)
        count = len(ids)
        total, most = (sum(weights), max(weights)) if weights else (count, 1)
        info = _INFO.pack(0, total, count, 0, 0, most, ids[0], ids[-1], self._end, length)
        self._end += length
        self._write_term(self._field + term, info)

    def close(self) -> None:
        """Write the hash table and close both files."""
        self._write_tables()
        self._terms.close()
        self._postings.close()

    def _write_postings(self, postings: Postings) -> int:
        ids, weights, values, behind = postings
        if len(ids) == 1 and weights is None:
            data = packed_one(ids[0], None if values is None else values[0], behind)
            self._postings.write(data)
            return len(data)
        pieces = [_MAGIC]
        for start in range(0, len(ids), BLOCK):
            end = start + BLOCK
            whole = len(ids) <= BLOCK
            part = Postings(
                ids if whole else ids[start:end],
                weights if whole or weights is None else weights[start:end],
                values if whole or values is None else values[start:end],
            )
            head, body = _block(part)
            if whole and values is not None and has_bytes(len(ids), self._articles):
                body += in_bytes(ids, weights, self._articles)
            length = len(head) + len(body)
            pieces += (_LENGTH.pack(length if end < len(ids) else -length), head, body)
        data = b"".join(pieces)
        self._postings.write(data)
        return len(data)

    def _write_term(self, key: bytes, value: bytes) -> None:
        hashed = crc32(key)
        self._places.append(self._at)
        self._tables[hashed & (_TABLES - 1)].append((hashed, self._at))
        data = _LENGTHS.pack(len(key), len(value)) + key + value
        self._terms.write(data)
        self._at += len(data)

    def _write_tables(self) -> None:
        directory = []
        for entries in self._tables:
            slots = 2 * len(entries)
            directory.append(_TABLE.pack(self._at, slots))
            self._at += self._terms.write(_table(entries, slots))
        self._terms.write(b"".join(directory))
        places = _narrow(self._places)
        extras = {"fieldmap": self._fields, "indextype": places.typecode, "indexlen": len(places)}
        if sys.byteorder == "little":
            places.byteswap()
        data = pickle.dumps(extras, 2) + places.tobytes()
        self._terms.write(data + _LENGTH.pack(len(data)))


def _block(postings: Postings) -> tuple[bytes, bytes]:
    """One block: what it says of itself, and its data."""
    ids, weights, values, _ = postings
    most = float(max(weights)) if weights is not None else 1.0
    level, data = stored(ids, weights, values)
    return pickle.dumps((len(ids), ids[-1], most, level, 0, 0), _PICKLE), data


def unpacked(block: IO[bytes], unpickled: Callable[[IO[bytes]], Any]) -> Postings:
    """The postings that were written as ``block``, which starts after its length."""
    level = unpickled(block)[3]
    if level:
        block = BytesIO(zlib.decompress(block.read()))
    differences, weights, values = unpickled(block)
    ids = [*accumulate(differences)]
    if isinstance(weights, float):
        weights = (weights,) * len(ids)
    return Postings(ids, weights, values)


def _table(entries: list[tuple[int, int]], slots: int) -> bytes:
    """A hash table: a key that finds its slot taken goes into the next free one."""
    table = bytearray(slots * _POINTER.size)
    taken = bytearray(slots)
    for hashed, place in entries:
        slot = (hashed >> 8) % slots
        while taken[slot]:
            slot = (slot + 1) % slots
        taken[slot] = 1
        _POINTER.pack_into(table, slot * _POINTER.size, hashed, place)
    return bytes(table)


def _narrow(places: array[int]) -> array[int]:
    """The same numbers in the type that Whoosh's reader expects for their size."""
    last = places[-1] if places else 0
    return array("H" if last < 1 << 16 else "i" if last < 1 << 31 else "q", places)
