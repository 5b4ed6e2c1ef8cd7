"""Suggestions from the command line, in a small library and in one that is not read whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing import suggesting
from briefing.dossier.model import Kind
from briefing.library import Library, UnknownArticle
from briefing.marking import Marking
from tests.cli.in_process import briefing
from tests.cli.run import Ran

SETTINGS = """\
parties:
  - {id: north, name: North, aliases: [the northern court]}
  - {id: south, name: South}
issues: [{id: water, name: Water}]
"""
ONE = "North demanded half of the river.\n\nSouth refused to share the river.\n\nIt rained.\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "talks"
    root.mkdir()
    (root / "briefing.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / "one.md").write_text(ONE, encoding="utf-8")
    return root


def suggest(folder: Path, home: Path, *arguments: str) -> Ran:
    return briefing("suggest", *arguments, "--library", str(folder), home=home)


def found(folder: Path, home: Path, *arguments: str) -> list[dict[str, Any]]:
    ran = suggest(folder, home, *arguments, "--format", "json")
    return list(json.loads(ran.out)["suggestions"])


def opened(folder: Path) -> Library:
    library = Library(folder)
    library.sync()
    return library


def test_what_is_dismissed_stays_away_until_its_entry_is_removed(folder: Path, home: Path) -> None:
    before = found(folder, home)
    assert [(s["kinds"][0], s["party"]) for s in before] == [
        ("demand", "north"),
        ("response", "south"),
    ]
    ran = suggest(folder, home, "--dismiss", before[0]["id"])
    assert (ran.code, ran.out) == (0, "")
    assert "North demanded" in ran.err
    assert found(folder, home) == before[1:]
    assert suggest(folder, home, "--dismiss", before[0]["id"]).code == 1
    (folder / "dismissed.yaml").write_text("# none\n", encoding="utf-8")
    assert found(folder, home) == before


def test_filters_and_limit(folder: Path, home: Path) -> None:
    assert [s["party"] for s in found(folder, home, "--party", "south")] == ["south"]
    assert [s["party"] for s in found(folder, home, "--kind", "demand")] == ["north"]
    assert len(found(folder, home, "--limit", "1")) == 1
    assert len(found(folder, home, "--article", "one")) == 2
    assert "¶1" in suggest(folder, home).out
    assert "> North demanded half" in suggest(folder, home, "--format", "md").out


def test_nothing_and_wrong_use(folder: Path, home: Path) -> None:
    for arguments, code, says in [
        (("--kind", "agreement"), 1, "nothing to suggest"),
        (("--article", "two"), 1, "no article"),
        (("--party", "east"), 2, "known: north, south"),
        (("--dismiss", "s-0000-00000000"), 1, "lists the ids"),
        (("--dismiss", "x", "--kind", "offer"), 2, "alone"),
    ]:
        ran = suggest(folder, home, *arguments)
        assert (ran.code, ran.out) == (code, "")
        assert says in ran.err


def test_dismissing_can_be_undone(folder: Path) -> None:
    library = opened(folder)
    first, second = suggesting.suggestions(library).suggestions
    marking = Marking(library)
    marking.dismiss(first.dismissal())
    assert suggesting.suggestions(library).suggestions == (second,)
    assert suggesting.find(library, first.id) is None
    assert suggesting.find(library, second.id) == second
    marking.undo()
    assert suggesting.suggestions(library).suggestions == (first, second)
    library.close()


def test_of_many_articles_those_are_read_that_promise_most(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "ENOUGH", 3)
    monkeypatch.setattr(suggesting, "BATCH", 2)
    for number in range(12):
        text = f"The weather at the dam was fine on day {number}.\n"
        (folder / f"a{number:02}.md").write_text(text, encoding="utf-8")
    (folder / "z.md").write_text("The northern court offered a boat to South.\n", encoding="utf-8")
    library = opened(folder)
    answer = suggesting.suggestions(library, limit=3)
    assert (answer.read, answer.articles) == (3, 14)
    assert {s.article for s in answer.suggestions} == {"one", "z"}
    every = suggesting.suggestions(library, limit=50)
    assert (every.read, len(every.suggestions)) == (14, 3)
    offers = suggesting.suggestions(library, kind=Kind.OFFER, limit=1)
    assert [s.article for s in offers.suggestions] == ["z"]
    with pytest.raises(UnknownArticle):
        suggesting.suggestions(library, article="nowhere")
    library.close()
