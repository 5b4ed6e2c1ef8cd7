"""Sentences of a paragraph: nothing lost between them, no abbreviation taken for an end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.sentences import sentences


def cut(paragraph: str) -> list[str]:
    return [paragraph[s.start : s.end] for s in sentences(paragraph)]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("The ferry sank. Nobody drowned!", ["The ferry sank.", "Nobody drowned!"]),
        ("He said: “It stays.” Then he left.", ["He said: “It stays.”", "Then he left."]),
        ("Dr. Holm met Mr. Ives at No. 5.", ["Dr. Holm met Mr. Ives at No. 5."]),
        ("It cost 3.5 million. Why?", ["It cost 3.5 million.", "Why?"]),
        (
            "The mayor\nof the town spoke.\nShe left.",
            ["The mayor\nof the town spoke.", "She left."],
        ),
        ("a list, which includes:", ["a list, which includes:"]),
        ("  ", []),
        ("", []),
    ],
)
def test_where_sentences_end(paragraph: str, expected: list[str]) -> None:
    assert cut(paragraph) == expected


@given(st.text(st.sampled_from("aB1.!?…“”’) \n\u00a0\t。")))
def test_sentences_hold_all_that_is_not_space_in_order(paragraph: str) -> None:
    found = list(sentences(paragraph))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(cut(paragraph)).split()) == "".join(paragraph.split())
    assert all(s == s.strip() and s for s in cut(paragraph))
