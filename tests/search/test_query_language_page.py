"""docs/query-language.md: every construct that it lists means what it says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from briefing.search import lexer, parse
from briefing.search.query import (
    And,
    Dated,
    Field,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Recorded,
    RecordField,
    TextField,
    Word,
)

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)

CEASEFIRE, CHILDREN, TRUCE, TALKS = map(Word, ("ceasefire", "children", "truce", "talks"))
ROOT_CAUSES = Phrase(("root", "causes"))
MEANINGS = {
    "ceasefire children": And((CEASEFIRE, CHILDREN)),
    '"root causes"': ROOT_CAUSES,
    "30-day": Phrase(("30", "day")),
    "ceasefire AND children": And((CEASEFIRE, CHILDREN)),
    "ceasefire OR truce": Or((CEASEFIRE, TRUCE)),
    "ceasefire NOT children": And((CEASEFIRE, Not(CHILDREN))),
    "ceasefire -children": And((CEASEFIRE, Not(CHILDREN))),
    '-"root causes"': Not(ROOT_CAUSES),
    "talks (ceasefire OR truce)": And((TALKS, Or((CEASEFIRE, TRUCE)))),
    "negotiat*": Prefix("negotiat"),
    '"root cau"*': Phrase(("root", "cau"), prefix=True),
    "zelenski~": Fuzzy("zelenski", 2),
    "talks~2": Fuzzy("talks", 2),
    "=Kiev": Word("kiev", exact=True),
    '="root causes"': Phrase(("root", "causes"), exact=True),
    "=US": Word("US", exact=True),
    "title:talks": Field(TextField.TITLE, TALKS),
    'outlet:"daily star"': Field(TextField.OUTLET, Phrase(("daily", "star"))),
    "author:(smith OR jones)": Field(TextField.AUTHOR, Or((Word("smith"), Word("jones")))),
    "date:2025": Dated(date(2025, 1, 1), date(2025, 12, 31)),
    "date:2025-06": Dated(date(2025, 6, 1), date(2025, 6, 30)),
    "date:2025-06-02": Dated(date(2025, 6, 2), date(2025, 6, 2)),
    "date:2025-06-01..2025-06-30": Dated(date(2025, 6, 1), date(2025, 6, 30)),
    "date:2025-06-01..": Dated(date(2025, 6, 1), None),
    "date:..2025-06-30": Dated(None, date(2025, 6, 30)),
    "party:russia": Recorded(RecordField.PARTY, "russia"),
    'issue:"prisoner exchange"': Recorded(RecordField.ISSUE, "prisoner exchange"),
    "kind:(demand OR offer)": Or(
        (Recorded(RecordField.KIND, "demand"), Recorded(RecordField.KIND, "offer"))
    ),
}


def test_every_construct_of_the_page_parses_to_what_it_says() -> None:
    listed = ROW.findall(PAGE)
    assert listed == list(MEANINGS)
    for text, meaning in MEANINGS.items():
        query = parse.parse(text)
        assert query.root == meaning
        assert query.ignored == ()


def test_the_page_names_every_field_and_limit() -> None:
    for field in lexer.FIELDS:
        assert f"| `{field}:" in PAGE
    assert f"beyond the first {parse.MAX_WORDS}," in PAGE
    assert f"more than {lexer.MAX_DEPTH} deep" in PAGE
    assert f"beyond {parse.MAX_OPEN_WORDS}," in PAGE
    assert len("zelenski") == parse.LONG_WORD
    assert parse.BEGUN_WORD == 3


def test_precedence_as_told() -> None:
    told = "talks ceasefire OR truce"
    assert f"`{told}`" in PAGE
    assert parse.parse(told).root == parse.parse("(talks ceasefire) OR truce").root
