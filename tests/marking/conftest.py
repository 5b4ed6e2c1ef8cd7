"""A small library to mark in: two articles, three records with comments, one highlight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefing.article import Passage
from briefing.library import Library
from briefing.marking import Marking

SETTINGS = """\
# The ferry talks
title: The ferry talks
parties:
  - id: isle
    name: The Isle
    aliases: [the islanders]
  - id: coast
    name: The Coast   # its council
issues:
  - id: fares
    name: Fares
    issues:
      - id: season-tickets
        name: Season tickets
"""
RECORDS = """\
# Told on both shores.

- id: isle-cheap-fares      # first of all
  kind: demand
  party: isle
  issue: fares
  says: The Isle wants fares cut by half.
  evidence:
    - article: harbour
      quote: cut the fares by half
      mode: paraphrase

# The answer
- id: coast-refuses
  kind: response
  party: coast
  issue: fares
  says: The Coast will not cut them.
  answers: [isle-cheap-fares]
  stance: rejects
  evidence:
    - article: harbour
      quote: will not hear of it
      speaker: Councillor Dray
      mode: direct

- id: isle-cheap-again
  kind: demand
  party: isle
  issue: fares
  says: The Isle repeats it.
  variant_of: isle-cheap-fares
  evidence:
    - article: quay
      quote: half the fare
      mode: outlet
# The end
"""
HIGHLIGHTS = """\
- id: h-000001
  article: quay
  quote: half the fare
  tags: [fares, to-check]
"""
ARTICLES = {
    "harbour.md": "Islanders ask to cut the fares by half.\n\nThe Coast will not hear of it, said"
    " Councillor Dray. The boats sail on.\n\nThe boats sail on at night.\n",
    "quay.md": "“Half of what?” People want half the fare.\n\nNobody counts the boats.\n",
}
DAY = date(2031, 4, 9)

PassageOf = Callable[[str, str], Passage]
"""The passage of the first place where some words stand in an article."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "ferry")


@pytest.fixture
def library(folder: Path) -> Library:
    return opened(folder)


@pytest.fixture
def marking(library: Library) -> Marking:
    return Marking(library, today=lambda: DAY)


@pytest.fixture
def passage(library: Library) -> PassageOf:
    return passages(library)


def written(root: Path) -> Path:
    """The library in a new folder."""
    root.mkdir()
    files = {"briefing.yaml": SETTINGS, "positions.yaml": RECORDS, "highlights.yaml": HIGHLIGHTS}
    for name, text in {**files, **ARTICLES}.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def opened(root: Path, index: Path | None = None) -> Library:
    library = Library(root, index)
    library.sync(engine=False)
    return library


def passages(library: Library) -> PassageOf:
    def find(article_id: str, words: str) -> Passage:
        article = library.article(article_id)
        start = article.text.index(words)
        return article.passage(start, start + len(words))

    return find


def yaml_of(root: Path) -> dict[str, bytes]:
    """Every YAML file of the library, by name."""
    return {path.name: path.read_bytes() for path in root.glob("*.yaml")}
