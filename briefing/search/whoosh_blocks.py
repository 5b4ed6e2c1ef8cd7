"""Posting lists as Whoosh's W3 codec has them on disk, read and packed whole.

A list is a run of blocks; the data of a block is a pickle of three things: the numbers of
the articles as differences, the counts, and the encoded positions. Whoosh's own reader
iterates over the first and indexes the second, so both may be byte strings where all of
their numbers are small. Packed so, they stand at the front, and can be cut out without
unpickling or even decompressing the positions behind them, which only phrases need.
"""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, repeat
from operator import sub
from typing import Any, NamedTuple

MAGIC = b"W3Bl"
"""What a list on disk starts with."""
BLOCK = 1 << 20
"""Postings of a block, at most: a list that is one block is read without its positions."""
WORTH_COMPRESSING = 160
"""Data of fewer bytes gain little by it, and decompressing costs more than reading them."""
FEWEST_FOR_BYTES = 256
SHARE_FOR_BYTES = 12
"""Articles of a segment, and what part of them has a term whose list ends with bytes."""
MOST_IN_BYTE = 255
_LEVEL = 1
_START, _END = b"\x80\x04\x95", b"\x87."
"""The opcodes PROTO 4, FRAME; TUPLE3, STOP. Without a frame a file is read by the byte."""
_BYTES, _NONE = b"B", b"N"
_SHORT_STRING = tuple(b"C" + bytes((length,)) for length in range(256))
_FRAME = struct.Struct("<Q")
_BODY = len(_START) + _FRAME.size
_HEAD = _BODY + 5
_LENGTH = struct.Struct("!i")
_SIZE = struct.Struct("<I")
_SAID_FIRST, _SAID_LAST = b"\x80\x03(K\x01J", b"G?\xf0" + bytes(6) + b"K\x00K\x00K\x00t."
"""The pickle of 1, a number, 1.0, 0, 0, 0, which is what a block of one posting says of itself."""

_SAID_AT = len(MAGIC) + _LENGTH.size
_NUMBER_AT = _SAID_AT + len(_SAID_FIRST)
_LAST_AT = _NUMBER_AT + _SIZE.size
_DATA_AT = _LAST_AT + len(_SAID_LAST)
_VALUE_AT = _DATA_AT + _BODY + 7
"""Where in such a list is what: a tuple of one number takes six bytes, and None one."""

Load = Callable[[Any], Any]
"""Unpickles from a file, and raises where there is more than plain data in it."""


class Block(NamedTuple):
    """One block as it is stored."""

    size: int
    compressed: bool
    data: bytes


class Listed(NamedTuple):
    """The postings of a term: article numbers in order, and how often each has it.

    ``counts`` is None where that is once for all.
    """

    numbers: list[int]
    counts: Sequence[float] | None


def packed(
    numbers: Sequence[int], counts: Sequence[float] | None, values: Sequence[bytes] | None
) -> bytes:
    """The data of a block, not compressed.

    ``counts`` are whole numbers, None where all are 1; ``values`` encoded positions,
    None in a field that has none.
    """
    deltas: Any = (numbers[0], *map(sub, numbers[1:], numbers))
    once = counts is None or max(counts) == 1
    small = max(deltas) < 256 and (once or max(counts or ()) < 256)
    if small:
        weights = _NONE if once else _as_bytes(bytes(map(int, counts or ())))
        front = _as_bytes(bytes(deltas)) + weights
    else:
        weights = _NONE if once else _body(tuple(map(float, counts or ())))
        front = (_one_number(*deltas) if len(deltas) == 1 else _body(deltas)) + weights
    body = b"".join((front, _NONE if values is None else _strings(values), _END))
    return b"".join((_START, _FRAME.pack(len(body)), body))


def packed_one(number: int, position: bytes | None, behind: bytes = b"") -> bytes:
    """A whole list that is one posting, once in its article, with what a block says of itself.

    All such lists are alike but for the number and the position, and most words have one.
    ``behind`` comes after it, where Whoosh does not look.
    """
    value = _NONE if position is None else _strings((position,))
    data = b"".join((_one_number(number), _NONE, value, _END))
    said = b"".join((_SAID_FIRST, _SIZE.pack(number), _SAID_LAST))
    frame = _FRAME.pack(len(data))
    length = len(said) + len(_START) + len(frame) + len(data) + len(behind)
    return b"".join((MAGIC, _LENGTH.pack(-length), said, _START, frame, data, behind))


def unpacked_one(data: bytes) -> tuple[int, bytes | None] | None:
    """The number and the encoded position of a list that was packed so; None: it was not."""
    if data[_SAID_AT:_NUMBER_AT] != _SAID_FIRST or data[_LAST_AT:_DATA_AT] != _SAID_LAST:
        return None
    (number,) = _SIZE.unpack_from(data, _NUMBER_AT)
    if data[_VALUE_AT : _VALUE_AT + 1] == _NONE:
        return number, None
    start = _VALUE_AT + 3
    return number, data[start : start + data[start - 1]]


def stored(
    numbers: Sequence[int], counts: Sequence[float] | None, values: Sequence[bytes] | None
) -> tuple[int, bytes]:
    """The data of a block as they are stored, with the level of compression; 0: none.

    Positions are not compressed: it saves a third of them, and takes longer to undo than
    all else that a phrase needs.
    """
    data = packed(numbers, counts, values)
    if values is not None or len(data) < WORTH_COMPRESSING:
        return 0, data
    return _LEVEL, zlib.compress(data, _LEVEL)


def has_bytes(listed: int, articles: int) -> bool:
    """Whether a list with positions of so many articles, of all in a segment, ends with bytes.

    Behind the pickle, where Whoosh does not look, it then has one for each article of the
    segment: how often it has the term, ``MOST_IN_BYTE`` where that is more.
    """
    return FEWEST_FOR_BYTES <= articles <= BLOCK and listed * SHARE_FOR_BYTES >= articles


def in_bytes(numbers: Sequence[int], counts: Sequence[float] | None, articles: int) -> bytes:
    """What such a list ends with."""
    data = bytearray(articles)
    for number, count in zip(numbers, repeat(1) if counts is None else counts):  # noqa: B905
        data[number] = int(count) if count < MOST_IN_BYTE else MOST_IN_BYTE
    return bytes(data)


def blocks(data: bytes, load: Load) -> Iterator[Block]:
    """The blocks of a list as it is stored; ValueError where it is none."""
    if not data.startswith(MAGIC):
        raise ValueError("no posting list starts here")
    at, last = len(MAGIC), False
    while not last:
        (length,) = _LENGTH.unpack_from(data, at)
        last, length = length < 0, abs(length)
        at += _LENGTH.size
        file = io.BytesIO(data[at : at + length])
        info = load(file)
        yield Block(int(info[0]), bool(info[3]), file.read())
        at += length


def listed(block: Block, load: Load, base: int = 0) -> Listed:
    """The postings of a block; ``base`` is added to the numbers."""
    size = block.size
    front = _front(block, 2 * (_HEAD + size))
    after = _HEAD + size
    if front[_BODY : _BODY + 1] == _BYTES and front[after : after + 1] in (_BYTES, _NONE):
        deltas: Any = front[_HEAD:after]
        once = front[after : after + 1] == _NONE
        counts: Any = None if once else front[after + 5 : after + 5 + size]
    else:
        numbers, counts, _ = whole(block, load)
        if isinstance(counts, float):
            counts = (counts,) * size
        return Listed([base + number for number in numbers] if base else numbers, counts)
    numbers = list(islice(accumulate(deltas, initial=base), 1, None))
    if len(numbers) != size or (counts is not None and len(counts) != size):
        raise ValueError("a posting list is damaged")
    return Listed(numbers, counts)


def whole(block: Block, load: Load) -> tuple[list[int], Any, Sequence[bytes]]:
    """Article numbers, counts as stored, and encoded positions, of which there may be none."""
    data = zlib.decompress(block.data) if block.compressed else block.data
    deltas, counts, values = load(io.BytesIO(data))
    numbers = list(accumulate(deltas))
    if len(numbers) != block.size or (values is not None and len(values) != block.size):
        raise ValueError("a posting list is damaged")
    return numbers, counts, (b"",) * block.size if values is None else values


def together(parts: Sequence[Listed]) -> Listed:
    """Lists in a row as one."""
    if len(parts) == 1:
        return parts[0]
    numbers = list(chain.from_iterable(part.numbers for part in parts))
    if all(part.counts is None for part in parts):
        return Listed(numbers, None)
    counts = (p.counts if p.counts is not None else repeat(1, len(p.numbers)) for p in parts)
    return Listed(numbers, list(chain.from_iterable(counts)))


def _front(block: Block, size: int) -> bytes:
    return zlib.decompressobj().decompress(block.data, size) if block.compressed else block.data


def _as_bytes(data: bytes) -> bytes:
    return _BYTES + _SIZE.pack(len(data)) + data


def _one_number(number: int) -> bytes:
    """The opcodes of a tuple of one number: BININT, TUPLE1."""
    return b"".join((b"J", _SIZE.pack(number), b"\x85"))


def _strings(strings: Sequence[bytes]) -> bytes:
    """The opcodes of a tuple of byte strings: MARK, SHORT_BINBYTES or BINBYTES each, TUPLE."""
    lengths = [*map(len, strings)]
    if len(set(lengths)) == 1 and lengths[0] < len(_SHORT_STRING):
        head = _SHORT_STRING[lengths[0]]
        return b"".join((b"(", head, head.join(strings), b"t"))
    if max(lengths) < len(_SHORT_STRING):
        heads: Iterable[bytes] = map(_SHORT_STRING.__getitem__, lengths)
    else:
        heads = (_BYTES + _SIZE.pack(length) for length in lengths)
    return b"".join((b"(", *chain.from_iterable(zip(heads, strings, strict=True)), b"t"))


def _body(data: Any) -> bytes:
    """The opcodes of a pickle that remembers nothing: there are no two references in it."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, 3)
    pickler.fast = True
    pickler.dump(data)
    return file.getvalue()[2:-1]
