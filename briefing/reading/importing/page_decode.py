"""The bytes of a web page to text: the encoding that came with it, that it declares, or a guess."""

from __future__ import annotations

import codecs
import re

from briefing.reading.decode import decode

_LOOKED_AT = 4096
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)
_READ_AS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-874": "cp874",
    "x-sjis": "cp932",
}
"""What browsers read these names as (WHATWG Encoding Standard)."""


def page_text(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a page, and notes on what was not certain. Raises Unreadable as ``decode``.

    ``charset`` came with the page from outside; a declaration that the bytes
    contradict gives way to UTF-8 where they are that.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    for declared in (charset, _declared(data)):
        encoding = _codec(declared)
        if encoding is None or encoding.startswith("utf-16"):
            continue
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError:
            continue
    return decode(data)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_LOOKED_AT])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _codec(name: str | None) -> str | None:
    """A text encoding that Python knows; None for no, an unknown, or another codec."""
    if not name:
        return None
    name = _READ_AS.get(name.strip().lower(), name.strip().lower())
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None
