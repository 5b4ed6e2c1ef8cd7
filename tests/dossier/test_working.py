"""Edits near an entry say what edits of the whole file say, and can be taken back to the byte."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.dossier import edit, patch
from briefing.dossier.entries import Edited, Entries
from briefing.dossier.loaded import Loaded
from briefing.dossier.model import Highlight, Record
from briefing.dossier.not_saved import CannotSave, Conflict
from briefing.dossier.patch import Patch, listed
from briefing.dossier.settings_edit import add, listed_in
from briefing.dossier.working import ISSUES, PARTIES, Working
from briefing.locations import DOSSIER
from tests.dossier.invented import HIGHLIGHTS, POSITIONS, SETTINGS, highlights, records
from tests.dossier.yaml_files import File, block_files, bracket_files

NEW = "- id: new\n  kind: claim\n  says: 'a: b'\n"
FILES = block_files(most=9) | bracket_files()


def loaded(**files: str) -> Loaded:
    named = {f"{name}.yaml": text.encode() for name, text in files.items()}
    return Loaded.read(DOSSIER, named.get, None)


def full() -> Loaded:
    return loaded(briefing=SETTINGS, positions=POSITIONS, highlights=HIGHLIGHTS)


def as_read(state: Loaded) -> Loaded:
    """The same bytes, read anew."""
    data = {source.file: source.data for source in state.sources}
    return Loaded.read(DOSSIER, data.get, None)


def edits(file: File, data: st.DataObject) -> tuple[Entries, Edited, str]:
    """One edit of a file: by the entries near it, and as ``edit`` makes it in the whole text."""
    text = file.text.removeprefix("\ufeff")
    entries = Entries.read(text)
    number = data.draw(st.integers(-1, len(file.entries) - 1))
    entry = f"e{number}"
    if number < 0:
        return entries, entries.append("f", "new", NEW), edit.append(text, NEW)
    if data.draw(st.booleans()):
        return entries, entries.remove("f", entry), edit.remove(text, entry)
    other = NEW.replace("id: new", f"id: {entry}")
    return entries, entries.replace("f", entry, other), edit.replace(text, entry, other)


@given(FILES, st.data())
def test_an_edit_near_an_entry_is_the_edit_of_the_whole(file: File, data: st.DataObject) -> None:
    _, edited, whole = edits(file, data)
    assert edited.entries.text == whole
    assert edited.entries == Entries.read(whole)


@given(FILES, st.data())
def test_a_patch_brings_every_byte_back_and_forth(file: File, data: st.DataObject) -> None:
    before, edited, whole = edits(file, data)
    made = Patch.from_json(edited.patch.as_json())
    back = edited.entries.put(made, back=True)
    assert back.entries == before
    assert back.entries.put(made, back=False).entries.text == whole
    assert edited.entries.has(made, back=False)
    assert before.has(made, back=True)


@given(block_files(most=9), st.data())
def test_a_patch_leaves_what_others_changed_elsewhere(file: File, data: st.DataObject) -> None:
    _, edited, whole = edits(file, data)
    others = [i for i in edited.entries.ids if i != edited.patch.entry]
    if not others:
        return
    other = data.draw(st.sampled_from(others))
    assert other is not None
    meddled = data.draw(
        st.sampled_from(
            [
                edit.replace(whole, other, f"- id: {other}\n  says: meddled\n"),
                edit.append(whole, "- id: more\n"),
            ]
        )
    )
    result = Entries.read(meddled).put(edited.patch, back=True).entries
    kept = [
        listed(meddled).own(n).strip() for n, i in enumerate(listed(meddled).ids) if i in others
    ]
    found = listed(result.text)
    assert kept == [found.own(n).strip() for n, i in enumerate(found.ids) if i in others]
    wanted = edited.patch.old.entry
    number = found.number(edited.patch.entry)
    assert (None if number is None else found.own(number).strip()) == (wanted and wanted.strip())


def test_an_entry_that_goes_back_goes_to_its_place() -> None:
    text = "# top\n- id: a\n\n# about b\n- id: b\n# after b\n- id: c\n- id: d\n- id: e\n- id: f\n"
    gone = Entries.read(text).remove("f", "b")
    assert gone.entries.put(gone.patch, back=True).entries.text == text
    edited = gone.entries.replace("f", "a", "- id: a\n  says: more\n")
    expected = text.replace("- id: a\n", "- id: a\n  says: more\n")
    assert edited.entries.put(gone.patch, back=True).entries.text == expected
    without = edited.entries.remove("f", "a").entries
    expected = text.replace("- id: a\n", "")
    assert without.put(gone.patch, back=True).entries.text == expected


def test_an_entry_goes_back_between_its_neighbours_when_comments_there_changed() -> None:
    text = "# all\n- id: a\n# about b\n- id: b\n# after b\n- id: c\n- id: d\n- id: e\n"
    gone = Entries.read(text).remove("f", "b")
    meddled = gone.entries.text.replace("about b", "about it").replace("after b", "after it")
    back = Entries.read(meddled).put(gone.patch, back=True)
    assert back.entries.text == meddled.replace("- id: a\n", "- id: a\n- id: b\n")
    gone = Entries.read(text).remove("f", "a")
    meddled = gone.entries.text.replace("about b", "about it").replace("all", "most")
    back = Entries.read(meddled).put(gone.patch, back=True)
    assert back.entries.text == meddled.replace("- id: b\n", "- id: a\n- id: b\n")


def test_what_was_alone_comes_back_after_what_others_added() -> None:
    made = Entries.read("").append("f", "new", NEW).patch
    for count in (3, 6):
        others = "".join(f"- id: e{number}\n" for number in range(count))
        assert Entries.read(others).put(made, back=False).entries.text == others + NEW


def test_a_comment_that_others_put_beside_an_entry_stays() -> None:
    added = Entries.read("- id: a\n\n- id: b").append("f", "new", NEW)
    assert added.entries.text == f"- id: a\n\n- id: b\n\n{NEW}"
    meddled = added.entries.text.replace("\n\n- id: new", "\n# ours\n- id: new")
    back = Entries.read(meddled).put(added.patch, back=True)
    assert back.entries.text == "- id: a\n\n- id: b\n# ours\n"


def test_an_entry_is_set_apart_as_the_last_ones_are() -> None:
    text = "\n".join(f"- id: e{number}\n" for number in range(6))
    assert Entries.read(text).append("f", "new", NEW).entries.text == f"{text}\n{NEW}"


def test_a_list_with_an_alias_is_read_whole() -> None:
    text = "".join(f"- id: e{number}\n" for number in range(6))
    edited = Entries.read(text).replace("f", "e3", "- id: e3\n  x: &x y\n  z: *x\n")
    assert edited.entries.starts is None
    assert Entries.known(edited.entries.text, ["e0"]) == edited.entries
    assert edited.entries.put(edited.patch, back=True).entries.text == text
    far = text.replace("- id: e0\n", "- id: e0\n  says: so *much\n")
    edited = Entries.read(far).replace("f", "e5", "- id: e5\n  says: this &that\n")
    assert edited.entries.starts is None


@pytest.mark.parametrize(
    ("later", "says"),
    [
        ("- id: a\n- id: new\n  says: other\n", "was changed"),
        ("- id: a\n", "no longer there"),
        ("- id: a\n- id: new\n- id: new\n", "twice"),
    ],
)
def test_a_patch_does_not_go_over_a_later_change(later: str, says: str) -> None:
    made = Entries.read("- id: a\n").append("f", "new", NEW).patch
    with pytest.raises(patch.Clash, match=says):
        Entries.read(later).put(made, back=True)


def test_what_was_removed_does_not_come_back_beside_another_of_its_name() -> None:
    made = Entries.read("- id: a\n- id: b\n").remove("f", "b").patch
    with pytest.raises(patch.Clash, match="there again"):
        Entries.read("- id: a\n- id: b\n  says: other\n").put(made, back=True)


@settings(max_examples=50)
@given(st.lists(records, min_size=6, max_size=9, unique_by=lambda r: r.id), st.data())
def test_what_is_loaded_after_an_edit_is_what_the_file_says(
    some: list[Record], data: st.DataObject
) -> None:
    lead = data.draw(st.lists(st.sampled_from(["", "# c\n", "\n# d\n"]), min_size=9, max_size=9))
    text = "".join(gap + edit.record_yaml(r) for gap, r in zip(lead, some, strict=False))
    working = Working(loaded(positions=text))
    first = working.loaded
    for _ in range(3):
        here = working.loaded.records.items
        chosen = data.draw(st.sampled_from(some))
        if chosen.id not in {r.id for r in here}:
            working.add(chosen)
        elif data.draw(st.booleans()):
            working.remove(chosen)
        else:
            other = data.draw(records)
            working.replace(replace(other, id=chosen.id))
        assert_as_read(working.loaded)
    for made in reversed(working.patches):
        working.put(made, back=True)
        assert_as_read(working.loaded)
    assert working.loaded.sources == first.sources


def assert_as_read(state: Loaded) -> None:
    fresh = as_read(state)
    assert state.records.items == fresh.records.items
    assert state.records.problems == fresh.records.problems == ()
    assert [lines(r) for r in state.records.items] == [lines(r) for r in fresh.records.items]
    assert state.records.entries == fresh.records.entries


def lines(record: Record) -> list[object]:
    places = [record.place, *(e.place for e in record.all_evidence())]
    return [(place, place and dict(place.fields)) for place in places]


@given(highlights)
def test_highlights_are_kept_in_a_file_of_their_own(mark: Highlight) -> None:
    working = Working(full())
    mark = replace(mark, id="h-other")
    working.add(mark)
    assert working.loaded.dossier.highlights[-1] == mark
    assert working.loaded.records is working.loaded.records
    working.remove(mark)
    assert working.loaded.sources == full().sources


def test_a_file_is_made_and_goes_again() -> None:
    working = Working(loaded())
    mark = Highlight("h-1", "harbour", "stays a draft")
    working.add(mark)
    working.name(PARTIES, "north", "Northland", "Talks")
    working.name(ISSUES, "harbour", "The harbour", "Talks")
    said = "format: 1\ntitle: Talks\nparties:\n  - id: north\n    name: Northland\n"
    assert working.loaded.settings.source.text.startswith(said)
    assert working.loaded.settings.problems == ()
    for made in reversed(working.patches):
        working.put(made, back=True)
    assert [source.data for source in working.loaded.sources] == [None] * 4
    for made in working.patches:
        working.put(made, back=False)
    assert working.loaded.highlights.items == (mark,)
    assert [party.id for party in working.loaded.settings.settings.parties] == ["north"]


WRITTEN_OTHERWISE = """\
- id: boats
  kind: claim
  party: north
  to: null
  issue: 'harbour'
  says: Boats lie there.
  figure: {of: boats, value: 2.50, unit: boats}  # as told
  # the day
  when: {from: "2031-04-02", known: stated}
  evidence: [{article: a, mode: outlet, quote: b}]
"""


def test_a_field_that_means_the_same_keeps_its_lines_however_it_is_written() -> None:
    working = Working(loaded(briefing=SETTINGS, positions=WRITTEN_OTHERWISE))
    (old,) = working.loaded.records.items
    new = replace(old, says="Two boats.", pending_from="south")
    working.replace(new)
    lines = "says: Two boats.\n  pending_from: south"
    expected = WRITTEN_OTHERWISE.replace("says: Boats lie there.", lines)
    assert working.loaded.records.source.text == expected
    assert new.figure is not None
    working.replace(replace(new, to="south", figure=replace(new.figure, value=3)))
    assert "value: 3" in working.loaded.records.source.text
    assert "  # the day\n  when: {from" in working.loaded.records.source.text


def test_a_file_with_something_wrong_is_still_edited_elsewhere() -> None:
    text = POSITIONS.replace("kind: demand", "kind: wish")
    working = Working(loaded(positions=text))
    old = working.loaded.records.items[0]
    working.replace(replace(old, says="Changed."))
    assert_problems_as_read(working.loaded)
    assert working.loaded.records.source.text == text.replace(old.says, "Changed.")
    working.remove(working.loaded.records.items[1])
    assert_problems_as_read(working.loaded)


def assert_problems_as_read(state: Loaded) -> None:
    assert state.records.problems == as_read(state).records.problems
    assert len(state.records.problems) == 1
    assert state.records.items == as_read(state).records.items


@pytest.mark.parametrize(
    ("text", "says"),
    [("- id: [", "positions.yaml:1: "), ("- id: a\n  <<: *b\n", "positions.yaml:2: ")],
)
def test_a_file_that_does_not_parse_is_left_alone(text: str, says: str) -> None:
    working = Working(loaded(positions=text))
    with pytest.raises(CannotSave, match=says):
        working.add(full().records.items[0])
    assert working.loaded.records.source.text == text


def test_a_file_that_is_not_text_is_left_alone() -> None:
    data = {"positions.yaml": b"\xff\xfe\x00"}
    working = Working(Loaded.read(DOSSIER, data.get, None))
    with pytest.raises(CannotSave, match="not UTF-8"):
        working.add(full().records.items[0])


def test_what_would_not_read_the_same_again_is_not_written() -> None:
    working = Working(full())
    for mark in (Highlight("No id", "harbour", "stays"), Highlight("h-2", "harbour", "")):
        with pytest.raises(CannotSave, match="reads the same again"):
            working.add(mark)
    assert working.loaded.sources == full().sources


def test_a_clash_names_entry_and_file() -> None:
    working = Working(full())
    record = working.loaded.records.items[1]
    working.remove(record)
    again = Working(full())
    with pytest.raises(Conflict, match=r'"south-refuses" in positions\.yaml is there again'):
        again.put(working.patches[0], back=True)


def test_only_what_changed_is_read_again() -> None:
    first = full()
    data = {source.file: source.data for source in first.sources}
    assert Loaded.read(DOSSIER, data.get, first) is first
    second = Loaded.read(DOSSIER, {**data, "highlights.yaml": None}.get, first)
    assert second.records is first.records
    assert second.settings is first.settings
    assert second.highlights.items == ()


PARTY = ("river", "River, League")
LONG = "parties:\n  - id: north  # the first\n    name: North\n\nissues: []  # none\n# end\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "format: 1\ntitle: T\nparties:\n  - id: river\n    name: River, League\n"),
        ("title: x", "title: x\nparties:\n  - id: river\n    name: River, League\n"),
        ("parties: [] # c\n", "parties: # c\n  - id: river\n    name: River, League\n"),
        ("parties:\r\n", "parties:\r\n  - id: river\r\n    name: River, League\r\n"),
        (LONG, LONG.replace("North\n", "North\n  - id: river\n    name: River, League\n")),
        (
            "parties:\n- {id: a, name: A}\nwording: []\n",
            'parties:\n- {id: a, name: A}\n- {id: river, name: "River, League"}\nwording: []\n',
        ),
        (
            "parties: [{id: a, name: A}]\n",
            'parties: [{id: a, name: A}, {id: river, name: "River, League"}]\n',
        ),
    ],
)
def test_a_party_is_added_and_no_other_byte_changes(text: str, expected: str) -> None:
    result = add(text, PARTIES, *PARTY, "T")
    assert result == expected
    made = patch.between(
        listed_in(text, PARTIES), listed_in(result, PARTIES), "river", file="f", field=PARTIES
    )
    there = listed_in(result, PARTIES)
    assert patch.put(there, made, True, lambda text: listed_in(text, PARTIES)) == text


@pytest.mark.parametrize(
    "text",
    [
        "{title: x}",
        "parties: some",
        "- a",
        "title: [",
        "parties: {}",
        "---\n...\n",
        "parties: [\n#\n]",
    ],
)
def test_settings_that_only_a_person_can_edit(text: str) -> None:
    with pytest.raises(edit.EditError):
        add(text, PARTIES, *PARTY, "T")
