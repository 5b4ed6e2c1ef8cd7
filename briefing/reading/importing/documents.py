"""An article from the blocks of a document: what its text says of it, and its language."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.article import Dating, Known, ParagraphKind
from briefing.reading.draft import Metadata
from briefing.reading.fields import INFERABLE
from briefing.reading.importing.basis import DETECTED, LARGE, from_text
from briefing.reading.importing.cleaning import one_line
from briefing.reading.importing.imported import Imported, TextBlock
from briefing.reading.importing.language import language_of
from briefing.reading.metadata import find
from briefing.reading.unreadable import Unreadable

_STORY = (ParagraphKind.LIST_ITEM, ParagraphKind.QUOTE)


def document(
    blocks: Sequence[TextBlock],
    *,
    title: str | None = None,
    outlet: str | None = None,
    byline: str | None = None,
    date: Dating | None = None,
    url: str | None = None,
    language: str | None = None,
    notes: tuple[str, ...] = (),
    part: str | None = None,
    marked: bool = True,
) -> Imported:
    """The article that ``blocks`` are; what is not given is looked for in the text.

    ``title`` counts only where no heading of level 1 is printed. Not ``marked``: headings
    are known by their looks. Raises Unreadable where there are no words.
    """
    shown = [block for block in blocks if not block.hidden]
    if not any(any(map(str.isalnum, block.text)) for block in shown):
        raise Unreadable("there are no words in the file")
    story = {at for at, block in enumerate(shown) if block.kind in _STORY}
    text = "\n".join(block.text for block in shown)
    found = find([block.text for block in shown], story, text).metadata
    when = date if date and date.known is not Known.UNKNOWN else found.date
    code, doubts = language_of(language, text)
    heading = printed_title(shown)
    stated = Metadata(
        title=(heading if marked else None) or one_line(title),
        outlet=one_line(outlet),
        byline=one_line(byline),
        url=url,
    )
    open_ = [name for name in INFERABLE if getattr(stated, name) is None]
    inferred = from_text(found, (name for name in open_ if name != "language"))
    if heading and heading != stated.title:
        inferred["title"] = LARGE
    if code and code != language:
        inferred["language"] = DETECTED
    return Imported(
        blocks=tuple(blocks),
        title=heading or stated.title or found.title,
        outlet=stated.outlet or found.outlet,
        byline=stated.byline or found.byline,
        date=when,
        url=url or found.url,
        language=code,
        notes=(*notes, *doubts, *(found.notes if when is found.date else ())),
        part=part,
        inferred=inferred,
    )


def printed_title(blocks: Sequence[TextBlock]) -> str | None:
    """The first heading of level 1 among the first few blocks."""
    for block in blocks[:8]:
        if block.kind is ParagraphKind.HEADING and block.level == 1:
            return one_line(block.text)
    return None


def told_by(text: str, value: str | None) -> str | None:
    """``value`` of a file's properties, where the text itself begins with it too.

    Properties name whoever's computer made the file, and titles of templates.
    """
    line = one_line(value)
    return line if line and line.casefold() in text[:3000].casefold() else None
