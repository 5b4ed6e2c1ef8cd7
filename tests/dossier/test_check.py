"""Checking a dossier beyond the one-message fixtures: what is asked, in what order it is told."""

from __future__ import annotations

from collections import Counter

from briefing.article import Article, Span
from briefing.dossier.check import check
from briefing.dossier.dossier import Dossier
from briefing.dossier.load import load_records
from briefing.dossier.model import Highlight, Kind, Record
from tests.dossier.invented import ARTICLE, HIGHLIGHTS, POSITIONS, SETTINGS, article, dossier_of

FILES = {"briefing.yaml": SETTINGS, "positions.yaml": POSITIONS, "highlights.yaml": HIGHLIGHTS}
HISTORY = """\
- id: deal
  kind: agreement
  party: north
  issue: tolls
  says: They agree.
  history:
    - step: agreed
      evidence:
        - article: harbour
          quote: never written
          mode: relayed
    - step: carried out
  evidence:
    - article: harbour
      quote: stays a draft
      mode: outlet
"""


def test_each_article_is_asked_for_once_and_only_when_it_has_evidence() -> None:
    asked: Counter[str] = Counter()

    def article_of(name: str) -> Article | None:
        asked[name] += 1
        return article()

    assert check(dossier_of(FILES), article_of) == []
    assert asked == {"harbour": 1}


def test_the_evidence_of_a_history_is_checked_too() -> None:
    dossier = dossier_of(FILES | {"positions.yaml": HISTORY})
    found = check(dossier, {"harbour": article()}.get)
    assert [(p.line, p.field) for p in found] == [
        (6, "history.evidence"),
        (10, "history.evidence.via"),
        (10, "history.evidence.quote"),
    ]


def test_problems_come_in_the_order_of_the_files() -> None:
    positions = POSITIONS.replace("quote: open to", "quote: shut to").replace("tolls", "tols")
    settings = SETTINGS + "  - id: x\n"
    files = FILES | {"briefing.yaml": settings, "positions.yaml": positions}
    files["highlights.yaml"] = HIGHLIGHTS.replace("stays", "was") + HIGHLIGHTS
    found = check(dossier_of(files), {"harbour": article()}.get)
    assert [(p.file, p.line) for p in found] == [
        ("positions.yaml", 10),
        ("positions.yaml", 27),
        ("highlights.yaml", 3),
        ("highlights.yaml", 6),
    ]


def test_a_history_is_for_agreements_and_a_figure_for_figures() -> None:
    text = HISTORY.replace("kind: agreement", "kind: figure")
    found = check(dossier_of(FILES | {"positions.yaml": text}), {"harbour": article()}.get)
    assert {p.field for p in found} > {"history", "figure"}


def test_a_record_may_not_answer_itself() -> None:
    text = POSITIONS.replace("answers: [north-open]", "answers: [south-refuses]")
    found = check(dossier_of(FILES | {"positions.yaml": text}), {"harbour": article()}.get)
    assert [(p.line, p.field) for p in found] == [(17, "answers")]


def test_records_without_a_file_are_checked_as_well() -> None:
    record = Record("r", Kind.DEMAND, "north", "harbour", "s")
    found = check(Dossier(dossier_of(FILES).settings, [record]), {}.get)
    assert [str(p) for p in found] == [":0: evidence: missing; expected where this was read"]


def test_messages_hold_nothing_that_a_terminal_would_obey() -> None:
    text = ARTICLE.replace("a draft", "a \x1b[31mdraft\u202e of\n1999")
    positions = POSITIONS.replace("quote: harbour plan", 'quote: "calls it a \\x1b[31mdraft of"')
    found = check(dossier_of(FILES | {"positions.yaml": positions}), {"harbour": article(text)}.get)
    assert len(found) == 2
    assert all(str(p).isprintable() for p in found)


def test_a_quote_that_is_page_debris_is_lost() -> None:
    at = ARTICLE.index("open to all ships")
    plain = article()
    hiding = Article("harbour", ARTICLE, plain.paragraphs, "h.md", hidden=(Span(at, at + 17),))
    found = check(dossier_of(FILES), {"harbour": hiding}.get)
    assert [p.line for p in found] == [10]
    assert "hidden" in found[0].message


def test_many_dangling_links_are_told_quickly() -> None:
    """Suggestions are dear: only the first few get one."""
    one = "- {id: r%d, kind: claim, party: north, issue: tolls, says: s, answers: [x%d]}\n"
    text = "".join(one % (n, n) for n in range(3_000))
    records, problems = load_records(text, "p")
    assert not problems
    found = check(Dossier(dossier_of(FILES).settings, records), {}.get)
    assert sum(p.field == "answers" for p in found) == 3_000
    assert sum("did you mean" in p.message for p in found) <= 20


def test_a_highlight_is_checked_where_it_is_kept() -> None:
    dossier = Dossier(dossier_of(FILES).settings, highlights=[Highlight("h", "haven", "q")])
    assert [p.field for p in check(dossier, {}.get)] == ["article"]
