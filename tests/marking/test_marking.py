"""What can be marked, changed and deleted, and what is refused."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.article import Passage, Span
from briefing.dossier.model import (
    Dismissal,
    Figure,
    Kind,
    Located,
    Mode,
    Record,
    Stance,
)
from briefing.library import Library
from briefing.marking import (
    CannotSave,
    Conflict,
    Draft,
    Marking,
    New,
    NotSaved,
    Referred,
    Refused,
    known_issue,
    known_party,
)
from tests.marking.conftest import DAY, HIGHLIGHTS, RECORDS, SETTINGS, PassageOf, opened, passages

DRAFT = Draft(Kind.DEMAND, "isle", "fares", "The Isle wants boats at night too.")


def fresh(library: Library) -> Library:
    """The same folder, opened by another program."""
    return opened(library.root)


def record(library: Library, record_id: str) -> Record:
    found = library.dossier.record(record_id)
    assert found is not None
    return found


def records_text(library: Library) -> str:
    return (library.root / "positions.yaml").read_text(encoding="utf-8")


def test_a_highlight_is_the_passage_and_on_the_disk(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    second = library.article("harbour").text.rindex("boats sail on")
    selected = Passage("harbour", Span(second - 1, second + 13))
    mark = marking.add_highlight(selected, tags=["night ", "to-check", "night", ""], memo=" why? ")
    assert (mark.quote, mark.tags, mark.memo) == ("boats sail on", ("night", "to-check"), "why?")
    assert mark.made == DAY
    assert library.locate(mark) == Located(Span(second, second + 13))
    assert fresh(library).dossier.highlights[1] == mark
    text = (library.root / "highlights.yaml").read_text(encoding="utf-8")
    assert text.startswith(HIGHLIGHTS)
    assert library.dossier.highlight(mark.id) == mark


def test_a_highlight_is_changed_and_deleted(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    mark = marking.add_highlight(passage("quay", "Nobody counts"))
    changed = marking.change_highlight(mark, tags=["boats"], memo="who does?")
    assert changed.quote == mark.quote
    assert fresh(library).dossier.highlights[1] == changed
    marking.delete_highlight(changed)
    assert (library.root / "highlights.yaml").read_text(encoding="utf-8") == HIGHLIGHTS
    marking.delete_highlight(changed)


def test_the_same_passage_is_not_highlighted_twice(marking: Marking, passage: PassageOf) -> None:
    with pytest.raises(Refused, match="already, as h-000001"):
        marking.add_highlight(passage("quay", "half the fare"))


def test_nothing_selected_is_nothing_marked(library: Library, marking: Marking) -> None:
    with pytest.raises(Refused, match="select some words"):
        marking.add_highlight(Passage("quay", Span(3, 3)))
    with pytest.raises(Refused, match="select some words"):
        marking.add_record(Passage("quay", Span(5, 6)), DRAFT)
    assert not (library.root / "journal.jsonl").exists()


def test_tags_come_most_used_first(marking: Marking, passage: PassageOf) -> None:
    marking.add_highlight(passage("quay", "Nobody"), tags=["to-check", "Boats"])
    assert marking.tags() == ("to-check", "Boats", "fares")


def test_a_tag_is_renamed_everywhere_in_one_step(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    marking.add_highlight(passage("quay", "Nobody"), tags=["checked", "night", "to-check"])
    marking.add_highlight(passage("harbour", "Islanders"), tags=["night"])
    before = (library.root / "highlights.yaml").read_bytes()

    def tags() -> list[tuple[str, ...]]:
        return [mark.tags for mark in library.dossier.highlights]

    assert marking.rename_tag("to-check", " checked ") == 2
    assert tags() == [("fares", "checked"), ("checked", "night"), ("night",)]
    assert marking.undo() is not None
    assert (library.root / "highlights.yaml").read_bytes() == before
    assert marking.rename_tag("night", None) == 2
    assert tags() == [("fares", "to-check"), ("checked", "to-check"), ()]
    with pytest.raises(Refused, match="no highlight has the tag night"):
        marking.rename_tag("night", "day")


def test_a_record_has_a_readable_id_and_evidence_that_is_found(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    at = passage("harbour", "boats sail on")
    made = marking.add_record(at, DRAFT, speaker="A sailor")
    assert made.id == "isle-wants-boats-night"
    [evidence] = made.evidence
    assert library.locate(evidence) == Located(at.span)
    assert (evidence.speaker, evidence.mode) == ("A sailor", Mode.PARAPHRASE)
    assert fresh(library).dossier.records[-1] == made
    assert fresh(library).check() == []
    assert marking.add_record(at, DRAFT).id == "isle-wants-boats-night-2"


def test_only_the_lines_of_the_record_are_new(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    marking.add_record(passage("quay", "Nobody counts"), DRAFT)
    added = records_text(library)
    assert added.startswith(RECORDS)
    assert added.removeprefix(RECORDS).startswith("\n- id: isle-wants-boats-night\n")


def test_what_a_draft_can_hold_is_saved(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    draft = Draft(
        *(Kind.FIGURE, "coast", "season-tickets", "The Coast sold forty tickets."),
        to="isle",
        answers=("isle-cheap-fares",),
        stance=Stance.DEFLECTS,
        pending_from="isle",
        variant_of="coast-refuses",
        figure=Figure("tickets-sold", "tickets", 40),
    )
    made = marking.add_record(passage("quay", "counts the boats"), draft, mode=Mode.ANONYMOUS)
    assert Draft.of(made) == draft
    assert Draft.of(fresh(library).dossier.records[-1]) == draft


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (replace(DRAFT, says="  "), "says: missing"),
        (replace(DRAFT, party="isles"), 'party: .*"isles"; did you mean "isle"'),
        (replace(DRAFT, issue="tides"), 'issue: .*"tides"'),
        (replace(DRAFT, party=New(" ")), "needs a name"),
        (replace(DRAFT, kind=Kind.RESPONSE), "answers: missing"),
        (replace(DRAFT, kind=Kind.RESPONSE, answers=("isle-cheap-fares",)), "stance: missing"),
        (replace(DRAFT, kind=Kind.FIGURE), "figure: missing"),
        (replace(DRAFT, answers=("isle-cheap",)), "answers: no record"),
        (replace(DRAFT, says="a lone \ud800"), "surrogate"),
    ],
)
def test_what_is_no_whole_record_is_refused(
    library: Library, marking: Marking, passage: PassageOf, draft: Draft, says: str
) -> None:
    with pytest.raises(NotSaved, match=says):
        marking.add_record(passage("quay", "Nobody"), draft)
    assert records_text(library) == RECORDS
    assert library.dossier.records[-1].id == "isle-cheap-again"


def test_relayed_evidence_says_via_whom(marking: Marking, passage: PassageOf) -> None:
    with pytest.raises(Refused, match="which outlet"):
        marking.add_record(passage("quay", "Nobody"), DRAFT, mode=Mode.RELAYED)
    made = marking.add_record(passage("quay", "Nobody"), DRAFT, mode=Mode.RELAYED, via="Post")
    assert made.evidence[0].via == "Post"


def test_a_new_party_and_issue_go_into_the_settings(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    draft = replace(DRAFT, party=New("The  Rowers’ Guild"), issue=New("Moorings: who pays"))
    made = marking.add_record(passage("quay", "Nobody"), draft)
    assert (made.party, made.issue) == ("the-rowers-guild", "moorings-who-pays")
    settings = fresh(library).dossier.settings
    party, issue = settings.party(made.party), settings.issue(made.issue)
    assert party is not None
    assert party.name == "The Rowers’ Guild"
    assert issue is not None
    assert issue.name == "Moorings: who pays"
    text = (library.root / "briefing.yaml").read_text(encoding="utf-8")
    assert [line for line in SETTINGS.splitlines() if line not in text.splitlines()] == []
    assert fresh(library).check() == []


def test_a_new_name_that_is_known_is_the_one_that_is_known(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    draft = replace(DRAFT, party=New("THE ISLANDERS"), issue=New("season tickets"))
    made = marking.add_record(passage("quay", "Nobody"), draft)
    assert (made.party, made.issue) == ("isle", "season-tickets")
    assert marking.add_party("The Coast") == "coast"
    assert marking.add_issue("FARES") == "fares"
    assert (library.root / "briefing.yaml").read_text(encoding="utf-8") == SETTINGS
    assert known_party(library.dossier.settings, "nobody") is None
    assert known_issue(library.dossier.settings, "Fares") == "fares"


def test_names_in_other_scripts_have_ids_too(marking: Marking) -> None:
    assert marking.add_party("Острів") == "party"
    assert marking.add_party("Берег") == "party-2"
    assert marking.add_issue("票价") == "issue"


def test_a_plain_folder_becomes_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "my talks"
    root.mkdir()
    (root / "one.md").write_text("Boats sail on.\n", encoding="utf-8")
    library = opened(root)
    assert library.index_folder.is_relative_to(tmp_path / "cache")
    marking = Marking(library)
    draft = replace(DRAFT, party=New("Isle"), issue=New("Boats"))
    made = marking.add_record(passages(library)("one", "Boats sail"), draft)
    text = (root / "briefing.yaml").read_text(encoding="utf-8")
    assert text.startswith("format: 1\ntitle: my talks\nparties:\n  - id: isle\n")
    assert library.search("boats").hits[0].article == "one"
    again = opened(root)
    assert again.dossier.records == (made,)
    assert again.index_folder == root / "index"
    assert again.search("boats").hits[0].article == "one"
    assert marking.undo() is not None
    assert sorted(path.name for path in root.iterdir()) == ["index", "journal.jsonl", "one.md"]


def test_a_record_is_changed_in_its_own_lines(library: Library, marking: Marking) -> None:
    old = record(library, "isle-cheap-fares")
    new = marking.change_record(old, replace(Draft.of(old), says="Half!", to="coast"))
    assert (new.says, new.to, new.evidence) == ("Half!", "coast", old.evidence)
    expected = RECORDS.replace("The Isle wants fares cut by half.", "Half!")
    expected = expected.replace("party: isle\n", "party: isle\n  to: coast\n", 1)
    assert records_text(library) == expected
    assert library.dossier.record(old.id) == fresh(library).dossier.record(old.id) == new


def test_a_change_of_nothing_is_no_change(library: Library, marking: Marking) -> None:
    old = record(library, "coast-refuses")
    assert marking.change_record(old, Draft.of(old)) == old
    assert marking.next_undo() is None


def test_what_was_wrong_before_does_not_stop_a_change(folder: Path) -> None:
    path = folder / "positions.yaml"
    path.write_text(RECORDS.replace("answers: [isle-cheap-fares]", "answers: [gone]"))
    library = opened(folder)
    old = record(library, "coast-refuses")
    new = Marking(library).change_record(old, replace(Draft.of(old), says="No."))
    assert new.answers == ("gone",)


def test_a_change_keeps_what_others_changed_in_other_fields(
    library: Library, marking: Marking
) -> None:
    old = record(library, "coast-refuses")
    meddled = RECORDS.replace("speaker: Councillor Dray", "speaker: Ann Dray")
    (library.root / "positions.yaml").write_text(meddled, encoding="utf-8")
    new = marking.change_record(old, replace(Draft.of(old), says="No."))
    assert new.evidence[0].speaker == "Ann Dray"
    assert records_text(library) == meddled.replace("The Coast will not cut them.", "No.")


@pytest.mark.parametrize(
    ("old_text", "new_text", "says"),
    [
        ("will not cut them", "does not cut them", "in the same field says"),
        ("- id: coast-refuses", "- id: coast-declines", "no longer in"),
        ("kind: response", "kind: answer", "expected one of demand"),
    ],
)
def test_a_change_does_not_go_over_a_change_by_others(
    library: Library, marking: Marking, old_text: str, new_text: str, says: str
) -> None:
    old = record(library, "coast-refuses")
    meddled = RECORDS.replace(old_text, new_text)
    (library.root / "positions.yaml").write_text(meddled, encoding="utf-8")
    with pytest.raises(Conflict, match=says):
        marking.change_record(old, replace(Draft.of(old), says="No."))
    assert records_text(library) == meddled


def test_further_evidence_comes_and_goes(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    old = record(library, "isle-cheap-fares")
    more = marking.evidence(passage("quay", "half the fare"), speaker="A rower", mode=Mode.DIRECT)
    new = marking.add_evidence(old, more)
    assert new.evidence == (*old.evidence, more)
    assert library.dossier.records_in("quay")[0] == (new, more)
    with pytest.raises(Refused, match="already"):
        marking.add_evidence(new, more)
    other = replace(more, speaker="Another rower")
    assert marking.change_evidence(new, more, other).evidence == (*old.evidence, other)
    with pytest.raises(Conflict, match="evidence"):
        marking.remove_evidence(new, more)
    assert marking.remove_evidence(new, other) == old
    with pytest.raises(Refused, match="delete the record"):
        marking.remove_evidence(old, old.evidence[0])
    assert records_text(library) == RECORDS


def test_a_record_that_others_name_is_not_deleted_alone(library: Library, marking: Marking) -> None:
    old = record(library, "isle-cheap-fares")
    with pytest.raises(Referred, match="coast-refuses, isle-cheap-again") as raised:
        marking.delete_record(old)
    assert raised.value.records == marking.referring(old.id)
    assert records_text(library) == RECORDS
    marking.delete_record(old, unlink=True)
    assert record(library, "coast-refuses").answers == ("isle-cheap-again",)
    assert record(library, "isle-cheap-again").variant_of is None
    assert fresh(library).check() == []
    assert marking.undo() is not None
    assert records_text(library) == RECORDS


def test_a_record_that_nobody_names_is_deleted(library: Library, marking: Marking) -> None:
    marking.delete_record(record(library, "coast-refuses"))
    assert [r.id for r in fresh(library).dossier.records] == [
        "isle-cheap-fares",
        "isle-cheap-again",
    ]
    assert "# The answer" in records_text(library)


def test_what_others_changed_is_not_deleted(library: Library, marking: Marking) -> None:
    old = record(library, "coast-refuses")
    meddled = RECORDS.replace("will not cut", "does not cut")
    (library.root / "positions.yaml").write_text(meddled, encoding="utf-8")
    with pytest.raises(Conflict, match="changed"):
        marking.delete_record(old)
    assert records_text(library) == meddled


def test_a_dismissal_is_a_change_like_the_others(library: Library, marking: Marking) -> None:
    dismissal = Dismissal("s-1", "quay", "Nobody counts")
    marking.dismiss(dismissal)
    marking.dismiss(dismissal)
    assert fresh(library).dossier.dismissed == (dismissal,)
    marking.restore(dismissal)
    assert library.dossier.dismissed == ()
    assert marking.undo() is not None
    assert library.dossier.dismissed == (dismissal,)


def test_what_others_add_in_the_file_is_kept_and_seen(
    library: Library, marking: Marking, passage: PassageOf
) -> None:
    before = library.dossier
    meddled = RECORDS.replace("# The end\n", "# No end\n- id: other\n  kind: claim\n")
    (library.root / "positions.yaml").write_text(meddled, encoding="utf-8")
    marking.add_record(passage("quay", "Nobody"), DRAFT)
    assert records_text(library).startswith(meddled)
    assert library.dossier.problems == fresh(library).dossier.problems != before.problems


def test_a_library_that_cannot_be_written_says_what_to_do(
    library: Library, marking: Marking, passage: PassageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.locations.is_writable", lambda _: False)
    with pytest.raises(CannotSave, match="read-only; copy the folder"):
        marking.add_highlight(passage("quay", "Nobody"))


def test_a_file_that_its_owner_made_read_only_stays_as_it_is(
    library: Library, marking: Marking, passage: PassageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = os.access

    def access(path: Path, mode: int) -> bool:
        return Path(path).name != "positions.yaml" and allowed(path, mode)

    monkeypatch.setattr("briefing.locations.os.access", access)
    with pytest.raises(CannotSave, match=r"positions\.yaml is read-only"):
        marking.add_highlight(passage("quay", "Nobody"))


def test_a_full_disk_changes_nothing(
    library: Library, marking: Marking, passage: PassageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.dossier

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("briefing.marking.changing.write_atomic", full)
    with pytest.raises(CannotSave, match="No space left on device; nothing was saved"):
        marking.add_record(passage("quay", "Nobody"), DRAFT)
    assert library.dossier is before
    assert records_text(library) == RECORDS
    assert marking.next_undo() is None
    monkeypatch.undo()
    assert marking.add_record(passage("quay", "Nobody"), DRAFT).id
