"""What is looked up in a dossier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Evidence, Highlight, HistoryEntry, Kind, Mode, Record, Step, When
from briefing.dossier.settings import Issue, Party, Settings


def record(name: str, articles: str = "", **more: object) -> Record:
    evidence = tuple(Evidence(article, "q", Mode.OUTLET) for article in articles)
    given: dict[str, object] = {"kind": Kind.DEMAND, "party": "north", "issue": "port"}
    return Record(id=name, says="s", evidence=evidence, **(given | more))  # type: ignore[arg-type]


SETTINGS = Settings(
    parties=(Party("north", "Nørthland", ("The Northern cabinet",)), Party("south", "Southland")),
    issues=(Issue("sea", "The sea", (Issue("port", "Ports", (Issue("tolls", "Tolls"),)),)),),
)


@pytest.mark.parametrize(
    ("field", "value", "articles"),
    [
        ("party", "north", "ab"),
        ("party", "NORTH", "ab"),
        ("party", "nørthland", "ab"),
        ("party", "the northern  CABINET", "ab"),
        ("party", "southland", "c"),
        ("party", "nobody", ""),
        ("party", "elsewhere", "d"),
        ("issue", "sea", "abc"),
        ("issue", "Ports", "abc"),
        ("issue", "tolls", "c"),
        ("issue", "port of call", ""),
        ("kind", "Demand", "ad"),
        ("kind", "agreement", "bc"),
    ],
)
def test_articles_with(field: str, value: str, articles: str) -> None:
    step = HistoryEntry(Step.AGREED, When(None), (Evidence("c", "q", Mode.OUTLET),))
    dossier = Dossier(
        SETTINGS,
        [
            record("r1", "a"),
            record("r2", "b", kind=Kind.AGREEMENT),
            record("r3", party="south", issue="tolls", kind=Kind.AGREEMENT, history=(step,)),
            record("r4", "d", party="elsewhere", issue="unlisted"),
        ],
    )
    assert dossier.articles_with(field, value) == frozenset(articles)


def test_records_by_id_article_and_answer() -> None:
    records = [
        record("r1", "ab"),
        record("r2", "a", answers=("r1", "r1", "gone")),
        record("r1", "c", answers=("r2",)),
    ]
    dossier = Dossier(SETTINGS, records, [Highlight("h", "a", "q")])
    assert dossier.record("r1") is records[0]
    assert dossier.record("gone") is None
    assert [r.id for r, _ in dossier.records_in("a")] == ["r1", "r2"]
    assert dossier.records_in("nowhere") == ()
    assert dossier.answers_to("r1") == (records[1],)
    assert dossier.answers_to("gone") == (records[1],)
    assert dossier.highlights_in("a") == dossier.highlights
    assert dossier.highlight("h") == dossier.highlights[0]


@given(st.lists(st.none() | st.integers(0, 11), min_size=1, max_size=10))
def test_variants_are_families(links: list[int | None]) -> None:
    """Whoever is reached by links in any direction is in the family, whatever their shape."""
    records = [
        record(f"r{n}", variant_of=None if to is None else f"r{to}") for n, to in enumerate(links)
    ]
    dossier = Dossier(SETTINGS, records)
    family = {n: {n} for n in range(len(links))}
    for n, to in enumerate(links):
        if to is not None and to < len(links):
            joined = family[n] | family[to]
            for member in joined:
                family[member] = joined
    for n, members in family.items():
        expected = tuple(f"r{m}" for m in sorted(members - {n}))
        assert tuple(r.id for r in dossier.variants(f"r{n}")) == expected
