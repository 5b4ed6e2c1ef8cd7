"""Mail messages: the best of the texts, sender, subject and date; attachments are listed."""

from __future__ import annotations

import re
from datetime import date
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from briefing.article import ParagraphKind
from briefing.reading import plain
from briefing.reading.importing.cleaning import one_line
from briefing.reading.importing.documents import document
from briefing.reading.importing.imported import Extracted, Source, TextBlock
from briefing.reading.importing.limits import MAX_PARTS
from briefing.reading.importing.page_tree import tree_of
from briefing.reading.importing.stated_dates import stated, stated_day
from briefing.reading.importing.text_file import blocks_of_draft
from briefing.reading.importing.webpage import fragment
from briefing.reading.unreadable import Unreadable

AS_WHOLE = 0.8
"""Share of the words of the HTML text that the plain one must have to be preferred."""
_LISTED = 20
_LARGE = 1024 * 1024
_HEADERS = 4_000
"""Bytes before a part in which its headers stand."""
_CODED = re.compile(rb"(?:[A-Za-z0-9+/]{40,100}={0,2}[ \t]*\r?\n){200,}")
_KEPT = (b"text/", b"message/", b"multipart/", b"application/xhtml")


def read(source: Source) -> Extracted:
    """The article of a message. Raises Unreadable."""
    message = parsed(source.data)
    title = one_line(header(message, "Subject"))
    blocks = _best(message)
    if title and not (blocks and blocks[0].text == title):
        blocks = [TextBlock(title, ParagraphKind.HEADING, 1), *blocks]
    if len(blocks) < 2:
        raise Unreadable("there is no text in the message")
    name, _ = parseaddr(header(message, "From") or "")
    sent = sent_on(message)
    return Extracted(
        (
            document(
                blocks,
                title=title,
                outlet=header(message, "Organization"),
                byline=one_line(name),
                date=stated(sent) if sent else None,
                language=(header(message, "Content-Language") or "").split(",")[0] or None,
                url=source.url,
                notes=tuple(_attachments(message)),
            ),
        )
    )


def parsed(data: bytes) -> EmailMessage:
    """A message or saved page as the standard library parses it. Raises Unreadable."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(_without_attachments(data))
    except (MessageError, ValueError, LookupError, RecursionError):
        raise Unreadable("the message is damaged; save it again") from None
    if sum(1 for _, _ in zip(message.walk(), range(MAX_PARTS + 1), strict=False)) > MAX_PARTS:
        raise Unreadable(f"the message has more than {MAX_PARTS:,} parts")
    return message


def _without_attachments(data: bytes) -> bytes:
    """A message with nothing in its pictures and documents: the parser takes ten times their size
    in memory."""
    pieces, at = [], 0
    for run in _CODED.finditer(data) if len(data) > _LARGE else ():
        head = data[max(0, run.start() - _HEADERS) : run.start()].lower()
        kind = head.rpartition(b"content-type:")[2].strip()
        if b"content-type:" in head and not kind.startswith(_KEPT):
            pieces.append(data[at : run.start()])
            at = run.end()
    return b"".join([*pieces, data[at:]])


def header(message: EmailMessage, name: str) -> str | None:
    """A header's text; None where there is none or it cannot be parsed."""
    try:
        value = message[name]
        return None if value is None else str(value)
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
        return None


def sent_on(message: EmailMessage) -> date | None:
    """The day on which a message was sent, or a page saved."""
    return stated_day(header(message, "Date"))


def content(part: EmailMessage) -> bytes:
    """The bytes of a part, whatever they were wrapped in."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def charset(part: EmailMessage) -> str | None:
    """The encoding that a part gives for its text."""
    try:
        found = part.get_content_charset()
    except (ValueError, LookupError):
        return None
    return str(found) if found else None


def text_of_part(part: EmailMessage) -> str:
    """The text of a part, in the encoding that it gives or that it is in."""
    from briefing.reading.importing.page_decode import page_text

    try:
        return page_text(content(part), charset(part))[0]
    except Unreadable:
        return ""


def _best(message: EmailMessage) -> list[TextBlock]:
    """The plain text, unless it is only the beginning of what the HTML says."""
    texts = {"text/plain": "", "text/html": ""}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in texts and not texts[kind] and part.get_content_disposition() != "attachment":
            texts[kind] = text_of_part(part)
    as_html = list(fragment(_body_of(texts["text/html"]))) if texts["text/html"].strip() else []
    as_plain = _plain_blocks(texts["text/plain"])
    words = _words(as_plain)
    return as_plain if words and words >= AS_WHOLE * _words(as_html) else as_html


def _body_of(markup: str) -> str:
    from lxml import html

    body = tree_of(markup).find(".//body")
    return "" if body is None else str(html.tostring(body, encoding="unicode"))


def _plain_blocks(text: str) -> list[TextBlock]:
    if not text.strip():
        return []
    try:
        return blocks_of_draft(plain.read(text.encode("utf-8", "replace")))
    except Unreadable:
        return []


def _words(blocks: list[TextBlock]) -> int:
    return sum(len(block.text.split()) for block in blocks if not block.hidden)


def _attachments(message: EmailMessage) -> list[str]:
    """What is attached, to be added by itself if it is wanted."""
    names = []
    for part in message.walk():
        name = part.get_filename()
        if part.get_content_disposition() == "attachment" or (name and not part.is_multipart()):
            shown = one_line(name) or "without a name"
            names.append(f"attachment not read: {shown} ({part.get_content_type()})")
    more = len(names) - _LISTED
    return names[:_LISTED] + ([f"and {more} attachments more"] if more > 0 else [])
