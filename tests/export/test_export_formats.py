"""docs/export-formats.md lists every format and every field that can be written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from briefing.cli.export_command import FORMATS, export_command
from briefing.cli.reading_commands import show_command
from briefing.export import annotations, references, tables
from tests.conftest import REPOSITORY
from tests.export.invented import BURIAL, COURIER, MIRROR, NO_TOLL, RECORDS, made_article
from tests.export.marked import HIGHLIGHTS, LIBRARY

TEXT = (REPOSITORY / "docs" / "export-formats.md").read_text(encoding="utf-8")
JSON_TEXT = (REPOSITORY / "docs" / "json.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", TEXT, flags=re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def names(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_every_format_and_thing_of_the_command_is_listed() -> None:
    for form in FORMATS:
        assert f"`{form}`" in TEXT or f"--format {form}" in TEXT, form
    of_every_command = {name for option in show_command.params for name in option.opts}
    for option in export_command.params:
        for name in option.opts:
            if name.startswith("--") and name not in of_every_command:
                assert re.search(rf"`(?:[^`]* )?{name}\b", TEXT), name


@pytest.mark.parametrize(
    "columns", [tables.RECORD_COLUMNS, tables.HIGHLIGHT_COLUMNS, tables.ARTICLE_COLUMNS]
)
def test_every_column_of_csv(columns: tuple[str, ...]) -> None:
    assert set(columns) <= names(section("CSV"))


def test_no_column_is_listed_that_is_not_there() -> None:
    table = section("CSV").split("| column |")[1].split("`highlights.csv`")[0]
    assert names(table) - {"records.csv"} == set(tables.RECORD_COLUMNS)


def test_every_type_of_jsonl_and_every_field() -> None:
    lines = list(tables.lines(LIBRARY, [COURIER], RECORDS, HIGHLIGHTS))
    assert {line["type"] for line in lines} <= names(section("JSONL"))
    fields = set(keys(lines)) - {"type"}
    assert fields <= names(JSON_TEXT), fields - names(JSON_TEXT)


def test_every_field_of_annotations() -> None:
    text = annotations.collection(LIBRARY, "x", [NO_TOLL, BURIAL], HIGHLIGHTS)
    fields = set(keys(json.loads(text)))
    assert fields <= names(section("Web annotations")), fields


def test_every_field_of_citations() -> None:
    articles = [COURIER, MIRROR, made_article("bare", "Words.", language="en")]
    bibtex = set(re.findall(r"^  (\w+) =", references.bibtex(articles), flags=re.MULTILINE))
    assert bibtex == names(section("BibTeX")) & bibtex
    assert len(bibtex) == 9
    csl = set(keys(json.loads(references.csl_json(articles))))
    assert csl <= names(section("CSL-JSON")), csl
