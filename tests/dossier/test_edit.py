"""Edits of a list change one entry, and not a byte of any other entry or comment."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing.dossier import edit
from briefing.dossier.load import load_records
from briefing.dossier.model import Record
from tests.dossier.invented import POSITIONS, records
from tests.dossier.yaml_files import File, block_files, bracket_files

NEW = (
    '- id: new\n  kind: claim\n  says: "a: b, \\n c"\n  evidence:\n    - quote: q\n      mode: x\n'
)
COMMENT = re.compile(r"# comment \d+, \[it\]'s: \"-\" {")
files = block_files() | bracket_files()


def meaning(text: str) -> list[Any]:
    """What an independent reader reads, line ends after a text apart."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(child) for key, child in value.items()}
        if isinstance(value, list):
            return [plain(child) for child in value]
        return value.rstrip("\n") if isinstance(value, str) else value

    return plain(yaml.load(text.removeprefix("\ufeff"), yaml.SafeLoader)) or []


def comments(text: str) -> list[str]:
    return COMMENT.findall(text)


@given(files)
def test_the_invented_files_are_what_they_seem(file: File) -> None:
    ids = [f"e{number}" for number in range(len(file.entries))]
    assert [entry["id"] for entry in meaning(file.text)] == ids
    for number, entry in enumerate(file.entries):
        assert edit.entry(file.text, f"e{number}") == entry


@given(files)
def test_append_adds_at_the_end_and_changes_nothing(file: File) -> None:
    result = edit.append(file.text, NEW)
    assert meaning(result) == meaning(file.text) + meaning(NEW)
    assert comments(result) == comments(file.text)
    kept = file.before(len(file.entries))
    if file.entries or not file.in_brackets:
        assert result.startswith(kept)
    if not file.in_brackets:
        assert result.startswith(kept + file.tail)
        assert result.endswith(file.end)
        if "\n" in file.text:
            assert ("\r" in result) == ("\r" in file.text)


@given(files, st.data())
def test_remove_takes_the_lines_of_one_entry_away(file: File, data: st.DataObject) -> None:
    if not file.entries:
        return
    number = data.draw(st.integers(0, len(file.entries) - 1))
    result = edit.remove(file.text, f"e{number}")
    before = meaning(file.text)
    assert meaning(result) == before[:number] + before[number + 1 :]
    inside = comments(file.entries[number])
    assert comments(result) == [c for c in comments(file.text) if c not in inside]
    if not file.in_brackets:
        bare_end = file.end and len(file.entries) == 1 and "---" not in file.lead[0]
        file.entries[number] = "[]\n" if bare_end else ""
        assert result == file.text


@given(files, st.data(), st.booleans())
def test_replace_changes_the_lines_of_one_entry(file: File, data: st.DataObject, new: bool) -> None:
    if not file.entries:
        return
    number = data.draw(st.integers(0, len(file.entries) - 1))
    entry = NEW if new else NEW.replace("id: new", f"id: e{number}")
    result = edit.replace(file.text, f"e{number}", entry)
    expected = meaning(file.text)
    expected[number : number + 1] = meaning(entry)
    assert meaning(result) == expected
    assert sorted(comments(result)) == sorted(comments(file.text))
    start = file.before(number) + file.lead[number]
    assert result.startswith(start)
    rest = file.text[len(start) + len(file.entries[number]) :]
    assert result.endswith(rest)


@given(files, st.data())
def test_a_replaced_entry_can_be_replaced_back(file: File, data: st.DataObject) -> None:
    if not file.entries:
        return
    number = data.draw(st.integers(0, len(file.entries) - 1))
    once = edit.replace(file.text, f"e{number}", NEW)
    lone = yaml.safe_dump([meaning(file.text)[number]], sort_keys=False)
    again = edit.replace(once, "new", lone)
    assert meaning(again) == meaning(file.text)


@given(st.lists(records, min_size=1, max_size=3, unique_by=lambda r: r.id), records)
def test_records_that_are_written_and_replaced_are_read_again(
    some: list[Record], other: Record
) -> None:
    text = ""
    for record in some:
        text = edit.append(text, edit.record_yaml(record))
    assert load_records(text, "p") == (some, [])
    if other.id not in {r.id for r in some[1:]}:
        text = edit.replace(text, some[0].id, edit.record_yaml(other))
        assert load_records(text, "p") == ([other, *some[1:]], [])


def test_fields_that_stay_keep_their_lines_and_comments() -> None:
    text = (
        "- id: a   # first\n"
        "  kind:   demand\n"
        "  # about the party\n"
        "  party: north  # or so\n"
        "  says: 'short'\n"
        "\n"
        "  issue: port\n"
        "- id: b\n"
    )
    new = "- id: a\n  kind: demand\n  party: south\n  to: north\n  issue: port\n"
    assert edit.replace(text, "a", new) == (
        "- id: a   # first\n"
        "  kind:   demand\n"
        "  # about the party\n"
        "  party: south  # or so\n"
        "  to: north\n"
        "\n"
        "  issue: port\n"
        "- id: b\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", NEW),
        ("# only this", f"# only this\n{NEW}"),
        ("---\n", f"---\n{NEW}"),
        ("[]\n", NEW),
        ("# none\n[ ]  # yet\n", f"# none\n{NEW}  # yet\n"),
        ("--- []\n...\n", f"--- \n{NEW}...\n"),
        ("null\n", NEW),
        ("- id: a\n\n- id: b\n", f"- id: a\n\n- id: b\n\n{NEW}"),
        ("  - id: a", "  - id: a\n" + "".join(f"  {line}\n" for line in NEW.splitlines())),
    ],
)
def test_where_an_entry_is_appended(text: str, expected: str) -> None:
    assert edit.append(text, NEW) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- [", "line 1"),
        ("a: b\n", "expected a list"),
        ("- id: new\n", "already"),
        ("- id: a\n---\n- id: b\n", "holds one list"),
    ],
)
def test_what_cannot_be_edited_says_why(text: str, words: str) -> None:
    with pytest.raises(edit.EditError, match=words):
        edit.append(text, NEW)


def test_ids_that_are_not_there_or_twice() -> None:
    with pytest.raises(edit.NoSuchEntry, match="nowhere"):
        edit.remove(POSITIONS, "nowhere")
    with pytest.raises(edit.EditError, match="2 entries"):
        edit.remove("- id: a\n- id: a\n", "a")
    with pytest.raises(edit.EditError, match="already"):
        edit.replace("- id: a\n- id: new\n", "a", NEW)
    with pytest.raises(edit.EditError, match="one item"):
        edit.append("", NEW + NEW.replace("new", "newer"))


def test_an_entry_that_others_lean_on_is_not_removed() -> None:
    text = "- id: a\n  tags: &tags [x]\n- id: b\n  tags: *tags\n"
    with pytest.raises(edit.EditError, match="only a person"):
        edit.remove(text, "a")
    assert edit.remove(text, "b") == "- id: a\n  tags: &tags [x]\n"
