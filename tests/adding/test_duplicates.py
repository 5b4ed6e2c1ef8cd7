"""The same text in two articles: found however it is cut, and never where it is not."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefing import reading
from briefing.adding.duplicates import (
    FILE_NAME,
    RUN,
    SAME,
    WINDOW,
    Fingerprints,
    picked,
    runs_of,
    shared,
)
from tests.adding.coverage import prose

RUNS = st.lists(st.integers(0, 2**63 - 1), max_size=120)


def runs(text: str) -> list[int]:
    return runs_of(reading.read_bytes(text.encode(), "a.txt"))


@given(RUNS, RUNS, st.lists(st.integers(0, 2**63 - 1), min_size=WINDOW, max_size=40))
def test_texts_that_share_a_window_share_a_picked_run(
    before: list[int], after: list[int], common: list[int]
) -> None:
    assert picked(before + common) & picked(common + after)


@given(RUNS, RUNS)
def test_sharing_is_the_same_both_ways(one: list[int], other: list[int]) -> None:
    assert shared(one, other) == shared(other, one) <= 1
    assert shared(one, one) in (0, 1)


def test_agency_copy_that_is_cut_and_touched_is_found(tmp_path: Path) -> None:
    """The second outlet drops the end, adds its own first lines and changes some words."""
    agency = prose(1, paragraphs=12)
    words = "\n\n".join(agency.split("\n\n")[:7]).split(" ")
    for at in range(20, len(words), 40):
        words[at] = "elsewhere"
    copy = prose(2, paragraphs=1) + "\n\n" + " ".join(words)
    prints = Fingerprints(tmp_path)
    for number in range(3, 60):
        prints.put(f"{number}.md", "x", runs(prose(number)))
    prints.put("agency.md", "x", runs(agency))
    assert prints.candidates(runs(copy))[0] == "agency.md"
    assert shared(runs(copy), runs(agency)) >= SAME


def test_articles_on_one_subject_are_not_one_source() -> None:
    """They share their words, and quote the same long sentences."""
    quoted = prose(7, paragraphs=2)
    one, other = (prose(n) + "\n\n" + quoted + "\n\n" + prose(n + 50) for n in (1, 2))
    assert 0.05 < shared(runs(one), runs(other)) < SAME / 2


def test_short_notices_are_not_compared() -> None:
    text = "The weir holds, both sides say, and talks go on."
    assert shared(runs(text), runs(text)) == 0


def test_runs_are_of_what_is_shown() -> None:
    text = prose(1)
    assert runs("Skip to content\n" + text + "\nBack to top\n") == runs(text)
    assert len(runs(text)) == len(text.replace("-", " ").split()) - RUN + 1


def test_fingerprints_are_kept_and_made_anew_when_damaged(tmp_path: Path) -> None:
    text, other = runs(prose(1)), runs(" ".join(f"word{n}" for n in range(200)))
    prints = Fingerprints(tmp_path)
    prints.put("a.md", "one", other)
    prints.put("a.md", "two", text)
    prints.close()
    prints = Fingerprints(tmp_path)
    assert (prints.want([("a.md", "two")]), list(prints.missing())) == (0, [])
    assert prints.candidates(text) == ["a.md"]
    assert prints.candidates(other) == []
    assert (prints.want([("a.md", "three")]), list(prints.missing())) == (1, [("a.md", "three")])
    assert prints.candidates(text) == ["a.md"]
    assert (prints.want([]), prints.candidates(text)) == (0, [])
    prints.close()
    (tmp_path / FILE_NAME).write_bytes(random.Random(1).randbytes(5000))
    assert Fingerprints(tmp_path).want([("a.md", "two")]) == 1
