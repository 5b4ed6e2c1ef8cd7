"""init, add, edit, remove and undo, as a user's shell runs them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pexpect
import pytest

from tests.adding.coverage import prose, title
from tests.adding.server import answer, serving
from tests.cli.in_process import briefing

TEXT = f"{title(1)}\n\nSource: The Daily Reed\n\nJune 3, 2025\n\n{prose(1)}\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "talks"
    made = briefing("init", str(root), "--title", "River talks", "--party", "North", home=tmp_path)
    assert (made.code, made.err) == (0, "")
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    return root


def test_from_an_empty_folder_to_an_article_edited_removed_and_back(
    library: Path, tmp_path: Path
) -> None:
    at = ("--library", str(library))
    added = briefing("add", str(tmp_path / "page.txt"), *at, home=tmp_path)
    assert added.code == 0, added.err
    article = added.out.removeprefix("added ").strip()
    again = briefing("add", str(tmp_path / "page.txt"), *at, home=tmp_path)
    assert (again.code, again.out) == (0, "")
    assert "1 there already" in again.err

    edited = briefing("edit", article, "--byline", "Ada Marsh", *at, home=tmp_path)
    assert edited.code == 0, edited.err
    listed = json.loads(briefing("list", *at, "--format", "json", home=tmp_path).out)["articles"]
    assert [(a["byline"], a["outlet"]) for a in listed] == [("Ada Marsh", "The Daily Reed")]
    assert listed[0]["came_from"] == "page.txt"

    unsure = briefing("remove", article, *at, home=tmp_path)
    assert (unsure.code, "--yes" in unsure.err) == (2, True)
    assert briefing("remove", article, "--yes", *at, home=tmp_path).code == 0
    assert briefing("list", *at, home=tmp_path).code == 1
    for done in (f"removed {article}", f"edited {article}"):
        undone = briefing("undo", *at, home=tmp_path)
        assert (undone.code, done in undone.out) == (0, True), undone
    listed = json.loads(briefing("list", *at, "--format", "json", home=tmp_path).out)["articles"]
    assert [(a["id"], a["byline"]) for a in listed] == [(article, None)]
    assert briefing("undo", *at, home=tmp_path).code == 1


def test_what_was_inferred_is_told_until_a_person_states_it(library: Path, tmp_path: Path) -> None:
    at = ("--library", str(library))
    article = briefing("add", str(tmp_path / "page.txt"), *at, home=tmp_path).out.split()[1]
    shown = briefing("show", article, *at, home=tmp_path).out
    assert "The Daily Reed (inferred), 2025-06-03" in shown
    assert "Outlet inferred: a line printed with the story" in shown
    told = json.loads(briefing("list", *at, "--format", "json", home=tmp_path).out)["articles"]
    assert told[0]["inferred"]["outlet"] == "a line printed with the story"
    cited = briefing("list", *at, "--format", "md", home=tmp_path).out
    assert "(title inferred), The Daily Reed (inferred), 2025-06-03" in cited
    briefing("edit", article, "--outlet", "The Daily Reed", *at, home=tmp_path)
    assert "The Daily Reed, 2025-06-03" in briefing("list", *at, home=tmp_path).out


def test_a_date_that_reads_two_ways_is_a_doubt(library: Path, tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_text(TEXT.replace("June 3, 2025", "03/04/2025"), encoding="utf-8")
    at = ("--library", str(library))
    added = briefing("add", str(tmp_path / "two.txt"), *at, home=tmp_path)
    assert "the date is unknown: “03/04/2025” can be March 4 or April 3" in added.err
    article = added.out.split()[1]
    shown = briefing("show", article, *at, home=tmp_path).out
    assert "undated" in shown
    assert "Date unknown: “03/04/2025” can be March 4 or April 3" in shown
    briefing("edit", article, "--date", "2025-03-04", *at, home=tmp_path)
    assert "Date unknown" not in briefing("show", article, *at, home=tmp_path).out


def test_what_could_not_be_added_is_told_and_the_exit_code_says_so(
    library: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01" * 99)
    names = [str(tmp_path / "bad.txt"), str(tmp_path / "page.txt")]
    ran = briefing("add", *names, "--library", str(library), home=tmp_path)
    assert ran.code == 3
    assert ran.out.startswith("added ")
    assert "bad.txt" in ran.err
    assert "1 added, 1 not added" in ran.err
    document = briefing("add", *names, "--library", str(library), "--format", "json", home=tmp_path)
    outcomes = json.loads(document.out)["outcomes"]
    assert [o["did"] for o in outcomes] == ["failed", "there"]


def test_what_reading_left_open_is_told(library: Path, tmp_path: Path) -> None:
    words = "Стороны встретились у моста и до вечера говорили о воде. Паром ходит, как и раньше."
    (tmp_path / "old.txt").write_bytes(words.encode("cp1251"))
    ran = briefing("add", str(tmp_path / "old.txt"), "--library", str(library), home=tmp_path)
    assert ran.code == 0
    assert "old: the file is not UTF-8 and was read as cp1251, which is a guess" in ran.err


def test_text_of_strangers_does_nothing_to_the_terminal(library: Path, tmp_path: Path) -> None:
    (tmp_path / "evil\x1b[2J.txt").write_text("\x1b]0;Title\x07 An Evil Title\n\n" + prose(2))
    ran = briefing(
        "add", str(tmp_path / "evil\x1b[2J.txt"), "--library", str(library), home=tmp_path
    )
    assert ran.code == 0, ran.err
    assert "\x1b" not in ran.out + ran.err
    assert all("\x1b" not in p.name for p in library.rglob("*"))


def test_an_address_on_this_machine_needs_to_be_allowed(library: Path, tmp_path: Path) -> None:
    with serving() as server:
        server.pages["/weir"] = answer(TEXT, "Content-Type: text/plain; charset=utf-8")
        command = ("add", server.url + "/weir", "--library", str(library))
        refused = briefing(*command, home=tmp_path)
        assert (refused.code, server.asked) == (3, [])
        assert "--allow-private" in refused.err
        assert briefing(*command, "--allow-private", home=tmp_path).code == 0


def test_nothing_is_added_to_the_sample_by_accident(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    for command in (("add", "page.txt"), ("edit", "three-factors", "--title", "x"),
                    ("remove", "three-factors", "--yes")):  # fmt: skip
        ran = briefing(*command, home=tmp_path)
        assert (ran.code, ran.out) == (3, "")
        assert "briefing init" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add",), 2, "WHAT"),
        (("add", "nowhere.txt"), 3, "no file or folder"),
        (("edit", "x"), 2, "name something to set"),
        (("edit", "x", "--basis", "why"), 2, "--date"),
        (("edit", "x", "--date", "June"), 3, "2025-06-03"),
        (("edit", "x", "--title", "y"), 1, "briefing list"),
        (("remove", "x", "--yes"), 1, "briefing list"),
        (("init", "new", "--sample", "--title", "x"), 2, "sample"),
        (("show",), 2, "name an article"),
    ],
)
def test_wrong_use_gets_one_line(
    library: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    ran = briefing(*arguments, home=tmp_path, BRIEFING_LIBRARY=str(library))
    assert (ran.code, ran.out, says in ran.err) == (code, "", True), ran
    assert len(ran.err.splitlines()) == 1


def test_a_library_of_a_newer_format_is_refused(library: Path, tmp_path: Path) -> None:
    settings = library / "briefing.yaml"
    settings.write_text(settings.read_text().replace("format: 1", "format: 3"))
    for command in (("list",), ("add", "page.txt"), ("check",)):
        ran = briefing(*command, "--library", str(library), home=tmp_path)
        assert (ran.code, "format 3, of a newer briefing" in ran.err) == (3, True)


def test_init_asks_in_a_terminal(tmp_path: Path) -> None:
    env = {**os.environ, "HOME": str(tmp_path), "PYTHONUTF8": "1"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "briefing", "init", str(tmp_path / "new")],
        env=env,
        encoding="utf-8",
        timeout=30,
    )
    child.expect("Title")
    child.sendline("River talks")
    for name in ("North", "South", ""):
        child.expect("Party")
        child.sendline(name)
    child.expect(pexpect.EOF)
    text = (tmp_path / "new" / "briefing.yaml").read_text(encoding="utf-8")
    assert "title: River talks" in text
    assert "name: South" in text


def test_the_sample_is_copied_and_its_debris_listed(tmp_path: Path) -> None:
    ran = briefing("init", "copy", "--sample", home=tmp_path)
    assert ran.code == 0, ran.err
    at = ("--library", str(tmp_path / "copy"))
    assert briefing("check", *at, home=tmp_path).code == 0
    nothing = briefing("show", "--debris", *at, home=tmp_path)
    assert (nothing.code, nothing.out) == (1, "")
    page = tmp_path / "copy" / "page.md"
    page.write_text(f"Skip to content\n\n{prose(3)}\n", encoding="utf-8")
    listed = briefing("show", "--debris", *at, home=tmp_path)
    assert listed.out.split("\n") == ["page", "  ~ Skip to content", ""]
    document = json.loads(briefing("show", "--debris", *at, "--format", "json", home=tmp_path).out)
    assert document["articles"][0]["hidden"][0]["text"].strip() == "Skip to content"
    assert briefing("edit", "page", "--debris", "keep", *at, home=tmp_path).code == 0
    assert briefing("show", "--debris", *at, home=tmp_path).code == 1
