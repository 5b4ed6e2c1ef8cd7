"""A library from a stranger cannot make the program reach out of it, whatever its files are."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing.adding.duplicates import Fingerprints
from briefing.library import Library
from tests.faults.test_damage import told, until
from tests.hostile.commands import Ran, call
from tests.hostile.watching import Seen, at_most, everything_in, watched
from tests.tally import tried
from tests.tui.conftest import FILES

SECRET = "xylophone"
PATIENCE = 60
YAML = ("positions.yaml", "highlights.yaml", "dismissed.yaml")
CHANGES = [
    ["highlight", "herald", "--quote", "borrowed boats"],
    [
        "record",
        "herald",
        "--quote",
        "mill",
        "--kind",
        "claim",
        "--party",
        "upland",
        "--issue",
        "bridge",
        "--says",
        "Met",
    ],
    ["edit", "herald", "--outlet", "Valley Herald, evening edition"],
    ["undo"],
    ["remove", "weather", "--yes"],
    ["undo"],
    ["add", "../press/ferry.txt"],
    ["export", "herald", "-o", "exports/herald.md"],
    ["export", "--format", "csv", "-o", "exports"],
    ["brief", "-o", "exports/brief.md", "--force"],
    ["brief", "-o", "exports/brief.html", "--force"],
]
READING = [
    [],
    ["list"],
    ["show", "herald"],
    ["show", "linked"],
    ["search", "bridge"],
    ["search", SECRET],
    ["records"],
    ["check"],
    ["suggest"],
    ["highlights"],
    ["export", "--format", "jsonl"],
]
Trap = Callable[[Path, Path], None]


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A library of FILES, with files of somebody else in ``outside`` next to it."""
    for folder in ("talks", "outside", "outside/folder", "press"):
        (tmp_path / folder).mkdir()
    for name, text in FILES.items():
        (tmp_path / "talks" / name).write_text(text, encoding="utf-8")
    ferry = "A ferry crosses the river twice a week, and the bridge stays shut. " * 5
    (tmp_path / "press" / "ferry.txt").write_text(f"Ferry\n\n{ferry}")
    outside = tmp_path / "outside"
    (outside / "secret.md").write_text(f"The {SECRET} is kept in the cellar.\n")
    (outside / "secret.yaml").write_text(
        f"- id: h-secret\n  article: herald\n  quote: boats\n  memo: {SECRET}\n"
    )
    (outside / "empty").write_bytes(b"")
    (outside / "folder" / f".{'0a' * 8}.tmp").write_bytes(b"not ours")
    (outside / "ours.md").write_text(
        f"<!-- Written by briefing; only what stands between its marks is updated. -->\n{SECRET}\n"
    )
    library = Library(tmp_path / "talks")
    library.sync()
    library.close()
    return tmp_path / "talks"


def link(name: str, to: str) -> Trap:
    def set_up(root: Path, outside: Path) -> None:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.symlink_to(outside / to)

    return set_up


def pipe(name: str) -> Trap:
    def set_up(root: Path, outside: Path) -> None:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    return set_up


def _kept_elsewhere(root: Path, outside: Path) -> None:
    """Something to undo that would write next to the library."""
    for number, file in enumerate(
        ("../outside/secret.md", str(outside / "secret.md"), "out.md"), 1
    ):
        folder = root / ".removed" / str(number)
        folder.mkdir(parents=True)
        (folder / "file").write_text("overwritten")
        told = {"file": file, "what": "removed x", "at": "2099-01-01T00:00:00+00:00", "after": None}
        (folder / "what.json").write_text(json.dumps(told))
    (root / "out.md").symlink_to(outside / "new.md")


def _kept_from_elsewhere(root: Path, outside: Path) -> None:
    """Something to undo whose bytes are a link to somebody's file."""
    folder = root / ".removed" / "1"
    folder.mkdir(parents=True)
    (folder / "file").symlink_to(outside / "secret.md")
    told = {"file": "x.md", "what": "removed x", "at": "2099-01-01T00:00:00+00:00", "after": None}
    (folder / "what.json").write_text(json.dumps(told))


def _catalogue_names_others(root: Path, outside: Path) -> None:
    with sqlite3.connect(root / "index" / "catalog.sqlite") as catalogue:
        catalogue.execute(
            "update entries set file = ?, id = 'linked' where id = 'herald'",
            (b"../outside/secret.md",),
        )


def _catalogue_of_views(root: Path, outside: Path) -> None:
    """A catalogue whose table is a query without end."""
    with sqlite3.connect(root / "index" / "catalog.sqlite") as catalogue:
        columns = [row[1] for row in catalogue.execute("pragma table_info(entries)")]
        catalogue.execute("drop table entries")
        endless = ", ".join(f"'x' as {name}" for name in columns)
        catalogue.execute(
            "create view entries as with recursive n(i) as (select 1 union all select i + 1 from n)"
            f" select {endless} from n"
        )


def _journal_that_names_another(path: Path, other: Path) -> None:
    """What SQLite finds after a crash in the midst of a change of several databases.

    It rolls the change back, and then deletes the file that the journal names.
    """
    magic, name = bytes.fromhex("d9d505f920a163d7"), os.fsencode(other)
    page = int.from_bytes(path.read_bytes()[16:18], "big")
    pages, lock_page = path.stat().st_size // page, 0x40000000 // page + 1
    head = (magic + struct.pack(">5I", 0, 0, pages, 512, page)).ljust(512, b"\0")
    tail = struct.pack(">I", lock_page) + name + struct.pack(">2I", len(name), sum(name)) + magic
    path.with_name(f"{path.name}-journal").write_bytes(head + tail)


def _journals_name_others(root: Path, outside: Path) -> None:
    Fingerprints(root / "index").put("herald.md", "0", [1, 2, 3])
    for number, name in enumerate(("catalog.sqlite", "fingerprints.sqlite")):
        victim = outside / ("secret.md", "secret.yaml")[number]
        _journal_that_names_another(root / "index" / name, victim)


def _fingerprints_of_triggers(root: Path, outside: Path) -> None:
    """Fingerprints that never come to an end of being written."""
    Fingerprints(root / "index").put("herald.md", "0", [1, 2, 3])
    with sqlite3.connect(root / "index" / "fingerprints.sqlite") as prints:
        prints.execute(
            "create trigger t after insert on files begin insert into prints with recursive n(i) as"
            " (select 1 union all select i + 1 from n) select i, -1 from n; end"
        )


def _catalogue_of_other_types(root: Path, outside: Path) -> None:
    with sqlite3.connect(root / "index" / "catalog.sqlite") as catalogue:
        catalogue.execute("update entries set title = x'ff1b5d', label = 7, size = 'many'")


def _settings_with_paths(root: Path, outside: Path) -> None:
    more = f"""
index: {outside}
exports: ../outside/folder
articles: [{outside}/secret.md]
include: !!python/object/apply:os.system [touch {outside}/run]
url: http://127.0.0.1:9/
"""
    with (root / "briefing.yaml").open("a") as file:
        file.write(more)


def _settings_with_a_host(root: Path, outside: Path) -> None:
    with (root / "briefing.yaml").open("a") as file:
        file.write(
            "search:\n  engine: opensearch\n  hosts: ['http://127.0.0.1:9']\n  index: talks\n"
        )


def _article_that_names_others(root: Path, outside: Path) -> None:
    (root / "linked.md").write_text(
        "---\nurl: http://127.0.0.1:9/page\noriginal:\n  file: ../../outside/secret.md\n"
        f"  sha256: {'0' * 64}\n  from: {outside}/secret.md\n---\n"
        "![picture](http://127.0.0.1:9/p.png) <img src='http://127.0.0.1:9/x'> A calm text.\n"
    )


TRAPS: dict[str, Trap] = {
    **{f"{name} linked": link(name, "secret.yaml") for name in YAML},
    "briefing.yaml linked": link("briefing.yaml", "secret.yaml"),
    **{f"{name} leads nowhere yet": link(name, "new.yaml") for name in YAML},
    **{f"{name} is a pipe": pipe(name) for name in (*YAML, "journal.jsonl", "linked.md")},
    "briefing.yaml is a pipe": pipe("briefing.yaml"),
    "journal linked": link("journal.jsonl", "secret.yaml"),
    "journal leads nowhere yet": link("journal.jsonl", "new.jsonl"),
    "lock of the journal linked": link(".journal.jsonl.lock", "new.lock"),
    "article linked": link("linked.md", "secret.md"),
    "article replaced by a link": link("herald.md", "secret.md"),
    "folder of articles linked": link("more", "."),
    "index linked": link("index", "folder"),
    "index leads nowhere yet": link("index", "new"),
    "catalogue linked": link("index/catalog.sqlite", "empty"),
    "catalogue leads nowhere yet": link("index/catalog.sqlite", "new"),
    "catalogue is a pipe": pipe("index/catalog.sqlite"),
    "fingerprints linked": link("index/fingerprints.sqlite", "empty"),
    "lock of the index linked": link("index/.lock", "secret.md"),
    "engine linked": link("index/whoosh", "folder"),
    "manifest is a pipe": pipe("index/whoosh/_briefing_9.toc"),
    "exports linked": link("exports", "folder"),
    "exports leads nowhere yet": link("exports", "new"),
    "an export linked": link("exports/brief.md", "ours.md"),
    "an export leads nowhere yet": link("exports/herald.md", "new.md"),
    "a table linked": link("exports/records.csv", "secret.md"),
    "originals linked": link("originals", "folder"),
    "an original leads nowhere yet": link("originals/ferry.txt", "new.txt"),
    "kept files linked": link(".removed", "folder"),
    "kept for elsewhere": _kept_elsewhere,
    "kept from elsewhere": _kept_from_elsewhere,
    "catalogue names others": _catalogue_names_others,
    "catalogue of views": _catalogue_of_views,
    "journals name others": _journals_name_others,
    "fingerprints of triggers": _fingerprints_of_triggers,
    "catalogue of other types": _catalogue_of_other_types,
    "settings with paths": _settings_with_paths,
    "settings with a host": _settings_with_a_host,
    "article that names others": _article_that_names_others,
}


TOGETHER = [
    ["positions.yaml linked", "article linked", "catalogue linked", "exports linked"],
    ["highlights.yaml linked", "engine linked", "an export linked", "originals linked"],
    ["briefing.yaml linked", "linked.md is a pipe", "fingerprints linked"],
    ["journal linked", "lock of the index linked", "an export leads nowhere yet"],
    ["positions.yaml leads nowhere yet", "catalogue leads nowhere yet", "kept files linked"],
    ["journal leads nowhere yet", "index linked", "exports leads nowhere yet"],
    ["dismissed.yaml linked", "lock of the journal linked", "index leads nowhere yet"],
    ["highlights.yaml is a pipe", "catalogue is a pipe", "kept for elsewhere", "a table linked"],
    ["briefing.yaml is a pipe", "catalogue names others", "article replaced by a link"],
    ["catalogue of views", "settings with paths", "kept from elsewhere"],
    ["catalogue of other types", "article that names others", "an original leads nowhere yet"],
    ["settings with a host", "journals name others"],
    ["fingerprints of triggers"],
    [
        "fingerprints of triggers",
        "journal.jsonl is a pipe",
        "folder of articles linked",
        "manifest is a pipe",
    ],
]
"""Traps that do not hide each other; each by itself is tried in the slow run."""


def run_all(root: Path, commands: list[list[str]]) -> Iterator[Ran]:
    for arguments in commands:
        ran = call(*arguments, cwd=root)
        assert ran.code in {0, 1, 2, 3}, (arguments, ran.err)
        assert "Traceback" not in ran.err
        yield ran


def assert_nothing_left(seen: Seen, outside: Path) -> None:
    assert seen.calls == []
    reached = {path for path in seen.opened if path.startswith(f"{outside}{os.sep}")}
    assert reached == set()


def assert_kept_in(talks: Path, traps: list[str], commands: list[list[str]]) -> None:
    outside = talks.parent / "outside"
    for trap in traps:
        TRAPS[trap](talks, outside)
    before = everything_in(outside)
    with at_most(PATIENCE), watched() as seen:
        answers = list(run_all(talks, commands))
    assert everything_in(outside) == before
    assert_nothing_left(seen, outside)
    asked = zip(commands, answers, strict=True)
    assert not any(SECRET in ran.out for what, ran in asked if SECRET not in what)
    assert any("bridge" in ran.out for ran in answers)
    tried("traps of a stranger’s library", len(traps))


@pytest.mark.parametrize("traps", TOGETHER, ids=" and ".join)
def test_nothing_outside_is_read_written_run_or_asked(talks: Path, traps: list[str]) -> None:
    assert_kept_in(talks, traps, CHANGES + READING)


@pytest.mark.slow
@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_by_itself_leads_out(talks: Path, trap: str) -> None:
    assert_kept_in(talks, [trap], READING + CHANGES + READING)


def test_the_same_commands_do_change_a_library_without_traps(talks: Path) -> None:
    """Otherwise the test above would prove nothing."""
    ran = list(run_all(talks, CHANGES))
    assert [one.code for one in ran] == [0] * len(CHANGES), [one.err for one in ran]


def test_what_leads_out_is_said_with_its_name(talks: Path) -> None:
    outside = talks.parent / "outside"
    link("linked.md", "secret.md")(talks, outside)
    link("highlights.yaml", "secret.yaml")(talks, outside)
    link("exports", "folder")(talks, outside)
    told = call("list", cwd=talks)
    assert "linked.md" in told.out
    assert "leads out of the library" in told.out
    assert "highlights.yaml:1: cannot be read: this leads out" in told.err
    refused = call("brief", "-o", "exports/brief.md", cwd=talks)
    assert refused.code == 3
    assert "leads out of the library" in refused.err
    marked = call("highlight", "herald", "--quote", "borrowed boats", cwd=talks)
    assert marked.code == 3
    assert "leads out of the library" in marked.err


def test_links_inside_the_library_are_followed(talks: Path) -> None:
    (talks / "elsewhere").mkdir()
    shutil.move(talks / "positions.yaml", talks / "elsewhere" / "records.yaml")
    (talks / "positions.yaml").symlink_to("elsewhere/records.yaml")
    (talks / "again.md").symlink_to("herald.md")
    assert call("check", cwd=talks).out == "3 records, no problems\n"
    assert "again" in call("list", cwd=talks).out
    assert call(*CHANGES[1], cwd=talks).code == 0
    assert (talks / "positions.yaml").is_symlink()
    assert "Met" in (talks / "elsewhere" / "records.yaml").read_text()


def test_an_index_that_holds_links_is_made_anew_and_answers(talks: Path) -> None:
    link("index/catalog.sqlite", "empty")(talks, talks.parent / "outside")
    ran = call("search", "bridge", cwd=talks)
    assert "the index was built anew: it holds catalog.sqlite" in ran.err
    assert "herald" in ran.out
    assert not (talks / "index" / "catalog.sqlite").is_symlink()


async def test_the_app_asks_no_host_and_runs_no_program(
    talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing.tui.app import BriefingApp

    outside = talks.parent / "outside"
    for trap in ("settings with paths", "article that names others", "exports linked"):
        TRAPS[trap](talks, outside)
    before = everything_in(outside)
    library = Library(talks)
    with at_most(PATIENCE), watched() as seen:
        app = BriefingApp(library)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await until(pilot, lambda: bool(app.screen.query("ArticleView")))
            await pilot.press("enter")
            for key in ("e", "c", "e", "f", "escape", "s", *"bridge", "enter", "escape", "e"):
                await pilot.press(key)
            await until(pilot, lambda: told(app, "leads out of the library"))
    library.close()
    assert everything_in(outside) == before
    assert_nothing_left(seen, outside)
