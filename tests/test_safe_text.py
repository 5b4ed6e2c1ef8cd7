"""Text made harmless to show: every code point there is, and the laws of it."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.safe_text import is_harmless, one_line, stand_in, visible

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0" + "".join(
    map(chr, range(0xFFF0, 0xFFF9))
)
NEEDED = [
    "❤\ufe0f\u200d🔥",
    "1\ufe0f\u20e3",
    "می\u200cخواهم",
    "क्\u200dष",
    "葛\U000e0100",
    "©\ufe0f",
]
HIDING = [
    "pay\u200dpal",
    "с\u200cлово",
    "x\ufe00\ufe01\ufe02",
    "🔥\ufe0f\ufe0e\U000e0100\U000e0101",
    "क\u200d\u200d\u200d",
    "a\U000e0041\U000e007f",
    "\u3164",
]
any_text = st.text(st.characters() | st.sampled_from("\u200c\u200d\ufe0fक❤1\u3164"))


def test_no_code_point_that_a_terminal_or_a_reader_could_obey_comes_through() -> None:
    shown = "".join(map(stand_in, EVERY))
    assert len(shown) == len(EVERY)
    left = {c for c in set(shown) if unicodedata.category(c) in HARMFUL}
    assert left == set("\t\n")


def test_everything_else_stays_as_it_is() -> None:
    changed = [c for c in EVERY if stand_in(c) != c]
    others = {c for c in changed if unicodedata.category(c) not in HARMFUL}
    assert all("\ufe00" <= c <= "\ufe0f" or c >= "\U000e0000" for c in others - set(BLANK))


def test_what_is_told_to_be_harmless_needs_no_stand_in() -> None:
    """Some characters that count as printable are shown as nothing at all."""
    assert {c for c in EVERY if is_harmless(c) and visible(c) != c} == set()
    assert is_harmless("Ärger über 葛 и ❤")


@pytest.mark.parametrize("text", NEEDED)
def test_a_joiner_stays_where_a_script_or_an_emoji_needs_it(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", HIDING)
def test_nothing_is_hidden_in_what_is_shown_as_nothing(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert shown.count("\ufffd") >= sum(stand_in(c) != c for c in text) - 1


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
    assert all(b in (a, stand_in(a)) for a, b in zip(text, shown, strict=True))


@given(any_text)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert not set(line) & set("\n\t\r")
    assert line == line.strip() == one_line(line)
    assert len(line.splitlines()) <= 1
    assert "  " not in line
