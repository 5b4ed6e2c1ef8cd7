"""Loading: the documented format, what is refused, and what is safe to be given."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.article import Dating, Known
from briefing.dossier import nodes
from briefing.dossier.load import load_highlights, load_records, load_settings
from briefing.dossier.model import Record, When
from tests.dossier.invented import HIGHLIGHTS, POSITIONS, SETTINGS

RECORD = "- {id: a, kind: event, party: p, issue: i, says: s, when: {%s}}"


def documented(heading: str) -> str:
    text = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n.*?```yaml\n(.*?)```", text, re.M | re.S)
    assert found, heading
    return found[1]


def test_the_documented_examples_load_whole() -> None:
    settings, problems = load_settings(documented("briefing.yaml"), "briefing.yaml")
    assert not problems
    assert [depth for depth, _ in settings.walk_issues()] == [0, 1]
    records, problems = load_records(documented("positions.yaml"), "positions.yaml")
    assert not problems
    untouched = [n for n in Record.__slots__ if not getattr(records[0], n)]
    assert untouched == [], "the example shows every field"
    highlights, problems = load_highlights(documented("highlights.yaml"), "highlights.yaml")
    assert not problems
    assert highlights[0].made == date(2025, 6, 5)


def test_places_are_lines_of_entries_fields_and_quotes() -> None:
    records, _ = load_records(POSITIONS, "positions.yaml")
    place = records[1].place
    assert place is not None
    assert (place.file, place.line, place.line_of("stance")) == ("positions.yaml", 12, 18)
    assert records[1].evidence[0].place is not None
    assert records[1].evidence[0].place.line == 21


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n", "null\n", "\ufeff"])
def test_an_empty_file_holds_nothing_and_has_no_problem(text: str) -> None:
    assert load_records(text, "p") == ([], [])
    assert load_highlights(text, "h") == ([], [])
    assert load_settings(text, "s")[1] == []


def test_an_empty_list_holds_nothing() -> None:
    assert load_records("[]\n", "p") == ([], [])


def test_line_ends_and_byte_order_marks_make_no_difference() -> None:
    plain = load_records(POSITIONS, "p")
    assert plain == load_records("\ufeff" + POSITIONS.replace("\n", "\r\n"), "p")


def test_a_record_that_does_not_fit_costs_no_other() -> None:
    for old, new in (("kind: demand", "kind: wish"), ("- id: north-open", "- []\n- id: x y")):
        records, problems = load_records(POSITIONS.replace(old, new), "p")
        assert [r.id for r in records] == ["south-refuses", "ships-waiting"]
        assert problems


def test_settings_keep_what_fits() -> None:
    text = SETTINGS.replace("    name: Northland\n", "").replace("      - id: tolls\n", "      - ")
    settings, problems = load_settings(text, "briefing.yaml")
    assert [p.id for p in settings.parties] == ["south"]
    assert [i.id for _, i in settings.walk_issues()] == ["harbour"]
    assert [p.field for p in problems] == ["parties.name", "issues.issues.id"]


@pytest.mark.parametrize(
    ("written", "dating"),
    [
        ("from: 2031-04-07, known: stated", (Known.STATED, date(2031, 4, 7), date(2031, 4, 7))),
        ("from: '2031-04-07', known: stated", (Known.STATED, date(2031, 4, 7), date(2031, 4, 7))),
        ("to: 2031-04-07, known: inferred, basis: b", (Known.INFERRED, None, date(2031, 4, 7))),
        (
            "from: 2031-04-07, to: null, known: inferred, basis: b",
            (Known.INFERRED, date(2031, 4, 7), None),
        ),
        ("stated: some day", (Known.UNKNOWN, None, None)),
    ],
)
def test_dates(written: str, dating: tuple[Known, date | None, date | None]) -> None:
    records, problems = load_records(RECORD % written, "p")
    assert not problems
    when = records[0].when
    assert isinstance(when, When)
    assert (when.dating.known, when.dating.earliest, when.dating.latest) == dating


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("from: 2031-04-07 10:00:00, known: stated", "from"),
        ("from: April, known: stated", "from"),
        ("from: 2031-04-07, to: 2031-04-06, known: inferred, basis: b", "to"),
        ("from: 2031-04-07, to: 2031-04-08, known: stated", "to"),
        ("from: 2031-04-07, known: inferred", "basis"),
        ("from: 2031-04-07, known: unknown", "known"),
        ("from: 2031-04-07", "known"),
        ("known: stated", "from"),
        ("stated: 2031-04-07", "stated"),
        ("stated: [a]", "stated"),
    ],
)
def test_dates_that_are_refused(written: str, field: str) -> None:
    records, problems = load_records(RECORD % written, "p")
    assert records == []
    assert [p.field for p in problems] == [f"when.{field}"]


@pytest.mark.parametrize(
    ("written", "value"),
    [("40", 40), ("-3", -3), ("2.5", 2.5), ("1.0e+3", 1000.0), ("null", None), ("~", None)],
)
def test_numbers(written: str, value: float | None) -> None:
    records, problems = load_records(POSITIONS.replace("value: 40", f"value: {written}"), "p")
    assert not problems
    assert records[2].figure is not None
    assert records[2].figure.value == value
    assert type(records[2].figure.value) is type(value)


@pytest.mark.parametrize(
    "written",
    ["6,060", '"6,060"', "6 060", "0400", "1_000", "1:30", ".inf", ".nan", "0x10", "forty", "[4]"],
)
def test_numbers_that_are_refused(written: str) -> None:
    records, problems = load_records(POSITIONS.replace("value: 40", f"value: {written}"), "p")
    assert len(records) == 2
    assert [p.field for p in problems] == ["figure.value"]
    if "060" in written:
        assert "6060" in problems[0].message


@pytest.mark.parametrize("word", ["yes", "No", "null", "~", "40", "2031-04-07", "1.5", "0b1"])
def test_words_that_yaml_takes_for_something_else_need_quotation_marks(word: str) -> None:
    text = HIGHLIGHTS.replace("tags: [to-check]", f"tags: [{word}]")
    assert [p.field for p in load_highlights(text, "h")[1]] == ["tags"]
    marks, problems = load_highlights(text.replace(word, f'"{word}"'), "h")
    assert (marks[0].tags, problems) == ((word,), [])


def bomb(depth: int) -> str:
    lines = ["- &a0 {id: a, name: A}"]
    for n in range(1, depth):
        lines.append(f"- &a{n} {{id: a, name: A, issues: [{', '.join([f'*a{n - 1}'] * 9)}]}}")
    return "\n".join(lines)


def test_alias_bombs_and_loops_are_refused_at_once() -> None:
    indented = bomb(25).replace("\n", "\n  ")
    settings, problems = load_settings(f"title: kept\nissues:\n  {indented}", "briefing.yaml")
    assert settings.title == "kept"
    assert settings.issues == ()
    assert {p.message for p in problems} == {"aliases (*name) are not read here; write it out"}
    assert load_records(bomb(25), "p")[0] == []
    looped, problems = load_records(f"- &a [*a]\n- *a\n{POSITIONS}", "p")
    assert len(looped) == 3
    assert [p.line for p in problems] == [1, 2]


def test_an_asterisk_or_ampersand_in_text_is_no_alias() -> None:
    text = POSITIONS.replace("Some forty ships", "Bed & breakfast, 2 *and* more &c")
    records, problems = load_records(text, "p")
    assert (len(records), problems) == (3, [])


@pytest.mark.parametrize("deep", ["[" * 100_000, "- " * 100_000, "{a: " * 5_000, "? " * 5_000])
def test_deep_nesting_is_refused(deep: str) -> None:
    records, problems = load_records(deep, "p")
    assert records == []
    assert [p.line for p in problems] == [1]


def test_issues_may_be_nested_a_dozen_deep() -> None:
    text = "issues:\n" + "".join(
        f"{'  ' * (2 * n)}  - id: i{n}\n{'  ' * (2 * n)}    name: I\n{'  ' * (2 * n)}    issues:\n"
        for n in range(12)
    )
    settings, problems = load_settings(text, "briefing.yaml")
    assert not problems
    assert max(depth for depth, _ in settings.walk_issues()) == 11


@pytest.mark.parametrize(
    "tagged",
    ["!!python/object/apply:os.system [x]", "!!binary aGk=", "!!set {a, b}", "!own x", "!!int x"],
)
def test_tags_are_refused_and_nothing_is_made_of_them(tagged: str) -> None:
    records, problems = load_records(
        POSITIONS.replace("Some forty ships are waiting.", tagged), "p"
    )
    assert len(records) == 2
    assert [p.field for p in problems] == ["says"]


@pytest.mark.parametrize("text", ["- a: \x07", "- \ud800", "---\n[]\n---\n[]", "%X\n- a", "- 'a"])
def test_what_is_not_yaml_is_one_problem(text: str) -> None:
    assert [len(found) for found in load_records(text, "p")] == [0, 1]


def test_a_newer_format_is_told() -> None:
    _, problems = load_settings("format: 2\n", "briefing.yaml")
    assert [p.field for p in problems] == ["format"]


@example("? ?")
@example(">")
@example("[")
@given(st.text(alphabet="-: \n[]{}#&*!|>'\"%@`,?abé\t\r\u2028", max_size=60))
def test_any_text_loads_or_is_a_problem(text: str) -> None:
    for load in (load_records, load_highlights, load_settings):
        _, problems = load(text, "f")
        assert all(1 <= p.line <= len(re.split(r"\r\n|[\n\r\u2028]", text)) for p in problems)
        assert all("\n" not in str(p) for p in problems)


@pytest.mark.parametrize("text", [POSITIONS, bomb(3), "- [", "- a: b: c", "[" * 99, "- \x07"])
def test_without_libyaml_the_same_is_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load_records(text, "p")
    monkeypatch.setattr(nodes, "_loader", nodes._pure_loader)
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    slow = load_records(text, "p")
    assert slow[0] == fast[0]
    assert [p.line for p in slow[1]] == [p.line for p in fast[1]]


def test_unknown_dates_have_no_day() -> None:
    assert load_records(RECORD % "known: unknown", "p")[0][0].when == When(None, Dating())
