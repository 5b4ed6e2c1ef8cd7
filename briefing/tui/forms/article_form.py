"""The form of an article's metadata: what `briefing edit` sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from briefing.article import Article, Dating, Known
from briefing.tui.base.words import FAINT, plain
from briefing.tui.forms.choices import Choice
from briefing.tui.forms.field import Row
from briefing.tui.forms.form import Form, Incomplete

if TYPE_CHECKING:
    from briefing.adding.header import Lines
    from briefing.library import Library

HIDE, KEEP = Choice("hide", "hidden"), Choice("keep", "shown as any other text")
INDEPENDENT = Choice("", "no: an independent source")
_DATE = "2025-06-03, 2025-06-02..2025-06-30, or nothing where it is unknown"
_BASIS = "for an inferred date: what it was inferred from; a day without it is stated"


class ArticleForm(Form):
    """Sets title, outlet, byline, date, address and language; the text stays as it is."""

    def __init__(self, library: Library, article: Article, debris_kept: bool) -> None:
        outlets = sorted({e.outlet for e in library.entries if e.outlet}, key=str.casefold)
        codes = _offered(("en", "ru", "uk"))
        inferred = dict(article.inferred)

        def hint(name: str, words: str) -> str:
            basis = inferred.get(name)
            return f"inferred: {basis}; yours is stated" if basis else words

        self._library = library
        self._article = article
        self._before = _values(article, debris_kept)
        rows = [
            Row("title", "Title", hint("title", "as printed"), free=True, optional=True),
            Row("outlet", "Outlet", hint("outlet", "who published it"), _offered(outlets), True),
            Row("byline", "Byline", hint("byline", "who wrote it, as printed"), free=True),
            Row("date", "Date", _doubt(article.date) or _DATE, free=True),
            Row("basis", "Inferred from", _BASIS, free=True),
            Row("url", "Address", hint("url", "where it was published"), free=True),
            Row("language", "Language", hint("language", "a code such as en"), codes, free=True),
            Row("debris", "Page debris", "", (HIDE, KEEP)),
        ]
        if (same := article.same_source_as) is not None:
            entry = library.entry(same)
            told = f"yes: {entry.label if entry else same}"
            rows.append(Row("same", "Same text", "", (Choice(same, told), INDEPENDENT)))
        super().__init__("The article’s metadata", _about(article), rows)

    def fill(self) -> None:
        for name in ("title", "outlet", "byline", "date", "basis", "url", "language"):
            self.fields[name].write(self._before[name])
        self.fields["debris"].put(KEEP if self._before["debris"] == "keep" else HIDE)
        if "same" in self.fields:
            self.fields["same"].put(self.fields["same"].row.choices[0])

    def work(self) -> Callable[[], object]:
        from briefing.adding import editing

        fields = self._changes()
        return lambda: editing.edit(self._library, self._article.id, fields) or False

    def _changes(self) -> dict[str, Lines | None]:
        """The fields that are not what they were, as the file has them."""
        from briefing.adding import editing, header

        now = {name: self.text(name) or "" for name in self._before}
        changed = {name for name, value in now.items() if value != self._before[name]}
        fields: dict[str, Lines | None] = {
            name: header.words(name, now[name] or None) for name in editing.WORDS if name in changed
        }
        if changed & {"date", "basis"}:
            try:
                dating = editing.parse_date(now["date"] or editing.UNKNOWN, now["basis"] or None)
            except header.CannotEdit as error:
                raise Incomplete(str(error).replace("--basis", "“Inferred from”"), "date") from None
            fields["date"] = header.date_lines(dating)
        if "debris" in changed:
            keep = now["debris"] == "keep"
            fields["debris"] = header.words("debris", "keep") if keep else None
        if "same" in self.fields and self.value("same") == "":
            fields["same_source_as"] = None
        return fields


def _about(article: Article) -> Content:
    """Which article it is, and which of its fields nobody stated."""
    label = plain(article.label, "italic")
    if not article.inferred:
        return label
    names = ", ".join("address" if name == "url" else name for name, _ in article.inferred)
    told = plain(f"inferred: {names}; what you write is stated", FAINT)
    return Content("\n").join([label, told])


def _values(article: Article, debris_kept: bool) -> dict[str, str]:
    return {
        "title": article.title or "",
        "outlet": article.outlet or "",
        "byline": article.byline or "",
        "date": _date(article.date),
        "basis": "" if article.date.known is Known.UNKNOWN else article.date.basis or "",
        "url": article.url or "",
        "language": article.language or "",
        "debris": "keep" if debris_kept else "hide",
    }


def _doubt(dating: Dating) -> str | None:
    """Why a date is unknown, where what is printed does not tell it."""
    return f"unknown: {dating.basis}" if dating.known is Known.UNKNOWN and dating.basis else None


def _date(dating: Dating) -> str:
    """A date as it is written in the field."""
    if dating.known is Known.UNKNOWN:
        return ""
    if dating.earliest == dating.latest:
        return str(dating.earliest)
    return f"{dating.earliest or ''}..{dating.latest or ''}"


def _offered(values: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, value) for value in values)
