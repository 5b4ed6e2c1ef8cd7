"""Wording: which source uses which of several words for one thing, how often, in whose voice.

Reported, never corrected: no word of a group is the right one here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from briefing.article import Article, Span
from briefing.dossier.model import Evidence, Mode
from briefing.dossier.settings import WordingGroup
from briefing.folding import tokens

Stem = Callable[[str], str]
"""From a folded word to what is counted as the same word."""
Voices = Callable[[str], Sequence[tuple[Span, Evidence]]]
"""The evidence of an article, by its id, each piece with the span where it stands."""

_OPENERS = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"'}
_QUOTATION_MARK = re.compile(r"[“”„«»\"]|(?<!\w)‘|’(?!\w)")


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a word stands.

    ``quoted``: inside quotation marks. ``speaker`` is who is known, from the
    records' evidence, to be quoted or paraphrased there, ``mode`` how.
    """

    article: str
    word: str
    span: Span
    paragraph: int
    quoted: bool
    speaker: str | None = None
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class GroupUse:
    """All uses of a group's words, article by article in their order, in order of place."""

    group: WordingGroup
    uses: tuple[Use, ...]

    def of(self, word: str, article: str | None = None) -> tuple[Use, ...]:
        """The uses of one word, in all articles or in one."""
        return tuple(
            u for u in self.uses if u.word == word and (article is None or u.article == article)
        )

    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that use any of the words."""
        return tuple(dict.fromkeys(u.article for u in self.uses))


def count(
    groups: Sequence[WordingGroup],
    articles: Iterable[Article],
    *,
    stem: Stem = str,
    voices: Voices = lambda _: (),
) -> tuple[GroupUse, ...]:
    """Every use of every group's words in the visible text of ``articles``.

    Words of several words are found as a phrase within one paragraph; where
    words overlap, of whichever group, the longest counts: a prisoner of war is
    no mention of the war. ``stem`` says which words
    are one (default: the same folded word); where two words of a group have
    one stem, each counts where it is printed so, the first otherwise.
    ``voices`` say who speaks where.
    """
    stem = cache(stem)  # the same words come again and again, and a stem takes its time
    phrases = _phrases(groups, stem)
    found: list[list[Use]] = [[] for _ in groups]
    for article in articles:
        marks = _Voices(article, voices(article.id))
        for group, use in _uses(article.id, _words(article, stem), phrases, marks):
            found[group].append(use)
    return tuple(GroupUse(g, tuple(u)) for g, u in zip(groups, found, strict=True))


def quotations(text: str) -> list[Span]:
    """The spans of ``text`` inside quotation marks, outermost marks only.

    A quotation that is not closed reaches to the end, as where it goes on in
    the next paragraph. An apostrophe is no mark; a single straight one never is.
    """
    spans = []
    closers, start = "", 0
    for match in _QUOTATION_MARK.finditer(text):
        sign = match.group()
        if closers:
            if sign in closers:
                spans.append(Span(start, match.start()))
                closers = ""
        elif sign in _OPENERS:
            closers, start = _OPENERS[sign], match.end()
    if closers:
        spans.append(Span(start, len(text)))
    return spans


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of an article: folded, its stem, where it stands, and in which paragraph."""

    folded: str
    stem: str
    span: Span
    paragraph: int


class _Voices:
    """Who speaks where in one article."""

    def __init__(self, article: Article, evidence: Sequence[tuple[Span, Evidence]]) -> None:
        self._evidence = evidence
        self._quotations = [
            Span(p.span.start + q.start, p.span.start + q.end)
            for p in article.paragraphs
            for q in quotations(article.text[p.span.start : p.span.end])
        ]
        self._starts = [q.start for q in self._quotations]

    def quoted(self, span: Span) -> bool:
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.end <= self._quotations[at].end

    def speaker(self, span: Span, quoted: bool) -> tuple[str | None, Mode | None]:
        for where, evidence in self._evidence:
            fits = quoted or evidence.mode is not Mode.DIRECT
            if evidence.speaker and fits and where.overlaps(span):
                return evidence.speaker, evidence.mode
        return None, None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A word of a group (by its number), which may be several, as folded words and as stems."""

    group: int
    word: str
    folded: tuple[str, ...]
    stems: tuple[str, ...]

    def stands(self, words: Sequence[_Word], at: int) -> int:
        """2 where it is printed so at ``at``, 1 where the stems are, else 0."""
        here = words[at : at + len(self.stems)]
        if len(here) < len(self.stems) or here[0].paragraph != here[-1].paragraph:
            return 0
        if any(w.stem != s for w, s in zip(here, self.stems, strict=True)):
            return 0
        return 1 + all(w.folded == f for w, f in zip(here, self.folded, strict=True))


def _phrases(groups: Sequence[WordingGroup], stem: Stem) -> Mapping[str, Sequence[_Phrase]]:
    """The words of all groups by their first stem."""
    phrases: dict[str, list[_Phrase]] = {}
    for number, group in enumerate(groups):
        for word in group.words:
            folded = tuple(token.folded for token in tokens(word))
            if folded:
                phrase = _Phrase(number, word, folded, tuple(map(stem, folded)))
                phrases.setdefault(phrase.stems[0], []).append(phrase)
    return phrases


def _words(article: Article, stem: Stem) -> list[_Word]:
    hidden = article.hidden
    words = []
    for paragraph in article.paragraphs:
        start = paragraph.span.start
        for token in tokens(article.text[start : paragraph.span.end]):
            span = Span(start + token.start, start + token.end)
            if not any(gap.overlaps(span) for gap in hidden):
                words.append(_Word(token.folded, stem(token.folded), span, paragraph.number))
    return words


def _uses(
    article: str,
    words: Sequence[_Word],
    phrases: Mapping[str, Sequence[_Phrase]],
    voices: _Voices,
) -> Iterator[tuple[int, Use]]:
    """The uses in one article, each with the number of its group."""
    at = 0
    while at < len(words):
        best = _longest(words, at, phrases.get(words[at].stem, ()))
        length = len(best[0].stems) if best else 1
        for phrase in best:
            first = words[at]
            span = Span(first.span.start, words[at + length - 1].span.end)
            quoted = voices.quoted(span)
            speaker, mode = voices.speaker(span, quoted)
            use = Use(article, phrase.word, span, first.paragraph, quoted, speaker, mode)
            yield phrase.group, use
        at += length


def _longest(words: Sequence[_Word], at: int, candidates: Sequence[_Phrase]) -> Sequence[_Phrase]:
    """The longest phrase that stands at ``at``: one of each group that has it."""
    fits = [(len(p.stems), found, p) for p in candidates if (found := p.stands(words, at))]
    longest = max((length for length, _, _ in fits), default=0)
    best: dict[int, tuple[int, _Phrase]] = {}
    for length, found, phrase in fits:
        if length == longest and found > best.get(phrase.group, (0, phrase))[0]:
            best[phrase.group] = (found, phrase)
    return [phrase for _, phrase in best.values()]
