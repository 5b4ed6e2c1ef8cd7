"""A web page without what surrounds its story: menus, banners, lists of other stories.

Works on names and shapes that are common to many sites, listed in
``page_rules.toml``; never drops what holds the headline or most of the words.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from briefing.reading.importing.page_rules import Names, page_rules, words_of_name
from briefing.reading.importing.page_tree import Element, make_text, short_text, text_content
from briefing.reading.shape import ends_sentence

MOST_DROPPED = 0.4
"""Share of the words in paragraphs from which an element is no surroundings, whatever its name."""
LONGEST_POINTER = 160
"""Characters of a line that only points to another story."""
LONGEST_PREFIX = 40
"""Characters of ``Read also:`` before such a pointer."""
MOST_NAMES = 50
"""Names of an element that are looked at."""
_NAMING = ("class", "id", "data-component", "data-testid", "data-gu-name", "data-hook")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "section", "article"}
)
_WHOLE = frozenset({"html", "body", "main", "article"})
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CARD_PARTS = 6
_DROPPED = "template"
"""The tag of what is to be taken out: one that is not printed, and here means nothing else."""


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
    _take_out(root)


def named(element: Element, names: Names) -> bool:
    """Whether a class, id or the like of ``element`` is one of ``names``."""
    for attribute in _NAMING:
        for name in (element.get(attribute) or "").split(None, MOST_NAMES)[:MOST_NAMES]:
            if names.match(words_of_name(name)):
                return True
    return False


def _drop(element: Element) -> None:
    """Empty an element and mark it, to be taken out at the end; the text after it stays."""
    if element.getparent() is not None:
        element.clear(keep_tail=True)
        element.tag = _DROPPED


def _take_out(root: Element) -> None:
    for parent in {element.getparent() for element in root.iter(_DROPPED)}:
        make_text(parent, lambda child: "" if child.tag == _DROPPED else None)


def _upwards(element: Element | None) -> list[Element]:
    return [] if element is None else [element, *element.iterancestors()]


def _drop_by_element(root: Element, holders: set[Element]) -> None:
    rules = page_rules()
    lengths = _paragraph_lengths(root)
    for element in list(root.iter(*rules.elements)):
        if element.tag == "aside" and named(element, rules.keep):
            element.tag = "div"
        elif element.tag == "form" and lengths[element] > MOST_DROPPED * lengths[root]:
            continue
        elif element not in holders:
            _drop(element)
    for element in list(root.iter(*rules.unless_headline)):
        if element not in holders and not _inside(element, "article"):
            _drop(element)
    for element in list(root.iter("head")):
        _drop(element)
    for element in list(root.xpath(".//*[@hidden or @aria-hidden='true' or @style]")):
        style = element.get("style")
        hides = style is None or _HIDDEN.search(style)
        if hides and element not in holders and element.tag not in _WHOLE:
            _drop(element)


def _drop_by_name(root: Element, holders: set[Element]) -> None:
    rules = page_rules()
    lengths = _paragraph_lengths(root)
    for element in list(root.iter()):
        if element in holders or element.tag in _WHOLE or element.getparent() is None:
            continue
        role = element.get("role")
        surrounds = role in {"navigation", "complementary", "dialog", "search"}
        if not (surrounds or named(element, rules.drop)) or named(element, rules.keep):
            continue
        if lengths[element] <= MOST_DROPPED * (lengths[root] or 1):
            _drop(element)


def _drop_cards(root: Element, holders: set[Element]) -> None:
    """Teasers: links around blocks, and headings that are links, with what belongs to them."""
    for link in list(root.iter("a")):
        if link not in holders and any(part.tag in _BLOCKS for part in link.iterdescendants()):
            _drop(link)
    for heading in list(root.iter(*_HEADINGS)):
        if heading in holders or not _is_pointer(heading):
            continue
        card = heading
        for above in heading.iterancestors():
            if above in holders or above.tag in _WHOLE or not _is_card(above):
                break
            card = above
        _drop(card)


def _drop_pointers(root: Element, holders: set[Element]) -> None:
    """Lists and lines that only point to other stories, and the headings over such lists."""
    for listed in list(root.iter("ul", "ol")):
        items = list(listed.iterchildren("li"))
        if items and listed not in holders and all(map(_is_pointer, items)):
            _drop_heading_before(listed, holders)
            _drop(listed)
    for line in list(root.iter("p", "div", "section", "span", "strong")):
        if line in holders or line.getparent() is None:
            continue
        simple = not any(part.tag in _BLOCKS for part in line.iterdescendants())
        if simple and line.tag in {"p", "div", "section"} and _is_pointer(line):
            _drop(line)


def _drop_heading_before(listed: Element, holders: set[Element]) -> None:
    before = listed.getprevious()
    while before is not None and before.tag == _DROPPED:
        before = before.getprevious()
    if before is not None and before.tag in _HEADINGS and before not in holders:
        _drop(before)


def _is_pointer(element: Element) -> bool:
    """Whether an element is nothing but links, or a few words with a colon and a link."""
    whole = short_text(element, LONGEST_POINTER)
    if not whole:
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


def _is_card(element: Element) -> bool:
    blocks = (part for part in element.iterdescendants() if part.tag in _BLOCKS)
    return next(islice(blocks, _CARD_PARTS, None), None) is None


def _paragraph_lengths(root: Element) -> dict[Element, int]:
    """Of each element the characters in its paragraphs, and after its line breaks."""
    lengths: dict[Element, int] = {}
    texts: Counter[Element] = Counter()
    for element in reversed(list(root.iter())):
        texts[element] += _length(element.text)
        own = lengths.get(element, 0)
        if element.tag in {"p", "li"}:
            own += texts[element]
        elif element.tag == "br":
            own += _length(element.tail)
        lengths[element] = own
        parent = element.getparent()
        if parent is not None:
            lengths[parent] = lengths.get(parent, 0) + own
            texts[parent] += texts[element] + _length(element.tail)
    return lengths


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _inside(element: Element, tag: str) -> bool:
    return any(above.tag == tag for above in element.iterancestors())
