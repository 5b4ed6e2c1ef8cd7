"""A web page without what surrounds its story: menus, banners, lists of other stories.

Works on names and shapes that are common to many sites, listed in
``page_rules.toml``; never drops what holds the headline or most of the words.
"""

from __future__ import annotations

import re

from briefing.reading.importing.page_rules import Names, page_rules, words_of_name
from briefing.reading.importing.page_tree import Element, text_content
from briefing.reading.shape import ends_sentence

MOST_DROPPED = 0.4
"""Share of the words in paragraphs from which an element is no surroundings, whatever its name."""
LONGEST_POINTER = 160
"""Characters of a line that only points to another story."""
LONGEST_PREFIX = 40
"""Characters of ``Read also:`` before such a pointer."""
_NAMING = ("class", "id", "data-component", "data-testid", "data-gu-name", "data-hook")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "section", "article"}
)
_WHOLE = frozenset({"html", "body", "main", "article"})
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CARD_PARTS = 6


def clean(root: Element, headline: Element | None) -> None:
    """Drop from the tree what surrounds the story; ``headline`` and what holds it stays.

    Sets hold elements, not their ``id``: lxml makes the objects for them anew
    when nothing refers to them.
    """
    holders = set(_upwards(headline))
    _drop_by_element(root, holders)
    _drop_by_name(root, holders)
    _drop_cards(root, holders)
    _drop_pointers(root, holders)


def named(element: Element, names: Names) -> bool:
    """Whether a class, id or the like of ``element`` is one of ``names``."""
    for attribute in _NAMING:
        for name in (element.get(attribute) or "").split():
            if names.match(words_of_name(name)):
                return True
    return False


def drop(element: Element) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def _upwards(element: Element | None) -> list[Element]:
    return [] if element is None else [element, *element.iterancestors()]


def _drop_by_element(root: Element, holders: set[Element]) -> None:
    rules = page_rules()
    everything = _paragraph_length(root)
    for element in list(root.iter(*rules.elements)):
        if element.tag == "aside" and named(element, rules.keep):
            element.tag = "div"
        elif element.tag == "form" and _paragraph_length(element) > MOST_DROPPED * everything:
            continue
        elif element not in holders:
            drop(element)
    for element in list(root.iter(*rules.unless_headline)):
        if element not in holders and not _inside(element, "article"):
            drop(element)
    for element in list(root.iter("head")):
        drop(element)
    for element in list(root.xpath(".//*[@hidden or @aria-hidden='true' or @style]")):
        style = element.get("style")
        hides = style is None or _HIDDEN.search(style)
        if hides and element not in holders and element.tag not in _WHOLE:
            drop(element)


def _drop_by_name(root: Element, holders: set[Element]) -> None:
    rules = page_rules()
    everything = _paragraph_length(root) or 1
    for element in list(root.iter()):
        if element in holders or element.tag in _WHOLE or element.getparent() is None:
            continue
        role = element.get("role")
        surrounds = role in {"navigation", "complementary", "dialog", "search"}
        if not (surrounds or named(element, rules.drop)) or named(element, rules.keep):
            continue
        if _paragraph_length(element) <= MOST_DROPPED * everything:
            drop(element)


def _drop_cards(root: Element, holders: set[Element]) -> None:
    """Teasers: links around blocks, and headings that are links, with what belongs to them."""
    for link in list(root.iter("a")):
        if link not in holders and any(part.tag in _BLOCKS for part in link.iterdescendants()):
            drop(link)
    for heading in list(root.iter(*_HEADINGS)):
        if heading in holders or not _is_pointer(heading):
            continue
        card = heading
        for above in heading.iterancestors():
            if above in holders or above.tag in _WHOLE or _blocks_in(above) > _CARD_PARTS:
                break
            card = above
        drop(card)


def _drop_pointers(root: Element, holders: set[Element]) -> None:
    """Lists and lines that only point to other stories, and the headings over such lists."""
    for listed in list(root.iter("ul", "ol")):
        items = list(listed.iterchildren("li"))
        if items and listed not in holders and all(map(_is_pointer, items)):
            _drop_heading_before(listed, holders)
            drop(listed)
    for line in list(root.iter("p", "div", "section", "span", "strong")):
        if line in holders or line.getparent() is None:
            continue
        simple = not any(part.tag in _BLOCKS for part in line.iterdescendants())
        if simple and line.tag in {"p", "div", "section"} and _is_pointer(line):
            drop(line)


def _drop_heading_before(listed: Element, holders: set[Element]) -> None:
    before = listed.getprevious()
    if before is not None and before.tag in _HEADINGS and before not in holders:
        drop(before)


def _is_pointer(element: Element) -> bool:
    """Whether an element is nothing but links, or a few words with a colon and a link."""
    whole = text_content(element)
    if not whole or len(whole) > LONGEST_POINTER:
        return False
    links = [link for link in element.iter("a") if _leads_away(link)]
    linked = sum(len(text_content(link)) for link in links)
    if not linked:
        return False
    rest = len(whole) - linked
    only_links = rest <= 2 + 3 * (len(links) - 1)
    if only_links and not ends_sentence(whole.rstrip("?!")):
        return True
    before = whole[: whole.find(text_content(links[0]))].strip()
    if len(before) < rest - 1 or len(before) > LONGEST_PREFIX:
        return False
    return before.endswith(":") or (element.tag != "li" and not ends_sentence(whole))


def _leads_away(link: Element) -> bool:
    target = link.get("href") or ""
    return bool(target) and not target.startswith("#")


def _blocks_in(element: Element) -> int:
    return sum(1 for part in element.iterdescendants() if part.tag in _BLOCKS)


def _paragraph_length(element: Element) -> int:
    """Characters in the paragraphs of an element, and in its own text and line breaks."""
    own = sum(len(text_content(part)) for part in element.iter("p", "li"))
    broken = sum(len(part.tail or "") for part in element.iter("br"))
    return own + broken


def _inside(element: Element, tag: str) -> bool:
    return any(above.tag == tag for above in element.iterancestors())
