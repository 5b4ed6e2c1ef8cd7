"""Saving: nothing of anybody's is lost, and what cannot be saved says why and changes nothing."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.dossier import lock, store
from briefing.dossier.load import load_highlights, load_records
from briefing.dossier.model import Evidence, Highlight, Kind, Mode, Record
from briefing.dossier.store import CannotSave, Conflict, Store
from briefing.files import write_atomic
from tests.dossier.invented import POSITIONS

EACH = 50


def made(name: str, says: str = "They say so.") -> Record:
    evidence = Evidence("harbour", "so — they say", Mode.DIRECT)
    return Record(name, Kind.CLAIM, "north", "harbour", says, (evidence,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "positions.yaml"
    file.write_text(POSITIONS, encoding="utf-8")
    return file


def in_file(path: Path) -> list[Record]:
    records, problems = load_records(path.read_text(encoding="utf-8"), "p")
    assert not problems
    return records


def add_many(path: Path, name: str, count: int) -> None:
    for number in range(count):
        Store(path).add(made(f"{name}-{number}"))


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[], object], times: int = 1
) -> None:
    """Somebody who does not know our lock changes the file just before it is replaced."""
    left = [times]

    def late(path: Path, data: bytes, **more: object) -> None:
        if left[0]:
            left[0] -= 1
            change()
        write_atomic(path, data, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "write_atomic", late)


def test_add_replace_and_remove(path: Path) -> None:
    saved = Store(path)
    saved.add(made("new"))
    assert in_file(path)[-1] == made("new")
    saved.replace(made("new"), made("newer", "They say more: so."))
    assert in_file(path)[-1] == made("newer", "They say more: so.")
    saved.remove(made("newer", "They say more: so."))
    assert path.read_text(encoding="utf-8") == POSITIONS
    assert [p.name for p in path.parent.iterdir()] == ["positions.yaml"], "no lock is left"


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "library" / "highlights.yaml"
    marked = Highlight("h", "harbour", "a: quote\n", tags=("to, check",))
    Store(path).remove(marked)
    assert not path.exists()
    Store(path).add(marked)
    assert load_highlights(path.read_text(encoding="utf-8"), "h") == ([marked], [])
    Store(path).remove(marked)
    assert path.read_text(encoding="utf-8") == ""


def test_the_same_again_writes_nothing(path: Path) -> None:
    saved, first = Store(path), in_file(path)[0]
    before = path.stat().st_mtime_ns, path.stat().st_ino
    saved.add(first)
    saved.replace(made("north-open"), first)
    saved.remove(made("gone already"))
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_what_somebody_else_changed_in_another_entry_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = in_file(path)
    theirs = POSITIONS.replace("Southland turns the plan down.", "Theirs.") + "# and a comment\n"
    meanwhile(monkeypatch, lambda: path.write_text(theirs, encoding="utf-8"))
    Store(path).replace(first, replace(first, says="Ours."))
    records = in_file(path)
    assert [r.says for r in records[:2]] == ["Ours.", "Theirs."]
    assert "# and a comment" in path.read_text(encoding="utf-8")
    with pytest.raises(Conflict, match="south-refuses"):
        Store(path).remove(second)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("says: Northland wants", "says: They want"),
        ("kind: demand", "kind: wish"),
        ("id: north-open", "id: gone"),
    ],
)
def test_the_same_entry_changed_by_somebody_else_is_a_conflict(
    path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    first = in_file(path)[0]
    theirs = POSITIONS.replace(old, new)
    meanwhile(monkeypatch, lambda: path.write_text(theirs, encoding="utf-8"))
    with pytest.raises(Conflict, match="north-open"):
        Store(path).replace(first, replace(first, says="Ours."))
    assert path.read_text(encoding="utf-8") == theirs


def test_an_id_that_is_taken_is_a_conflict(path: Path) -> None:
    with pytest.raises(Conflict, match="already"):
        Store(path).add(made("north-open"))
    first = in_file(path)[0]
    with pytest.raises(Conflict, match="already"):
        Store(path).replace(first, replace(first, id="ships-waiting"))
    assert path.read_text(encoding="utf-8") == POSITIONS


@pytest.mark.parametrize("data", [b"- id: a: b\n", b"a: b\n", b"- id: \xff\n", b"- id: \x00\n"])
def test_a_file_that_cannot_be_read_is_not_written(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    for change in (Store(path).add, Store(path).remove):
        with pytest.raises(CannotSave, match=r"positions\.yaml"):
            change(made("new"))
    assert path.read_bytes() == data


def test_a_text_that_no_file_can_hold_is_not_saved(path: Path) -> None:
    with pytest.raises(CannotSave, match="surrogate"):
        Store(path).add(made("new", "\udc80"))
    assert path.read_text(encoding="utf-8") == POSITIONS


def test_a_file_that_never_rests_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def touch() -> None:
        path.write_text(path.read_text(encoding="utf-8") + "#\n", encoding="utf-8")

    meanwhile(monkeypatch, touch, times=10_000)
    with pytest.raises(CannotSave, match="keeps changing"):
        Store(path).add(made("new"))


def test_line_ends_and_byte_order_mark_stay(path: Path) -> None:
    data = ("\ufeff" + POSITIONS.replace("\n", "\r\n")).encode()
    path.write_bytes(data)
    Store(path).add(made("new"))
    result = path.read_bytes()
    assert result.startswith(data)
    assert result.count(b"\n") == result.count(b"\r\n")


@pytest.mark.parametrize("workers", ["processes", "threads"])
def test_those_who_save_at_once_lose_nothing(path: Path, workers: str) -> None:
    if workers == "threads":
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(add_many, path, name, EACH) for name in ("one", "two")]:
                done.result()
    else:
        context = multiprocessing.get_context("spawn")
        runs = [context.Process(target=add_many, args=(path, n, EACH)) for n in ("one", "two")]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert [run.exitcode for run in runs] == [0, 0]
    expected = {f"{name}-{number}" for name in ("one", "two") for number in range(EACH)}
    records = in_file(path)
    assert len(records) == 3 + 2 * EACH
    assert {r.id for r in records} > expected
    assert [p.name for p in path.parent.iterdir()] == ["positions.yaml"]


@pytest.mark.slow
def test_two_processes_with_two_hundred_records_each_lose_none(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    runs = [context.Process(target=add_many, args=(path, name, 200)) for name in ("one", "two")]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert len(in_file(path)) == 403


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_a_lock_that_is_held_is_waited_for_and_a_left_one_is_not(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path.parent / ".positions.yaml.lock").touch()
    Store(path).add(made("new"))
    with lock.locked(path), pytest.raises(lock.Busy), lock.locked(path, wait=0.02):
        pytest.fail("two hold the lock")
    monkeypatch.setattr(lock.locked.__wrapped__, "__defaults__", (0.02,))
    with lock.locked(path), pytest.raises(CannotSave, match="another program"):
        Store(path).add(made("newer"))
