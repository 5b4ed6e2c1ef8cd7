"""The board: what stands where, in which order, and what a filter leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing.analysis.board import Board, BoardIndex, UnknownParty, build
from briefing.analysis.board_filter import BoardFilter
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Kind, Record, Status
from tests.export.invented import BURIAL, COURIER, MIRROR, NO_TOLL, RECORDS, SETTINGS, ev

DOSSIER = Dossier(SETTINGS, RECORDS)
EVERYTHING = {"hill-no-toll", "hill-toll-gone", "hill-free", "lake-toll-stays", "burial"}


def shape(board: Board) -> dict[str, list[list[str]]]:
    return {
        row.issue.id: [[e.record.id for e in cell] for cell in (*row.cells, row.shared)]
        for row in board.rows
    }


def test_issues_are_rows_and_parties_columns() -> None:
    board = build(DOSSIER)
    assert [p.id for p in board.parties] == ["hill", "lake"]
    assert shape(board) == {
        "bridge": [[], [], []],
        "toll": [["hill-no-toll", "hill-toll-gone", "hill-free"], ["lake-toll-stays"], []],
        "dead": [[], [], ["burial"]],
    }
    assert [row.depth for row in board.rows] == [0, 1, 0]
    assert board.elsewhere == 1


def test_a_filter_that_leaves_the_same_records_leaves_the_very_same_board() -> None:
    index = BoardIndex(DOSSIER)
    whole = index.board()
    assert index.board(only=BoardFilter(text="toll")) is index.board(only=BoardFilter(text="tol"))
    assert index.board(order="disputed") is not index.board()
    assert shape(index.board(["lake", "hill"])) != shape(index.board())
    assert index.board() == whole


def test_an_agreement_stands_once_and_only_where_it_belongs() -> None:
    assert shape(build(DOSSIER, parties=["lake", "guild"]))["dead"] == [["burial"], [], []]
    assert shape(build(DOSSIER, parties=["guild", "hill"]))["dead"] == [[], ["burial"], []]
    assert "dead" not in shape(build(DOSSIER, parties=["guild"]))
    alone = Dossier(SETTINGS, [replace(BURIAL, to=None)])
    assert shape(build(alone))["dead"] == [["burial"], [], []]


def test_sources_are_numbered_as_they_are_met_reading_row_by_row() -> None:
    board = build(DOSSIER)
    assert [(c.number, c.article) for c in board.citations] == [(1, "courier"), (2, "mirror")]
    entries = {e.record.id: e for row in board.rows for e in row.entries()}
    assert entries["lake-toll-stays"].citations == (1, 2)
    assert entries["lake-toll-stays"].sources == 2
    assert entries["hill-no-toll"].sources == 1
    assert [r.id for r in entries["hill-no-toll"].answered_by] == ["lake-toll-stays"]
    assert build(DOSSIER, sources_of=lambda ids: 7).rows[1].cells[0][0].sources == 7


@pytest.mark.parametrize(
    ("only", "left"),
    [
        (BoardFilter("coin"), {"hill-no-toll"}),
        (BoardFilter("MÓRA toll"), {"hill-no-toll"}),
        (BoardFilter("oll"), set()),
        (BoardFilter("…"), EVERYTHING),
        (BoardFilter(issues=frozenset({"bridge"}), kinds=frozenset({Kind.OFFER})), {"hill-free"}),
        (BoardFilter(statuses=frozenset({Status.PARTLY_CARRIED_OUT})), {"burial"}),
        (BoardFilter(articles=frozenset({"mirror"})), {"lake-toll-stays", "burial"}),
        (BoardFilter(kinds=frozenset({Kind.FIGURE, Kind.EVENT})), {"ferries-40", "meeting"}),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_fits_it(only: BoardFilter, left: set[str]) -> None:
    assert {r.id for r in BoardIndex(DOSSIER).board(only=only).records()} == left


@pytest.mark.parametrize(
    ("earliest", "latest", "left"),
    [
        (None, date(2031, 5, 3), EVERYTHING - {"burial"}),
        (date(2031, 5, 7), None, {"lake-toll-stays"}),
        (date(2031, 5, 6), date(2031, 5, 6), {"lake-toll-stays", "burial"}),
        (date(2031, 6, 1), None, set()),
    ],
)  # fmt: skip
def test_dates_are_the_records_own_else_those_of_its_articles(
    earliest: date | None, latest: date | None, left: set[str]
) -> None:
    only = BoardFilter(earliest=earliest, latest=latest)
    dates = {article.id: article.date for article in (COURIER, MIRROR)}
    board = build(DOSSIER, only=only, date_of=dates.__getitem__)
    assert {r.id for r in board.records()} == left


def test_what_has_no_known_date_fits_no_bound() -> None:
    only = BoardFilter(earliest=date(2000, 1, 1))
    assert {r.id for r in build(DOSSIER, only=only).records()} == {"burial"}


@pytest.mark.parametrize(
    "only",
    [
        BoardFilter(),
        BoardFilter("toll"),
        BoardFilter(kinds=frozenset({Kind.DEMAND, Kind.AGREEMENT})),
        BoardFilter(articles=frozenset({"mirror"}), statuses=frozenset({Status.REPORTED})),
        BoardFilter(issues=frozenset({"bridge"}), earliest=date(2031, 5, 4)),
    ],
)
@pytest.mark.parametrize("parties", [["hill", "lake"], ["guild", "lake"]])
def test_the_count_beside_a_choice_is_what_it_shows(only: BoardFilter, parties: list[str]) -> None:
    dates = {article.id: article.date for article in (COURIER, MIRROR)}
    index = BoardIndex(DOSSIER, date_of=dates.__getitem__)

    def shown(**choice: frozenset[str]) -> int:
        narrowed = replace(only, **choice)  # type: ignore[arg-type]
        return len(index.board(parties, narrowed).records())

    counts = index.counts(parties, only)
    issues = {issue.id for _, issue in SETTINGS.walk_issues()}
    for name, values in (
        ("kinds", set(Kind)),
        ("statuses", set(Status)),
        ("issues", issues),
        ("articles", set(dates)),
    ):
        told = {value: getattr(counts, name).get(value, 0) for value in values}
        assert told == {value: shown(**{name: frozenset({value})}) for value in values}
    for party in ("hill", "lake", "guild"):
        assert counts.parties.get(party, 0) == len(index.board([party], only).records())


def test_the_most_disputed_issue_comes_first_below_its_own_parent() -> None:
    ferries = [
        replace(NO_TOLL, id="f", issue="ferries"),
        replace(NO_TOLL, id="a", issue="toll"),
        replace(NO_TOLL, id="g", issue="guards"),
        Record("no", Kind.RESPONSE, "lake", "guards", "No.", stance="rejects", answers=("g",)),  # type: ignore[arg-type]
    ]
    board = BoardIndex(Dossier(SETTINGS, ferries)).board(order="disputed")
    assert [row.issue.id for row in board.rows] == ["bridge", "guards", "toll", "ferries"]


def test_nothing_is_lost_on_an_issue_that_the_library_does_not_name() -> None:
    stray = replace(NO_TOLL, id="stray", issue="unheard-of", evidence=(ev("courier", "x"),))
    board = build(Dossier(SETTINGS, [stray]))
    assert shape(board) == {"unheard-of": [["stray"], [], []]}


def test_variants_that_name_each_other_in_a_circle_are_both_shown() -> None:
    one = replace(NO_TOLL, id="one", variant_of="two")
    two = replace(NO_TOLL, id="two", variant_of="one")
    assert len(build(Dossier(SETTINGS, [one, two])).records()) == 2


def test_a_column_that_is_no_party_is_refused_by_name() -> None:
    with pytest.raises(UnknownParty, match=r"no party 'moon'.*hill, lake, guild"):
        build(DOSSIER, parties=["moon"])


def test_without_parties_there_are_no_columns_and_no_rows() -> None:
    board = build(Dossier(None, [NO_TOLL]))
    assert (board.parties, board.rows, board.elsewhere) == ((), (), 1)
