"""Text made harmless to show: every code point there is, and the laws of it."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.safe_text import one_line, stand_in, visible

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
any_text = st.text(st.characters())


def test_no_code_point_that_a_terminal_or_a_reader_could_obey_comes_through() -> None:
    shown = visible(EVERY)
    assert len(shown) == len(EVERY)
    left = {
        c for c in set(shown) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    }
    assert left == set("\t\n\u200c\u200d")


def test_everything_else_stays_as_it_is() -> None:
    changed = [c for c, shown in zip(EVERY, visible(EVERY), strict=True) if c != shown]
    kinds = {unicodedata.category(c) for c in changed}
    assert kinds == HARMFUL


@pytest.mark.parametrize(
    ("char", "shown"),
    [("\x1b", "␛"), ("\x00", "␀"), ("\x7f", "␡"), ("\r", "␍"), ("\x9b", "�"), ("\u202e", "�")],
)
def test_stand_ins(char: str, shown: str) -> None:
    assert stand_in(char) == shown


@given(any_text)
def test_showing_twice_changes_nothing_and_offsets_stay(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert visible(shown) == shown
    assert all(a == b for a, b in zip(text, shown, strict=True) if stand_in(a) == a)


@given(any_text)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert not set(line) & set("\n\t\r")
    assert line == line.strip() == one_line(line)
    assert len(line.splitlines()) <= 1
    assert "  " not in line
