"""CSV and JSONL: every text comes back, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.catalog import Entry
from briefing.export import tables
from briefing.safe_text import visible
from tests.export.invented import BURIAL, COURIER, FORTY, LOST, MIRROR, NO_TOLL, RECORDS, Invented
from tests.export.marked import COIN, HIGHLIGHTS, LIBRARY

anything = st.text(st.characters(exclude_categories=["Cs"]))
hostile = anything | st.text(st.sampled_from("=+-@\t\r\n'\",;|＝＋－＠\x00\x1b ab1é"))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(st.lists(st.tuples(hostile, hostile)))
def test_any_text_comes_back_from_a_parser(pairs: list[tuple[str, str]]) -> None:
    written = tables.csv(("a", "b"), ({"a": a, "b": b} for a, b in pairs))
    back = [(row["a"].removeprefix("'"), row["b"].removeprefix("'")) for row in read(written)]
    assert back == [(visible(a), visible(b)) for a, b in pairs]


@given(hostile)
def test_no_cell_is_a_formula_or_steers_a_terminal(text: str) -> None:
    written = tables.csv(("a",), [{"a": text}])
    (row,) = read(written)
    assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", row["a"])
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", written)
    if re.match(r"\w", text):
        assert row["a"] == visible(text), "ordinary text is as it was"


def test_numbers_are_numbers_and_unknown_is_empty() -> None:
    written = tables.csv(("a", "b", "c"), [{"a": -5, "b": None, "c": "-5"}])
    assert written.splitlines()[1] == '-5,"","\'-5"'
    assert written.endswith("\r\n")


def test_a_record_has_a_row_for_each_piece_of_evidence() -> None:
    rows = read(tables.csv(tables.RECORD_COLUMNS, tables.records(LIBRARY, RECORDS)))
    assert len(rows) == sum(len(r.all_evidence()) for r in RECORDS)
    by_record = {row["record"]: row for row in rows}
    toll = by_record[NO_TOLL.id]
    assert (toll["party_name"], toll["issue_name"], toll["status"]) == (
        "Hill Town",
        "Toll",
        "rejected",
    )
    assert COURIER.text[int(toll["start"]) : int(toll["end"])] == toll["quote"]
    assert toll["answered_by"] == "lake-toll-stays"
    burial = [row for row in rows if row["record"] == BURIAL.id]
    assert [(r["step"], r["when_from"], r["article"]) for r in burial] == [
        ("", "", "courier"),
        ("partly carried out", "2031-05-06", "mirror"),
    ]
    assert by_record[FORTY.id]["figure_value"] == "40"
    assert (by_record[LOST.id]["start"], by_record[LOST.id]["trouble"]) == ("", "quote not found")


def test_a_record_without_evidence_is_not_lost_and_an_article_narrows() -> None:
    bare = replace(NO_TOLL, id="bare", evidence=())
    library = Invented(records=(bare, BURIAL))
    (row,) = tables.records(library, [bare])
    assert (row["record"], row["quote"], row["status"]) == ("bare", None, "open")
    rows = list(tables.records(library, [bare, BURIAL], article="mirror"))
    assert [(r["record"], r["article"]) for r in rows] == [("burial", "mirror")]


def test_highlights_and_articles_have_a_row_each() -> None:
    rows = read(tables.csv(tables.HIGHLIGHT_COLUMNS, tables.highlights(LIBRARY, HIGHLIGHTS)))
    assert [row["highlight"] for row in rows] == [h.id for h in HIGHLIGHTS]
    coin = rows[3]
    assert (coin["tags"], coin["made"], coin["paragraph"]) == ("toll; to check", "2031-05-07", "2")
    assert coin["memo"] == COIN.memo
    broken = Entry("x.pdf", "x", "x.pdf", reason="is no text")
    rows = read(tables.csv(tables.ARTICLE_COLUMNS, tables.articles([*LIBRARY.entries, broken])))
    assert [(r["article"], r["date_known"], r["date_to"]) for r in rows] == [
        ("courier", "stated", "2031-05-03"),
        ("mirror", "inferred", "2031-05-09"),
        ("x", "unknown", ""),
    ]
    assert (rows[0]["outlet"], rows[1]["outlet"], rows[2]["reason"]) == (
        "Courier",
        "",
        "is no text",
    )


def test_jsonl_has_everything_a_line_each() -> None:
    text = tables.jsonl(tables.lines(LIBRARY, [COURIER, MIRROR], RECORDS, HIGHLIGHTS))
    found = [json.loads(line) for line in text.splitlines()]
    kinds = [item["type"] for item in found]
    assert kinds == (
        ["library"] + ["article"] * 2 + ["record"] * len(RECORDS) + ["highlight"] * len(HIGHLIGHTS)
    )
    assert found[0]["parties"][0] == {"id": "hill", "name": "Hill Town", "aliases": []}
    assert found[0]["issues"][0]["issues"][1]["id"] == "guards"
    assert found[1]["text"] == COURIER.text
    assert found[-4]["quote"] == "free passage\n- no guards"


@given(st.text(st.characters(exclude_categories=[])))
def test_jsonl_is_exact_harmless_and_one_line(text: str) -> None:
    written = tables.jsonl([{"a": text}, {"a": text}])
    assert [json.loads(line)["a"] for line in written.splitlines()] == [text, text]
    assert visible(written) == written


@pytest.mark.parametrize("text", ["'tis", "''", "=1", "'=1", ""])
def test_taking_one_apostrophe_away_gives_the_text_back(text: str) -> None:
    assert tables.defused(text).removeprefix("'") == text
