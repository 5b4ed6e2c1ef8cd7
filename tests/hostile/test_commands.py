"""Every command on a library of attacks: what it prints is harmless, and JSON is exact."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

from briefing.cli.main import program
from briefing.library import Library
from tests.hostile.commands import Ran, call
from tests.hostile.library import BAD_NAME, DASH_NAME, FIGURE_QUOTE, QUOTE
from tests.hostile.payloads import ATTACK, MARK, YAML_ATTACK, harm_in

VIEWS = ("board", "records", "figures", "wording", "timeline", "brief", "highlights", "articles")
READING = [
    ["list"],
    ["show", "one"],
    ["show", "two"],
    ["show", "one", "--debris"],
    ["show", "--debris"],
    ["search", "river"],
    ["search", MARK],
    ["search", "nowhere" + MARK],
    ["board"],
    ["board", "--order", "disputed", "--text", "opened"],
    ["records"],
    ["records", "open-bridge"],
    ["figures"],
    ["wording"],
    ["timeline"],
    ["highlights"],
    ["suggest"],
    ["check"],
    ["keys"],
]
TELLING = {"list", "records", "board", "highlights", "timeline", "show"}
"""Commands that print what the attacks stand in."""
ASKING = [
    ["show", ATTACK.replace("\0", "")],
    ["search", ATTACK.replace("\0", "")],
    ["records", YAML_ATTACK],
    ["board", "--parties", YAML_ATTACK],
    ["board", "--issue", YAML_ATTACK],
    ["board", "--kind", YAML_ATTACK],
    ["board", "--article", YAML_ATTACK],
    ["records", "--party", YAML_ATTACK],
    ["highlights", "--tag", YAML_ATTACK],
    ["suggest", "--dismiss", YAML_ATTACK],
    ["check", "--articles", YAML_ATTACK],
    ["list", "--library", YAML_ATTACK],
    ["list", "--index", "one.md/" + YAML_ATTACK],
    [f"--{YAML_ATTACK}"],
    [YAML_ATTACK],
    ["list", f"--{YAML_ATTACK}"],
    ["export", "one", "--quote", YAML_ATTACK],
    ["export", "--record", YAML_ATTACK],
    ["export", "--board", "-o", f"one.md/{YAML_ATTACK}"],
    ["brief", "-o", f"one.md/{YAML_ATTACK}"],
    ["record", "one", "--quote", YAML_ATTACK, "--kind", "claim"],
    ["record", "--edit", YAML_ATTACK],
    ["record", "--delete", YAML_ATTACK],
    ["highlight", "one", "--quote", YAML_ATTACK],
    ["highlight", "--edit", YAML_ATTACK],
    ["add", YAML_ATTACK],
    ["add", f"http://127.0.0.1:1/{MARK}\x1b]0;evil\x07"],
    ["edit", YAML_ATTACK],
    ["edit", "one", "--date", YAML_ATTACK],
    ["remove", YAML_ATTACK, "--yes"],
    ["init", f"one.md/{YAML_ATTACK}"],
    ["undo"],
    ["redo"],
    ["cluster", "--engine", "opensearch", "--host", YAML_ATTACK],
    ["cluster", "--engine", "opensearch", "--host", "http://127.0.0.1:1", "--index-name", "x\x1b"],
    ["trust-host", "--engine", YAML_ATTACK],
    ["rebuild", "--index", f"one.md/{YAML_ATTACK}"],
]


def assert_harmless(ran: Ran) -> None:
    assert harm_in(ran.out) == set()
    assert harm_in(ran.err) == set()
    assert "Traceback" not in ran.err
    assert ran.code in {0, 1, 2, 3}, ran.err


def test_every_command_is_tried() -> None:
    known = set(program.list_commands(click.Context(program)))
    assert {arguments[0] for arguments in (*READING, *ASKING)} >= known


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_what_a_command_prints_is_harmless_and_its_json_is_exact(
    hostile: Path, arguments: list[str]
) -> None:
    for form in ("text", "md", "json"):
        ran = call(*arguments, "--format", form, cwd=hostile)
        assert_harmless(ran)
        assert ran.out or ran.code
        if form == "json":
            json.loads(ran.out)
    if arguments[0] in TELLING and arguments[-1] != "--debris":
        assert MARK in ran.out


def test_the_overview_is_harmless(hostile: Path) -> None:
    ran = call(cwd=hostile)
    assert_harmless(ran)
    assert MARK in ran.out


def test_in_json_every_text_is_as_it_is_stored(hostile: Path) -> None:
    library = Library(hostile)
    told = json.loads(call("show", "one", "--format", "json", cwd=hostile).out)
    article = library.article("one")
    assert YAML_ATTACK in article.text
    texts = _texts(told)
    assert article.title in texts
    assert any(QUOTE in text for text in texts)
    records = _texts(json.loads(call("records", "--format", "json", cwd=hostile).out))
    assert {r.says for r in library.dossier.records} <= records
    assert QUOTE in records
    library.close()


def _texts(found: Any) -> set[str]:
    if isinstance(found, dict):
        return {text for value in found.values() for text in _texts(value)}
    if isinstance(found, list):
        return {text for value in found for text in _texts(value)}
    return {found} if isinstance(found, str) else set()


def test_a_quote_with_controls_is_found_as_it_stands(hostile: Path) -> None:
    ran = call("records", "open-bridge", "--format", "json", cwd=hostile)
    (record,) = json.loads(ran.out)["records"]
    assert record["evidence"][0]["trouble"] is None
    assert record["evidence"][0]["quote"] == QUOTE


@pytest.mark.parametrize(
    "arguments", ASKING, ids=lambda a: " ".join(a)[:30].encode("ascii", "replace").decode()
)
def test_what_was_asked_comes_back_harmless_in_messages(
    hostile: Path, arguments: list[str]
) -> None:
    assert_harmless(call(*arguments, cwd=hostile))


@pytest.mark.parametrize(
    "form", ["text", "json", "md", "jsonl", "csv", "annotations", "bibtex", "csl"]
)
def test_every_export_is_harmless(hostile: Path, form: str) -> None:
    done = 0
    for what in (["one"], ["--all"], ["--record", "open-bridge"], *([f"--{v}"] for v in VIEWS)):
        ran = call("export", *what, "--format", form, cwd=hostile)
        harmless = Ran(ran.code, ran.out.replace("\r\n", "\n"), ran.err)
        assert_harmless(harmless)
        done += ran.code == 0
    assert done >= 4


NEW = [
    x for name in ("new-party", "new-issue", "says", "speaker") for x in (f"--{name}", YAML_ATTACK)
]


def test_what_changes_the_library_says_so_harmlessly(hostile: Path) -> None:
    made = call(
        "highlight",
        "one",
        "--quote",
        FIGURE_QUOTE,
        "--tag",
        MARK,
        "--memo",
        YAML_ATTACK,
        cwd=hostile,
    )
    assert made.code == 0, made.err
    assert_harmless(made)
    journal = hostile / "journal.jsonl"
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    for line in lines:
        line |= {name: ATTACK for name in ("what", "by", "session") if name in line}
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines))
    for arguments in (["undo"], ["redo"], ["undo", "--skip"]):
        ran = call(*arguments, cwd=hostile)
        assert ran.code == 0, ran.err
        assert MARK in ran.out
        assert_harmless(ran)
    for arguments in (
        ["edit", "--title", YAML_ATTACK, "--", DASH_NAME],
        ["remove", "--yes", "--", DASH_NAME],
        ["undo"],
        ["add", "one.md"],
        ["record", "one", "--quote", QUOTE, "--kind", "claim", *NEW],
    ):
        ran = call(*arguments, cwd=hostile)
        assert ran.code == 0, (arguments, ran.err)
        assert_harmless(ran)


BY_NAME = [
    ["show", "--format", "text"],
    ["show", "--format", "json"],
    ["export", "--format", "json"],
    ["export", "--format", "md", "-o", "exports"],
    ["highlight", "--quote", "weather"],
    ["edit", "--outlet", "Reed"],
    ["add", "--format", "json"],
    ["remove", "--yes"],
]
"""Commands that take an article's file."""


def test_a_file_of_any_name_is_taken_and_told_of_harmlessly(hostile: Path) -> None:
    """Not UTF-8, with controls and a newline; and one that starts with dashes."""
    for name in (BAD_NAME, DASH_NAME):
        (hostile / name).write_text("Words about the weather.\n")
        for arguments in BY_NAME:
            ran = call(*arguments, "--", name, cwd=hostile)
            assert ran.code == 0, (arguments, name, ran.err)
            assert_harmless(ran)
        assert not (hostile / name).exists()


def test_a_feed_and_a_folder_of_attacks_are_added_harmlessly(hostile: Path, tmp_path: Path) -> None:
    press = tmp_path / "press \x1b]0;evil\x07"
    press.mkdir()
    words = "The envoys spoke of the bridge for hours and then they ate. " * 20
    item = {"id": ATTACK, "title": ATTACK, "content_html": f"<p>{MARK} {words}</p>", "url": ATTACK}
    items = [item, {"id": "2", "title": ATTACK}, {"id": "3", "url": "https://x.invalid/" + ATTACK}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": ATTACK, "items": items}
    (press / "feed.json").write_text(json.dumps(feed))
    page = f"<html><head><title>&#27;]0;evil&#7; {MARKED}</title></head><body><h1>{MARKED}</h1>"
    (press / "page.html").write_text(f"{page}<p>{words}</p><p>{MARKED} {words}</p></body></html>")
    (press / f"{MARK}\x1b[2J.pdf").write_bytes(b"%PDF-1.4 broken")
    for form in ("text", "json", "md"):
        ran = call("add", str(press), "--format", form, cwd=hostile)
        assert_harmless(ran)
        assert MARK in ran.out + ran.err


MARKED = "".join(f"&#{ord(c)};" for c in YAML_ATTACK)
