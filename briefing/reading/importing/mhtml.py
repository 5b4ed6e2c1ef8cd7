"""Pages that a browser saved in one file (MHTML): the page in it, and when it was saved."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

from briefing.article import Known
from briefing.reading.importing import webpage
from briefing.reading.importing.cleaning import address
from briefing.reading.importing.imported import Extracted, Source
from briefing.reading.importing.message import charset, content, header, parsed, sent_on
from briefing.reading.importing.stated_dates import not_after
from briefing.reading.unreadable import Unreadable


def read(source: Source) -> Extracted:
    """The article of a saved page. Raises Unreadable."""
    message = parsed(source.data)
    page = _page(message)
    url = (
        address(header(message, "Snapshot-Content-Location"))
        or address(header(page, "Content-Location"))
        or source.url
    )
    found = webpage.read(Source(content(page), source.name, url, charset(page)))
    (article,) = found.articles
    saved = sent_on(message)
    if article.date.known is Known.UNKNOWN and saved:
        article = replace(article, date=not_after(saved, f"the page was saved on {saved}"))
    return Extracted((article,))


def _page(message: EmailMessage) -> EmailMessage:
    """The part that is the page itself: the one that ``start`` names, else the first of HTML."""
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = str(message.get_param("start") or "")
    for page in pages:
        if start and header(page, "Content-ID") == start:
            return page
    if not pages:
        raise Unreadable("there is no page in the file; save it again")
    return pages[0]


_PAGES = frozenset({"text/html", "application/xhtml+xml"})
