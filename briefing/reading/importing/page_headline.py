"""Which element of a page is its headline."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.folding import tokens
from briefing.reading.importing.page_tree import Element, text_content

LONGEST = 300
"""Characters."""
_ALIKE = 0.6
_ELSEWHERE = ("h2", "h3", "b", "strong", "p", "div", "td", "span", "font")


def headline_of(root: Element, titles: Iterable[str]) -> Element | None:
    """The element that prints the headline: the heading most like one of ``titles``.

    Without a heading like them, the only ``h1``; else another element with the
    same words.
    """
    known = [words for title in titles if (words := _words(title))]
    headings = [found for found in root.iter("h1") if _words(text_content(found))]
    best = max(headings, key=lambda found: _likeness(found, known), default=None)
    if best is not None and (_likeness(best, known) >= _ALIKE or len(headings) == 1):
        return best
    for element in root.iter(*_ELSEWHERE):
        text = "".join(element.itertext())
        if 0 < len(text) <= LONGEST and any(_is_in(words, _words(text)) for words in known):
            return element
    return best if not known else None


def _words(text: str) -> list[str]:
    return [token.folded for token in tokens(text[: 2 * LONGEST])]


def _likeness(element: Element, titles: list[list[str]]) -> float:
    words = set(_words(text_content(element)))
    return max((len(words & set(title)) / len(words | set(title)) for title in titles), default=0)


def _is_in(title: list[str], words: list[str]) -> bool:
    """Whether ``words`` are the title, but for the name of the site before or after it."""
    return len(words) > 2 and words in (title[: len(words)], title[-len(words) :])
