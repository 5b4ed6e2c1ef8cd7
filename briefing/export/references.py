"""Citations of articles for reference managers: BibTeX and CSL-JSON.

What is unknown is left out. A date that was inferred is no date of publication:
BibTeX has it in a note, CSL-JSON as one that is not sure. Bylines stay as
printed, because taking names apart would be guessing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from briefing.article import Article, Dating, Known, first_words
from briefing.export import schema
from briefing.export.cite import inferred_in_words
from briefing.export.escaping import is_address
from briefing.export.schema import Json
from briefing.safe_text import one_line

WIDTH = 2
_PLAIN_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BY = re.compile(r"\Aby\s+", re.IGNORECASE)
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}
_NOT_IN_URL = re.compile(r"[{}\\^`|\"<>]")


def bibtex(articles: Iterable[Article]) -> str:
    """A BibTeX entry for each article, with a line end after the last one."""
    return "\n".join(_entry(article) for article in articles)


def csl_json(articles: Iterable[Article]) -> str:
    """A CSL-JSON list with an item for each article."""
    return schema.encode([csl_item(article) for article in articles])


def csl_item(article: Article) -> Json:
    """An article as CSL-JSON has it."""
    item: Json = {"id": key(article.id), "type": _csl_type(article)}
    known = {
        "title": _line(article.title),
        "container-title": _line(article.outlet),
        "author": [{"literal": byline}] if (byline := _byline(article)) else None,
        "issued": _issued(article.date),
        "URL": _address(article),
        "language": _line(article.language),
        "note": ". ".join(_notes(article)),
    }
    return item | {name: value for name, value in known.items() if value}


def key(article_id: str) -> str:
    """The citation key of an article: the same in every export.

    The id itself where that is lower-case letters, digits and hyphens, else as
    much of it as is, and a digest.
    """
    if _PLAIN_KEY.fullmatch(article_id):
        return article_id
    plain = unicodedata.normalize("NFKD", article_id).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    digest = hashlib.sha256(article_id.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{words}--{digest}" if words else f"article--{digest}"


def _entry(article: Article) -> str:
    fields = "".join(f",\n{' ' * WIDTH}{name} = {value}" for name, value in _fields(article))
    return f"@{'article' if article.outlet else 'misc'}{{{key(article.id)}{fields}\n}}\n"


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    if title := _line(article.title):
        yield "title", f"{{{{{_tex(title)}}}}}"
    if byline := _byline(article):
        yield "author", f"{{{{{_tex(byline)}}}}}"
    if outlet := _line(article.outlet):
        yield "journal", f"{{{_tex(outlet)}}}"
    if article.date.known is Known.STATED and (day := article.date.earliest):
        yield "year", f"{{{day.year:04}}}"
        yield "month", _MONTHS[day.month - 1]
        yield "day", f"{{{day.day}}}"
    if address := _address(article):
        yield "url", f"{{{address}}}"
    if language := _line(article.language):
        yield "language", f"{{{_tex(language)}}}"
    if notes := list(_notes(article)):
        yield "note", f"{{{_tex('. '.join(notes))}}}"


def _notes(article: Article) -> Iterator[str]:
    """What identifies an article that has no title, and what was inferred from what."""
    if not article.title and article.paragraphs:
        yield f"Begins: “{one_line(first_words(article.text_of(article.paragraphs[0].span)))}”"
    if article.date.known is Known.INFERRED:
        basis = f", from: {one_line(article.date.basis)}" if article.date.basis else ""
        yield f"Date inferred: {str(article.date).removesuffix(' (inferred)')}{basis}"
    yield from map(one_line, inferred_in_words(article))


def _csl_type(article: Article) -> str:
    if article.outlet:
        return "article-newspaper"
    return "webpage" if _address(article) else "document"


def _issued(date: Dating) -> Json | None:
    """The day, or where it was inferred the range, marked as not sure; None for an open one."""
    if date.earliest is None or date.latest is None:
        return None
    days = dict.fromkeys((date.earliest, date.latest))
    issued: Json = {"date-parts": [[day.year, day.month, day.day] for day in days]}
    return issued | ({"circa": True} if date.known is Known.INFERRED else {})


def _byline(article: Article) -> str | None:
    """The byline without its ``by``."""
    return _BY.sub("", _line(article.byline) or "", count=1) or None


def _line(text: str | None) -> str | None:
    return one_line(text) or None if text else None


def _address(article: Article) -> str | None:
    """The address with what BibTeX would trip over percent-encoded; None where it is none."""
    if not article.url or not is_address(article.url):
        return None
    return _NOT_IN_URL.sub(lambda match: f"%{ord(match.group()):02X}", article.url)


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in text)
