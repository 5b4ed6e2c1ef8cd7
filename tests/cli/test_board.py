"""`briefing board`: what it is narrowed to and sorted by, on an invented library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.in_process import command
from tests.cli.test_check import WHOLE, library

DATED = "---\ndate: 2031-04-09\n---\n"
FERRY = """\
- id: north-ferry
  kind: offer
  party: north
  issue: tolls
  says: Northland offers a ferry.
  evidence:
    - article: pier
      quote: a ferry at noon
      mode: outlet
"""
FILES = WHOLE | {
    "harbour.md": DATED + WHOLE["harbour.md"],
    "pier.md": "---\ndate: 2031-05-01\n---\nNorthland offers a ferry at noon.\n",
    "positions.yaml": WHOLE["positions.yaml"] + FERRY,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(library(tmp_path_factory.mktemp("harbour"), FILES))


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ("", {"north-open", "south-refuses", "north-ferry"}),
        ("--text ferr", {"north-ferry"}),
        ("--issue tolls", {"north-ferry"}),
        ("--issue harbour --status rejected", {"north-open"}),
        ("--kind figure", {"ships-waiting"}),
        ("--article pier", {"north-ferry"}),
        ("--date 2031-04-09", {"north-open", "south-refuses"}),
        ("--date 2031-05..", {"north-ferry"}),
        ("--date 2031-06..2031-05", {"north-ferry"}),
        ("--date 2031-04 --kind figure", {"ships-waiting"}),
    ],
)
def test_the_board_is_narrowed(root: str, options: str, shown: set[str]) -> None:
    ran = command("board", "--library", root, "--format", "json", *options.split())
    assert ran.code == 0, ran.err
    assert {record["id"] for record in json.loads(ran.out)["records"]} == shown


def test_a_narrowed_board_says_what_it_is_narrowed_to(root: str) -> None:
    options = ("board", "--library", root, "--date", "2031-05", "--status", "open")
    narrowed = "open; 2031-05-01 to 2031-05-31"
    assert command(*options).out.startswith(f"Only: {narrowed}\n")
    assert f"Narrowed to: {narrowed}" in command(*options, "--format", "md").out


def test_the_most_disputed_comes_first(root: str, tmp_path: Path) -> None:
    settings = WHOLE["briefing.yaml"].replace(
        "issues:\n", "issues:\n  - {id: fish, name: Fish}\n", 1
    )
    fish = FERRY.replace("north-ferry", "north-fish").replace("tolls", "fish")
    files = FILES | {"briefing.yaml": settings, "positions.yaml": FILES["positions.yaml"] + fish}
    other = str(library(tmp_path, files))
    for order, first in (("library", "fish"), ("disputed", "harbour")):
        ran = command("board", "--library", other, "--format", "json", "--order", order)
        assert json.loads(ran.out)["board"]["rows"][0]["issue"] == first


def test_a_date_that_is_none_is_wrong_use(root: str) -> None:
    ran = command("board", "--library", root, "--date", "June")
    assert (ran.code, ran.out) == (2, "")
    assert "no date 'June'; write 2025-06-02" in ran.err
