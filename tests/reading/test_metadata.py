"""Title, byline, outlet and date of plain texts: found where they are given, else unknown."""

from __future__ import annotations

from datetime import date

import pytest

from briefing import reading
from briefing.article import Article, Known

BODY = (
    "The two delegations met at the weir on Monday, June 2, and agreed to meet again before the "
    "end of the month, a mediator said.",
    "Neither side gave details of what the other had offered, or of what it had asked for.",
)
LEAD = "After a day of waiting on both banks, the two sides leave without a word to anybody"
TITLE = "Talks at the weir end early"


def read(*lines: str) -> Article:
    return reading.read_bytes("\n".join(lines).encode(), "story.txt")


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ([TITLE], TITLE),
        ([f"{TITLE}: “no progress”"], f"{TITLE}: “no progress”"),
        ([TITLE, "What the sides say"], TITLE),
        (["World news", TITLE], TITLE),
        ([TITLE, "By Ada Marsh"], TITLE),
        (["June 3, 2025", TITLE], TITLE),
        (["Will the talks at the weir end early?"], "Will the talks at the weir end early?"),
        (
            [LEAD, "Weir Talks End Without a Word |"],
            "Weir Talks End Without a Word",
        ),
        (["Title: Talks at the weir", "Source: The Daily Reed"], "Talks at the weir"),
        (["Reed Gazette archive", "Title: Talks at the weir"], "Talks at the weir"),
        ([], None),
        (["and so the talks began"], None),
        (["* * *"], None),
    ],
)
def test_title(above: list[str], title: str | None) -> None:
    assert read(*above, *BODY).title == title


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("03/04/2025", None),
        ("Published: 3-4-2025 10:20", None),
        ("Thursday, 03/04/2025", date(2025, 4, 3)),
        ("25/12/2025", date(2025, 12, 25)),
        ("12/25/2025", date(2025, 12, 25)),
        ("05/05/2025", date(2025, 5, 5)),
    ],
)
def test_figures_that_can_be_two_days_are_none_and_the_doubt_is_said(
    line: str, day: date | None
) -> None:
    article = read(TITLE, line, *BODY)
    assert article.title == TITLE
    if day is not None:
        assert (article.date.known, article.date.earliest) == (Known.STATED, day)
        assert article.notes == ()
    else:
        assert article.date.known is Known.UNKNOWN
        (note,) = article.notes
        assert note == f"the date is unknown: {article.date.basis}"
        assert "can be March 4 or April 3" in note


def test_another_line_that_gives_the_day_settles_it() -> None:
    article = read(TITLE, "03/04/2025", "April 3, 2025", *BODY)
    assert (article.date.earliest, article.notes) == (date(2025, 4, 3), ())


def test_a_line_alone_is_text_and_no_title() -> None:
    assert read(TITLE).title is None
    assert read(TITLE, "a second line").title is None


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        ([TITLE, "By Ada Marsh", *BODY], "Ada Marsh"),
        ([TITLE, "BY ADA MARSH and Ben O’Reed", *BODY], "ADA MARSH and Ben O’Reed"),
        (
            [TITLE, "By Ada Marsh, Ben van der Reed & Cy Pond", *BODY],
            "Ada Marsh, Ben van der Reed & Cy Pond",
        ),
        ([TITLE, "By Ada Marsh | June 3, 2025", *BODY], "Ada Marsh"),
        (["By Élodie Åsgård-Reed", *BODY], "Élodie Åsgård-Reed"),
        ([TITLE, *BODY, "By Ada Marsh"], "Ada Marsh"),
        ([TITLE, *BODY, "— Ada Marsh is a freelance science reporter in Reedham."], "Ada Marsh"),
        ([TITLE, "Author: Ada Marsh", *BODY], "Ada Marsh"),
        ([TITLE, "Writer: Ada Marsh", *BODY], "Ada Marsh"),
        ([TITLE, "Writer: The Daily Reed", "By Ada Marsh", *BODY], "Ada Marsh"),
        ([TITLE, *BODY, "Ada Marsh is a reporter who was arrested in May."], None),
        ([TITLE, "By Monday Evening", *BODY], None),
        ([TITLE, "By the end of June", *BODY], None),
        ([TITLE, "By Land and Sea", *BODY], None),
        ([TITLE, "By 2030 Things Change", *BODY], None),
        ([TITLE, *BODY], None),
    ],
)
def test_byline(lines: list[str], byline: str | None) -> None:
    assert read(*lines).byline == byline


@pytest.mark.parametrize(
    ("lines", "outlet"),
    [
        ([TITLE, "Source: The Reed Gazette", *BODY], "The Reed Gazette"),
        ([TITLE, "Writer: The Daily Reed", *BODY], "The Daily Reed"),
        (["Source: talks will go on", *BODY], None),
        ([TITLE, f"{BODY[0][:-1]}, the Reed Gazette reports.", BODY[1]], None),
        ([TITLE, *BODY, "Source: The Reed Gazette"], None),
    ],
)
def test_outlet(lines: list[str], outlet: str | None) -> None:
    assert read(*lines).outlet == outlet


def test_address() -> None:
    assert read("https://reed.example/weir", TITLE, *BODY).url == "https://reed.example/weir"
    assert read(TITLE, "URL: https://reed.example/weir", *BODY).url == "https://reed.example/weir"
    assert read(TITLE, "URL: the usual one", *BODY).url is None


@pytest.mark.parametrize(
    "line",
    [
        "June 3, 2025",
        "Tuesday, 3 June 2025",
        "Jun. 3, 2025, 4:05 p.m. EDT",
        "2025-06-03T16:05:00Z",
        "03.06.2025",
        "Published: June 3rd, 2025",
        "Published 10:05 AM EDT, June 3, 2025",
        "16.05 on 3 June 2025",
        "Posted on 3 June 2025",
        "By Ada Marsh | June 3, 2025",
    ],
)
def test_a_date_that_is_stated(line: str) -> None:
    dating = read(TITLE, line, *BODY).date
    assert (dating.known, dating.earliest, dating.basis) == (Known.STATED, date(2025, 6, 3), None)


@pytest.mark.parametrize(
    "line",
    [
        "03/06/2025",
        "Monday, June 3, 2025",
        "February 30, 2025",
        "On June 3, 2025 they met",
        "Jun 3",
        "Tuesday",
    ],
)
def test_a_date_that_stays_unknown(line: str) -> None:
    assert read(TITLE, line, *BODY).date.known is Known.UNKNOWN


def test_two_dates_are_none() -> None:
    article = read(TITLE, "June 3, 2025", "June 4, 2025", *BODY)
    assert article.date.known is Known.UNKNOWN
    assert "June 3, 2025" in article.notes[0]


def test_the_day_of_publication_goes_before_that_of_a_change() -> None:
    both = read(TITLE, "Updated: June 5, 2025", "Published: June 3, 2025", *BODY).date
    assert str(both) == "2025-06-03"
    changed = read(TITLE, "Updated: June 5, 2025", *BODY).date
    assert str(changed) == "2025-06-05 or earlier (inferred)"


@pytest.mark.parametrize(
    ("line", "caption", "shown"),
    [
        ("Jun 3", "A boat on the river, Friday, May 16, 2025.", "2025-06-03 (inferred)"),
        ("January 3", "A boat, Monday, December 30, 2024.", "2025-01-03 (inferred)"),
        ("Jun 3", "A boat on the river, May 16, 2025.", "undated"),
        ("Jun 3", "A boat on the river, Monday, May 16, 2025.", "undated"),
        ("Jun 3", "A boat, Monday, January 4, 2021.", "undated"),
        ("Jun 3", "Boats, Friday, May 16, 2025, and Thursday, May 16, 2024.", "undated"),
        ("Monday, Jun 3", "A boat on the river, Friday, May 16, 2025.", "undated"),
    ],
)
def test_a_year_is_inferred_only_from_days_nearby(line: str, caption: str, shown: str) -> None:
    assert str(read(TITLE, line, caption, *BODY).date) == shown


@pytest.mark.parametrize(
    ("opening", "shown"),
    [
        ("REEDHAM, June 3, 2025 (Reed News) — ", "2025-06-03 (inferred)"),
        ("REEDHAM, North, June 3, 2025 - ", "2025-06-03 (inferred)"),
        ("REEDHAM, June 3 (Reed News) — ", "undated"),
        ("REEDHAM — ", "undated"),
        ("On Tuesday, June 3, 2025 – when it rained – ", "undated"),
    ],
)
def test_a_dateline_is_a_basis(opening: str, shown: str) -> None:
    dating = read(TITLE, opening + BODY[0], BODY[1]).date
    assert str(dating) == shown
    assert dating.known is Known.UNKNOWN or "dateline" in (dating.basis or "")


def test_markdown_without_front_matter_is_looked_through_too() -> None:
    text = "\n\n".join([f"# {TITLE}", "By Ada Marsh | June 3, 2025", *BODY])
    article = reading.read_bytes(text.encode(), "story.md")
    assert (article.title, article.byline, str(article.date)) == (TITLE, "Ada Marsh", "2025-06-03")
    stated = reading.read_bytes(f"---\nlanguage: en\n---\n{text}".encode(), "story.md")
    assert (stated.title, stated.byline, str(stated.date)) == (TITLE, None, "undated")
