"""A new library: what is missing is made, what is there stays, and it opens without a problem."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.adding import starting
from briefing.adding.starting import CannotStart
from briefing.dossier.load import load_settings
from briefing.library import Library, NotALibrary


def test_a_new_library_opens_without_a_problem(tmp_path: Path) -> None:
    report = starting.start(tmp_path / "new" / "talks", "River: talks", ["North", "Ríver Fólk"])
    assert report.made == ("briefing.yaml", "positions.yaml")
    library = Library(tmp_path / "new" / "talks")
    library.sync()
    assert library.check() == []
    assert library.title == "River: talks"
    assert [(p.id, p.name) for p in library.dossier.settings.parties] == [
        *(("north", "North"), ("river-folk", "Ríver Fólk"))
    ]
    assert library.dossier.records == ()


def test_without_parties_the_file_shows_how_to_write_them(tmp_path: Path) -> None:
    starting.start(tmp_path, "Talks")
    assert Library(tmp_path).problems == ()
    text = (tmp_path / "briefing.yaml").read_text(encoding="utf-8")
    shown = re.sub("(?m)^#(?! )|^#(?=  )", "", text)
    settings, problems = load_settings(shown, "briefing.yaml")
    assert problems == []
    assert settings.parties
    assert settings.issues


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=20), max_size=4))
def test_any_title_and_names_can_be_written(title: str, parties: list[str]) -> None:
    try:
        text = starting.settings_yaml(title, parties)
    except ValueError:
        assert any("\ud800" <= c <= "\udfff" for c in title + "".join(parties))
        return
    settings, problems = load_settings(text, "briefing.yaml")
    assert problems == []
    assert (settings.title or "") == " ".join(title.split())
    wanted = dict.fromkeys(name for p in parties if (name := " ".join(p.split())))
    assert [p.name for p in settings.parties] == list(wanted)


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("An article.")
    (tmp_path / "positions.yaml").write_text("# mine\n")
    report = starting.start(tmp_path, "Talks")
    assert (report.made, report.kept) == (("briefing.yaml",), ("positions.yaml",))
    assert (tmp_path / "positions.yaml").read_text() == "# mine\n"
    assert starting.start(tmp_path, "Other").made == ()


def test_the_sample_is_copied_without_what_was_built(sample: Path, tmp_path: Path) -> None:
    starting.copy_sample(tmp_path / "copy")
    copied = {p.name for p in (tmp_path / "copy").iterdir()}
    assert copied == {"briefing.yaml", "positions.yaml"} | {p.name for p in sample.glob("*.md")}
    assert starting.copy_sample(tmp_path / "copy").made == ()
    starting.start(tmp_path / "own", "Talks")
    with pytest.raises(CannotStart, match="own"):
        starting.copy_sample(tmp_path / "own")
    assert len(list((tmp_path / "own").iterdir())) == 2


def test_a_newer_format_is_refused_and_an_older_one_read(tmp_path: Path) -> None:
    starting.start(tmp_path, "Talks")
    settings = tmp_path / "briefing.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("format: 1", "format: 2"), encoding="utf-8")
    with pytest.raises(NotALibrary, match="format 2, of a newer briefing"):
        Library(tmp_path)
    settings.write_text(text.replace("format: 1\n", ""), encoding="utf-8")
    assert Library(tmp_path).problems == ()
