"""A change that was cut short is either whole or not there, whichever line it stopped at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.dossier.journal import Journal
from briefing.dossier.loaded import Source
from briefing.dossier.model import Kind
from briefing.marking import Draft, Marking, New
from briefing.marking.changing import Changing
from tests.marking.conftest import opened, passages, yaml_of

DRAFT = Draft(Kind.DEMAND, New("Rowers"), "fares", "Rowers want boats at night too.")


class Killed(BaseException):
    """The process ends here: nothing after it runs that a kill would not run."""


def cut_before_writing(patch: pytest.MonkeyPatch) -> None:
    def write(*_: object) -> None:
        raise Killed

    patch.setattr(Changing, "_write", write)


def cut_between_files(patch: pytest.MonkeyPatch) -> None:
    replace_one = Changing._replace
    calls: list[str] = []

    def once(changing: Changing, old: Source, new: Source) -> None:
        if calls:
            raise Killed
        calls.append(old.file)
        replace_one(changing, old, new)

    patch.setattr(Changing, "_replace", once)


def cut_before_done(patch: pytest.MonkeyPatch) -> None:
    def finish(_: Journal) -> None:
        raise Killed

    patch.setattr(Journal, "finish", finish)


def add(marking: Marking, folder: Path) -> None:
    marking.add_record(passages(opened(folder))("quay", "Nobody"), DRAFT)


def steps(marking: Marking, folder: Path, kind: str) -> Callable[[], object]:
    """What is to be cut short, once what it needs has been done."""
    if kind != "add":
        add(marking, folder)
    if kind == "redo":
        marking.undo()
    return {"add": lambda: add(marking, folder), "undo": marking.undo, "redo": marking.redo}[kind]


@pytest.mark.parametrize("kind", ["add", "undo", "redo"])
@pytest.mark.parametrize("cut", [cut_before_writing, cut_between_files, cut_before_done])
def test_a_change_cut_short_is_whole_or_not_there(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    cut: Callable[[pytest.MonkeyPatch], None],
) -> None:
    start = yaml_of(folder)
    step = steps(Marking(opened(folder)), folder, kind)
    before = yaml_of(folder)
    with monkeypatch.context() as patch:
        cut(patch)
        with pytest.raises(Killed):
            step()
    again = Marking(opened(folder))
    after = yaml_of(folder)
    assert (after == before) == (cut is cut_before_writing)
    assert opened(folder).check() == []
    there = opened(folder).dossier.record("rowers-want-boats-night") is not None
    assert there == ((kind != "undo") != (cut is cut_before_writing))
    change = again.undo() if there else again.redo() or again.undo()
    if there:
        assert change is not None
        assert yaml_of(folder) == start
        assert again.redo() is not None
    elif kind == "add":
        assert change is None
    assert opened(folder).problems == ()


def test_what_somebody_changed_after_a_cut_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Marking(opened(folder))
    with monkeypatch.context() as patch:
        cut_between_files(patch)
        with pytest.raises(Killed):
            add(first, folder)
    path = folder / "positions.yaml"
    path.write_text(path.read_text() + "- id: rowers-want-boats-night\n  kind: claim\n")
    meddled = yaml_of(folder)
    again = Marking(opened(folder))
    assert yaml_of(folder) == meddled
    assert again.undo() is None


def test_a_program_that_goes_on_settles_what_another_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Marking(opened(folder))
    with monkeypatch.context() as patch:
        cut_between_files(patch)
        with pytest.raises(Killed):
            add(Marking(opened(folder)), folder)
    at = passages(opened(folder))("quay", "counts")
    other.add_record(at, replace(DRAFT, says="More of it."))
    ids = [record.id for record in opened(folder).dossier.records]
    assert ids[-2:] == ["rowers-want-boats-night", "rowers-more"]
    assert opened(folder).check() == []


def test_a_file_that_changes_while_it_is_saved_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file is written already when the second turns out to be another one."""
    replace_one, path, calls = Changing._replace, folder / "positions.yaml", []

    def meddling(changing: Changing, old: Source, new: Source) -> None:
        if old.file == path.name and not calls:
            calls.append(old.file)
            path.write_text("# Somebody was here.\n" + path.read_text())
        replace_one(changing, old, new)

    monkeypatch.setattr(Changing, "_replace", meddling)
    start = yaml_of(folder)
    marking = Marking(opened(folder))
    add(marking, folder)
    assert path.read_text().startswith("# Somebody was here.\n")
    assert opened(folder).check() == []
    change = marking.undo()
    assert change is not None
    assert len(change.entries) == 2
    somebody = b"# Somebody was here.\n" + start["positions.yaml"]
    assert yaml_of(folder) == {**start, "positions.yaml": somebody}
