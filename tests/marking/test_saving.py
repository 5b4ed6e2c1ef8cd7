"""Saving into files that others hold, touch or wrote their own way: nothing of theirs is lost."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.dossier import lock
from briefing.dossier.model import Kind
from briefing.files import write_atomic
from briefing.library import Library
from briefing.locations import JOURNAL
from briefing.marking import CannotSave, Draft, Marking
from tests.marking.conftest import RECORDS, PassageOf, opened, passages, yaml_of

DRAFT = Draft(Kind.CLAIM, "isle", "fares", "The Isle counts its boats.")
EACH = 25


def test_line_ends_and_byte_order_mark_stay(folder: Path) -> None:
    path = folder / "positions.yaml"
    data = ("\ufeff" + RECORDS.replace("\n", "\r\n")).encode()
    path.write_bytes(data)
    library = opened(folder)
    marking = Marking(library)
    marking.add_record(passages(library)("quay", "Nobody"), DRAFT)
    result = path.read_bytes()
    assert result.startswith(data.removesuffix(b"# The end\r\n"))
    assert result.count(b"\n") == result.count(b"\r\n")
    marking.undo()
    assert path.read_bytes() == data


def test_a_text_that_no_file_can_hold_is_not_saved(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    before = yaml_of(library.root)
    with pytest.raises(CannotSave, match="surrogate"):
        marking.add_record(passage("quay", "Nobody"), replace(DRAFT, says="\udc80"))
    assert yaml_of(library.root) == before
    assert marking.next_undo() is None


def test_a_file_that_never_rests_is_given_up(
    library: Library, marking: Marking, passage: PassageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who does not know our lock changes the file each time before it is replaced."""

    def late(path: Path, data: bytes, **more: object) -> None:
        path.write_text(path.read_text(encoding="utf-8") + "#\n", encoding="utf-8")
        write_atomic(path, data, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("briefing.marking.changing.write_atomic", late)
    with pytest.raises(CannotSave, match="keep changing"):
        marking.add_record(passage("quay", "Nobody"), DRAFT)
    text = (library.root / "positions.yaml").read_text(encoding="utf-8")
    assert text.rstrip("#\n") == RECORDS.rstrip("#\n")
    assert marking.next_undo() is None


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_a_lock_that_is_held_is_waited_for_and_a_left_one_is_not(
    library: Library, marking: Marking, passage: PassageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = library.root / JOURNAL
    (library.root / f".{JOURNAL}.lock").touch()
    assert marking.add_record(passage("quay", "Nobody"), DRAFT).id
    monkeypatch.setattr(lock.locked.__wrapped__, "__defaults__", (0.02,))  # type: ignore[attr-defined]
    before = yaml_of(library.root)
    with lock.locked(journal):
        with pytest.raises(CannotSave, match="another program"):
            marking.undo()
        with pytest.raises(CannotSave, match="another program"):
            marking.add_highlight(passage("quay", "Nobody"))
    assert yaml_of(library.root) == before
    assert marking.undo() is not None
    assert not list(library.root.glob(".*.lock"))


@pytest.mark.parametrize("shared", [True, False], ids=["one service", "a service each"])
def test_threads_that_save_at_once_lose_nothing(folder: Path, shared: bool) -> None:
    library = opened(folder)
    marking = Marking(library)
    place = passages(library)("quay", "Nobody")

    def add_many(name: str) -> list[str]:
        own = marking if shared else Marking(opened(folder))
        drafts = (replace(DRAFT, says=f"Boat {name} {number}.") for number in range(EACH))
        return [own.add_record(place, draft).id for draft in drafts]

    with ThreadPoolExecutor(2) as pool:
        told = [name for ids in pool.map(add_many, ("one", "two")) for name in ids]
    assert len(set(told)) == 2 * EACH
    again = opened(folder)
    assert again.problems == ()
    assert {record.id for record in again.dossier.records} > set(told)
    assert len(again.dossier.records) == 3 + 2 * EACH
