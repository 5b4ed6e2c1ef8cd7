"""Export from the command line: every thing in its formats, and no file overwritten."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import click
import pytest

from briefing.cli.export_command import FORMATS, export_command
from tests.cli.in_process import briefing
from tests.cli.run import Ran
from tests.export.annotation_rules import check_collection

SETTINGS = """\
title: River talks
parties: [{id: north, name: North}, {id: south, name: South}]
issues: [{id: water, name: Water}]
wording: [{name: The river, words: [river, stream]}]
"""
RECORDS = """\
- id: north-half
  kind: demand
  party: north
  issue: water
  says: =North wants half of the water.
  figure: {of: share, value: 50, unit: percent}
  when: {stated: on Monday, from: 2031-05-05, known: stated}
  evidence:
    - {article: one, quote: half of the river, mode: paraphrase}
    - {article: two, quote: '"half", they say', mode: relayed, via: One}
"""
HIGHLIGHTS = """\
- {id: h-1, article: one, quote: refuses, tags: [to-check], made: 2031-05-06}
- {id: h-2, article: two, quote: The dam, memo: which?, made: 2031-05-07}
"""
ONE = """\
---
title: On the river
outlet: One
date: 2031-05-05
url: https://one.example/river
---
North asks for half of the river.

South refuses.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("talks")
    files = {
        "briefing.yaml": SETTINGS,
        "positions.yaml": RECORDS,
        "highlights.yaml": HIGHLIGHTS,
        "one.md": ONE,
        "two.txt": 'It is "half", they say.\n\nThe dam stays shut by the stream.\n',
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def export(library: Path, home: Path, *arguments: str) -> Ran:
    return briefing("export", *arguments, "--library", str(library), home=home)


def exported(library: Path, home: Path, *arguments: str) -> str:
    ran = export(library, home, *arguments)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        ("--records", "half of the water"),
        ("--board", "## Water"),
        ("--figures", "## Figures"),
        ("--timeline", "2031-05-05"),
        ("--wording", "stream"),
        ("--highlights", "> refuses[^h-1]"),
        ("--brief", "## Sources"),
        ("--articles", "On the river"),
    ],
)
def test_every_view_as_markdown(library: Path, home: Path, thing: str, says: str) -> None:
    assert says in exported(library, home, thing)


@pytest.mark.parametrize(
    ("thing", "field"),
    [
        ("--figures", "figures"),
        ("--timeline", "timeline"),
        ("--wording", "wording"),
        ("--highlights", "highlights"),
        ("--board", "board"),
        ("one", "passages"),
    ],
)
def test_every_view_as_json(library: Path, home: Path, thing: str, field: str) -> None:
    more = ("--quote", "refuses") if thing == "one" else ()
    document = json.loads(exported(library, home, thing, *more, "--format", "json"))
    assert document[field]


def test_all_data_as_json_and_jsonl(library: Path, home: Path) -> None:
    document = json.loads(exported(library, home, "--format", "json"))
    assert document["library"]["title"] == "River talks"
    assert "South refuses." in document["articles"][0]["text"]
    assert [h["id"] for h in document["highlights"]] == ["h-1", "h-2"]
    assert document["records"][0]["says"].startswith("=North"), "JSON is exact"
    lines = exported(library, home, "--all", "--format", "jsonl").splitlines()
    assert [json.loads(line)["type"] for line in lines] == [
        *("library", "article", "article", "record", "highlight", "highlight"),
    ]


def test_tables(library: Path, home: Path, tmp_path: Path) -> None:
    rows = table(exported(library, home, "--records", "--format", "csv"))
    assert [row["article"] for row in rows] == ["one", "two"]
    assert rows[0]["says"] == "'=North wants half of the water."
    assert [r["article"] for r in table(exported(library, home, "two", "--format", "csv"))] == [
        "two"
    ]
    (row,) = table(exported(library, home, "two", "--highlights", "--format", "csv"))
    assert row["highlight"] == "h-2"
    folder = tmp_path / "tables"
    ran = export(library, home, "--format", "csv", "-o", str(folder))
    assert ran.code == 0
    assert {path.name for path in folder.iterdir()} == {
        "articles.csv",
        "highlights.csv",
        "records.csv",
    }
    text = (folder / "articles.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeff"), "so that spreadsheets read UTF-8"
    assert [row["article"] for row in table(text)] == ["one", "two"]


def test_highlights_by_tag_and_day(library: Path, home: Path) -> None:
    def ids(*by: str) -> list[str]:
        text = exported(library, home, "--highlights", *by, "--format", "json")
        return [h["id"] for h in json.loads(text)["highlights"]]

    assert ids("--tag", "to-check") == ["h-1"]
    assert ids("--since", "2031-05-07") == ["h-2"]
    assert ids("--until", "2031-05-06") == ["h-1"]
    assert ids("--since", "2031-05-06", "--until", "2031-05-07") == ["h-1", "h-2"]
    none = export(library, home, "--highlights", "--tag", "nothing")
    assert (none.code, none.out) == (1, "")
    assert "no highlights fit" in none.err


def test_annotations_are_valid_and_narrowed(library: Path, home: Path) -> None:
    def total(*of: str) -> int:
        document: dict[str, Any] = json.loads(
            exported(library, home, *of, "--format", "annotations")
        )
        check_collection(document)
        return int(document["total"])

    assert total() == 4
    assert total("--highlights") == 2
    assert total("--record", "north-half") == 2
    assert total("one") == 2


def test_citations(library: Path, home: Path) -> None:
    assert "@article{one," in exported(library, home, "--format", "bibtex")
    assert "two" not in exported(library, home, "one", "--format", "bibtex")
    items = json.loads(exported(library, home, "--record", "north-half", "--format", "csl"))
    assert [item["id"] for item in items] == ["one", "two"]
    assert items[0]["issued"] == {"date-parts": [[2031, 5, 5]]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name one thing"),
        (("--board", "--figures"), "name one thing"),
        (("one", "--board"), "name one thing"),
        (("--all",), "--brief is the whole page"),
        (("--all", "--format", "csv"), "name a folder"),
        (("--wording", "--format", "csv"), "cannot be csv"),
        (("--board", "--tag", "x"), "go with --highlights"),
        (("--board", "--quote", "x"), "go with an ARTICLE"),
        (("--highlights", "--since", "soon"), "soon"),
    ],
)
def test_wrong_use_says_what_to_do(
    library: Path, home: Path, arguments: tuple[str, ...], says: str
) -> None:
    ran = export(library, home, *arguments)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_file_of_somebody_is_not_overwritten(library: Path, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "sources.bib"
    command = ("--format", "bibtex", "-o", str(file))
    assert export(library, home, *command).code == 0
    written = file.read_bytes()
    again = export(library, home, *command)
    assert (again.code, file.read_bytes()) == (0, written)
    assert "nothing changed" in again.err
    file.write_bytes(b"mine\n")
    refused = export(library, home, *command)
    assert (refused.code, file.read_bytes()) == (3, b"mine\n")
    assert "--force" in refused.err
    forced = export(library, home, *command, "--force")
    assert (forced.code, file.read_bytes()) == (0, written)
    assert (tmp_path / "sources.bib.bak").read_bytes() == b"mine\n"


def test_markdown_of_a_view_updates_its_own_part(library: Path, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    for thing in ("--highlights", "--figures", "--highlights"):
        assert export(library, home, thing, "-o", str(file)).code == 0
    text = file.read_text(encoding="utf-8")
    assert text.count("> refuses[^h-1]") == 1
    assert text.count("## Figures") == 1


def test_every_format_is_one_of_the_command() -> None:
    (option,) = (p for p in export_command.params if "--format" in p.opts)
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == FORMATS
