"""Inputs made by chance: a few always, very many in the slow run, and all that were found once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.__main__ import failure, fuzz
from tests.fuzz.harnesses import HARNESSES, corpus
from tests.fuzz.mutating import made_small
from tests.tally import tried

FEW = 60
MANY = 100_000
FOUND = [path for name in HARNESSES for path in corpus(name)]


def assert_none(found: dict[str, bytes]) -> None:
    """Say all of what was found, to be kept in the corpus."""
    assert not found, "\n".join(f"{wrong}: {data!r}" for wrong, data in found.items())


@pytest.mark.parametrize("name", HARNESSES)
def test_a_few_inputs_by_chance(name: str) -> None:
    assert_none(fuzz(name, FEW, seed=FEW))
    tried("inputs made by chance", FEW)


@pytest.mark.slow
@pytest.mark.parametrize("name", HARNESSES)
def test_very_many_inputs_by_chance(name: str) -> None:
    assert_none(fuzz(name, MANY, seed=MANY))
    tried(f"inputs made by chance for {name}", MANY)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_stays_mended(path: Path) -> None:
    assert failure(HARNESSES[path.parent.name], path.read_bytes()) is None


@pytest.mark.parametrize("name", HARNESSES)
def test_the_seeds_themselves_hold(name: str) -> None:
    harness = HARNESSES[name]
    assert [seed for seed in harness.seeds if failure(harness, seed) is not None] == []


def test_a_harness_finds_what_breaks_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the tests above would prove nothing."""

    def breaks(data: bytes, file: str) -> None:
        assert b"\x1b" not in data

    monkeypatch.setattr("briefing.reading.read_bytes", breaks)
    found = fuzz("readers", 400, seed=1)
    assert found


def test_a_failing_input_is_made_small() -> None:
    assert made_small(b"abcXdefYghi" * 20, lambda data: b"X" in data and b"Y" in data) in {
        b"XY",
        b"YX",
    }
