"""A disk that is read-only, closed or changing: a clear sentence, and the rest works."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing import reading
from briefing.library import Library
from briefing.marking import Marking
from tests.faults.plain_user import as_user
from tests.faults.using import CHANGES, HIGHLIGHT, READING, RECORD, assert_said
from tests.hostile.commands import call
from tests.hostile.watching import at_most, everything_in
from tests.tally import tried
from tests.tui.conftest import FILES


def closed(folder: Path) -> dict[str, bytes | None]:
    """Make a folder read-only with all that is in it; what is in it."""
    before = everything_in(folder)
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return before


def test_a_read_only_library_is_read_and_says_so_when_it_is_to_be_changed(talks: Path) -> None:
    (talks.parent / "ferry.txt").write_text("Ferry\n\n" + "A ferry crosses the river. " * 40)
    before = closed(talks)
    home = talks.parent / "home"
    *answers, told = as_user([*READING, *CHANGES, ["list"]], talks, HOME=str(home))
    for arguments, ran in zip(READING, answers, strict=False):
        assert ran.code == 0, (arguments, ran.err)
    for ran in answers[len(READING) :]:
        assert_said(ran)
    assert "herald" in told.out
    assert everything_in(talks) == before
    assert list((home / ".cache" / "briefing").rglob("catalog.sqlite"))


def test_with_a_read_only_cache_too_the_index_is_temporary(talks: Path) -> None:
    home, temporary = talks.parent / "home", talks.parent / "tmp"
    for folder in (home, temporary):
        folder.mkdir()
    home.chmod(0o555)
    closed(talks)
    own = {"HOME": str(home), "TMPDIR": str(temporary)}
    refused = ["search", "bridge", "--index", str(home / "index")]
    answers = as_user([["search", "bridge"], ["search", "bridge"], refused], talks, **own)
    assert all("herald" in ran.out for ran in answers[:2])
    assert_said(answers[2])
    assert "name another folder with --index" in answers[2].err
    (folder,) = temporary.iterdir()
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", ["a link", "of somebody else"])
def test_a_temporary_folder_that_somebody_made_first_is_not_used(
    talks: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    temporary, trap = talks.parent / "tmp", talks.parent / "trap"
    for folder in (temporary, trap):
        folder.mkdir()
    own = temporary / f"briefing-{os.getuid()}"
    if how == "a link":
        own.symlink_to(trap)
    else:
        own.mkdir()
        real = Path.lstat
        other = os.stat_result((*os.stat(own)[:4], os.getuid() + 1, *os.stat(own)[5:]))
        monkeypatch.setattr(Path, "lstat", lambda p: other if p == own else real(p))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr("platformdirs.user_cache_path", _refuses)
    (talks / "briefing.yaml").unlink()
    library = Library(talks)
    library.sync()
    assert library.index_folder.parent.parent not in {own, trap}
    assert list(trap.iterdir()) == []
    library.close()


def _refuses(*_: object, **__: object) -> Path:
    raise OSError(30, "Read-only file system")


def test_without_a_home_everything_but_memory_works(talks: Path) -> None:
    commands = [*READING, HIGHLIGHT, ["undo"], ["keys"]]
    for arguments, ran in zip(commands, as_user(commands, talks, HOME=None), strict=True):
        assert ran.code == 0, (arguments, ran.err)


@pytest.mark.parametrize("home", ["/nonexistent/home", ""])
def test_a_home_that_is_not_there(talks: Path, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    monkeypatch.setenv("HOME", home)
    for name in ("STATE", "CONFIG", "CACHE", "DATA"):
        monkeypatch.delenv(f"XDG_{name}_HOME")
    monkeypatch.setattr(Path, "mkdir", _no_folder_in(home, Path.mkdir))
    for arguments in (*READING, HIGHLIGHT, ["undo"], ["keys"]):
        assert call(*arguments, cwd=talks).code == 0


def _no_folder_in(home: str, made: Callable[..., None]) -> Callable[..., None]:
    def mkdir(path: Path, *arguments: object, **options: object) -> None:
        if home and str(path).startswith("/nonexistent"):
            raise PermissionError(13, "Permission denied", str(path))
        made(path, *arguments, **options)

    return mkdir


def test_what_may_not_be_read_is_named_and_the_rest_works(talks: Path) -> None:
    (talks / "closed").mkdir()
    (talks / "closed" / "inside.md").write_text("Words behind a closed door.\n")
    (talks / "secret.md").write_text("Words nobody may read.\n")
    (talks / "highlights.yaml").write_text("- {id: h-1, article: herald, quote: mill}\n")
    for name in ("closed", "secret.md", "highlights.yaml"):
        (talks / name).chmod(0)
    commands = [["list"], ["search", "bridge"], ["show", "secret"], HIGHLIGHT, RECORD]
    listed, found, shown, marked, recorded = as_user(commands, talks, HOME=str(talks.parent))
    assert "secret.md\n  not readable: cannot be read: Permission denied" in listed.out
    assert "highlights.yaml:1: cannot be read: Permission denied" in listed.err
    assert "inside" not in listed.out
    assert "herald" in found.out
    for ran in (shown, marked):
        assert_said(ran)
    assert recorded.code in {0, 3}
    (talks / "highlights.yaml").chmod(0o644)
    assert "h-1" in (talks / "highlights.yaml").read_text()


def test_the_index_of_somebody_else_is_left_and_said(talks: Path) -> None:
    assert call("list", cwd=talks).code == 0
    for path in (talks / "index").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (talks / "index").chmod(0o555)
    (read,) = as_user([["search", "bridge"]], talks, HOME=str(talks.parent))
    assert "herald" in read.out
    (talks / "new.md").write_text("A new text about the bridge.\n")
    (ran,) = as_user([["search", "bridge"]], talks, HOME=str(talks.parent))
    assert ran.code == 0
    assert "may miss the newest changes" in ran.err
    assert "herald" in ran.out


def _removed(path: Path) -> None:
    path.unlink()


def _changed(path: Path) -> None:
    path.write_text("Quite another text about a tunnel, and longer than the one before.\n")


def _cut(path: Path) -> None:
    os.truncate(path, 3)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("happens", [_removed, _changed, _cut, _folder])
@pytest.mark.parametrize("moment", ["before reading", "after reading"])
def test_a_file_that_disappears_or_changes_while_it_is_indexed(
    talks: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None], moment: str
) -> None:
    path = talks / "weather.txt"
    whole = reading.read_bytes

    def while_read(data: bytes, file: str) -> object:
        late = moment == "after reading"
        if file == ("weather.txt" if late else "courier.md") and path.is_file():
            happens(path)
        return whole(data, file)

    monkeypatch.setattr(reading, "read_bytes", while_read)
    library = Library(talks)
    library.sync()
    assert {e.id for e in library.entries if e.reason is None} >= {"herald", "courier"}
    monkeypatch.undo()
    library.sync()
    found = {hit.article for hit in library.search("bridge OR tunnel").hits}
    assert found >= {"herald", "courier"}
    assert ("weather" in found) == (happens is _changed)
    readable = {e.id for e in library.entries if e.reason is None}
    assert readable - found == ({"weather"} if happens is _cut else set())
    library.close()


def test_a_clock_that_jumps_back_changes_no_order(
    talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(talks)
    library.sync(engine=False)
    article = library.article("herald")
    marking = Marking(library)
    made = []
    for number, year in enumerate((2040, 2020, 1999)):
        _set_clock(monkeypatch, year)
        made.append(marking.add_highlight(article.passage(number * 9, number * 9 + 8)).id)
        path = talks / "weather.txt"
        path.write_text(
            f"{FILES['weather.txt']}\nChanged for the {number}th time, sluice{number}.\n"
        )
        os.utime(path, (year * 10**6, year * 10**6))
        library.sync()
        assert [hit.article for hit in library.search(f"sluice{number}").hits] == ["weather"]
    undone = [marking.undo() for _ in made]
    assert [change.entries[0] for change in undone if change] == made[::-1]
    assert library.dossier.highlights == ()
    library.close()


def _set_clock(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(year, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("briefing.dossier.journal.datetime", Clock)
    monkeypatch.setattr("briefing.kept.datetime", Clock)
    monkeypatch.setattr("time.time", lambda: (year - 1970) * 31_556_952.0)


NAMES = [
    "with spaces and  two.md",
    "with\nnewline.md",
    "with\ttab and 'quotes\" and `ticks`.md",
    "-rf.md",
    "--help.txt",
    os.fsdecode(b"caf\xe9 \xff.md"),
    "$(touch run); & | > x.md",
    "%s {0} \\n ~.md",
    f"{'long' * 60}.md",
    "ﷺ é e\u0301 😀 \u202e.md",
    "con.md",
    "~ ..txt.md",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_is_listed_shown_found_marked_and_removed(talks: Path, name: str) -> None:
    (talks / name).write_text("# A named text\n\nIt tells of an okapi by the river.\n")
    with at_most(100):
        assert "named text" in call("list", cwd=talks).out
        assert "okapi" in call("search", "okapi", cwd=talks).out
        shown = os.fsencode(name).decode("utf-8", "replace")
        ids = {e.file: e.id for e in _entries(talks)}
        for known in (name, ids[name]):
            assert "okapi" in call("show", "--", known, cwd=talks).out, shown
        marked = call("highlight", "--quote", "okapi", "--", ids[name], cwd=talks)
        assert marked.code == 0, marked.err
        assert call("check", cwd=talks).code == 0
        removed = call("remove", "--yes", "--", ids[name], cwd=talks)
        assert removed.code == 0, removed.err
        assert not (talks / name).exists()
        assert call("undo", cwd=talks).code == 0
        assert (talks / name).exists()


def _entries(talks: Path) -> tuple[object, ...]:
    library = Library(talks)
    library.sync(engine=False)
    entries = library.entries
    library.close()
    return entries


def test_links_in_circles_end(talks: Path) -> None:
    (talks / "self.md").symlink_to("self.md")
    (talks / "one.md").symlink_to("other.md")
    (talks / "other.md").symlink_to("one.md")
    (talks / "down").mkdir()
    (talks / "down" / "up").symlink_to("..")
    (talks / "highlights.yaml").symlink_to("highlights.yaml")
    with at_most(100):
        listed = call("list", cwd=talks)
        assert listed.code == 0
        assert listed.out.count("not readable") == 0
        assert "highlights.yaml" in listed.err
        assert "herald" in call("search", "bridge", cwd=talks).out
        assert_said(call(*HIGHLIGHT, cwd=talks))


@pytest.mark.slow
def test_a_hundred_thousand_files(talks: Path) -> None:
    for number in range(100_000):
        folder = talks if number < 50_000 else talks / "more"
        if number == 50_000:
            folder.mkdir()
        (folder / f"{number}.md").write_text(f"Text {number} tells of the river.\n")
    program = [sys.executable, "-m", "briefing", "search", "9999 river"]
    for _ in range(2):
        done = subprocess.run(program, cwd=talks, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("1. ")
    library = Library(talks)
    assert not library.sync()
    assert len(library.entries) == 100_000 + 3
    library.close()
    tried("files in one library", 100_000)
