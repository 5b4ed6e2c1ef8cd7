"""Suggestions: sentences that no record covers yet and that read like a position of a party.

No model: cue words, the parties' names and numbers with units, counted up. How
and how well is told in ``docs/suggest.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.analysis.cues import Cues, Found, Word, english, words_in
from briefing.analysis.mentions import Mention, Parties
from briefing.article import Article, Paragraph, ParagraphKind, Span
from briefing.dossier.dossier import Dossier
from briefing.dossier.locate import Finder
from briefing.dossier.model import Ambiguous, Dismissal, Evidence, Kind, Located
from briefing.sentences import sentences

FULL = 7.5
"""The points of a sentence that could not look more like a position: its score is 1."""
SPOKEN_OF = 1.5
"""Points less for an offer that is spoken of and not made."""
LEAST = 2.0
"""Points below which nothing is suggested."""
FEWEST_WORDS = 4
"""Words of the shortest sentence that is suggested, outside lists."""
JOINED = 3
"""Words between two parties that are named together: ``North and the towns of South``."""

_KINDS = (Kind.DEMAND, Kind.OFFER, Kind.RESPONSE, Kind.AGREEMENT, Kind.FIGURE)
_QUOTATION_MARKS = frozenset('“”„«»"')


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that may be worth a record.

    ``kinds`` are guesses, the likeliest first. ``party`` is the id of who seems
    to speak or act, None where nobody known is named. ``score`` is 0 to 1,
    comparable between articles. ``quote``, ``before`` and ``after`` find the
    passage again. The id is the same whenever the same passage is suggested.
    """

    id: str
    article: str
    span: Span
    paragraph: int
    kinds: tuple[Kind, ...]
    party: str | None
    score: float
    reason: str
    quote: str
    before: str | None = None
    after: str | None = None

    @property
    def kind(self) -> Kind:
        """The likeliest kind."""
        return self.kinds[0]

    def dismissal(self) -> Dismissal:
        """What is kept so that this is not suggested again."""
        return Dismissal(self.id, self.article, self.quote, self.before, self.after)


def suggest(
    articles: Iterable[Article], dossier: Dossier, cues: Cues | None = None
) -> list[Suggestion]:
    """The sentences that may be worth a record, best first; equals in order of place.

    Left out are headings and those that touch the evidence of a record or a
    dismissed passage. ``cues`` are the package's English ones where none are given.
    """
    names = {party.id: party.name for party in dossier.settings.parties}
    search = _Search(Parties(dossier.settings), names, cues or english())
    found: list[Suggestion] = []
    for article in articles:
        finder = Finder(article.text, article.hidden)
        read = [evidence for _, evidence in dossier.records_in(article.id)]
        covered = _places(finder, [*read, *dossier.dismissed_in(article.id)])
        found += search.in_article(article, finder, covered)
    return sorted(found, key=lambda s: -s.score)


def starts_with(article_id: str) -> str:
    """What the ids of all suggestions in an article start with."""
    return f"s-{_digest(article_id)[:4]}-"


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who seems to act: the party if it is known, the points for it, and how that was seen."""

    party: str | None
    points: float
    seen: str


_NOBODY = _Subject(None, 0.0, "")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with all that was found in it."""

    span: Span
    text: str
    words: Sequence[Word]
    mentions: Sequence[Mention]
    cues: Sequence[Found]


@dataclass(frozen=True, slots=True)
class _Hint:
    """The surest cue of a kind in a sentence, with its points. ``above``: it introduces a list."""

    points: float
    words: str
    cue: Found
    above: bool = False


@dataclass(frozen=True, slots=True)
class _Guess:
    """What a sentence looks like: its kinds with their hints, the likeliest first."""

    hints: tuple[tuple[Kind, _Hint], ...]
    subject: _Subject
    points: float


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for in every article."""

    parties: Parties
    names: Mapping[str, str]
    cues: Cues

    def in_article(
        self, article: Article, finder: Finder, covered: Sequence[Span]
    ) -> Iterator[Suggestion]:
        """The suggestions of one article in order of place."""
        before: _Sentence | None = None
        lead: _Guess | None = None
        for paragraph in article.paragraphs:
            if paragraph.kind is ParagraphKind.HEADING:
                before = lead = None
                continue
            in_list = paragraph.kind is ParagraphKind.LIST_ITEM
            for sentence in self._sentences(article, paragraph):
                guess = _guess(sentence, before, lead if in_list else None, self.cues)
                if guess and not any(span.overlaps(sentence.span) for span in covered):
                    yield _suggestion(article, paragraph, sentence, guess, finder, self.names)
                before = sentence
                if not in_list:
                    lead = guess if sentence.text.endswith(":") else None

    def _sentences(self, article: Article, paragraph: Paragraph) -> Iterator[_Sentence]:
        start = paragraph.span.start
        text = article.text[start : paragraph.span.end]
        for gap in article.hidden:
            if gap.overlaps(paragraph.span):
                first, last = max(gap.start - start, 0), min(gap.end - start, len(text))
                text = text[:first] + " " * (last - first) + text[last:]
        for span in sentences(text):
            own = text[span.start : span.end]
            words = words_in(own)
            named = self.parties.find(words)
            taken = {n for m in named for n in range(m.first, m.last + 1)}
            hints = [c for c in self.cues.find(own, words) if not taken & {c.first, c.last}]
            place = Span(start + span.start, start + span.end)
            yield _Sentence(place, own, words, named, hints)


def _places(finder: Finder, passages: Iterable[Evidence | Dismissal]) -> list[Span]:
    """Where passages stand; all places where it is not sure which."""
    spans: list[Span] = []
    for passage in passages:
        place = finder.find(passage.quote, passage.before, passage.after)
        if isinstance(place, Located):
            spans.append(place.span)
        elif isinstance(place, Ambiguous):
            spans.extend(place.spans)
    return spans


def _suggestion(
    article: Article,
    paragraph: Paragraph,
    sentence: _Sentence,
    guess: _Guess,
    finder: Finder,
    names: Mapping[str, str],
) -> Suggestion:
    quote, before, after = finder.selector(sentence.span)
    key = _digest(article.id, quote, before or "", after or "")
    return Suggestion(
        id=f"{starts_with(article.id)}{key[:8]}",
        article=article.id,
        span=sentence.span,
        paragraph=paragraph.number,
        kinds=tuple(kind for kind, _ in guess.hints),
        party=guess.subject.party,
        score=round(min(1.0, guess.points / FULL), 2),
        reason=_reason(guess, names),
        quote=quote,
        before=before,
        after=after,
    )


def _guess(
    sentence: _Sentence, before: _Sentence | None, lead: _Guess | None, cues: Cues
) -> _Guess | None:
    """What a sentence looks like; None where it looks like nothing worth a record.

    ``before`` is the sentence before it, ``lead`` what introduces the list that it is in.
    """
    short = len(sentence.words) < FEWEST_WORDS and not sentence.text.endswith(":")
    if short and not lead:
        return None
    best = _hints(sentence)
    if lead:
        kind, above = lead.hints[0]
        inherited = replace(above, points=above.points - 0.5, above=True)
        best[kind] = max(best.get(kind, inherited), inherited, key=lambda hint: hint.points)
    if not best:
        return None
    hints = tuple(sorted(best.items(), key=lambda hint: (-hint[1].points, _KINDS.index(hint[0]))))
    first = hints[0][1]
    subject = lead.subject if lead else _subject(sentence, first.cue, before, cues)
    points = first.points + subject.points + 0.5 * min(len(hints) - 1, 2)
    points += 0.5 * (len({mention.party for mention in sentence.mentions}) > 1)
    points += 0.5 * any(sign in _QUOTATION_MARKS for sign in sentence.text)
    return _Guess(hints, subject, points) if points >= LEAST else None


def _hints(sentence: _Sentence) -> dict[Kind, _Hint]:
    """The surest cue of each kind.

    What is offered or agreed with a "not" before it is an answer.
    """
    best: dict[Kind, _Hint] = {}
    for cue in sentence.cues:
        kind, points = cue.kind, cue.weight + 0.5 * cue.act
        if cue.referring and kind is Kind.OFFER:
            points -= SPOKEN_OF
        words = f"“{' '.join(sentence.text[cue.start : cue.end].split())}”"
        if cue.negated and kind in {Kind.OFFER, Kind.AGREEMENT, Kind.DEMAND}:
            kind = kind if kind is Kind.DEMAND else Kind.RESPONSE
            points, words = points - 1, f"not {words}"
        if kind not in best or points > best[kind].points:
            best[kind] = _Hint(points, words, cue)
    return best


def _subject(sentence: _Sentence, cue: Found, before: _Sentence | None, cues: Cues) -> _Subject:
    """Who seems to do what ``cue`` says: who is named before it, else elsewhere, else before."""
    words, mentions = sentence.words, sentence.mentions
    near = _named_before(words, mentions, cue.first)
    together = cues.collective.last(words, 0, cue.first)
    if near is not None and (together is None or near.last > together):
        return _Subject(near.party, 2.0, "named before it")
    if together is not None:
        return _Subject(None, 1.5, "several at once")
    earlier = before.mentions if before else ()
    if earlier and cues.pronouns.last(words, 0, cue.first) is not None:
        return _Subject(earlier[0].party, 1.0, "named just before")
    if mentions:
        return _Subject(mentions[0].party, 1.0, "named in the sentence")
    return _Subject(earlier[0].party, 0.5, "named just before") if earlier else _NOBODY


def _named_before(words: Sequence[Word], mentions: Sequence[Mention], at: int) -> Mention | None:
    """The last party named before the word ``at``; the first of several named together."""
    named = [mention for mention in mentions if mention.last < at]
    if not named:
        return None
    first = named[-1]
    for mention in reversed(named[:-1]):
        between = [word.folded for word in words[mention.last + 1 : first.first]]
        if "and" not in between or len(between) > JOINED:
            break
        first = mention
    return first


def _reason(guess: _Guess, names: Mapping[str, str]) -> str:
    """Why it was suggested: the words, who is named and where."""
    words = [f"{h.words} above the list" if h.above else h.words for _, h in guess.hints]
    reason = ", ".join(dict.fromkeys(words))
    party = guess.subject.party
    who = f"{names[party]} {guess.subject.seen}" if party else guess.subject.seen
    return f"{reason}; {who}" if who else reason


def _digest(*parts: str) -> str:
    key = "\0".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(key).hexdigest()
