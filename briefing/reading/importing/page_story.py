"""Which blocks of a page are its story.

trafilatura, which was tuned on thousands of sites, says where the story is; it
drops captions, tables, short paragraphs and embedded posts there, so between
its first and its last paragraph our own blocks are taken, less what is known
to be no text of the story.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable

from briefing.article import ParagraphKind
from briefing.folding import tokens
from briefing.reading.dates import day_of_line
from briefing.reading.importing.page_blocks import INLINE, PageBlock, blocks_of
from briefing.reading.importing.page_clean import clean, named
from briefing.reading.importing.page_rules import Names, page_rules
from briefing.reading.importing.page_tree import Element, make_text
from briefing.reading.shape import ends_sentence, is_names

LEAST_FOUND = 40
"""Characters from which a block shows where the story is."""
LONG = 60
"""Characters from which a block between headline and story is text, not a label."""
CONTAINED = 0.85
"""Share of what was found that the story's container holds."""
MOST_COMPARED = 5_000_000_000
"""Blocks times characters up to which a block is also looked for inside lines."""
MOST_INLINE = 500
"""Elements within an element from which those inside a line of text are made text."""
_PARTS = frozenset({"p", "ul", "ol", "li", "blockquote", "figure"})
"""Elements that are part of a story, however much of it is in one of them; tables may be the
layout of a page."""
_SHORT = 40
_SHORT_ITEM = 25
_ARTICLE = Names(frozenset({"article", "story", "post", "hentry"}), 1)


def story_of(root: Element, headline: Element | None, byline: str | None) -> list[PageBlock]:
    """The blocks of the story, headline first where the page prints one."""
    clean(root, headline)
    blocks = [block for block in blocks_of(root) if not _is_furniture(block.text)]
    marked = _found(root, blocks)
    if not marked:
        return []
    found = [at for at in marked if len(blocks[at].text) >= LEAST_FOUND] or marked
    at_headline = _index_of(blocks, headline)
    inside = _container(root, blocks, found)
    found = [at for at in found if at in inside]
    first, last = found[0], _to_end(blocks, found[-1], inside)
    start = first
    if at_headline is not None and at_headline <= last:
        start = min(first, at_headline + 1)
    title = blocks[at_headline].text if at_headline is not None else None
    known = set(marked)
    story = [
        blocks[at]
        for at in range(start, last + 1)
        if ((at in known and at >= first) or _is_text(blocks[at], at < first, at in known))
        and not _is_fact(blocks[at])
        and blocks[at].text != title
    ]
    story = _without_idle_headings(_without_colophon(story, byline))
    story += _facts_below(blocks, last, headline)
    if at_headline is None:
        return story
    above = _captions_above(blocks, min(at_headline, start), headline)
    heading = PageBlock(blocks[at_headline].text, ParagraphKind.HEADING, 1, headline)
    return [heading, *above, *story]


def _is_furniture(text: str) -> bool:
    return len(text) < _SHORT and text.lower().strip(" :") in page_rules().lines


def _index_of(blocks: list[PageBlock], headline: Element | None) -> int | None:
    if headline is None:
        return None
    within = set(headline.iter())
    for at, block in enumerate(blocks):
        if block.element in within:
            return at
    words = _folded("".join(headline.itertext()))
    return next((at for at, block in enumerate(blocks) if _folded(block.text) == words), None)


def _found(root: Element, blocks: list[PageBlock]) -> list[int]:
    """The blocks that trafilatura takes for the story, by place."""
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = copy.deepcopy(root)
    _make_plain(page)
    document = bare_extraction(page, include_comments=False, include_tables=True)
    lines = (getattr(document, "text", None) or "").split("\n")
    wanted = {_folded(line) for line in lines}
    text = "\n".join(wanted)
    text = text if len(blocks) * len(text) <= MOST_COMPARED else ""
    return [
        at
        for at, block in enumerate(blocks)
        if (words := _folded(block.text)) and (words in wanted or words in text)
    ]


def _make_plain(page: Element) -> None:
    """Make text of the links and spans of an element that has very many of them.

    trafilatura takes the square of their number in time.
    """
    for element in list(page.iter()):
        if len(element) > MOST_INLINE:
            make_text(
                element, lambda part: "".join(part.itertext()) if part.tag in INLINE else None
            )


def _folded(text: str) -> str:
    return " ".join(token.folded for token in tokens(text))


def _container(root: Element, blocks: list[PageBlock], found: list[int]) -> set[int]:
    """The blocks in the smallest element that holds nearly all of what was found."""
    weights: Counter[Element] = Counter()
    for at in found:
        weights[blocks[at].element] += len(blocks[at].text)
    for element in reversed(list(root.iter())):
        if weights[element] and (above := element.getparent()) is not None:
            weights[above] += weights[element]
    enough = CONTAINED * max(weights.values())
    holders = [e for e, weight in weights.items() if weight >= enough and e.tag not in _PARTS]
    smallest = max(holders, key=lambda element: sum(1 for _ in element.iterancestors()))
    within = set(smallest.iter())
    return {at for at, block in enumerate(blocks) if block.element in within}


def _with_ancestors(element: Element) -> Iterable[Element]:
    yield element
    yield from element.iterancestors()


def _to_end(blocks: list[PageBlock], last: int, inside: set[int]) -> int:
    """The last block of the container that still goes on with the story."""
    end = last
    for at in range(last + 1, len(blocks)):
        if at not in inside:
            break
        if _is_text(blocks[at], above=False):
            end = at
    return end


def _is_text(block: PageBlock, above: bool, marked: bool = False) -> bool:
    """Whether a block among the story's, or ``above`` them, is text of it.

    ``marked``: trafilatura takes it for text too.
    """
    text = block.text
    if block.caption or text.startswith("| "):
        return True
    if above:
        least = _SHORT_ITEM if block.kind is ParagraphKind.LIST_ITEM else _SHORT
        lead = named(block.element, page_rules().lead)
        shaped = lead or ends_sentence(text) or block.kind is ParagraphKind.LIST_ITEM
        if marked and ends_sentence(text):
            return True
        return len(text) >= LONG or (shaped and len(text) >= least)
    if block.kind is not ParagraphKind.TEXT:
        return True
    return ends_sentence(text) or len(text) >= LONG


def _is_fact(block: PageBlock) -> bool:
    """A byline, a date, a reading time: metadata on a line of its own."""
    text = block.text
    if block.caption or len(text) > 120:
        return False
    by = page_rules().by.match(text)
    if by and is_names(text[by.end() :]):
        return True
    if len(text) < _SHORT and page_rules().reading_time.fullmatch(text):
        return True
    return day_of_line(text) is not None


def _first_two(text: str) -> str:
    return " " + " ".join(text.split(None, 2)[:2])


def _captions_above(blocks: list[PageBlock], end: int, headline: Element | None) -> list[PageBlock]:
    """Captions of the article's own pictures that stand over its headline."""
    within = _article_around(headline)
    return [b for b in blocks[:end] if b.caption and b.element in within]


def _facts_below(blocks: list[PageBlock], last: int, headline: Element | None) -> list[PageBlock]:
    """Boxes of facts that belong to the article, under its last paragraph."""
    within = _article_around(headline)
    keep = page_rules().keep
    return [
        block
        for block in blocks[last + 1 :]
        if block.element in within
        and any(named(element, keep) for element in _with_ancestors(block.element))
    ]


def _article_around(headline: Element | None) -> set[Element]:
    """The elements of what is marked as the article that the headline belongs to."""
    if headline is None:
        return set()
    for above in headline.iterancestors():
        if above.tag in {"article", "main"} or named(above, _ARTICLE):
            return set(above.iter())
    return set()


def _without_colophon(story: list[PageBlock], byline: str | None) -> list[PageBlock]:
    """``story`` without the lines under it on its author, on rights, and whom to write to."""
    names = [name for name in (byline or "").split(", ") if len(name.split()) > 1]
    while len(story) > 1 and (_is_colophon(story[-1]) or _is_on(story[-1], names)):
        story.pop()
    return story


def _is_colophon(block: PageBlock) -> bool:
    letters = block.element.xpath(".//a[starts-with(@href, 'mailto:')]")
    return bool(letters) or block.text.startswith(("©", "Copyright ", "(c) "))


def _is_on(block: PageBlock, names: list[str]) -> bool:
    """Whether the block is a paragraph on one of the authors."""
    return block.kind is ParagraphKind.TEXT and any(
        f"{block.text} ".startswith(f"{name} ") or name.endswith(_first_two(block.text))
        for name in names
    )


def _without_idle_headings(story: list[PageBlock]) -> list[PageBlock]:
    """``story`` without headings at its end, over nothing."""
    while story and story[-1].kind is ParagraphKind.HEADING:
        story.pop()
    return story
