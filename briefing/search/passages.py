"""Passages: which stretches of an article show best what a query matches in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from briefing.article import Searchable, Span
from briefing.search.engine import HitPassage

_SLACK = 40
"""Code points that a passage may be longer, to end with its paragraph."""
_LONG_WORD = 40
"""A word of so many code points may be cut: scripts without spaces have no shorter ones."""
_STARTS = re.compile(r"(?<=\s)\S")
_JOINERS = "\u200c\u200d\u0e33\u0eb3"
_BOUND_TO_PREVIOUS = {"Mn", "Mc", "Me", "Sk", "Cf"}
_VIRAMA = 9
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3][\u1160-\u11ff]|[\u1100-\u115f][\uac00-\ud7a3]")


Found = tuple[int, int, int]
"""A match: where it starts and ends, and the number of the idea in the query it stands for."""


class _Window:
    """Matches of one paragraph that fit in one passage. ``paragraph`` counts from 0.

    ``ideas`` has a bit for each, ``worth`` says how much it shows and how early it stands.
    """

    __slots__ = ("end", "ideas", "inside", "paragraph", "start", "worth")

    def __init__(self, paragraph: int, inside: Sequence[Found]) -> None:
        self.paragraph = paragraph
        self.inside = inside
        start, end, idea = inside[0]
        ideas = 1 << idea
        for _, other, idea in inside[1:]:
            ideas |= 1 << idea
            end = max(end, other)
        self.start, self.end, self.ideas = start, end, ideas
        self.worth = ideas.bit_count(), len(inside), -start

    def new_worth(self, shown: int) -> tuple[int, tuple[int, int, int]]:
        """How much it shows that is new, and what it is worth besides."""
        return (self.ideas & ~shown).bit_count(), self.worth

    def without(self, start: int, end: int) -> _Window | None:
        """What of it a passage does not show yet."""
        if self.end <= start or end <= self.start:
            return self
        rest = [f for f in self.inside if f[1] <= start or end <= f[0]]
        if len(rest) == len(self.inside):
            return self
        return _Window(self.paragraph, rest) if rest else None


_WORTH = attrgetter("worth")


def best_passages(
    article: Searchable, found: Sequence[Found], limit: int, width: int
) -> tuple[HitPassage, ...]:
    """At most ``limit`` passages with matches, about ``width`` code points each.

    The one with most ideas comes first, then those that add new ones; no two overlap.
    ``found`` is in order.
    """
    windows = list(_windows(article, found, width))
    ideas = shown = 0
    for window in windows:
        ideas |= window.ideas
    chosen: list[HitPassage] = []
    while windows and len(chosen) < limit:
        if shown and shown != ideas:
            best = max(windows, key=lambda w: w.new_worth(shown))
        else:  # all is new to show, or nothing
            best = max(windows, key=_WORTH)
        windows.remove(best)
        start, end = _around(article, best, width)
        if any(start < p.span.end and p.span.start < end for p in chosen):
            continue
        here = [f for f in found if f[0] < end and start < f[1]]
        chosen.append(_passage(article, start, end, best.paragraph, here))
        if not windows:
            break
        for _, _, idea in here:
            shown |= 1 << idea
        windows = [rest for w in windows if (rest := w.without(start, end)) is not None]
    return tuple(chosen)


def _windows(article: Searchable, found: Sequence[Found], width: int) -> Iterator[_Window]:
    """The windows that begin with a match, without those that lie within another."""
    starts, ends = article.starts, article.ends
    count = len(found)
    done = 0
    for first, (start, _, _) in enumerate(found):
        if done == count:
            return
        paragraph = bisect_right(starts, start) - 1
        end = min(ends[paragraph], start + width)
        last = max(first + 1, done)
        while last < count and found[last][1] <= end:
            last += 1
        if last > done:
            done = last
            yield _Window(paragraph, found[first:last])


def _around(article: Searchable, window: _Window, width: int) -> tuple[int, int]:
    """The matches with as much of the paragraph around them as fits, cut between words."""
    text = article.text
    first, last = article.starts[window.paragraph], article.ends[window.paragraph]
    if last - first <= width + _SLACK:
        return _stripped(text, first, last)
    start = window.start
    end = min(window.end, start + width)
    spare = width - (end - start)
    left = max(first, start - max(spare // 2, spare - (last - end)))
    right = min(last, left + width)
    left = first if left - first <= _SLACK // 2 else left
    right = last if last - right <= _SLACK // 2 else right
    if left > first:
        left = _word_start(text, left, start)
        while left > first and _splits_sign(text, left):
            left -= 1
    if right < last:
        right = _word_end(text, right, end) if right > end else right
        while right < last and _splits_sign(text, right):
            right += 1
    return _stripped(text, left, right)


def _word_start(text: str, at: int, limit: int) -> int:
    """The first start of a word from ``at`` up to ``limit``; a very long word is cut."""
    found = _STARTS.search(text, at, limit)
    return found.start() if found else limit if limit - at < _LONG_WORD else at


def _word_end(text: str, at: int, limit: int) -> int:
    """The last end of a word from ``at`` down to ``limit``; a very long word is cut."""
    ends = (i for i in range(at, limit, -1) if text[i].isspace())
    return next(ends, limit if at - limit < _LONG_WORD else at)


def _splits_sign(text: str, at: int) -> bool:
    """Whether a cut before ``at`` goes through what a reader sees as one sign.

    After the extended grapheme clusters of Unicode annex 29, on the safe side.
    """
    before, after = text[at - 1], text[at]
    if after.isascii():
        return before + after == "\r\n" or before == "\u200d"
    return (
        after in _JOINERS
        or before == "\u200d"
        or unicodedata.category(after) in _BOUND_TO_PREVIOUS
        or unicodedata.combining(before) == _VIRAMA
        or (_FLAGS.match(before + after) is not None)
        or (_HANGUL.match(before + after) is not None)
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end - 1 and text[start].isspace() and not _splits_sign(text, start + 1):
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return start, end


def _passage(
    article: Searchable, start: int, end: int, paragraph: int, found: Sequence[Found]
) -> HitPassage:
    bounds: list[tuple[int, int]] = []
    for f in found:
        first, after = max(f[0], start), min(f[1], end)
        if bounds and first < bounds[-1][1]:
            first, before = bounds.pop()
            after = max(before, after)
        bounds.append((first, after))
    matches = tuple([Span(first, after) for first, after in bounds])
    span = Span(start, end)
    if article.hidden:
        text, marks = article.text_of(span), tuple(_printed(article, start, m) for m in matches)
    else:
        text = article.text[start:end]
        marks = tuple([Span(first - start, after - start) for first, after in bounds])
    return HitPassage(
        span,
        paragraph + 1,
        text,
        matches,
        start > article.starts[paragraph],
        end < article.ends[paragraph],
        marks,
    )


def _printed(article: Searchable, start: int, match: Span) -> Span:
    """Where a match stands in the text printed from ``start`` on."""
    before = len(article.text_of(Span(start, match.start)))
    return Span(before, before + len(article.text_of(match)))
