"""The fields of front matter as what is known of an article; a wrong one is noted, not fatal."""

from __future__ import annotations

import re
from datetime import date

from briefing.article import Dating, Inferred, Known, Original
from briefing.reading.dates import parse_day
from briefing.reading.draft import Metadata
from briefing.reading.front_fields import Fields, Other, Scalar, Value

MAX_ID = 200
NAMES = frozenset(
    (
        *("id", "title", "outlet", "byline", "date", "url", "language"),
        *("inferred", "original", "added", "same_source_as", "debris"),
    )
)
"""The fields of front matter."""
INFERABLE = ("title", "outlet", "byline", "url", "language")
"""Those that ``inferred`` may name; a date has its own form for it."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_HOW_TO_INFER = f"write what {', '.join(INFERABLE)} was inferred from, each on a line of its own"
_HOW_TO_DATE = "write the day as 2025-06-03, or known, from, to and basis"


def metadata(fields: Fields) -> Metadata:
    """What ``fields`` say, see ``docs/files.md``; what is wrong stays unknown and is noted."""
    reader = _Reader(fields)
    return Metadata(
        id=reader.id(),
        title=reader.words("title"),
        outlet=reader.words("outlet"),
        byline=reader.words("byline"),
        date=reader.date(),
        url=reader.matching("url", _URL, "write a web address that starts with https://"),
        language=reader.matching("language", _LANGUAGE, "write a language code such as en"),
        original=reader.original(),
        same_source_as=reader.same_source_as(),
        keep_debris=reader.keeps_debris(),
        inferred=reader.inferred(),
        in_header=True,
        notes=tuple(reader.notes),
    )


class _Reader:
    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self.notes: list[str] = []
        for name, line in fields.twice:
            self._note(line, name, "is given twice; the first one counts")

    def _note(self, line: int, name: str, message: str) -> None:
        self.notes.append(f"line {line}: {name}: {message}")

    def words(self, name: str) -> str | None:
        """A field of one line, white space folded."""
        value = self._fields.values.get(name)
        if isinstance(value, Fields | Other):
            self._note(value.line, name, "write one line of text")
        if not isinstance(value, Scalar) or value.text is None:
            return None
        return " ".join(value.text.split())

    def id(self) -> str | None:
        found = self.words("id")
        if found is not None and (len(found) > MAX_ID or _CONTROL.search(found)):
            self._note(_line(self._fields.values["id"]), "id", "write a short name")
            return None
        return found

    def matching(self, name: str, pattern: re.Pattern[str], how: str) -> str | None:
        """A field that has the form ``pattern``."""
        found = self.words(name)
        if found is None or pattern.fullmatch(found):
            return found
        self._note(_line(self._fields.values[name]), name, how)
        return None

    def original(self) -> Original | None:
        value = self._fields.values.get("original")
        if value is None or value == Scalar(None, _line(value)):
            return None
        if isinstance(value, Fields):
            within = _Reader(value)
            file = within.words("file")
            sha256 = within.words("sha256")
            if file and sha256 and _SHA256.fullmatch(sha256):
                return Original(file, sha256.lower(), within.words("part"), within.words("from"))
        self._note(_line(value), "original", "write file, and sha256 with 64 hexadecimal digits")
        return None

    def same_source_as(self) -> str | None:
        """An article's id, alone or with a ``basis`` beside it."""
        value = self._fields.values.get("same_source_as")
        if not isinstance(value, Fields):
            return self.words("same_source_as")
        if (found := _Reader(value).words("article")) is None:
            self._note(value.line, "same_source_as", "write an article's id")
        return found

    def inferred(self) -> Inferred:
        """Fields that have a value, each with what that was inferred from."""
        value = self._fields.values.get("inferred")
        if value is None or value == Scalar(None, _line(value)):
            return ()
        if not isinstance(value, Fields):
            self._note(value.line, "inferred", _HOW_TO_INFER)
            return ()
        found = []
        for name, basis in value.values.items():
            words = " ".join(basis.text.split()) if isinstance(basis, Scalar) and basis.text else ""
            if name not in INFERABLE or not words:
                self._note(basis.line, f"inferred: {name}", _HOW_TO_INFER)
            elif isinstance(given := self._fields.values.get(name), Scalar) and given.text:
                found.append((name, words))
        return tuple(found)

    def keeps_debris(self) -> bool:
        found = self.words("debris")
        if found not in {None, "hide", "keep"}:
            self._note(_line(self._fields.values["debris"]), "debris", "write hide or keep")
        return found == "keep"

    def date(self) -> Dating:
        value = self._fields.values.get("date")
        try:
            if isinstance(value, Scalar):
                day = None if value.text is None else _day(value)
                return Dating(Known.STATED, day, day) if day else Dating()
            if isinstance(value, Fields):
                return _dating(value)
        except ValueError as error:
            self._note(_line(value), "date", str(error))
        if isinstance(value, Other):
            self._note(value.line, "date", _HOW_TO_DATE)
        return Dating()


def _line(value: Value | None) -> int:
    return value.line if value is not None else 1


def _day(value: Value | None) -> date | None:
    """The day that a field gives, None for none; ValueError for what is no day."""
    if value is None or value == Scalar(None, _line(value)):
        return None
    day = parse_day(value.text) if isinstance(value, Scalar) and value.text else None
    if day is None:
        raise ValueError(_HOW_TO_DATE)
    return day


def _dating(fields: Fields) -> Dating:
    """The mapping form of a date; ValueError says what is wrong with it."""
    texts = {k: v.text for k, v in fields.values.items() if isinstance(v, Scalar)}
    first, last = _day(fields.values.get("from")), _day(fields.values.get("to"))
    bounded = first is not None or last is not None
    try:
        known = Known(texts.get("known") or (Known.INFERRED if bounded else Known.UNKNOWN))
    except ValueError:
        raise ValueError("known is stated, inferred or unknown") from None
    if known is Known.UNKNOWN:
        if bounded:
            raise ValueError("an unknown date has neither from nor to")
        return Dating(basis=" ".join((texts.get("basis") or "").split()) or None)
    if not bounded:
        raise ValueError(f"a date that is {known} needs from or to")
    if first and last and first > last:
        raise ValueError("from is later than to")
    if known is Known.STATED:
        if first and last and first != last:
            raise ValueError("a stated date is one day; an interval is inferred")
        return Dating(known, first or last, first or last)
    basis = texts.get("basis")
    if not basis:
        raise ValueError("an inferred date needs a basis: what it was inferred from")
    return Dating(known, first, last, " ".join(basis.split()))
