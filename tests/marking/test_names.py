"""Ids of what is new: readable, valid, and never taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import Passage, Span
from briefing.dossier.fields import ID
from briefing.marking.names import LONGEST, highlight_id, name_id, record_id


@pytest.mark.parametrize(
    ("party", "says", "expected"),
    [
        ("isle", "The Isle wants the boats to sail at night.", "isle-wants-boats-sail-night"),
        ("isle", "339 crates, of 12 kinds", "isle-339-crates-12-kinds"),
        ("isle", "It is so.", "isle-it-is-so"),
        ("isle", "Der Zürcher Käse-Vertrag", "isle-zurcher-kase-vertrag"),
        ("isle", "Острів хоче", "isle"),
        ("", "...", ""),
    ],
)
def test_a_records_id_tells_party_and_sentence(party: str, says: str, expected: str) -> None:
    assert record_id(party, says, ()) == expected


@given(st.text(max_size=90), st.lists(st.text(max_size=5), max_size=3))
def test_ids_are_valid_and_free(text: str, more: list[str]) -> None:
    taken: list[str | None] = [None, *more]
    for _ in range(3):
        for found in (record_id("isle", text, taken), name_id(text, "issue", taken)):
            assert ID.fullmatch(found)
            assert found not in taken
            assert len(found) <= LONGEST + 2
            taken.append(found)


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_highlights_id_is_of_its_passage(start: int, length: int) -> None:
    passage = Passage("one", Span(start, start + length))
    first = highlight_id(passage, ())
    assert ID.fullmatch(first)
    assert highlight_id(passage, {None, "h-other"}) == first
    assert highlight_id(passage, {first}) not in {first}
    assert highlight_id(Passage("two", passage.span), ()) != first
