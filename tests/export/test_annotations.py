"""Web annotations: valid by the model, and selectors that agree with each other and the text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Article
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Evidence, Highlight, Kind, Mode, Record
from briefing.export import annotations
from tests.export.annotation_rules import check_collection
from tests.export.invented import BURIAL, COURIER, MIRROR, NO_TOLL, RECORDS, Invented, made_article
from tests.export.marked import COIN, GONE, HIGHLIGHTS, LIBRARY, NOWHERE, SHUT


def exported(**more: Any) -> list[dict[str, Any]]:
    given_: dict[str, Any] = {"records": RECORDS, "highlights": HIGHLIGHTS, **more}
    document = json.loads(
        annotations.collection(LIBRARY, "The bridge", given_["records"], given_["highlights"])
    )
    check_collection(document)
    return list(document["first"]["items"])


def of(items: list[dict[str, Any]], identifier: str) -> list[dict[str, Any]]:
    return [item for item in items if item["dcterms:identifier"] == identifier]


def test_the_whole_library_is_valid() -> None:
    items = exported()
    assert len(items) == len(HIGHLIGHTS) + sum(len(r.all_evidence()) for r in RECORDS)


def test_nothing_is_valid_too() -> None:
    assert exported(records=(), highlights=()) == []


def test_quote_and_position_select_the_same_words_of_the_text() -> None:
    texts = {"courier": COURIER.text, "mirror": MIRROR.text}
    checked = 0
    for item in exported():
        target = item["target"]
        text = texts.get(target["source"]["dcterms:identifier"], "")
        quote, *position = target["selector"]
        for where in position:
            start, end = where["start"], where["end"]
            assert text[start:end] == quote["exact"]
            assert text[:start].endswith(quote.get("prefix", ""))
            assert text[end:].startswith(quote.get("suffix", ""))
            assert ("prefix" in quote, "suffix" in quote) == (start > 0, end < len(text))
            checked += 1
    assert checked == 11 + 3, "all evidence but the lost one, and three highlights"


def test_memo_and_tags_are_bodies_and_the_day_is_a_day() -> None:
    items = exported()
    (coin,) = of(items, COIN.id)
    assert [(b["purpose"], b["value"]) for b in coin["body"]] == [
        ("commenting", COIN.memo),
        ("tagging", "toll"),
        ("tagging", "to check"),
    ]
    assert coin["dcterms:date"] == {"@type": "xsd:date", "@value": "2031-05-07"}
    assert coin["motivation"] == "highlighting"
    (shut,) = of(items, SHUT.id)
    assert "dcterms:date" not in shut


def test_evidence_says_of_what_and_in_whose_words() -> None:
    (item,) = of(exported(), NO_TOLL.id)
    assert [b["value"] for b in item["body"]] == [
        "Hill Town to Lake Town, demand: The toll on the bridge must go.",
        "Ana Mora, quoted",
        "demand",
        "Toll",
    ]


def test_evidence_of_steps_counts_and_an_article_narrows() -> None:
    assert len(of(exported(), BURIAL.id)) == 2
    (item,) = annotations.evidence(LIBRARY, BURIAL, article="mirror")
    assert item["target"]["source"]["dcterms:identifier"] == "mirror"


def test_what_is_lost_has_its_words_and_no_position() -> None:
    items = exported()
    (gone,) = of(items, GONE.id)
    assert gone["target"]["selector"] == [
        {"type": "TextQuoteSelector", "exact": GONE.quote, "prefix": "some"}
    ]
    (nowhere,) = of(items, NOWHERE.id)
    assert nowhere["target"]["source"]["id"].startswith("urn:uuid:")


def test_a_source_is_its_address_or_the_digest_of_its_text() -> None:
    sources = {i["target"]["source"]["id"] for i in exported()}
    assert "https://courier.example/towns" in sources
    (digest,) = (s for s in sources if s.startswith("ni:///sha-256;"))
    assert len(digest) == len("ni:///sha-256;") + 43


def test_ids_stay_whatever_else_is_exported() -> None:
    everything = {item["id"] for item in exported()}
    alone = exported(records=[NO_TOLL], highlights=[COIN])
    assert {item["id"] for item in alone} <= everything


anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(anything, st.data())
def test_any_passage_of_any_text_is_valid_and_exact(text: str, data: st.DataObject) -> None:
    article: Article = replace(made_article("a", text), title=text, url=text)
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    record = Record("r", Kind.CLAIM, "p", "i", text, (Evidence("a", quote, Mode.OUTLET),))
    marked = Highlight("h", "a", quote, tags=(text,), memo=text)
    library = Invented((article,), (record,))
    library.dossier = Dossier(library.dossier.settings, (record,), (marked,))
    document = json.loads(annotations.collection(library, text, [record], [marked]))
    check_collection(document)
    for item in document["first"]["items"]:
        chosen, *position = item["target"]["selector"]
        for where in position:
            assert text[where["start"] : where["end"]] == chosen["exact"]
