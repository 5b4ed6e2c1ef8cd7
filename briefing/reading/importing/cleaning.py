"""Values of metadata made fit for front matter: one line, of a sane length, of the right form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from briefing.folding import SPACES

LONGEST_LINE = 400
LONGEST_ADDRESS = 1500
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\n\r\f\v]+")
_JOINERS = "\u200c\u200d"
_BEYOND_NAMES = re.compile(r"https?:|www\.|@|[/\\{}<>]")


def one_line(text: str | None) -> str | None:
    """``text`` on one line of printable characters; None where nothing or too much is left."""
    if not text or len(text) > 40 * LONGEST_LINE:
        return None
    kept = (" " if _is_control(c) else c for c in text)
    printed = "".join(c for c in kept if c.isprintable() or c.isspace() or c in _JOINERS)
    line = " ".join(printed.split())
    return line if 0 < len(line) <= LONGEST_LINE else None


def fold_white(text: str) -> str:
    """``text`` on one line; spaces of other kinds stay as they are printed."""
    return _WHITE.sub(" ", text).strip(SPACES)


def address(url: str | None) -> str | None:
    """A web address without a fragment; None for anything else."""
    if not url or len(url) > LONGEST_ADDRESS:
        return None
    url = url.strip().partition("#")[0]
    if not _ADDRESS.fullmatch(url) or not url.isprintable():
        return None
    try:
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None


def address_at(base: str | None, link: str | None) -> str | None:
    """The address that ``link`` is in a page at ``base``; None where it is none."""
    try:
        return address(urljoin(base or "", (link or "").strip()))
    except ValueError:  # of a host in brackets that are not closed, for one
        return None


def language_code(value: str | None) -> str | None:
    """A language code such as ``en`` or ``en-GB``; None for anything else."""
    match = _LANGUAGE.match((value or "").strip())
    if not match or match[1].lower() in {"und", "mul", "zxx"}:
        return None
    return match[1].lower() + match[2].replace("_", "-")


def names_line(names: Iterable[str], by: re.Pattern[str]) -> str | None:
    """Authors one after another, as written; None where what is given are not names."""
    found: list[str] = []
    for name in names:
        line = one_line(name) or ""
        before = by.match(line)
        line = line[before.end() :] if before else line
        if (
            line
            and not _BEYOND_NAMES.search(line)
            and line.casefold() not in map(str.casefold, found)
        ):
            found.append(line)
    return one_line(", ".join(found))


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc"
