"""Web pages: the story of a page with its headline, and what the markup and the text say of it."""

from __future__ import annotations

from dataclasses import replace

from briefing.article import Dating, Known, ParagraphKind
from briefing.reading.importing.basis import DETECTED, PRINTED
from briefing.reading.importing.imported import Extracted, Imported, Source, TextBlock
from briefing.reading.importing.language import language_of
from briefing.reading.importing.page_blocks import PageBlock, blocks_of
from briefing.reading.importing.page_clean import clean
from briefing.reading.importing.page_decode import page_text
from briefing.reading.importing.page_headline import headline_of
from briefing.reading.importing.page_metadata import (
    PageMetadata,
    page_metadata,
    saved_from,
    with_outlet_of,
    without_outlet,
)
from briefing.reading.importing.page_story import LONG, story_of
from briefing.reading.importing.page_tree import Element, page_tree, text_content, tree_of
from briefing.reading.metadata import HEAD_BLOCKS, Found, find
from briefing.reading.shape import ends_sentence
from briefing.reading.unreadable import Unreadable

LEAST_OF_BODY = 0.5
"""Share of the story in the structured data below which that story is taken instead."""


def read(source: Source) -> Extracted:
    """The article of a web page. Raises Unreadable."""
    root, notes = page_tree(source)
    url = source.url or saved_from(source.data[:8192].decode("latin-1"))
    known = page_metadata(root, url)
    headline = headline_of(root, known.titles)
    title = text_content(headline) if headline is not None else None
    known = with_outlet_of(known, title or "")
    printed = _printed_above(blocks_of(root), headline)
    byline = known.byline or find(printed, set(), "").metadata.byline
    blocks = _with_body(
        [_text_block(block) for block in story_of(root, headline, byline)], known, title
    )
    if not any(map(_tells, blocks)):
        raise Unreadable("no article is found on the page; save its text and add that")
    title = title or (without_outlet(known.titles[0], known.outlet) if known.titles else None)
    printed_facts = find(printed, set(), "\n".join(block.text for block in blocks))
    language, language_note = language_of(known.language, " ".join(b.text for b in blocks))
    inferred = {} if known.byline or not byline else {"byline": PRINTED}
    if outlet := known.outlet or printed_facts.metadata.outlet:
        inferred |= {"outlet": known.outlet_basis} if known.outlet_basis else {}
        inferred |= {} if known.outlet else {"outlet": PRINTED}
    if language and language != known.language:
        inferred["language"] = DETECTED
    article = Imported(
        blocks=tuple(blocks),
        title=title,
        outlet=outlet,
        byline=byline,
        date=_date(known, printed_facts),
        url=url,
        canonical=known.canonical,
        language=language,
        notes=(*notes, *known.notes, *language_note, *printed_facts.metadata.notes),
        inferred=inferred,
    )
    return Extracted((replace(article, notes=_still_true(article)),))


def fragment(markup: str) -> tuple[TextBlock, ...]:
    """The blocks of a piece of HTML that is all story, as feeds and messages carry it."""
    if not markup.strip():
        return ()
    root = tree_of(f"<html><body>{markup}</body></html>")
    clean(root, None)
    return tuple(_text_block(block) for block in blocks_of(root))


def _text_block(block: PageBlock) -> TextBlock:
    return TextBlock(block.text, block.kind, block.level, block.number)


def _tells(block: TextBlock) -> bool:
    """Whether a block is text of a story: items of a menu and headings are not."""
    if block.kind in {ParagraphKind.LIST_ITEM, ParagraphKind.QUOTE}:
        return len(block.text) >= LONG and ends_sentence(block.text)
    return block.kind is ParagraphKind.TEXT


def _printed_above(blocks: list[PageBlock], headline: Element | None) -> list[str]:
    """The lines around the headline, where pages print byline and date."""
    lines = [block.text for block in blocks]
    if headline is None:
        return lines[:HEAD_BLOCKS]
    within = set(headline.iter())
    words = text_content(headline)
    for at, block in enumerate(blocks):
        if block.element in within or " ".join(block.text.split()) == words:
            return lines[max(0, at - 2) : at + HEAD_BLOCKS]
    return []


def _with_body(blocks: list[TextBlock], known: PageMetadata, title: str | None) -> list[TextBlock]:
    """The story of the structured data, where the page's own markup holds little of it."""
    if not known.body:
        return blocks
    length = sum(len(block.text) for block in blocks if block.kind is not ParagraphKind.HEADING)
    if length >= LEAST_OF_BODY * len(known.body):
        return blocks
    lines = [" ".join(line.split()) for line in known.body.split("\n")]
    body = [TextBlock(line) for line in lines if line]
    head = title or (known.titles[0] if known.titles else None)
    return [TextBlock(head, ParagraphKind.HEADING, 1), *body] if head else body


def _date(known: PageMetadata, printed: Found) -> Dating:
    found = printed.metadata.date
    if found.known is Known.UNKNOWN and (known.date != Dating() or not found.basis):
        return known.date
    return known.date if known.date.known is Known.STATED else found


def _still_true(article: Imported) -> tuple[str, ...]:
    """The notes, less one on a date that the text then gave."""
    if article.date.known is not Known.STATED:
        return article.notes
    return tuple(note for note in article.notes if "date" not in note)


__all__ = ["fragment", "page_text", "read"]
