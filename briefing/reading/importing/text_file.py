"""Plain text and markdown files, read as the library reads its own."""

from __future__ import annotations

from itertools import pairwise

from briefing.article import Paragraph, ParagraphKind, Span
from briefing.folding import SPACES
from briefing.reading import markdown, plain
from briefing.reading.draft import Draft
from briefing.reading.importing.basis import DETECTED, from_text
from briefing.reading.importing.cleaning import fold_white
from briefing.reading.importing.imported import Extracted, Imported, Source, TextBlock
from briefing.reading.importing.language import detected
from briefing.reading.importing.limits import MAX_ARTICLE, TOO_LONG
from briefing.reading.unreadable import Unreadable

IN_TEXT = ("title", "outlet", "byline", "url")
"""Fields that a text may give; the title of markdown is marked as a heading, so stated."""


def read_text(source: Source) -> Extracted:
    """The article of a text file; its debris becomes hidden blocks. Raises Unreadable."""
    draft = plain.read(_within_limit(source.data))
    return _extracted(draft, source, tuple(blocks_of_draft(draft)), None, IN_TEXT)


def read_markdown(source: Source) -> Extracted:
    """The article of a markdown file, whose text is kept as it is. Raises Unreadable."""
    draft = markdown.read(_within_limit(source.data))
    return _extracted(draft, source, tuple(blocks_of_draft(draft)), draft.text, IN_TEXT[1:])


def _within_limit(data: bytes) -> bytes:
    if len(data) > 4 * MAX_ARTICLE:  # no encoding takes more bytes for a character
        raise Unreadable(f"{TOO_LONG}; split it")
    return data


def _extracted(
    draft: Draft,
    source: Source,
    blocks: tuple[TextBlock, ...],
    body: str | None,
    names: tuple[str, ...],
) -> Extracted:
    """``names`` are the fields that are inferred where the text alone gives them."""
    if not draft.paragraphs:
        raise Unreadable("there are no words in the file")
    known = draft.metadata
    inferred = dict(known.inferred) if known.in_header else from_text(known, names)
    language = known.language or detected(" ".join(block.text for block in blocks[:60]))
    if language and not known.language:
        inferred["language"] = DETECTED
    article = Imported(
        blocks=blocks,
        title=known.title,
        outlet=known.outlet,
        byline=known.byline,
        date=known.date,
        url=known.url or source.url,
        language=language,
        notes=known.notes,
        body=body,
        id=known.id,
        original=known.original,
        keep_debris=known.keep_debris,
        inferred=inferred,
    )
    return Extracted((article,))


def blocks_of_draft(draft: Draft) -> list[TextBlock]:
    """The paragraphs, and between them what is hidden."""
    ends = [Span(0, 0), *(p.span for p in draft.paragraphs), Span(len(draft.text), len(draft.text))]
    found: list[TextBlock] = []
    for at, (before, after) in enumerate(pairwise(ends)):
        found += _hidden_in(draft, Span(before.end, after.start))
        if at < len(draft.paragraphs):
            found.append(_block(draft, draft.paragraphs[at]))
    return found


def _block(draft: Draft, paragraph: Paragraph) -> TextBlock:
    span, text, at = paragraph.span, "", paragraph.span.start
    for gap in draft.hidden:
        if gap.start < span.end and gap.end > span.start:
            text += draft.text[at : max(at, gap.start)]
            at = max(at, gap.end)
    words = fold_white(text + draft.text[min(at, span.end) : span.end])
    return TextBlock(words, ParagraphKind(paragraph.kind), paragraph.level)


def _hidden_in(draft: Draft, gap: Span) -> list[TextBlock]:
    """The lines with words that are hidden in a gap between two paragraphs."""
    found = []
    for hidden in draft.hidden:
        if hidden.overlaps(gap):
            start, end = max(hidden.start, gap.start), min(hidden.end, gap.end)
            for line in draft.text[start:end].split("\n"):
                words = line.strip(SPACES)
                if any(map(str.isalnum, words)) or words.startswith("!["):
                    found.append(TextBlock(words, hidden=True))
    return found
