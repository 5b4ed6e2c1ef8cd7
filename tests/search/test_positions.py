"""Positions as bytes and as places, those beyond 16 bits among them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from briefing.search.positions import (
    SHIFT,
    decoded_positions,
    encoded_positions,
    numbers_and_positions,
    places_of,
)
from briefing.search.whoosh_engine import WhooshEngine
from tests.search.holding import found
from tests.search.invented import article

POSITIONS = st.sets(st.integers(0, 9) | st.integers(65_530, 65_540), min_size=1).map(sorted)


@given(st.dictionaries(st.integers(0, 1 << 31), POSITIONS))
@example({})
@example({7: [0], 8: [65_535]})
@example({0: [3], 1: [65_536]})
def test_places_are_the_articles_with_their_positions(known: dict[int, list[int]]) -> None:
    values = [encoded_positions(positions) for positions in known.values()]
    assert [list(decoded_positions(value)) for value in values] == [*known.values()]
    places = places_of([*known], values)
    assert [*places] == [n << SHIFT | p for n, positions in known.items() for p in positions]
    numbers, positions = numbers_and_positions(places)
    assert [*zip(numbers, positions, strict=True)] == [(n, p) for n in known for p in known[n]]


def test_a_phrase_is_found_on_both_sides_of_16_bits(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path / "index", create=True)
    filling = "water " * 65_534
    engine.update(
        [
            article("before", f"{filling} river crossing"),
            article("across", f"{filling} x river crossing"),
            article("apart", f"crossing {filling} river"),
            article("short", "crossing a river crossing"),
        ]
    )
    assert {*found(engine, '"river crossing"')} == {"before", "across", "short"}
    engine.close()
