"""Metadata set by a person, an article removed, and both taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing.adding import editing, header
from briefing.adding.header import CannotEdit
from briefing.article import Article, Known
from briefing.dossier.model import Located, Lost
from briefing.dossier.not_saved import Conflict
from briefing.library import Library, UnknownArticle
from briefing.marking import Marking
from tests.adding.coverage import prose

PLAIN = "By Ada Marsh\n\nJune 3, 2025\n\nThe weir holds, say both sides of the river.\n"


@pytest.fixture
def talks(sample: Path, tmp_path: Path) -> Library:
    """A copy of the sample with two articles more that have no front matter."""
    root = tmp_path / "talks"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("index", "exports"))
    (root / "plain.txt").write_text(PLAIN, encoding="utf-8")
    (root / "marked.md").write_text(f"# Weir\n\n{PLAIN}", encoding="utf-8")
    library = Library(root)
    library.sync()
    return library


def edited(library: Library, article_id: str, **fields: str | None) -> Article:
    lines = {name: header.words(name, value) for name, value in fields.items()}
    editing.edit(library, article_id, lines)
    library.sync()
    return library.article(article_id)


@pytest.mark.parametrize("article_id", ["plain", "marked", "no-breakthrough"])
def test_what_is_set_is_known_and_the_rest_stays(talks: Library, article_id: str) -> None:
    before = talks.article(article_id)
    after = edited(talks, article_id, outlet="The Daily Reed", language="en-GB")
    assert (after.outlet, after.language) == ("The Daily Reed", "en-GB")
    assert (after.text, after.paragraphs, after.hidden) == (
        *(before.text, before.paragraphs, before.hidden),
    )
    assert (after.title, after.byline, after.date, after.original) == (
        *(before.title, before.byline, before.date, before.original),
    )
    assert talks.check() == []


def test_what_is_set_is_stated_from_then_on(talks: Library) -> None:
    (talks.root / "guessed.md").write_text(
        "---\ntitle: Weir\noutlet: The Reed\nlanguage: en\n"
        "inferred:\n  outlet: the end of the page’s title\n  language: detected from the text\n"
        f"---\n{PLAIN}",
        encoding="utf-8",
    )
    talks.sync()
    assert edited(talks, "guessed", byline="Ada Marsh").inferred == (
        *(("outlet", "the end of the page’s title"), ("language", "detected from the text")),
    )
    after = edited(talks, "guessed", outlet="The Reed")
    assert (after.outlet, dict(after.inferred)) == (
        "The Reed",
        {"language": "detected from the text"},
    )
    assert "inferred" not in (talks.root / "guessed.md").read_text("utf-8").replace(
        "inferred:\n  language: detected from the text\n", ""
    )
    assert edited(talks, "guessed", language=None).inferred == ()
    assert "inferred" not in (talks.root / "guessed.md").read_text("utf-8")


def test_a_field_is_taken_away(talks: Library) -> None:
    assert edited(talks, "hopes-little-progress", outlet=None).outlet is None


def test_a_date_is_stated_or_inferred(talks: Library) -> None:
    stated = editing.parse_date("2025-06-03", None)
    assert (stated.known, str(stated)) == (Known.STATED, "2025-06-03")
    ranged = editing.parse_date("2025-06-02..2025-06-30", "names the talks")
    assert (ranged.known, ranged.basis) == (Known.INFERRED, "names the talks")
    for dating in (
        stated,
        ranged,
        editing.parse_date("2025-06-03", "the caption: “June 3”"),
        editing.parse_date("2025-06-03..", "after the talks"),
        editing.parse_date("..2025-06-03", "before the talks"),
        editing.parse_date("unknown", None),
    ):
        for article_id in ("three-factors", "plain"):
            editing.edit(talks, article_id, {"date": header.date_lines(dating)})
            talks.sync()
            article = talks.article(article_id)
            assert (article.date, article.notes) == (dating, ())


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("June 3", None),
        ("2025-06-31", None),
        ("2025-06-02..2025-06-30", None),
        ("2025-06-02..2025-06-30", " "),
        ("2025-06-30..2025-06-02", "why"),
        ("..", "why"),
    ],
)
def test_a_date_that_says_nothing_is_refused(text: str, basis: str | None) -> None:
    with pytest.raises(CannotEdit):
        editing.parse_date(text, basis)


@pytest.mark.parametrize("fields", [{"url": "reed.example"}, {"language": "English, mostly"}])
def test_what_does_not_fit_is_refused_and_nothing_changed(
    talks: Library, fields: dict[str, str]
) -> None:
    before = (talks.root / "three-factors.md").read_bytes()
    with pytest.raises(CannotEdit):
        edited(talks, "three-factors", **fields)
    assert (talks.root / "three-factors.md").read_bytes() == before
    with pytest.raises(UnknownArticle):
        edited(talks, "nowhere", title="x")


def test_hidden_debris_is_put_back_and_hidden_again(talks: Library) -> None:
    text = f"Skip to content\n\n{prose(1)}\n"
    (talks.root / "page.md").write_text(text, encoding="utf-8")
    talks.sync()
    assert talks.article("page").hidden
    kept = edited(talks, "page", debris="keep")
    assert (kept.hidden, kept.text) == ((), text)
    assert edited(talks, "page", debris=None).hidden


def test_an_edit_is_undone(talks: Library) -> None:
    before = (talks.root / "plain.txt").read_bytes()
    edited(talks, "plain", outlet="The Daily Reed")
    edited(talks, "plain", outlet="The Evening Marsh")
    marking = Marking(talks)
    for outlet in ("The Daily Reed", None):
        upcoming = marking.next_undo()
        assert upcoming is not None
        assert upcoming.what == "edited plain"
        marking.undo()
        talks.sync()
        assert talks.article("plain").outlet == outlet
    assert (talks.root / "plain.txt").read_bytes() == before
    assert marking.undo() is None
    editing.edit(talks, "plain", {})
    assert marking.next_undo() is None


def test_a_removed_article_leaves_its_records_and_comes_back(talks: Library) -> None:
    evidence = next(
        e
        for _, e in talks.dossier.records_in("no-breakthrough")
        if isinstance(talks.locate(e), Located)
    )
    before = (talks.root / "no-breakthrough.md").read_bytes()
    count = len(talks.dossier.records)
    editing.remove(talks, "no-breakthrough")
    talks.sync()
    lost = talks.locate(evidence)
    assert isinstance(lost, Lost)
    assert "was removed" in lost.reason
    assert len(talks.dossier.records) == count
    assert talks.check()
    undone = Marking(talks).undo()
    talks.sync()
    assert undone is not None
    assert undone.what == "removed no-breakthrough"
    assert (talks.root / "no-breakthrough.md").read_bytes() == before
    assert isinstance(talks.locate(evidence), Located)
    assert talks.check() == []


def test_what_was_undone_is_done_again_until_there_is_something_new(talks: Library) -> None:
    marking = Marking(talks)
    before = (talks.root / "plain.txt").read_bytes()
    article = talks.article("plain")
    edited(talks, "plain", outlet="The Daily Reed")
    after = (talks.root / "plain.txt").read_bytes()
    marking.add_highlight(article.passage(0, 6))
    editing.remove(talks, "plain")
    for _ in range(2):
        undone = [change.what for _ in range(3) if (change := marking.undo())]
        assert (talks.root / "plain.txt").read_bytes() == before
        redone = []
        for gone in (False, False, True):
            upcoming = marking.next_redo()
            change = marking.redo()
            assert change is not None
            assert upcoming is not None
            assert change.what == upcoming.what
            redone.append(change.what)
            file = talks.root / "plain.txt"
            assert file.exists() is not gone
            assert gone or file.read_bytes() == after
        assert redone == list(reversed(undone))
    assert marking.redo() is None
    assert len([marking.undo() for _ in range(3)]) == 3
    marking.add_highlight(article.passage(0, 6))
    assert marking.redo() is None


def test_a_newer_change_of_a_file_ends_doing_records_again(talks: Library) -> None:
    marking = Marking(talks)
    marking.add_highlight(talks.article("plain").passage(0, 6))
    marking.undo()
    assert marking.next_redo() is not None
    edited(talks, "plain", outlet="The Daily Reed")
    assert (marking.next_redo(), marking.redo()) == (None, None)
    assert not talks.dossier.highlights
    undone = marking.undo()
    assert (undone and undone.what, marking.undo()) == ("edited plain", None)
    again = marking.redo()
    assert (again and again.what, marking.redo()) == ("edited plain", None)


def test_what_was_changed_since_it_was_undone_is_not_done_again(talks: Library) -> None:
    marking = Marking(talks)
    before = (talks.root / "plain.txt").read_bytes()
    edited(talks, "plain", outlet="The Daily Reed")
    marking.undo()
    (talks.root / "plain.txt").write_bytes(before + b"Mine.")
    with pytest.raises(Conflict, match="changed since"):
        marking.redo()
    assert (talks.root / "plain.txt").read_bytes() == before + b"Mine."


def test_undo_goes_through_files_and_records_in_turn(talks: Library) -> None:
    marking = Marking(talks)
    article = talks.article("plain")
    edited(talks, "plain", outlet="The Daily Reed")
    mark = marking.add_highlight(article.passage(0, 6))
    after_it = mark.id
    undone = [marking.undo(), marking.undo()]
    assert [change.what for change in undone if change] == [
        *(f"added the highlight {after_it}", "edited plain")
    ]


def test_what_was_changed_since_is_not_gone_over(talks: Library) -> None:
    edited(talks, "plain", outlet="The Daily Reed")
    (talks.root / "plain.txt").write_text("Mine now.", encoding="utf-8")
    marking = Marking(talks)
    with pytest.raises(Conflict, match="changed since"):
        marking.undo()
    assert (talks.root / "plain.txt").read_text(encoding="utf-8") == "Mine now."
    assert marking.undo(skip=True) is not None
    assert marking.undo() is None
