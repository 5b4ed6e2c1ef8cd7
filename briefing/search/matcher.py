"""The matcher: where a query matches inside one article, and whether the article matches it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from briefing.article import Article, Searchable, Span
from briefing.search.analyzer import Analysis, Form, analyze, analyze_text
from briefing.search.engine import HitPassage
from briefing.search.passages import best_passages
from briefing.search.query import (
    Among,
    And,
    Dated,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextField,
    Variants,
    Word,
)
from briefing.search.spotting import Spotter
from briefing.search.terms import Leaf, Term, terms_of

_LEAVES = (Word, Phrase, Prefix, Fuzzy)


class Matcher:
    """One expanded and resolved query, to be held against articles.

    Its answers are those of the engines: an article is a hit exactly when
    ``matches`` says so. ``Recorded`` matches nothing before it is resolved.
    """

    def __init__(self, root: Node) -> None:
        self._root = root
        painted = [(leaf, idea) for leaf, idea in _leaves(root) if idea is not None]
        self._spotter = Spotter(dict(painted).items())

    @cached_property
    def _scanner(self) -> _Scanner:
        return _Scanner(leaf for leaf, _ in _leaves(self._root))

    def matches(self, article: Article) -> bool:
        """Whether the whole query holds for the article."""
        return _Reading(self._scanner, article).holds(self._root, None)

    def spans(self, article: Searchable) -> list[Span]:
        """All matches in the article's text, in order and apart; what is negated has none.

        Words of the query match here even where the query as a whole does not.
        """
        spans: list[Span] = []
        for start, end, _ in self._spotter.spots(article):
            if spans and start < spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(spans[-1].end, end))
            else:
                spans.append(Span(start, end))
        return spans

    def passages(
        self, article: Searchable, limit: int = 3, width: int = 200
    ) -> tuple[HitPassage, ...]:
        """The passages that show best what matches: those with most different words first.

        Each lies in one paragraph and is about ``width`` code points long.
        """
        return best_passages(article, self._spotter.spots(article), limit, width)


def _leaves(root: Node) -> Iterator[tuple[Leaf, int | None]]:
    """Every leaf with the number of the idea it stands for; None: it paints nothing.

    The spellings of one thing are one idea.
    """
    stack: list[tuple[Node, bool, int | None]] = [(root, True, None)]
    ideas = 0
    while stack:
        node, painted, idea = stack.pop()
        if isinstance(node, _LEAVES):
            ideas += 1
            yield node, (ideas if idea is None else idea) if painted else None
        elif isinstance(node, Variants):
            ideas += 1
            stack += [(p, painted, ideas if idea is None else idea) for p in reversed(node.parts)]
        elif isinstance(node, And | Or):
            stack += [(p, painted, idea) for p in reversed(node.parts)]
        elif isinstance(node, Field | Not):
            stack.append((node.part, False, idea))


class _Rows:
    """Which words of a text meet which term of the query, by their indexes."""

    def __init__(self, analysis: Analysis, words: dict[Term, list[int]]) -> None:
        self._positions = analysis.positions
        self._words = words

    def occurrences(self, leaf: Leaf) -> Iterable[tuple[int, int]]:
        """The first and the last word of every match of the leaf."""
        terms = terms_of(leaf)
        first = self._words[terms[0]]
        if len(terms) == 1:
            return [(i, i) for i in first]
        rest = [(n, set(self._words[term])) for n, term in enumerate(terms[1:], 1)]
        last = len(terms) - 1
        positions = self._positions
        return [
            (i, i + last)
            for i in first
            if all(i + n in words for n, words in rest)
            and positions[i + last] - positions[i] == last
        ]


class _Scanner:
    """Looks for the terms of some leaves in one pass over a text's words."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self._terms = list(dict.fromkeys(term for leaf in leaves for term in terms_of(leaf)))
        self._tests = [(term, term.test()) for term in self._terms]
        self._known: dict[Form, tuple[Term, ...]] = {}

    def scan(self, analysis: Analysis) -> _Rows:
        """The words of ``analysis`` that meet a term."""
        words: dict[Term, list[int]] = {term: [] for term in self._terms}
        known = self._known
        for index, form in enumerate(analysis.forms):
            met = known.get(form)
            if met is None:
                met = known[form] = tuple(term for term, test in self._tests if test(form))
            for term in met:
                words[term].append(index)
        return _Rows(analysis, words)


class _Reading:
    """One article held against one query."""

    def __init__(self, scanner: _Scanner, article: Article) -> None:
        self._article = article
        self._scanner = scanner
        self._rows: dict[str, _Rows] = {}

    def holds(self, node: Node, field: TextField | None) -> bool:
        """Whether ``node`` holds, its words looked for in ``field`` (None: title and text)."""
        if isinstance(node, _LEAVES):
            return any(self._field(f).occurrences(node) for f in _FIELDS[field])
        if isinstance(node, And):
            return all(self.holds(p, field) for p in node.parts)
        if isinstance(node, Or | Variants):
            return any(self.holds(p, field) for p in node.parts)
        if isinstance(node, Not):
            return not self.holds(node.part, field)
        if isinstance(node, Field):
            return self.holds(node.part, node.name)
        return self._passes(node)

    def _passes(self, node: Node) -> bool:
        if isinstance(node, Dated):
            return self._article.date.overlaps(node.earliest, node.latest)
        if isinstance(node, Among):
            return self._article.id in node.ids
        return isinstance(node, Everything)

    def _field(self, name: str) -> _Rows:
        if name not in self._rows:
            article = self._article
            text = name == "text"
            analysis = analyze(article) if text else analyze_text(getattr(article, name))
            self._rows[name] = self._scanner.scan(analysis)
        return self._rows[name]


_FIELDS: dict[TextField | None, tuple[str, ...]] = {
    None: ("text", "title"),
    TextField.TITLE: ("title",),
    TextField.OUTLET: ("outlet",),
    TextField.AUTHOR: ("byline",),
}
