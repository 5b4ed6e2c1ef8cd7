"""An invented library, ways to break it, and strategies for records and highlights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from briefing.article import Article, Dating, Known, Paragraph, Span
from briefing.dossier.dossier import Dossier
from briefing.dossier.load import load_highlights, load_records, load_settings
from briefing.dossier.model import (
    Bound,
    Evidence,
    Figure,
    FigureState,
    Highlight,
    HistoryEntry,
    Kind,
    Mode,
    Record,
    Stance,
    Step,
    When,
)

SETTINGS = """\
format: 1
title: The harbour talks
parties:
  - id: north
    name: Northland
    aliases: [the northern cabinet]
  - id: south
    name: Southland
issues:
  - id: harbour
    name: The harbour
    issues:
      - id: tolls
        name: Tolls
spelling:
  groups:
    - [Portsville, Portville]
  off: [grey]
wording:
  - name: The port
    words: [harbour, haven]
"""
POSITIONS = """\
# What both sides said
- id: north-open
  kind: demand
  party: north
  to: south
  issue: harbour
  says: Northland wants the harbour open to every ship.
  evidence:
    - article: harbour
      quote: open to all ships
      mode: outlet
- id: south-refuses
  kind: response
  party: south
  issue: harbour
  says: Southland turns the plan down.
  answers: [north-open]
  stance: rejects
  evidence:
    - article: harbour
      quote: harbour plan
      before: Southland calls the
      mode: paraphrase
- id: ships-waiting
  kind: figure
  party: north
  issue: tolls
  says: Some forty ships are waiting.
  figure:
    of: ships-waiting
    value: 40
    unit: ships
    bound: about
  when:
    from: 2031-04-07
    known: inferred
    basis: the Monday of the report
  evidence:
    - article: harbour
      quote: "“some forty ships,”"
      mode: direct
"""
HIGHLIGHTS = """\
- id: h-1
  article: harbour
  quote: stays a draft
  tags: [to-check]
  made: 2031-04-09
"""
ARTICLE = """\
Northland wants the harbour open to all ships.

Waiting outside are “some forty ships,” its envoy said.

Southland calls the harbour plan a draft. The harbour plan stays a draft.
"""


@dataclass(frozen=True)
class Broken:
    """The invented library with one thing wrong, and the one message that this must give."""

    name: str
    file: str
    old: str
    new: str
    message: str

    def files(self) -> dict[str, str]:
        """The library's files by name."""
        files = {
            "briefing.yaml": SETTINGS,
            "positions.yaml": POSITIONS,
            "highlights.yaml": HIGHLIGHTS,
            "harbour.md": ARTICLE,
        }
        assert files[self.file].count(self.old) == 1, self.name
        return files | {self.file: files[self.file].replace(self.old, self.new)}


def article(text: str = ARTICLE, article_id: str = "harbour") -> Article:
    """An article with a paragraph for each block of lines."""
    paragraphs, at = [], 0
    for number, block in enumerate(text.rstrip("\n").split("\n\n"), 1):
        paragraphs.append(Paragraph(number, Span(at, at + len(block))))
        at += len(block) + 2
    return Article(article_id, text, tuple(paragraphs), f"{article_id}.md")


def dossier_of(files: dict[str, str]) -> Dossier:
    """The three YAML files read."""
    settings, wrong_settings = load_settings(files["briefing.yaml"], "briefing.yaml")
    records, wrong_records = load_records(files["positions.yaml"], "positions.yaml")
    marks, wrong_marks = load_highlights(files["highlights.yaml"], "highlights.yaml")
    return Dossier(settings, records, marks, wrong_settings + wrong_records + wrong_marks)


texts = st.text(min_size=1, max_size=30) | st.sampled_from(
    [
        "plain words, with a comma",
        " leading and trailing ",
        "a: b",
        "- a",
        "#a",
        "a #b",
        "it's “so”, \"so\" and 'so'",
        "line\nline\r\nline\r",
        "\ufeff\u2028\u0085\x00\x07\x1b[31m",
        "yes",
        "null",
        "~",
        "3,400",
        "1e3",
        "2031-04-07",
        "*a &b !c %d @e `f`",
        "[a, b]",
        "{a: b}",
        "| > ? :",
        "…—ends with a colon:",
    ]
)
ids = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
maybe_text = st.none() | texts
days = st.dates(date(1990, 1, 1), date(2040, 1, 1))
numbers = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def datings(draw: st.DrawFn) -> Dating:
    known = draw(st.sampled_from(Known))
    if known is Known.UNKNOWN:
        return Dating(basis=draw(maybe_text))
    if known is Known.STATED:
        day = draw(days)
        return Dating(known, day, day, draw(maybe_text))
    first, last = sorted([draw(days), draw(days)])
    ends = draw(st.sampled_from([(first, last), (first, None), (None, last), (first, first)]))
    return Dating(known, *ends, draw(texts))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    values: list[float] = sorted([draw(numbers), draw(numbers)])
    value, upto = draw(st.sampled_from([(values[0], values[1]), (values[0], None), (None, None)]))
    states = draw(st.none() | st.sampled_from(FigureState))
    return Figure(draw(texts), draw(texts), value, draw(st.sampled_from(Bound)), states, upto)


whens = st.builds(When, maybe_text, datings())
evidences = st.builds(
    Evidence, texts, texts, st.sampled_from(Mode), maybe_text, maybe_text, maybe_text, maybe_text
)
some_evidence = st.lists(evidences, max_size=2).map(tuple)
steps = st.builds(HistoryEntry, st.sampled_from(Step), whens, some_evidence, maybe_text)
records = st.builds(
    Record,
    id=ids,
    kind=st.sampled_from(Kind),
    party=texts,
    issue=texts,
    says=texts,
    evidence=some_evidence,
    to=maybe_text,
    answers=st.lists(texts, max_size=2).map(tuple),
    variant_of=maybe_text,
    stance=st.none() | st.sampled_from(Stance),
    pending_from=maybe_text,
    figure=st.none() | figures(),
    when=st.none() | whens,
    history=st.lists(steps, max_size=2).map(tuple),
)
highlights = st.builds(
    Highlight,
    id=ids,
    article=texts,
    quote=texts,
    before=maybe_text,
    after=maybe_text,
    tags=st.lists(texts, max_size=3).map(tuple),
    memo=maybe_text,
    made=st.none() | days,
)
