"""The analyzer: the words of a text with their positions, the same for index, query and matcher."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.article import Article, Searchable, Span
from briefing.folding import WORD, fold_word
from briefing.search.stemming import may_be_stem, stem

if TYPE_CHECKING:
    from collections.abc import Iterable

PARAGRAPH_GAP = 1
"""Positions left free between paragraphs, so that no phrase runs from one into the next."""

_KEPT_FORMS = 50_000
_KEPT_ARTICLES = 64
_POSSESSIVE = re.compile(r"['’ʼ][sS]?$")


class Form:
    """What a written word is to the searcher.

    ``folded`` is the word without case and accents. Where it was written in
    capitals, two signs at least, ``capitals`` is the folded word in capitals,
    which tells US from us, and ``abbreviation`` the same without the plural's
    small ``s``: POW for POWs, too.
    """

    __slots__ = ("_stem", "abbreviation", "capitals", "folded")

    def __init__(
        self, folded: str, capitals: str | None = None, abbreviation: str | None = None
    ) -> None:
        self.folded = folded
        self.capitals = capitals
        self.abbreviation = abbreviation
        self._stem: str | None = None

    @property
    def stem(self) -> str:
        """The stem, worked out when it is first asked for: stemming is slow."""
        if self._stem is None:
            self._stem = stem(self.folded)
        return self._stem

    def has_stem(self, wanted: str) -> bool:
        """Whether ``wanted`` is the stem."""
        return may_be_stem(wanted, self.folded) and self.stem == wanted


@dataclass(frozen=True, slots=True)
class Analysis:
    """The searchable words of a text in order, one entry of each list per word.

    ``starts`` and ``ends`` are offsets in code points, ``positions`` count words,
    with a gap between paragraphs. Hidden debris is not there at all.
    """

    starts: list[int]
    ends: list[int]
    forms: list[Form]
    positions: list[int]

    def span(self, first: int, last: int) -> Span:
        """The span from word ``first`` to word ``last``, by their indexes."""
        return Span(self.starts[first], self.ends[last])


_forms: dict[str, Form | None] = {}


def form_of(written: str) -> Form | None:
    """What the word ``written`` so is to the searcher; None where nothing is left of it."""
    try:
        return _forms[written]
    except KeyError:
        if len(_forms) >= _KEPT_FORMS:
            _forms.clear()
        form = _forms[written] = _make_form(written)
        return form


def _make_form(written: str) -> Form | None:
    if written.isascii() and written.isalpha() and (written[1:] or written).islower():
        return Form(written.lower())  # what most words are; the rest of this would say the same
    folded = _settled(fold_word(written))
    if not folded:
        return None
    bare = _POSSESSIVE.sub("", written)
    if capitals := _capitals(bare, folded):
        return Form(folded, capitals, capitals)
    single = _settled(fold_word(bare[:-1])) if bare.endswith("s") else ""
    return Form(folded, None, _capitals(bare[:-1], single))


def _capitals(written: str, folded: str) -> str | None:
    upper = folded.upper()
    return upper if written.isupper() and len(folded) > 1 and is_capitals(upper) else None


def is_capitals(text: str) -> bool:
    """Whether a word of a query stands for the word written in capitals; folded ones never do."""
    return text.isupper() and text != text.casefold()


def _settled(folded: str) -> str:
    """A folded word that is one word when it is typed again: ``1⁄2`` becomes ``1'2``."""
    if folded.isalnum():
        return folded
    return fold_word("'".join(m.group().strip("'") for m in WORD.finditer(folded)))


def words_of(text: str) -> list[Form]:
    """The words of ``text``, in order."""
    return [f for m in WORD.finditer(text) if (f := form_of(m.group())) is not None]


def analyze_text(text: str | None) -> Analysis:
    """The words of a title, an outlet or a byline; none of None."""
    return _analyze(text or "", [Span(0, len(text or ""))])


_articles: OrderedDict[int, tuple[Article, Analysis]] = OrderedDict()


def analyze(article: Article) -> Analysis:
    """The words of an article's paragraphs, hidden debris left out.

    The analyses of the articles asked for last are kept.
    """
    kept = _articles.get(id(article))
    if kept is not None:
        _articles.move_to_end(id(article))
        return kept[1]
    analysis = _analyze(visible_text(article), (p.span for p in article.paragraphs))
    _articles[id(article)] = (article, analysis)
    if len(_articles) > _KEPT_ARTICLES:
        _articles.popitem(last=False)
    return analysis


def visible_text(article: Searchable) -> str:
    """An article's text with spaces in place of what is hidden, so that offsets stay."""
    text = article.text
    if not article.hidden:
        return text
    pieces, at = [], 0
    for gap in article.hidden:
        pieces += [text[at : gap.start], " " * len(gap)]
        at = gap.end
    return "".join([*pieces, text[at:]])


def _analyze(text: str, spans: Iterable[Span]) -> Analysis:
    starts: list[int] = []
    ends: list[int] = []
    forms: list[Form] = []
    positions: list[int] = []
    position = 0
    for span in spans:
        for match in WORD.finditer(text, span.start, span.end):
            form = form_of(match.group())
            if form is not None:
                starts.append(match.start())
                ends.append(match.end())
                forms.append(form)
                positions.append(position)
                position += 1
        position += PARAGRAPH_GAP
    return Analysis(starts, ends, forms, positions)
