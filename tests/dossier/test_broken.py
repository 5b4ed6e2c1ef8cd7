"""Every broken library gives its one message: file, line, field, and what was expected."""

from __future__ import annotations

import pytest

from briefing.dossier.check import check
from tests.dossier.broken import BROKEN
from tests.dossier.invented import (
    ARTICLE,
    HIGHLIGHTS,
    POSITIONS,
    SETTINGS,
    Broken,
    article,
    dossier_of,
)


def messages(files: dict[str, str]) -> list[str]:
    dossier = dossier_of(files)
    found = check(dossier, {"harbour": article(files["harbour.md"])}.get)
    return [str(problem) for problem in (*dossier.problems, *found)]


def test_the_whole_library_has_no_problem() -> None:
    files = dict(
        zip(
            ("briefing.yaml", "positions.yaml", "highlights.yaml", "harbour.md"),
            (SETTINGS, POSITIONS, HIGHLIGHTS, ARTICLE),
            strict=True,
        )
    )
    assert messages(files) == []


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_one_thing_wrong_gives_one_message(broken: Broken) -> None:
    assert messages(broken.files()) == [broken.message]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_several_things_wrong_are_told_in_file_order(newline: str) -> None:
    positions = POSITIONS.replace("kind: demand", "kind: wish").replace("value: 40", "value: many")
    positions = positions.replace("mode: paraphrase", "mode: told").replace("\n", newline)
    dossier = dossier_of(
        {
            "briefing.yaml": SETTINGS,
            "positions.yaml": positions,
            "highlights.yaml": HIGHLIGHTS,
        }
    )
    assert [(p.line, p.field, p.entry) for p in dossier.problems] == [
        (3, "kind", "north-open"),
        (23, "evidence.mode", "south-refuses"),
        (31, "figure.value", "ships-waiting"),
    ]
    assert dossier.records == ()


def test_a_link_to_a_record_that_was_left_out_is_no_second_problem() -> None:
    positions = POSITIONS.replace("kind: demand", "kind: wish")
    found = messages(
        {
            "briefing.yaml": SETTINGS,
            "positions.yaml": positions,
            "highlights.yaml": HIGHLIGHTS,
            "harbour.md": ARTICLE,
        }
    )
    assert len(found) == 1


def test_settings_that_do_not_parse_say_nothing_about_parties_and_issues() -> None:
    found = messages(
        {
            "briefing.yaml": "title: a: b",
            "positions.yaml": POSITIONS,
            "highlights.yaml": HIGHLIGHTS,
            "harbour.md": ARTICLE,
        }
    )
    assert len(found) == 1
