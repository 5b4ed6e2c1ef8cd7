"""Invented articles, and random ones and random queries over a small vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from briefing.article import Article, Dating, Known, Paragraph, Span
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

BLOCK = re.compile(r"[^\n]+")


def article(
    article_id: str,
    text: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    byline: str | None = None,
    dating: Dating | None = None,
    hidden: tuple[Span, ...] = (),
) -> Article:
    """An article with one paragraph for each line of ``text``."""
    spans = [Span(m.start(), m.end()) for m in BLOCK.finditer(text)]
    return Article(
        id=article_id,
        text=text,
        paragraphs=tuple(Paragraph(n, span) for n, span in enumerate(spans, 1)),
        file=f"{article_id}.md",
        title=title,
        outlet=outlet,
        byline=byline,
        date=dating or Dating(),
        hidden=hidden,
    )


_VOCABULARY = """
    talk talks talked talking river rivers crossing crossings cross north northern Northtown
    Norton norton bridge bridges bridging the of and us US U.S. USA United States united states
    POW POWs prisoner prisoners war wars exchange truce cease-fire ceasefire 30-day 30 day days
    Kyiv Kiev Kyyiv Ärger arger ünder under understand don't o’clock minister's ministers
    Zelensky Zelenskyy zelenski a I 12 120 1,200 co-operate cooperate 和平
    мир мира миру війна війні воєн вимогою вимозі Київ Києва
"""
WORDS = _VOCABULARY.split()
SIGNS = [" ", " ", " ", " ", ", ", ". ", "—", "-", "\n", "\n\n"]
DAY = date(2025, 6, 1)


def random_text(random: Random, length: int) -> str:
    """``length`` words of the vocabulary with signs and line ends between them."""
    return "".join(random.choice(WORDS) + random.choice(SIGNS) for _ in range(length))


def random_dating(random: Random) -> Dating:
    """A stated, inferred (open or not) or unknown date in June or July 2025."""
    first = DAY + timedelta(days=random.randrange(50))
    last = first + timedelta(days=random.randrange(12))
    return random.choice(
        [
            Dating(),
            Dating(Known.STATED, first, first),
            Dating(Known.INFERRED, first, last, "a guess"),
            Dating(Known.INFERRED, first, None, "a guess"),
            Dating(Known.INFERRED, None, last, "a guess"),
        ]
    )


def random_article(random: Random, article_id: str) -> Article:
    """An article with or without title, outlet, byline, date and hidden debris."""
    text = random_text(random, random.randrange(40))
    cuts = sorted(random.sample(range(len(text) + 1), min(len(text), 2 * random.randrange(3))))
    hidden = tuple(
        Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False) if end > start
    )
    return article(
        article_id,
        text,
        title=random.choice([None, random_text(random, 4).replace("\n", " ")]),
        outlet=random.choice([None, "North Post", "The Bridge", "Kyiv Day"]),
        byline=random.choice([None, "Ann O’Neill", "A. Talks and B. Rivers"]),
        dating=random_dating(random),
        hidden=hidden,
    )


def corpus(random: Random, size: int) -> list[Article]:
    """``size`` random articles with different ids."""
    return [random_article(random, f"a{n}") for n in range(size)]


def _folded(random: Random) -> str:
    from briefing.search.analyzer import words_of

    form = random.choice(words_of(random.choice(WORDS)))
    return (form.capitals or form.folded) if random.random() < 0.3 else form.folded


def random_leaf(random: Random) -> Node:
    """One word, phrase, prefix or fuzzy word, mostly of the vocabulary."""
    word = _folded(random)
    words = tuple(_folded(random) for _ in range(random.randrange(2, 4)))
    plain = word.casefold()
    return random.choice(
        [
            Word(word),
            Word(word, exact=True),
            Phrase(words),
            Phrase(words, exact=True),
            Phrase((*words[:-1], words[-1].casefold()[:2]), prefix=True),
            Prefix(plain[: random.randrange(1, 6)]),
            Fuzzy(plain, random.randrange(1, 3)),
            Variants((Word(word), Phrase(words))),
        ]
    )


def random_filter(random: Random) -> Node:
    """A range of dates, a set of articles, or everything."""
    first, last = (DAY + timedelta(days=random.randrange(-5, 60)) for _ in range(2))
    among = frozenset(f"a{random.randrange(60)}" for _ in range(random.randrange(30)))
    return random.choice(
        [
            Dated(min(first, last), max(first, last)),
            Dated(first, None),
            Dated(None, last),
            Dated(None, None),
            Among(among),
            Everything(),
        ]
    )


def random_query(random: Random, depth: int = 3) -> Node:
    """A tree of every kind of node."""
    kind = random.randrange(8) if depth else random.randrange(4)
    if kind < 3:
        return random_leaf(random)
    if kind == 3:
        return random_filter(random)
    parts = tuple(random_query(random, depth - 1) for _ in range(random.randrange(1, 4)))
    if kind == 4:
        return Field(random.choice(list(TextField)), parts[0])
    if kind == 5:
        return Not(parts[0])
    return And(parts) if kind == 6 else Or(parts)


def random_queries(random: Random, count: int) -> Iterator[Node]:
    """``count`` random trees."""
    return (random_query(random) for _ in range(count))
