"""Every row of the table in `status.py`, and links that chain or go round."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Dating, Known
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import HistoryEntry, Kind, Record, Stance, Status, Step, When
from briefing.dossier.settings import Party, Settings
from briefing.dossier.status import status_line, statuses

SETTINGS = Settings(parties=(Party("north", "Northland"), Party("south", "Southland")))


def made(record_id: str, kind: str, party: str = "south", **more: object) -> Record:
    return Record(record_id, Kind(kind), party, "port", "s", **more)  # type: ignore[arg-type]


def answer(party: str, stance: str, day: int | None = None, to: str = "x") -> Record:
    name = f"{party}-{stance}-{day}-{to}"
    when = day and When(None, Dating(Known.STATED, date(2031, 4, day), date(2031, 4, day)))
    return made(name, "response", party, answers=(to,), stance=Stance(stance), when=when or None)


def agreement(*steps: str, **more: object) -> Record:
    history = tuple(HistoryEntry(Step(step), When(None), ()) for step in steps)
    return made("deal", "agreement", history=history, **more)


def offer(party: str, **more: object) -> Record:
    return made(f"offer-{party}", "offer", party, answers=("x",), **more)


DEMAND = made("x", "demand", "north")
TO_SOUTH = made("x", "demand", "north", to="south")
AWAITED = made("x", "demand", "north", pending_from="south")

ROWS = [
    # 1
    ([agreement()], "deal", Status.AGREED, "agreed"),
    ([agreement("agreed")], "deal", Status.AGREED, "agreed"),
    (
        [agreement("partly carried out", "agreed")],
        "deal",
        Status.PARTLY_CARRIED_OUT,
        "partly carried out",
    ),
    ([agreement("agreed", "carried out")], "deal", Status.CARRIED_OUT, "carried out"),
    ([agreement(), answer("north", "rejects", to="deal")], "deal", Status.AGREED, "agreed"),
    # 2
    (
        [DEMAND, answer("south", "rejects"), agreement("partly carried out", answers=("x",))],
        "x",
        Status.PARTLY_CARRIED_OUT,
        "partly carried out",
    ),
    # 3
    ([AWAITED], "x", Status.PENDING, "pending an answer from Southland"),
    (
        [AWAITED, answer("south", "deflects"), answer("east", "accepts")],
        "x",
        Status.PENDING,
        "pending an answer from Southland",
    ),
    ([AWAITED, answer("south", "accepts")], "x", Status.AGREED, "accepted by Southland"),
    (
        [AWAITED, offer("south")],
        "x",
        Status.ANSWERED_WITH_OFFER,
        "answered with an offer by Southland",
    ),
    # 4
    (
        [DEMAND, answer("south", "accepts"), answer("east", "rejects"), offer("south")],
        "x",
        Status.REJECTED,
        "rejected by east",
    ),
    (
        [DEMAND, answer("south", "rejects"), answer("north", "rejects"), answer("a", "rejects")],
        "x",
        Status.REJECTED,
        "rejected by Northland, Southland and a",
    ),
    # 5
    (
        [DEMAND, answer("south", "accepts"), answer("south", "conditional")],
        "x",
        Status.CONDITIONAL,
        "accepted with conditions by Southland",
    ),
    # 6
    (
        [DEMAND, answer("south", "accepts"), answer("east", "deflects"), offer("east")],
        "x",
        Status.AGREED,
        "accepted by Southland",
    ),
    # 7
    (
        [DEMAND, offer("south"), answer("south", "deflects")],
        "x",
        Status.ANSWERED_WITH_OFFER,
        "answered with an offer by Southland",
    ),
    # 8
    ([DEMAND, answer("south", "deflects")], "x", Status.DEFLECTED, "deflected by Southland"),
    # 9
    ([DEMAND], "x", Status.OPEN, "open"),
    ([made("x", "offer")], "x", Status.OPEN, "open"),
    ([DEMAND, made("y", "claim", answers=("x",))], "x", Status.OPEN, "open"),
    # 10
    ([made("x", "claim")], "x", Status.REPORTED, ""),
    ([made("x", "figure")], "x", Status.REPORTED, ""),
    ([made("x", "event")], "x", Status.REPORTED, ""),
    ([made("x", "response", stance=Stance.REJECTS)], "x", Status.REPORTED, ""),
    ([made("x", "claim"), answer("east", "rejects")], "x", Status.REJECTED, "rejected by east"),
    # whom it is addressed to
    ([TO_SOUTH, answer("east", "accepts")], "x", Status.OPEN, "open"),
    (
        [TO_SOUTH, answer("east", "rejects"), offer("east")],
        "x",
        Status.ANSWERED_WITH_OFFER,
        "answered with an offer by east",
    ),
    (
        [TO_SOUTH, answer("east", "rejects"), answer("south", "accepts"), offer("east")],
        "x",
        Status.AGREED,
        "accepted by Southland",
    ),
    # a later answer replaces an earlier one, in whichever order they are written
    (
        [DEMAND, answer("south", "accepts", 9), answer("south", "rejects", 7)],
        "x",
        Status.AGREED,
        "accepted by Southland",
    ),
    (
        [DEMAND, answer("south", "accepts", 9), answer("east", "rejects", 7)],
        "x",
        Status.REJECTED,
        "rejected by east",
    ),
    (
        [DEMAND, answer("south", "accepts", 9), answer("south", "rejects")],
        "x",
        Status.REJECTED,
        "rejected by Southland",
    ),
    # variants are the same thing
    (
        [
            made("x", "demand", "north", variant_of="y"),
            made("y", "demand"),
            answer("south", "rejects", to="y"),
        ],
        "x",
        Status.REJECTED,
        "rejected by Southland",
    ),
    (
        [made("x", "agreement", variant_of="deal"), agreement("agreed", "carried out")],
        "x",
        Status.CARRIED_OUT,
        "carried out",
    ),
]


@pytest.mark.parametrize(("records", "of", "status", "line"), ROWS)
def test_rows(records: list[Record], of: str, status: Status, line: str) -> None:
    dossier = Dossier(SETTINGS, records)
    assert statuses(dossier)[of] is status
    record = dossier.record(of)
    assert record is not None
    assert status_line(record, dossier) == line


def test_an_answer_to_an_answer_changes_only_what_it_answers() -> None:
    records = [DEMAND, offer("south"), answer("north", "rejects", to="offer-south")]
    assert list(statuses(Dossier(SETTINGS, records)).items()) == [
        ("x", Status.ANSWERED_WITH_OFFER),
        ("offer-south", Status.REJECTED),
        ("north-rejects-None-offer-south", Status.REPORTED),
    ]


names = st.sampled_from("abcde")


@given(
    st.lists(
        st.builds(
            Record,
            id=names,
            kind=st.sampled_from(Kind),
            party=st.sampled_from(["north", "south", "east"]),
            issue=st.just("port"),
            says=st.just("s"),
            to=st.none() | st.just("south"),
            answers=st.lists(names, max_size=3).map(tuple),
            variant_of=st.none() | names,
            stance=st.none() | st.sampled_from(Stance),
            pending_from=st.none() | st.just("south"),
        ),
        max_size=8,
    )
)
def test_any_links_at_all_give_every_record_a_status(records: list[Record]) -> None:
    """Links that go round in circles, to themselves or nowhere; the file's order is no matter."""
    dossier = Dossier(SETTINGS, records)
    found = statuses(dossier)
    assert list(found) == list(dict.fromkeys(r.id for r in records))
    for record in records:
        assert bool(status_line(record, dossier)) or record.kind not in {Kind.DEMAND, Kind.OFFER}
    if len(found) == len(records):
        assert statuses(Dossier(SETTINGS, records[::-1])) == found
