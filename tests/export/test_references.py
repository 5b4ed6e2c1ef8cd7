"""Citations: nothing invented, hostile text harmless, keys that stay."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Article, Dating, Known
from briefing.export.references import bibtex, csl_item, csl_json, key
from tests.export.invented import COURIER, MIRROR, made_article

FULL = replace(COURIER, language="en")
BARE = made_article("bare", "Nothing is known of this one but its words.")
anything = st.text(st.characters(exclude_categories=["Cs"]))
hostile = anything | st.text(st.sampled_from('{}\\"%$&#_^~@,=\n\tab '))
FIELD = re.compile(r"^  (\w+) = (.*?),?$", re.MULTILINE)


def fields(entry: str) -> dict[str, str]:
    return dict(FIELD.findall(entry))


def test_an_article_of_which_all_is_known() -> None:
    assert bibtex([FULL]) == (
        "@article{courier,\n"
        "  title = {{Towns *meet* at the bridge}},\n"
        "  author = {{Tom Reed}},\n"
        "  journal = {Courier},\n"
        "  year = {2031},\n"
        "  month = may,\n"
        "  day = {3},\n"
        "  url = {https://courier.example/towns},\n"
        "  language = {en}\n"
        "}\n"
    )
    assert json.loads(csl_json([FULL])) == [
        {
            "id": "courier",
            "type": "article-newspaper",
            "title": "Towns *meet* at the bridge",
            "container-title": "Courier",
            "author": [{"literal": "Tom Reed"}],
            "issued": {"date-parts": [[2031, 5, 3]]},
            "URL": "https://courier.example/towns",
            "language": "en",
        }
    ]


def test_what_is_unknown_is_left_out() -> None:
    assert set(fields(bibtex([BARE]))) == {"note"}
    assert bibtex([BARE]).startswith(
        "@misc{bare,\n  note = {Begins: “Nothing is known of this one but"
    )
    assert csl_item(BARE) == {
        "id": "bare",
        "type": "document",
        "note": "Begins: “Nothing is known of this one but its…”",
    }


def test_an_inferred_date_is_noted_and_never_a_year() -> None:
    note = "Date inferred: 2031-05-04 to 2031-05-09, from: speaks of Friday's meeting"
    assert "year" not in fields(bibtex([MIRROR]))
    assert note in bibtex([MIRROR])
    item = csl_item(MIRROR)
    assert item["issued"] == {"date-parts": [[2031, 5, 4], [2031, 5, 9]], "circa": True}
    assert note in item["note"]
    open_end = Dating(Known.INFERRED, date(2031, 5, 4), None, "its words")
    item = csl_item(replace(MIRROR, date=open_end))
    assert "issued" not in item
    assert "2031-05-04 or later" in item["note"]


@pytest.mark.parametrize("printed", ["By Tom Reed", "by Tom Reed", "Tom Reed"])
def test_a_byline_loses_only_its_by(printed: str) -> None:
    assert csl_item(replace(FULL, byline=printed))["author"] == [{"literal": "Tom Reed"}]
    several = replace(FULL, byline="Ruby Reed and Toby Holm")
    assert csl_item(several)["author"] == [{"literal": "Ruby Reed and Toby Holm"}]


def test_only_a_web_address_is_one() -> None:
    assert "URL" not in csl_item(replace(FULL, url="javascript:alert(1)"))
    assert fields(bibtex([replace(FULL, url="https://a.b/{x}?q=1&p=5%20_")]))["url"] == (
        "{https://a.b/%7Bx%7D?q=1&p=5%20_}"
    )


@given(hostile, hostile, hostile, hostile)
def test_braces_balance_and_no_sign_of_tex_is_bare(
    title: str, outlet: str, byline: str, basis: str
) -> None:
    dating = Dating(Known.INFERRED, date(2031, 5, 4), None, basis or "x")
    article: Article = replace(MIRROR, title=title, outlet=outlet, byline=byline, date=dating)
    entry = bibtex([article])
    depth = 0
    for char in entry:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0
    for value in fields(entry).values():
        assert re.fullmatch(r"\{.*\}|[a-z]{3}", value)
        bare = re.sub(r"\\(?:[$&#%_]|text[a-z]+\{\})", "", value)
        assert not re.search(r"[\\$&#%_^~]", bare), value
    assert len(entry.splitlines()) == len(fields(entry)) + 2, "one line to a field"


@given(st.lists(hostile, unique=True, max_size=6))
def test_keys_are_stable_different_and_plain(ids: list[str]) -> None:
    keys = [key(i) for i in ids]
    assert len({k.casefold() for k in keys}) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", k) for k in keys)
    assert keys == [key(i) for i in ids]


def test_an_ordinary_id_is_its_own_key_and_others_stay_readable() -> None:
    assert key("no-breakthrough") == "no-breakthrough"
    assert key("Ärger am Fluss").startswith("arger-am-fluss--")
    assert key("河").startswith("article--")
