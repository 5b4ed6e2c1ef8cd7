"""Every change is undone and made again to the byte; nobody else's change is ever undone by it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.dossier import journal
from briefing.dossier.model import Evidence, Kind, Mode
from briefing.library import Library
from briefing.marking import CannotSave, Conflict, Draft, Marking, New, Refused
from tests.marking.conftest import (
    HIGHLIGHTS,
    RECORDS,
    SETTINGS,
    PassageOf,
    opened,
    passages,
    yaml_of,
)

DRAFT = Draft(Kind.DEMAND, "isle", "fares", "The Isle wants boats at night too.")
START = {
    "briefing.yaml": SETTINGS.encode(),
    "positions.yaml": RECORDS.encode(),
    "highlights.yaml": HIGHLIGHTS.encode(),
}
STEPS = ["highlight", "tag", "unmark", "record", "named", "say", "more", "less", "delete", "party"]


def do(marking: Marking, library: Library, step: str, number: int) -> None:
    """One change of the kind ``step``, if there is anything to do it with."""
    text = library.article("harbour").text
    start = number % (len(text) - 30)
    while text[start].isspace():
        start += 1
    at = library.article("harbour").passage(start, start + 25)
    new = replace(DRAFT, says=f"Number {number}.")
    with suppress(Refused):
        if step == "highlight":
            marking.add_highlight(at, tags=[f"tag {number}"])
        elif step == "record":
            answers = tuple(record.id for record in library.dossier.records[:1])
            marking.add_record(at, replace(new, answers=answers))
        elif step == "named":
            marking.add_record(at, replace(new, party=New(f"P{number % 5}"), issue=New("N: o")))
        elif step == "party":
            marking.add_party(f"Party {number}")
        elif step in ("tag", "unmark"):
            do_with_a_highlight(marking, library, step, number)
        else:
            do_with_a_record(marking, library, step, number)


def do_with_a_highlight(marking: Marking, library: Library, step: str, number: int) -> None:
    if marks := library.dossier.highlights:
        mark = marks[number % len(marks)]
        if step == "tag":
            marking.change_highlight(mark, tags=[str(number)], memo="x: y")
        else:
            marking.delete_highlight(mark)


def do_with_a_record(marking: Marking, library: Library, step: str, number: int) -> None:
    if records := library.dossier.records:
        record = records[number % len(records)]
        if step == "say":
            marking.change_record(record, replace(Draft.of(record), says=f"Says {number}."))
        elif step == "more":
            marking.add_evidence(record, Evidence("quay", f"half {number}", Mode.OUTLET))
        elif step == "less":
            marking.remove_evidence(record, record.evidence[0])
        else:
            marking.delete_record(record, unlink=True)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 50)), max_size=9), st.data())
def test_any_changes_are_undone_and_made_again_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    steps: list[tuple[str, int]],
    data: st.DataObject,
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    root = tmp_path_factory.mktemp("undo")
    for name, content in START.items():
        (root / name).write_bytes(content)
    (root / "harbour.md").write_text("The boats sail on and on. " * 4, encoding="utf-8")
    library = opened(root)
    marking = Marking(library)
    states = [yaml_of(root)]
    for step, number in steps:
        do(marking, library, step, number)
        assert library.dossier.records == Library(root).dossier.records
        assert library.dossier.problems == ()
        if yaml_of(root) != states[-1]:
            states.append(yaml_of(root))
    for state in reversed(states[:-1]):
        if data.draw(st.booleans()):  # somebody else does it
            library, marking = (found := opened(root)), Marking(found)
        assert marking.undo() is not None
        assert yaml_of(root) == state
    assert marking.undo() is None
    assert states[0] == START
    for state in states[1:]:
        assert marking.redo() is not None
        assert yaml_of(root) == state
        assert library.dossier.records == Library(root).dossier.records
    assert marking.redo() is None


def test_undo_tells_what_it_undid(
    library: Library, marking: Marking, passage: PassageOf, folder: Path
) -> None:
    marking.add_record(passage("quay", "Nobody"), DRAFT)
    other = Marking(opened(folder))
    change = other.next_undo()
    assert change is not None
    assert change.what == "added the record isle-wants-boats-night"
    assert change.entries == ("isle-wants-boats-night",)
    assert marking.is_mine(change)
    assert not other.is_mine(change)
    assert other.undo() == change
    assert marking.next_undo() is None
    assert marking.next_redo() == change
    assert yaml_of(folder) == START


def test_a_new_change_takes_the_redo_away(marking: Marking, passage: PassageOf) -> None:
    marking.add_record(passage("quay", "Nobody"), DRAFT)
    marking.undo()
    marking.add_highlight(passage("quay", "Nobody"))
    assert marking.redo() is None


def test_undo_leaves_what_others_changed_meanwhile(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    path = library.root / "positions.yaml"
    old = library.dossier.records[0]
    marking.change_record(old, replace(Draft.of(old), says="Half!"))
    meddled = path.read_text().replace("will not cut", "cannot cut").replace("# Told", "# Said")
    path.write_text(meddled)
    assert marking.undo() is not None
    expected = RECORDS.replace("will not cut", "cannot cut").replace("# Told", "# Said")
    assert path.read_text() == expected


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("boats at night too.", "boats at night.", "was changed since then"),
        ("- id: isle-wants-boats-night", "- id: isle-wants-more", "no longer there"),
    ],
)
def test_undo_does_not_go_over_a_later_change(
    library: Library, marking: Marking, passage: PassageOf, old: str, new: str, says: str
) -> None:
    marking.add_highlight(passage("quay", "Nobody"))
    made = marking.add_record(passage("quay", "Nobody"), DRAFT)
    path = library.root / "positions.yaml"
    path.write_text(path.read_text().replace(old, new))
    before = yaml_of(library.root)
    with pytest.raises(Conflict, match=rf'"{made.id}" in positions\.yaml .*{says}'):
        marking.undo()
    assert yaml_of(library.root) == before
    assert marking.undo(skip=True) is not None
    assert yaml_of(library.root) == before
    change = marking.undo()
    assert change is not None
    assert change.what.startswith("added the highlight")


def test_undo_does_not_take_away_what_others_have_linked_to(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    draft = replace(DRAFT, party=New("Rowers"))
    made = marking.add_record(passage("quay", "Nobody"), draft)
    path = library.root / "positions.yaml"
    path.write_text(
        path.read_text().replace("answers: [isle-cheap-fares]", f"answers: [{made.id}]")
    )
    with pytest.raises(
        Conflict, match=r'"coast-refuses" in positions\.yaml names "rowers-isle-wants'
    ):
        marking.undo()
    path.write_text(path.read_text().replace(f"answers: [{made.id}]", "answers: [x]\n  to: rowers"))
    with pytest.raises(Conflict, match='names "rowers"'):
        marking.undo()


def test_redo_does_not_go_over_a_later_change(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    made = marking.add_record(passage("quay", "Nobody"), DRAFT)
    marking.undo()
    path = library.root / "positions.yaml"
    path.write_text(f"{path.read_text()}- id: {made.id}\n  kind: claim\n")
    with pytest.raises(Conflict, match="there again"):
        marking.redo()


def test_the_journal_stays_small_and_keeps_the_newest(
    library: Library,
    marking: Marking,
    passage: PassageOf,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
) -> None:
    monkeypatch.setattr(journal, "LARGEST", 12_000)
    states = [yaml_of(folder)]
    for number in range(60):
        marking.add_record(passage("quay", "Nobody"), replace(DRAFT, says=f"Number {number}."))
        states.append(yaml_of(folder))
        assert (folder / "journal.jsonl").stat().st_size < 13_000
    marking.undo()
    marking.undo()
    again = Marking(opened(folder))
    undone = 2
    while again.undo():
        undone += 1
        assert yaml_of(folder) == states[60 - undone]
    assert undone >= 8
    while again.redo():
        undone -= 1
    assert undone == 0
    assert yaml_of(folder) == states[-1]


def test_a_smaller_journal_still_knows_what_was_undone(
    marking: Marking, passage: PassageOf, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    for number in range(5):
        marking.add_record(passage("quay", "Nobody"), replace(DRAFT, says=f"Number {number}."))
    for _ in range(3):
        marking.undo()
    kept = journal.Journal(folder / "journal.jsonl")
    with kept.path.open("ab") as file:
        file.write(b"x" * 2 * kept.path.stat().st_size + b"\n")
    kept.read()
    known = (kept.done, kept.undone)
    size = kept.path.stat().st_size
    monkeypatch.setattr(journal, "LARGEST", size)
    kept.begin(journal.Do.REDO, kept.undone[0])
    kept.finish()
    assert kept.path.stat().st_size < size / 2
    again = journal.Journal(kept.path)
    again.read()
    assert (again.done, again.undone) == (kept.done, kept.undone)
    assert (again.done[1:], [again.done[0], *again.undone]) == known


@pytest.mark.parametrize("damage", [b"", b"\x00\xff\n", b"[]\n3\n", b'{"undo":99}\n', b'{"cha'])
def test_what_cannot_be_read_in_the_journal_is_passed_over(
    marking: Marking, passage: PassageOf, folder: Path, damage: bytes
) -> None:
    first = marking.add_record(passage("quay", "Nobody"), DRAFT)
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(damage)
    again = Marking(opened(folder))
    second = again.add_record(passage("quay", "Nobody"), DRAFT)
    for made in (second, first):
        change = Marking(opened(folder)).undo()
        assert change is not None
        assert change.entries == (made.id,)
    assert yaml_of(folder) == START


def test_a_journal_of_a_newer_program_is_left_alone(
    marking: Marking, passage: PassageOf, folder: Path
) -> None:
    text = json.dumps({"journal": 2}) + "\n"
    (folder / "journal.jsonl").write_text(text)
    with pytest.raises(CannotSave, match="newer briefing"):
        marking.add_record(passage("quay", "Nobody"), DRAFT)
    assert yaml_of(folder) == START
    assert (folder / "journal.jsonl").read_text() == text


def test_without_its_journal_a_library_is_whole(
    marking: Marking, passage: PassageOf, folder: Path
) -> None:
    marking.add_record(passage("quay", "Nobody"), DRAFT)
    (folder / "journal.jsonl").unlink()
    assert marking.undo() is None
    made = marking.add_highlight(passages(opened(folder))("quay", "Nobody"))
    change = marking.undo()
    assert change is not None
    assert change.entries == (made.id,)
