"""Passages: which stretches of an article show best what a query matches in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.article import Article, Paragraph, Span
from briefing.search.engine import HitPassage

_SLACK = 40
"""Code points that a passage may be longer, to end with its paragraph."""
_LONG_WORD = 40
"""A word of so many code points may be cut: scripts without spaces have no shorter ones."""
_JOINERS = "\u200c\u200d\u0e33\u0eb3"
_BOUND_TO_PREVIOUS = {"Mn", "Mc", "Me", "Sk", "Cf"}
_VIRAMA = 9
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3][\u1160-\u11ff]|[\u1100-\u115f][\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A match, and the number of the idea in the query that it stands for."""

    span: Span
    idea: int


@dataclass(frozen=True, slots=True)
class _Window:
    """Matches of one paragraph that fit in one passage."""

    paragraph: Paragraph
    inside: Sequence[Found]
    ideas: frozenset[int]

    def worth(self, shown: set[int]) -> tuple[int, int, int, int]:
        """How much it shows that is new, how much at all, and how early it stands."""
        return (
            len(self.ideas - shown),
            len(self.ideas),
            len(self.inside),
            -self.inside[0].span.start,
        )

    def without(self, span: Span) -> _Window | None:
        """What of it ``span`` does not show yet."""
        if not any(f.span.overlaps(span) for f in self.inside):
            return self
        rest = [f for f in self.inside if not f.span.overlaps(span)]
        return _window(self.paragraph, rest) if rest else None


def _window(paragraph: Paragraph, inside: Sequence[Found]) -> _Window:
    return _Window(paragraph, inside, frozenset(f.idea for f in inside))


def best_passages(
    article: Article, found: Sequence[Found], limit: int, width: int
) -> tuple[HitPassage, ...]:
    """At most ``limit`` passages with matches, about ``width`` code points each.

    The one with most ideas comes first, then those that add new ones; no two overlap.
    """
    windows = list(_windows(article, found, width))
    shown: set[int] = set()
    chosen: list[tuple[Span, Paragraph, list[Found]]] = []
    while windows and len(chosen) < limit:
        best = max(windows, key=lambda w: w.worth(shown))
        windows.remove(best)
        span = _around(article.text, best.paragraph.span, best.inside, width)
        if any(span.overlaps(other) for other, _, _ in chosen):
            continue
        here = [f for f in found if f.span.overlaps(span)]
        chosen.append((span, best.paragraph, here))
        shown.update(f.idea for f in here)
        windows = [rest for w in windows if (rest := w.without(span)) is not None]
    return tuple(_passage(article, *choice) for choice in chosen)


def _windows(article: Article, found: Sequence[Found], width: int) -> Iterator[_Window]:
    """The windows that begin with a match, without those that lie within another."""
    starts = [p.span.start for p in article.paragraphs]
    done = 0
    for first, match in enumerate(found):
        paragraph = article.paragraphs[bisect_right(starts, match.span.start) - 1]
        end = min(paragraph.span.end, match.span.start + width)
        last = max(first + 1, done)
        while last < len(found) and found[last].span.end <= end:
            last += 1
        if last > done:
            done = last
            yield _window(paragraph, found[first:last])


def _around(text: str, paragraph: Span, inside: Sequence[Found], width: int) -> Span:
    """The matches with as much of the paragraph around them as fits, cut between words."""
    start = inside[0].span.start
    end = min(max(f.span.end for f in inside), start + width)
    spare = width - (end - start)
    if len(paragraph) <= width + _SLACK:
        return _stripped(text, paragraph)
    left = max(paragraph.start, start - max(spare // 2, spare - (paragraph.end - end)))
    right = min(paragraph.end, left + width)
    left = paragraph.start if left - paragraph.start <= _SLACK // 2 else left
    right = paragraph.end if paragraph.end - right <= _SLACK // 2 else right
    if left > paragraph.start:
        left = _word_start(text, left, start)
        while left > paragraph.start and _splits_sign(text, left):
            left -= 1
    if right < paragraph.end:
        right = _word_end(text, right, end) if right > end else right
        while right < paragraph.end and _splits_sign(text, right):
            right += 1
    return _stripped(text, Span(left, right))


def _word_start(text: str, at: int, limit: int) -> int:
    """The first start of a word from ``at`` up to ``limit``; a very long word is cut."""
    starts = (i for i in range(at, limit) if text[i - 1].isspace() and not text[i].isspace())
    return next(starts, limit if limit - at < _LONG_WORD else at)


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


def _stripped(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end - 1 and text[start].isspace() and not _splits_sign(text, start + 1):
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _passage(
    article: Article, span: Span, paragraph: Paragraph, found: Sequence[Found]
) -> HitPassage:
    matches: list[Span] = []
    for f in found:
        start, end = max(f.span.start, span.start), min(f.span.end, span.end)
        if matches and start < matches[-1].end:
            matches[-1] = Span(matches[-1].start, max(end, matches[-1].end))
        else:
            matches.append(Span(start, end))
    return HitPassage(
        span,
        paragraph.number,
        article.text_of(span),
        tuple(matches),
        cut_before=span.start > paragraph.span.start,
        cut_after=span.end < paragraph.span.end,
        marks=tuple(_printed(article, span.start, match) for match in matches),
    )


def _printed(article: Article, start: int, match: Span) -> Span:
    """Where a match stands in the text printed from ``start`` on."""
    before = len(article.text_of(Span(start, match.start)))
    return Span(before, before + len(article.text_of(match)))
