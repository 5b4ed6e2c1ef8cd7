"""The JSON: documented, and harmless to print."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis import figures, timeline, wording
from briefing.analysis.board import build
from briefing.article import Dating, Passage, Span
from briefing.export import figures as figures_view
from briefing.export import schema
from briefing.export import timeline as timeline_view
from briefing.export import wording as wording_view
from briefing.safe_text import visible
from briefing.search.engine import Hit, HitPassage
from tests.conftest import REPOSITORY
from tests.export.invented import COURIER, MIRROR, SETTINGS, Invented

LIBRARY = Invented()
ARTICLES = (COURIER, MIRROR)
HIT = Hit(
    "courier",
    "Towns",
    None,
    COURIER.date,
    1.25,
    (HitPassage(Span(4, 9), 1, "towns", (Span(4, 9),)),),
)


def date_of(article: str) -> Dating:
    return LIBRARY.articles[article].date


def everything() -> dict[str, Any]:
    return dict(
        json.loads(
            schema.dump(
                articles=[schema.article(COURIER), *map(schema.entry, LIBRARY.entries)],
                hits=[schema.hit(HIT)],
                records=schema.records(LIBRARY, LIBRARY.dossier.records),
                passages=[schema.passage(LIBRARY, Passage("courier", Span(4, 9)))],
                board=schema.board(build(LIBRARY.dossier)),
                figures=figures_view.json(LIBRARY, figures.compare(LIBRARY.dossier, date_of)),
                wording=wording_view.json(LIBRARY, wording.count(SETTINGS.wording, ARTICLES)),
                timeline=timeline_view.json(LIBRARY, timeline.build(LIBRARY.dossier)),
            )
        )
    )


def test_the_lists_are_there_when_there_is_nothing() -> None:
    assert json.loads(schema.dump()) == {"schema": 1, "articles": [], "hits": [], "records": []}


def test_evidence_says_where_it_was_found_or_that_it_was_not() -> None:
    records = {r["id"]: r for r in everything()["records"]}
    found = records["hill-no-toll"]["evidence"][0]
    assert COURIER.text[found["start"] : found["end"]] == found["quote"] == "No coin shall be paid"
    assert (found["original"], found["paragraph"], found["speaker"]) == (
        "courier.txt",
        2,
        "Ana Mora",
    )
    assert (found["mode"], found["trouble"]) == ("direct", None)
    lost = records["lost-one"]["evidence"][0]
    assert (lost["start"], lost["end"], lost["paragraph"], lost["original"]) == (None,) * 4
    assert lost["trouble"] == "quote not found"
    assert records["hill-no-toll"]["status"] == "rejected"
    assert records["burial"]["history"][0]["evidence"][0]["article"] == "mirror"
    assert records["ferries-40"]["figure"]["value"] == 40


def test_a_date_says_how_it_is_known() -> None:
    assert everything()["articles"][2]["date"] == {
        "known": "inferred",
        "from": "2031-05-04",
        "to": "2031-05-09",
        "basis": "speaks of Friday's meeting",
        "text": "2031-05-04 to 2031-05-09 (inferred)",
    }


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_survives_and_none_is_harmful(text: str) -> None:
    dumped = schema.dump(articles=[{"title": text}])
    assert visible(dumped) == dumped
    dumped.encode()
    assert json.loads(dumped)["articles"][0]["title"] == text
    if "é" in text:
        assert "é" in dumped


def fields(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(fields, value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*map(fields, value))
    return set()


def test_every_field_is_documented() -> None:
    documented = (REPOSITORY / "docs" / "json.md").read_text()
    missing = {name for name in fields(everything()) if f"`{name}`" not in documented}
    assert not missing
