"""Engines held against the matcher."""

from __future__ import annotations

from random import Random

import pytest

from briefing.article import Article
from briefing.search import whoosh_pairs
from briefing.search.engine import Engine
from briefing.search.matcher import Matcher
from briefing.search.parse import parse
from briefing.search.query import Node
from tests.search.invented import random_queries

Articles = dict[str, Article]


def pair_common_words(monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    """Let segments of any size have pairs of the words that such a share of articles has."""
    monkeypatch.setattr(whoosh_pairs, "FEWEST_ARTICLES", 1)
    monkeypatch.setattr(whoosh_pairs, "COMMON_SHARE", share)


def found(engine: Engine, query: str | Node) -> list[str]:
    """The ids that a query, typed or as a tree, finds, best first."""
    root = parse(query).root if isinstance(query, str) else query
    return [i for i, _ in engine.rank(root, 1_000).ranked]


def hold_against_matcher(engine: Engine, articles: Articles, random: Random, n: int) -> None:
    """Assert that ``n`` random queries find what the matcher says they find."""
    for root in random_queries(random, n):
        matcher = Matcher(root)
        expected = {i for i, a in articles.items() if matcher.matches(a)}
        ranking = engine.rank(root, 1_000)
        assert {i for i, _ in ranking.ranked} == expected, root
        assert ranking.total == len(expected)
