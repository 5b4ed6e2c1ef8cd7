"""Wording: which source uses which of several words for one thing, how often, in whose voice.

Reported, never corrected: no word of a group is the right one here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    words of one group overlap, the longest counts. ``stem`` says which words
    are one (default: the same folded word); where two words of a group have
    one stem, each counts where it is printed so, the first otherwise.
    ``voices`` say who speaks where.
    """
    phrases = [_phrases(group, stem) for group in groups]
    found: list[list[Use]] = [[] for _ in groups]
    for article in articles:
        marks = _Voices(article, voices(article.id))
        words = _words(article, stem)
        for wanted, uses in zip(phrases, found, strict=True):
            uses.extend(_uses(article.id, words, wanted, marks))
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
    """A word of a group, which may be several, as folded words and as stems."""

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


def _phrases(group: WordingGroup, stem: Stem) -> Mapping[str, Sequence[_Phrase]]:
    """The group's words by their first stem."""
    phrases: dict[str, list[_Phrase]] = {}
    for word in group.words:
        folded = tuple(token.folded for token in tokens(word))
        if folded:
            phrase = _Phrase(word, folded, tuple(map(stem, folded)))
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
) -> list[Use]:
    uses = []
    at = 0
    while at < len(words):
        candidates = phrases.get(words[at].stem, ())
        fits = [(len(p.stems), found, p) for p in candidates if (found := p.stands(words, at))]
        if not fits:
            at += 1
            continue
        length, _, phrase = max(fits, key=lambda fit: fit[:2])
        first, last = words[at], words[at + length - 1]
        span = Span(first.span.start, last.span.end)
        quoted = voices.quoted(span)
        speaker, mode = voices.speaker(span, quoted)
        uses.append(Use(article, phrase.word, span, first.paragraph, quoted, speaker, mode))
        at += length
    return uses
