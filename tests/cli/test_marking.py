"""Marking from the command line, as a user's shell runs it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from briefing.cli.main import program
from tests.cli.run import briefing
from tests.marking.conftest import written, yaml_of

NEW = (
    *("record", "quay", "--quote", "Nobody counts", "--kind", "demand", "--party", "isle"),
    *("--issue", "fares", "--says", "The Isle says that boats go uncounted."),
)
NEW_ID = "isle-says-that-boats-uncounted"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "ferry")


def ask(folder: Path, *arguments: str, code: int = 0) -> Result:
    """Run a command in this process."""
    done = CliRunner().invoke(program, [*arguments, "--library", str(folder)])
    assert done.exit_code == code, done.output
    return done


def said(folder: Path, *arguments: str) -> str:
    return ask(folder, *arguments).stdout.strip()


def record(folder: Path, record_id: str) -> dict[str, Any]:
    text = (folder / "positions.yaml").read_text(encoding="utf-8")
    return next(entry for entry in yaml.safe_load(text) if entry["id"] == record_id)


def test_marking_in_a_shell(folder: Path, tmp_path: Path) -> None:
    at = ("--library", str(folder))
    made = briefing("highlight", "quay", "--quote", "Nobody counts", *at, home=tmp_path)
    assert (made.code, made.err) == (0, "")
    listed = briefing("highlights", "--format", "json", *at, home=tmp_path)
    [_, mark] = json.loads(listed.out)["highlights"]
    assert mark["id"] == made.out.strip()
    undone = briefing("undo", *at, home=tmp_path)
    assert undone.out.startswith(f"Undone: added the highlight {mark['id']} (")
    nothing = briefing("undo", *at, home=tmp_path)
    assert (nothing.code, nothing.out) == (1, "")
    assert nothing.err == "briefing: nothing to undo\n"


def test_a_highlight_with_tags_and_memo(folder: Path) -> None:
    quote = ("--quote", "boats sail on", "--before", "The", "--after", "at night")
    made = said(folder, "highlight", "harbour", *quote, "--tag", "a", "--tag", "b", "--memo", "m")
    [mark] = json.loads(said(folder, "highlights", "--tag", "A", "--format", "json"))["highlights"]
    assert (mark["id"], mark["tags"], mark["memo"]) == (made, ["a", "b"], "m")
    assert mark["paragraph"] == 3
    said(folder, "highlight", "--edit", made, "--tag", "c")
    said(folder, "highlight", "--edit", made, "--memo", "")
    [mark] = json.loads(said(folder, "highlights", "--tag", "c", "--format", "json"))["highlights"]
    assert (mark["tags"], mark["memo"]) == (["c"], None)
    assert "boats sail on" in said(folder, "highlights", "--article", "harbour")
    assert "> boats sail on" in said(folder, "highlights", "--tag", "c", "--format", "md")
    assert said(folder, "highlight", "--rename-tag", "c", "d") == ""
    assert said(folder, "highlights", "--tag", "d")
    ask(folder, "highlight", "--rename-tag", "c", "d", code=3)
    said(folder, "highlight", "--rename-tag", "d", "c")
    said(folder, "highlight", "--delete", made)
    nothing = ask(folder, "highlights", "--tag", "c", "--format", "json", code=1)
    assert json.loads(nothing.stdout)["highlights"] == []


def test_a_record_is_made_and_is_on_the_board(folder: Path) -> None:
    assert said(folder, *NEW, "--speaker", "A sailor", "--to", "The Coast") == NEW_ID
    [found] = json.loads(said(folder, "records", NEW_ID, "--format", "json"))["records"]
    assert (found["party"], found["to"], found["kind"]) == ("isle", "coast", "demand")
    [evidence] = found["evidence"]
    assert (evidence["speaker"], evidence["mode"]) == ("A sailor", "paraphrase")
    assert evidence["start"] is not None
    assert "uncounted" in said(folder, "board")
    assert said(folder, "check")


def test_a_response_and_a_figure(folder: Path) -> None:
    response = [*NEW, "--answers", "coast-refuses", "--stance", "rejects"]
    response[response.index("demand")] = "response"
    assert record(folder, said(folder, *response))["answers"] == ["coast-refuses"]
    figure = [*NEW, "--quantity", "boats", "--unit", "boats", "--bound", "at least"]
    figure[figure.index("demand")] = "figure"
    made = record(folder, said(folder, *figure, "--value", "12", "--upto", "14.5"))
    assert made["figure"]["value"] == 12
    assert made["figure"]["upto"] == 14.5
    said(folder, "record", "--edit", made["id"], "--value", "unknown", "--upto", "")
    figure = record(folder, made["id"])["figure"]
    assert figure == {"of": "boats", "value": None, "unit": "boats", "bound": "at least"}


def test_new_names_and_their_undoing(folder: Path) -> None:
    before = yaml_of(folder)
    named = [a for a in NEW if a not in {"--party", "isle", "--issue", "fares"}]
    made = said(folder, *named, "--new-party", "Rowers’ Guild", "--new-issue", "Moorings")
    assert record(folder, made)["party"] == "rowers-guild"
    assert record(folder, made)["issue"] == "moorings"
    assert said(folder, "undo").startswith(f"Undone: added the record {made} (")
    assert yaml_of(folder) == before
    assert said(folder, "redo").startswith(f"Made again: added the record {made} (")
    assert record(folder, made)["party"] == "rowers-guild"
    assert ask(folder, "redo", code=1).output == "Error: nothing to redo\n"


def test_a_record_is_edited(folder: Path) -> None:
    edit = ("record", "--edit", "isle-cheap-fares")
    said(folder, *edit, "--says", "Half!", "--kind", "offer", "--to", "coast")
    assert record(folder, "isle-cheap-fares")["says"] == "Half!"
    said(folder, *edit, "--to", "", "--new-party", "Rowers")
    found = record(folder, "isle-cheap-fares")
    assert (found.get("to"), found["party"], found["kind"]) == (None, "rowers", "offer")
    assert "# first of all" in (folder / "positions.yaml").read_text(encoding="utf-8")


def test_a_date_is_stated_or_inferred_and_changed_in_parts(folder: Path) -> None:
    made = said(folder, *NEW, "--when", "on Monday", "--days", "2031-04-07")
    when = {"stated": "on Monday", "from": date(2031, 4, 7), "known": "stated"}
    assert record(folder, made)["when"] == when
    edit = ("record", "--edit", made)
    said(folder, *edit, "--days", "2031-04-01..2031-04-09", "--basis", "the week of the talks")
    assert record(folder, made)["when"] == {
        **when,
        "from": date(2031, 4, 1),
        "to": date(2031, 4, 9),
        "known": "inferred",
        "basis": "the week of the talks",
    }
    said(folder, *edit, "--when", "", "--days", "", "--basis", "")
    assert "when" not in record(folder, made)


def test_further_evidence_is_added_changed_and_removed(folder: Path) -> None:
    before = yaml_of(folder)
    quote = ("record", "quay", "--quote", "half the fare")
    assert said(folder, *quote, "--further", "isle-cheap-fares", "--speaker", "Ann") == ""
    edit = ("record", "--edit", "isle-cheap-fares")
    said(folder, *edit, "--evidence", "2", "--mode", "relayed", "--via", "Post", "--speaker", "")
    evidence = record(folder, "isle-cheap-fares")["evidence"][1]
    assert evidence == {
        "article": "quay",
        "quote": "half the fare",
        "mode": "relayed",
        "via": "Post",
    }
    said(folder, *edit, "--remove-evidence", "2")
    assert yaml_of(folder) == before


def test_a_record_is_deleted(folder: Path) -> None:
    refused = ask(folder, "record", "--delete", "isle-cheap-fares", code=3)
    assert "named by coast-refuses, isle-cheap-again; --unlink" in refused.output
    said(folder, "record", "--delete", "isle-cheap-fares", "--unlink")
    assert record(folder, "coast-refuses")["answers"] == ["isle-cheap-again"]
    assert said(folder, "undo").startswith("Undone: deleted the record isle-cheap-fares (")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("highlight", "quay"), 2, "--quote says which words"),
        (("highlight", "quay", "--quote", "half the fares"), 1, 'nearest: "half the fare'),
        (("highlight", "harbour", "--quote", "boats"), 1, "stands 2 times in harbour; quote more"),
        (("highlight", "nowhere", "--quote", "x"), 1, "briefing list"),
        (("highlight", "quay", "--quote", "half the fare"), 3, "already, as h-000001"),
        (("highlight",), 2, "give an ARTICLE"),
        (("highlight", "--edit", "h-000001"), 2, "--edit goes with"),
        (("highlight", "--delete", "h-9"), 1, "briefing highlights"),
        (("highlights", "--tag", "nothing"), 1, "no highlights fit"),
        (("record",), 2, "give an ARTICLE"),
        ((*NEW, "--party", "isles"), 2, "known: isle, coast; --new-party NAME adds another"),
        ((*NEW, "--issue", "tides"), 2, "season-tickets; --new-issue NAME adds another"),
        ((*NEW, "--new-party", "Isle"), 2, "not both"),
        ((*NEW, "--answers", "nothing"), 1, "briefing records"),
        ((*NEW, "--kind", "response"), 2, "needs --answers ID and --stance"),
        ((*NEW, "--kind", "figure"), 2, "--quantity, --value and --unit"),
        ((*NEW, "--value", "many", "--unit", "u", "--quantity", "q"), 2, "not 'many'"),
        ((*NEW, "--mode", "relayed"), 3, "which outlet"),
        ((*NEW, "--days", "tomorrow"), 2, "--days: Write the day as 2025-06-02"),
        ((*NEW, "--days", "2031-04"), 2, "--basis: More days than one are inferred"),
        ((*NEW, "--delete", "x"), 2, "does not go with --delete"),
        (NEW[:-2], 2, "--says is missing"),
        (("record", "quay", "--quote", "half"), 2, "--kind is missing"),
        (("record", "--edit", "coast-refuses"), 2, "the fields to change"),
        (("record", "--edit", "coast-refuses", "--evidence", "2", "--via", "x"), 2, "no number 2"),
        (("record", "--edit", "coast-refuses", "--remove-evidence", "1"), 3, "delete the record"),
        (("record", "--edit", "coast-refuses", "--answers", ""), 3, "answers: missing"),
        (("redo",), 1, "nothing to redo"),
    ],
)
def test_wrong_use_gets_one_line_and_changes_nothing(
    folder: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    before = yaml_of(folder)
    done = ask(folder, *arguments, code=code)
    assert says in done.stderr
    assert done.stdout == ""
    assert yaml_of(folder) == before


def test_undo_that_would_harm_says_so_and_can_be_skipped(folder: Path) -> None:
    said(folder, *NEW)
    path = folder / "positions.yaml"
    path.write_text(path.read_text().replace("uncounted.", "uncounted, too."))
    refused = ask(folder, "undo", code=3)
    assert f'"{NEW_ID}" in positions.yaml was changed since then' in refused.stderr
    assert said(folder, "undo", "--skip").startswith(f"Left as it is: added the record {NEW_ID} (")
    ask(folder, "undo", code=1)


def test_the_sample_in_the_package_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("briefing.locations._PACKAGE", tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    done = ask(folder, *NEW, code=3)
    assert "read-only; copy the folder to a place of your own and open it there" in done.stderr
