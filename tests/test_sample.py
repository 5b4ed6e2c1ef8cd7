"""The sample library: complete, in our own words, and true to the texts that it retells.

The facts named here are facts of the articles, written down from reading them.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from briefing.analysis import board
from briefing.dossier.model import Bound, Kind, Located, Record, Status, Step
from briefing.dossier.status import statuses
from briefing.files import digest
from briefing.library import Library

LONGEST_SHARED_RUN = 8
LONGEST_QUOTATION = 30
LONGEST_QUOTE = 8


@pytest.fixture(scope="module")
def library(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("sample") / "talks"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("index", "exports"))
    opened = Library(root)
    opened.sync()
    return opened


def record(library: Library, record_id: str) -> Record:
    found = library.dossier.record(record_id)
    assert found is not None, record_id
    return found


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower().replace("’", "'"))


def test_everything_resolves_in_the_articles_and_in_their_originals(
    library: Library, originals: Path
) -> None:
    assert library.check() == []
    assert library.check(originals) == []


def test_the_originals_are_those_that_the_articles_name(library: Library, originals: Path) -> None:
    for entry in library.entries:
        assert entry.original is not None
        assert digest((originals / entry.original).read_bytes()) == entry.original_sha256


def test_the_articles_are_told_in_our_own_words(sample: Path, originals: Path) -> None:
    size = LONGEST_SHARED_RUN + 1
    theirs = set()
    for path in originals.glob("*.txt"):
        text = words(path.read_text(encoding="utf-8"))
        theirs |= {tuple(text[i : i + size]) for i in range(len(text) - size + 1)}
    assert theirs
    for path in [*sample.glob("*.md"), sample / "positions.yaml"]:
        text = path.read_text(encoding="utf-8")
        own = text.split("\n---\n", 1)[-1] if path.suffix == ".md" else text
        for quotation in re.findall("“[^”]*”", own):
            assert len(words(quotation)) <= LONGEST_QUOTATION, f"{path.name}: {quotation}"
        for piece in re.split("“[^”]*”", own):
            run = words(piece)
            shared = [" ".join(run[i : i + size]) for i in range(len(run) - size + 1)
                      if tuple(run[i : i + size]) in theirs]  # fmt: skip
            assert not shared, f"{path.name}: {shared[0]}"


def test_the_dossier_is_large_and_has_every_kind_and_both_sides(library: Library) -> None:
    records = library.dossier.records
    kinds = Counter(r.kind for r in records)
    parties = Counter(r.party for r in records)
    assert len(records) > 150
    assert set(kinds) == set(Kind)
    assert min(parties["russia"], parties["ukraine"]) >= 40
    assert {"united-states", "turkiye", "european-partners", "nato", "analysts", "press"} <= set(
        parties
    )
    assert len({r.issue for r in records}) >= 10


def test_quotes_are_short_unless_they_are_speech(library: Library) -> None:
    for found in library.dossier.records:
        for evidence in found.all_evidence():
            speech = evidence.quote.startswith(("“", '"')) or evidence.mode.value == "direct"
            assert speech or len(words(evidence.quote)) <= LONGEST_QUOTE, evidence.quote


def test_evidence_is_written_so_that_a_quote_has_a_line_of_its_own(sample: Path) -> None:
    text = (sample / "positions.yaml").read_text(encoding="utf-8")
    assert len(re.findall(r"^ +quote: ", text, flags=re.M)) == text.count("quote:")


def test_the_ceasefire_row_holds_proposal_rejection_truce_and_dismissal_in_that_order(
    library: Library,
) -> None:
    [row] = [r for r in board.build(library.dossier).rows if r.issue.id == "ceasefire"]
    russia, ukraine = ([e.record for e in cell] for cell in row.cells)
    proposal = next(r for r in ukraine if "30" in r.says and "unconditional" in r.says)
    rejection = next(r for r in russia if r.kind is Kind.RESPONSE and proposal.id in r.answers)
    truces = [r for r in russia if r.kind is Kind.OFFER]
    dismissal = next(r for r in ukraine if {t.id for t in truces} & set(r.answers) and r.stance)
    assert rejection.stance == "rejects"
    assert dismissal.stance == "rejects"
    quotes = " ".join(e.quote for t in truces for e in t.evidence)
    assert all(w in quotes for w in ("unspecified frontline areas", "three-day", "recover bodies"))
    assert {e.article for t in truces for e in t.evidence} >= {
        "no-breakthrough",
        "draft-memorandum",
    }
    assert all(t.answers for t in truces[:2])
    assert statuses(library.dossier)[proposal.id] is Status.REJECTED


def test_the_remains_agreement_goes_from_planned_to_partly_carried_out(library: Library) -> None:
    [agreement] = [
        r
        for r in library.dossier.records
        if r.kind is Kind.AGREEMENT and r.issue == "remains" and r.history
    ]
    assert [step.step for step in agreement.history] == [Step.AGREED, Step.PARTLY_CARRIED_OUT]
    assert statuses(library.dossier)[agreement.id] is Status.PARTLY_CARRIED_OUT
    carried_out = " ".join(e.quote for e in agreement.history[1].evidence)
    assert "6,060" in carried_out
    assert "78" in carried_out
    verdicts = {q.name: (q.verdict.value, q.reason) for q in library.figures()}
    assert verdicts["bodies-from-russia"] == (
        "changed over time",
        "about 6,000 and 6,000 bodies planned, 6,060 bodies delivered",
    )
    assert verdicts["bodies-from-ukraine"] == (
        "changed over time",
        "about 6,000 and 6,000 bodies planned, 78 bodies delivered",
    )
    held = [r for r in library.dossier.records if r.figure and r.figure.state == "held"]
    assert [(r.figure.value, r.figure.bound) for r in held if r.figure] == [(3000, Bound.OVER)]


def test_339_about_400_and_ten_are_different_quantities(library: Library) -> None:
    quantities = [
        q for q in library.figures() if q.issue.id == "children" and "child" in q.name.lower()
    ]
    values = {
        (reading.figure.value, reading.figure.bound.value): quantity.verdict.value
        for quantity in quantities
        for reading in quantity.readings()
    }
    assert {(339, "exactly"), (400, "about"), (10, "exactly")} <= set(values)
    assert set(values.values()) == {"different quantity"}


def test_how_long_the_talks_lasted_is_one_quantity_told_three_ways(library: Library) -> None:
    told = {
        (r.figure.value, r.figure.bound.value, e.article)
        for r in library.dossier.records
        if r.figure and r.figure.unit == "minutes"
        for e in r.evidence
    }
    assert told == {
        (60, "over", "no-breakthrough"),
        (120, "under", "draft-memorandum"),
        (90, "under", "hopes-little-progress"),
    }


def test_each_outlet_keeps_its_own_words(library: Library) -> None:
    used = {
        (group.group.name, use.word, use.article)
        for group in library.wording()
        for use in group.uses
    }
    capital, children = "Ukraine’s capital", "The children on the list"
    assert {a for n, w, a in used if (n, w) == (capital, "Kiev")} == {"roadmap-on-hold"}
    assert ("The children on the list", "rescued", "hopes-little-progress") in used
    assert {a for n, w, a in used if (n, w) == (children, "forcibly taken")} == {"no-breakthrough"}
    assert {a for n, w, a in used if n == children and w == "abducted"} == {
        "draft-memorandum",
        "hopes-little-progress",
    }


def test_paragraphs_correspond_to_those_of_the_originals(library: Library, originals: Path) -> None:
    from briefing import reading

    for entry in library.entries:
        assert entry.original is not None
        original = reading.read(originals / entry.original, originals)
        assert len(library.article(entry.id).paragraphs) == len(original.paragraphs)


def test_every_quote_lies_in_one_visible_paragraph(library: Library) -> None:
    for found in library.dossier.records:
        for evidence in found.all_evidence():
            place = library.locate(evidence)
            assert isinstance(place, Located)
            paragraph = library.article(evidence.article).paragraph_at(place.span.start)
            assert paragraph is not None
            assert place.span.end <= paragraph.span.end, evidence.quote
