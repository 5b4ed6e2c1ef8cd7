"""The terms of one segment of a Whoosh index, and where their posting lists stand.

The term file of the W3 codec is a hash table of keys (the number of a field, then the
term) in ascending order, with the positions of all keys behind it. Whoosh reads it by
many small steps, each through several of its objects; here a term costs two reads.
"""

from __future__ import annotations

import os
import struct
import sys
from array import array
from binascii import crc32
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property
from hashlib import md5
from typing import Any

_LENGTHS = struct.Struct("!ii")
_SLOT = struct.Struct("!Iq")
_FIELD = struct.Struct("!H")
_EXTENT = struct.Struct("!qi")
_COUNT, _COUNT_AT = struct.Struct("!I"), struct.calcsize("!Bf")
_STATISTICS = struct.calcsize("!BfIBBfII")
_VALUE = _STATISTICS + _EXTENT.size
_AHEAD = 160
"""Bytes that are read of an entry at once: longer terms take another read."""

Extent = tuple[int, int, int]
"""Where a posting list stands in the file of postings, its length in bytes, and its articles."""


def part_reader(file: Any) -> Callable[[int, int], bytes]:
    """A function that reads so many bytes of one of Whoosh's files from a place on.

    Not through its buffer, which is filled anew for each place. ValueError once it is closed.
    """
    if not (hasattr(os, "pread") and file.is_real):
        return file.get  # type: ignore[no-any-return]
    number, pread = file.file.fileno, os.pread
    return lambda at, size: pread(number(), size, at)


def _md5(key: bytes) -> int:
    return int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")


_HASHES: dict[int, Callable[[bytes], int]] = {0: _md5, 1: crc32}
"""By the number that the file bears: what Whoosh's writer takes, and what ours does."""


class Terms:
    """The terms of one segment.

    ``reader`` is Whoosh's reader of the file. AttributeError where it is of another make.
    """

    def __init__(self, reader: Any) -> None:
        table = reader._tindex
        self._read = part_reader(table.dbfile)
        self._tables = table.tables
        self._index_at, self._index_size = table.indexbase, table.indexlen
        self._index_type = table.extras["indextype"]
        self._end = table.endofdata
        self._fields = {name: _FIELD.pack(n) for name, n in reader._fieldmap.items()}
        self._hash = _HASHES[table.hashtype]

    def find(self, field: str, term: bytes) -> Extent | None:
        """Where the postings of a term stand; None where the segment has no such term."""
        prefix = self._fields.get(field)
        if prefix is None:
            return None
        key = prefix + term
        hashed = self._hash(key)
        start, slots = self._tables[hashed & 255]
        if not slots:
            return None
        read = self._read
        first = (hashed >> 8) % slots
        for step in range(slots):
            at = start + (first + step) % slots * _SLOT.size
            slot, entry = _SLOT.unpack(read(at, _SLOT.size))
            if not entry:
                return None
            if slot == hashed:
                found_key, extent = self._entry(entry)
                if found_key == key:
                    return extent
        return None

    def starting(self, field: str, text: bytes) -> Iterator[tuple[bytes, Extent]]:
        """The terms of a field that start with ``text``, in order, with their extents."""
        prefix = self._fields.get(field)
        if prefix is None:
            return
        wanted = prefix + text
        places = self._places
        first = bisect_left(places, wanted, key=self._key)
        for number in range(first, len(places)):
            key, extent = self._entry(places[number])
            if not key.startswith(wanted):
                return
            yield key[_FIELD.size :], extent

    def words(self, field: str) -> list[bytes]:
        """All terms of a field, in order."""
        prefix = self._fields.get(field)
        if prefix is None:
            return []
        places = self._places
        first = bisect_left(places, prefix, key=self._key)
        after = _FIELD.pack(_FIELD.unpack(prefix)[0] + 1)
        last = bisect_left(places, after, key=self._key)
        ends = [*places[first + 1 : last + 1]]
        if last == len(places) and last > first:
            ends.append(self._end)
        if not ends:
            return []
        base = places[first]
        data = self._read(base, ends[-1] - base)
        skipped = _LENGTHS.size + _FIELD.size - base
        starts = places[first:last]
        return [data[s + skipped : e - base - _VALUE] for s, e in zip(starts, ends, strict=True)]

    @cached_property
    def _places(self) -> Any:
        """Where each entry stands, in the order of the keys."""
        places = array(self._index_type)
        places.frombytes(self._read(self._index_at, self._index_size * places.itemsize))
        if sys.byteorder == "little":
            places.byteswap()
        return places

    def _key(self, place: int) -> bytes:
        return self._entry(place)[0]

    def _entry(self, place: int) -> tuple[bytes, Extent]:
        data = self._read(place, _AHEAD)
        key_size, value_size = _LENGTHS.unpack_from(data)
        end = _LENGTHS.size + key_size + value_size
        if end > len(data):
            data = self._read(place, end)
        if value_size != _VALUE:
            raise ValueError("a term's entry is of another kind")
        key = data[_LENGTHS.size : _LENGTHS.size + key_size]
        offset, length = _EXTENT.unpack_from(data, end - _EXTENT.size)
        (articles,) = _COUNT.unpack_from(data, end - _VALUE + _COUNT_AT)
        return key, (offset, length, articles)
