"""Many files indexed: alone or with workers, interrupted, and mended afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from briefing import own_process
from briefing.catalog import Entry
from briefing.indexing import comparing, filling, plan, workers
from briefing.indexing.indexed_folder import ENGINE
from briefing.indexing.workers import Workers
from briefing.library import Library
from briefing.search import whoosh_engine
from briefing.search.whoosh_storage import PARTS
from tests.search.invented import random_text

FILES = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose files contend for ids in every way, some of them no articles."""
    root = tmp_path_factory.mktemp("made") / "folder"
    random = Random(1)
    for number in range(FILES):
        folder = root / f"{number % 5}"
        folder.mkdir(parents=True, exist_ok=True)
        head = random.choice(
            ("", "", f"---\nid: id-{random.randrange(9)}\n---\n", "---\nid: 3\n---\n")
        )
        text = random_text(random, 20).strip() or "A word."
        (folder / f"{number // 5}.md").write_text(f"{head}\n{text}\n\nUnique{number}\n", "utf-8")
    (root / "1" / "binary.md").write_bytes(b"\0\1\2\xff" * 50)
    (root / "2" / "empty.txt").write_bytes(b"")
    (root / "2" / "3.txt").write_text("---\nid: [\n---\n", encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares so small that there are several of so few files; workers only where asked for."""
    monkeypatch.setattr(plan, "LEAST_SHARE", 7)
    monkeypatch.setattr(plan, "MOST_SHARE", 11)
    monkeypatch.setattr(workers, "TELL_EVERY", 3)


@pytest.fixture
def with_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "WORTH_WORKERS", 1)
    monkeypatch.setattr(workers, "cores", lambda: 2)


def synced(root: Path, index: Path) -> tuple[list[tuple[int, int]], tuple[Entry, ...]]:
    """Index a folder: the progress told, and the entries; every article is found by its word."""
    told: list[tuple[int, int]] = []
    library = Library(root, index)
    library.sync(lambda done, total: told.append((done, total)))
    holds_all(library)
    library.close()
    return told, library.entries


def holds_all(library: Library) -> None:
    """Assert that the engine has the articles of the catalogue and finds each."""
    readable = {e.id: e.file for e in library.entries if e.reason is None}
    assert library._index.engine.ids() == readable.keys()
    for number in range(FILES):
        (hit,) = library.search(f"Unique{number}").hits
        assert readable[hit.article] == f"{number % 5}/{number // 5}.md"


def copied(made: Path, root: Path) -> Path:
    for path in made.rglob("*.*"):
        (root / path.relative_to(made)).parent.mkdir(parents=True, exist_ok=True)
        (root / path.relative_to(made)).write_bytes(path.read_bytes())
    return root


def changed_in_many_ways(root: Path) -> None:
    """Files with another time, another id, another name, and one that can be read now."""
    for path in sorted(root.rglob("*.md"))[::3]:
        os.utime(path, (1, 1))
    (root / "0" / "0.md").write_text("---\nid: quite-other\n---\nUnique0 anew.\n", "utf-8")
    (root / "0" / "1.md").rename(root / "0" / "moved.md")
    (root / "1" / "binary.md").write_text("Mended.\n", encoding="utf-8")


def finds_what_changed(library: Library) -> None:
    """Assert that the engine has the articles of the catalogue as they are since."""
    readable = {e.id: e.file for e in library.entries if e.reason is None}
    assert library._index.engine.ids() == readable.keys()
    for word, file in (("Unique0", "0/0.md"), ("Unique5", "0/moved.md"), ("Mended", "1/binary.md")):
        (hit,) = library.search(word).hits
        assert readable[hit.article] == file


def test_workers_make_of_a_folder_what_one_process_makes(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, alone = synced(made, tmp_path / "alone")
    monkeypatch.setattr(filling, "WORTH_WORKERS", 1)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    told, together = synced(made, tmp_path / "together")
    assert together == alone
    assert len({e.id for e in alone}) == len(alone) == FILES + 3
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (FILES + 3, FILES + 3)
    assert not (tmp_path / "together" / ENGINE / PARTS).exists()


@pytest.mark.parametrize("worth", [1, 1_000])
def test_with_the_entries_left_in_the_catalogue_it_comes_to_the_same(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth: int
) -> None:
    """Read in rounds of a few files, of which none may take an id that one of a later round has."""
    _, listed = synced(made, tmp_path / "listed")
    monkeypatch.setattr(filling, "WORTH_WORKERS", worth)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    monkeypatch.setattr(comparing, "ROUND", 13)
    root = copied(made, tmp_path / "copy")
    told: list[tuple[int, int]] = []
    library = Library(root, tmp_path / "index", listed=False)
    assert not library.sync(lambda done, total: told.append((done, total)), engine=False)
    assert [e._replace(mtime_ns=0) for e in library.each_entry()] == [
        e._replace(mtime_ns=0) for e in listed
    ]
    assert told[-1] == (FILES + 3, FILES + 3)
    changed_in_many_ways(root)
    library.sync(engine=False)
    assert library.entries == ()
    library.close()
    opened = Library(root, tmp_path / "index")
    assert not opened.sync()
    finds_what_changed(opened)
    opened.close()


@pytest.mark.parametrize("listed", [True, False])
def test_the_first_file_that_claims_an_id_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: bool
) -> None:
    monkeypatch.setattr(comparing, "ROUND", 1)
    (tmp_path / "a.md").write_text("---\nid: b\n---\nWater.\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("A weir.\n", encoding="utf-8")
    library = Library(tmp_path, listed=listed)
    library.sync()
    assert [(e.file, e.id) for e in library.each_entry()] == [("a.md", "b"), ("b.md", "b.md")]
    library.close()


@pytest.mark.usefixtures("with_workers")
def test_what_changed_is_indexed_with_workers_too(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path / "copy")
    index = tmp_path / "index"
    synced(root, index)
    changed_in_many_ways(root)
    library = Library(root, index)
    library.sync()
    finds_what_changed(library)
    library.close()


@pytest.mark.usefixtures("with_workers")
@pytest.mark.parametrize("command", ["raise SystemExit", "print('no pickle', flush=True)", "x ="])
def test_without_workers_that_answer_the_program_does_it_alone(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(workers, "_COMMAND", command)
    synced(made, tmp_path / "index")


@pytest.mark.usefixtures("with_workers")
def test_workers_that_cannot_be_started_are_done_without(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no such program"))
    synced(made, tmp_path / "index")


@pytest.mark.usefixtures("with_workers")
def test_an_interrupt_ends_the_workers_and_the_next_sync_goes_on(
    made: Path, tmp_path: Path
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def remembered(code: str, *, talks: bool) -> subprocess.Popen[bytes]:
        started.append(own_process.started(code, talks=talks))
        return started[-1]

    def interrupt(done: int, _: int) -> None:
        if done > FILES // 2:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "started", remembered)
        library = Library(made, tmp_path / "index")
        with pytest.raises(KeyboardInterrupt):
            library.sync(interrupt)
        library.close()
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)
    synced(made, tmp_path / "index")


@pytest.mark.parametrize("when", ["before the catalogue", "after the catalogue"])
def test_what_was_cut_short_is_taken_up_again(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    note = filling.Filling._note
    totals = set()

    def cut_short(run: filling.Filling, *noted: Any) -> None:
        if when == "after the catalogue":
            note(run, *noted)
        raise KeyboardInterrupt

    library = Library(made, tmp_path / "index")
    with monkeypatch.context() as patch:
        patch.setattr(filling.Filling, "_note", cut_short)
        with pytest.raises(KeyboardInterrupt):
            library.sync()
    library.close()
    again = Library(made, tmp_path / "index")
    assert again.sync(lambda _, total: totals.add(total)).rebuilt is None
    left = FILES + 3 - (plan.MOST_SHARE if when == "after the catalogue" else 0)
    assert totals == {left}
    holds_all(again)
    again.close()


def test_a_damaged_block_found_while_writing_is_rebuilt_from(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(made, tmp_path / "index")
    library.sync()
    library.close()
    library = Library(made, tmp_path / "index")
    update = whoosh_engine.WhooshEngine.update
    broken = [True]

    def breaks_once(engine: whoosh_engine.WhooshEngine, *arguments: object) -> None:
        if broken.pop() if broken else False:
            raise whoosh_engine.IndexDamaged("the index cannot be merged")
        update(engine, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(whoosh_engine.WhooshEngine, "update", breaks_once)
    (made / "0" / "new.md").write_text("New.\n", encoding="utf-8")
    try:
        assert library.sync().rebuilt == "the index cannot be merged"
    finally:
        (made / "0" / "new.md").unlink()
    holds_all(library)
    library.close()


_PROGRAM = """
import sys
from pathlib import Path
from briefing.indexing import filling, plan
from briefing.library import Library
filling.WORTH_WORKERS, plan.LEAST_SHARE, plan.MOST_SHARE = 1, 7, 11
Library(Path(sys.argv[1]), Path(sys.argv[2])).sync()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_kill_anywhere_leaves_an_index_that_is_taken_up_again(made: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    for part in range(6):
        program = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(made), str(index)])
        time.sleep(0.3 + 0.15 * part)
        program.send_signal(signal.SIGKILL)
        program.wait()
    synced(made, index)


def test_workers_end_with_their_block() -> None:
    with Workers(1) as workers:
        (process,) = workers._processes
    assert process.poll() is not None
