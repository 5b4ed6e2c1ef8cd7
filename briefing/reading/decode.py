"""Bytes to text: UTF-8 first, a guess only where that fails, and never a binary file."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from briefing.folding import SPACES
from briefing.reading.unreadable import Unreadable

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatches

SAMPLE = 128 * 1024
"""Bytes that an encoding is guessed from."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "an office document or archive (ZIP)",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "a rich text document (RTF)",
}
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("iso8859_2", "iso8859_5", "koi8_r", "koi8_u", "cp866", "cp437", "mac_roman"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_AT_HOME = {
    **dict.fromkeys(("Polish", "Czech", "Slovak", "Hungarian"), "cp1250"),
    **dict.fromkeys(("Slovene", "Croatian", "Romanian"), "cp1250"),
    **dict.fromkeys(("Lithuanian", "Latvian", "Estonian"), "cp1257"),
    "Turkish": "cp1254",
    "Vietnamese": "cp1258",
}
"""The code page of a language; of all others it is cp1252."""
_ABOUT_EQUAL = 0.1
_SIGN_IN_WORD = re.compile(
    r"(?<=[A-Za-zÀ-ž])[\x80-\xa9\xab-\xb6\xb8\xb9\xbb-\xbf×÷](?=[A-Za-zÀ-ž])"
)
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1b"))
_NO_CONTROLS = dict.fromkeys(_CONTROLS)
_DAMAGE = re.compile("\ufffd+")
_BINARY = "the file is binary, not text"


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of ``data`` with ``\\n`` line ends, and notes on what was not certain.

    Raises Unreadable for an empty or a binary file, and for one whose encoding
    is not recognised.
    """
    if data.startswith(tuple(_SIGNATURES)):
        name = next(name for start, name in _SIGNATURES.items() if data.startswith(start))
        raise Unreadable(f"the file is {name}, not text")
    text, note = _text_of(data)
    if not text[:1].isalnum() and not text.strip(SPACES):
        raise Unreadable("the file is empty")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, (note,) if note else ()


def _text_of(data: bytes) -> tuple[str, str | None]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _unless_binary(data[len(bom) :], encoding)
    if b"\0" in data:
        wide = _wide_encoding(data[:SAMPLE])
        if wide is None:
            raise Unreadable(_BINARY)
        return _unless_binary(data, wide)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls and controls > len(data.translate(None, b"\r\n")) // 20:
        raise Unreadable(_BINARY)
    try:
        return data.decode(), None
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _guessed(data)


def _unless_binary(data: bytes, encoding: str) -> tuple[str, str | None]:
    text = data.decode(encoding, "replace")
    controls = len(text) - len(text.translate(_NO_CONTROLS))
    if "\0" in text or controls > len(text) // 20:
        raise Unreadable(_BINARY)
    return text, _note_on_damage(text, encoding) if "\ufffd" in text else None


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without its mark: in Western text every other byte is zero."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 5 and even < odd // 20:
        return "utf-16-le"
    if even > len(sample) // 5 and odd < even // 20:
        return "utf-16-be"
    return None


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 where few bytes are wrong: cut off, or pasted together."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - wrong - sum(map(str.isascii, text))
    return (text, _note_on_damage(text, "utf-8")) if right > 2 * wrong else None


def _note_on_damage(text: str, encoding: str) -> str:
    places = len(_DAMAGE.findall(text))
    where = "one place is" if places == 1 else f"{places} places are"
    return f"{where} not valid {encoding.upper()} and cannot be shown"


def _guessed(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    encoding = _preferred(from_bytes(data[:SAMPLE], cp_isolation=list(_ENCODINGS)))
    note = f"the file is not UTF-8 and was read as {encoding}, which is a guess"
    return data.decode(encoding, "replace"), note


def _preferred(matches: CharsetMatches) -> str:
    """The best match; among Latin code pages that fit about equally the likeliest.

    That is the one with the fewest signs inside words, at home in the language
    it makes of the text, and the most common.
    """
    best = matches.best()
    if best is None:
        raise Unreadable("the encoding of the file is not recognised; save it as UTF-8")
    fitting = [
        (
            len(_SIGN_IN_WORD.findall(str(match))),
            _AT_HOME.get(match.language, "cp1252") != encoding,
            _ENCODINGS.index(encoding),
        )
        for match in matches
        if match.chaos <= best.chaos and match.coherence >= best.coherence - _ABOUT_EQUAL
        for encoding in match.could_be_from_charset
        if encoding in _ENCODINGS
    ]
    return _ENCODINGS[min(fitting)[2]] if fitting else best.encoding
