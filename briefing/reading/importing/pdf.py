"""PDF documents, by pypdf: lines put together again into paragraphs.

A line's end is layout, not text: lines are joined by a space, and a word that was
divided at a line's end is one word again, as it would be in print on a wider
page. How often that was done is noted, for a hyphen of the word's own looks the
same. Lines that stand on many pages (headers, page numbers) are hidden.
"""

from __future__ import annotations

import io
from typing import Any

from briefing.reading.importing.documents import document, told_by
from briefing.reading.importing.imported import Extracted, Source
from briefing.reading.importing.limits import MAX_ARTICLE
from briefing.reading.importing.pdf_lines import PdfLine, page_lines
from briefing.reading.importing.pdf_paragraphs import blocks_of_pages
from briefing.reading.shape import is_names
from briefing.reading.unreadable import Unreadable

MAX_PAGES = 1000


def read(source: Source) -> Extracted:
    """The article of a PDF document. Raises Unreadable."""
    reader = _opened(source.data)
    pages, unread = _pages(reader)
    if not any(pages):
        raise Unreadable(
            "the PDF holds pictures of pages, not text; recognise its text first (OCR)"
        )
    blocks, joined = blocks_of_pages(pages)
    text = "\n".join(block.text for block in blocks if not block.hidden)
    author = told_by(text, _property(reader, "author"))
    notes = []
    if joined:
        times = "one word" if joined == 1 else f"{joined} words"
        notes.append(f"{times} divided at the ends of lines put together again")
    if unread:
        listed = ", ".join(map(str, unread[:10]))
        notes.append(f"no text could be read on page {listed}")
    article = document(
        blocks,
        title=told_by(text, _property(reader, "title")),
        byline=author if author and is_names(author) else None,
        language=_language(reader),
        url=source.url,
        notes=tuple(notes),
        marked=False,
    )
    return Extracted((article,))


def _opened(data: bytes) -> Any:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("the PDF is protected by a password; save it without one")
        count = len(reader.pages)
    except Unreadable:
        raise
    except Exception as error:  # a damaged PDF may break pypdf anywhere
        raise Unreadable(f"the PDF is damaged and cannot be opened ({_kind(error)})") from None
    if count > MAX_PAGES:
        raise Unreadable(f"the PDF has more than {MAX_PAGES:,} pages; save only the article")
    return reader


def _pages(reader: Any) -> tuple[list[list[PdfLine]], list[int]]:
    """The lines of each page, and the numbers of those that could not be read."""
    pages: list[list[PdfLine]] = []
    unread: list[int] = []
    length = 0
    for number in range(len(reader.pages)):
        try:
            lines = page_lines(reader.pages[number])
        except Exception:  # as above: one bad page must not lose the others
            lines = []
            unread.append(number + 1)
        length += sum(len(line.text) for line in lines)
        if length > MAX_ARTICLE:
            raise Unreadable("the PDF holds more text than an article can; save only the article")
        pages.append(lines)
    return pages, unread


def _property(reader: Any, name: str) -> str | None:
    try:
        value = getattr(reader.metadata, name, None)
    except Exception:  # as above
        return None
    return str(value) if value else None


def _language(reader: Any) -> str | None:
    from briefing.reading.importing.cleaning import language_code

    try:
        return language_code(str(reader.root_object.get("/Lang") or ""))
    except Exception:  # as above
        return None


def _kind(error: Exception) -> str:
    return type(error).__name__
