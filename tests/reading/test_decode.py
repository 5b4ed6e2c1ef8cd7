"""Bytes become text whatever their encoding, and binary files do not."""

from __future__ import annotations

import pytest

from briefing.reading.decode import decode
from briefing.reading.unreadable import Unreadable

FRENCH = (
    "L’été, la délégation du nord a été reçue à l’hôtel : « rien de neuf », dit-elle naïvement."
)
RUSSIAN = "Делегация севера приехала утром, делегация юга уехала вечером, и никто ничего не сказал."
TURKISH = "Kuzey heyeti sabah geldi, güney heyeti akşam ayrıldı; görüşmeler çok ağır ilerliyor."
POLISH = (
    "Delegacja północna przyjechała rano, południowa wyjechała wieczorem, żadna nic nie rzekła."
)
CZECH = "Severní delegace přijela ráno, jižní odjela večer a nikdo nic neřekl o dalším kole."
GERMAN = "Die Gespräche über die Flüsse und Äcker führten zu nichts, heißt es aus dem Süden."
SPANISH = "La delegación llegó por la mañana; ¿qué pasará después de tantos años de negociación?"
JAPANESE = "北の代表団は朝に到着し、南の代表団は夕方に出発した。誰も何も言わなかった。"


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, TURKISH, POLISH, JAPANESE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_certain(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)) == (FRENCH, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        ("Only one café in plain words. " * 9, "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (TURKISH, "cp1254"),
        (POLISH, "cp1250"),
        (CZECH, "cp1250"),
        (GERMAN, "cp1252"),
        (SPANISH, "latin-1"),
        (JAPANESE, "shift-jis"),
    ],
)
def test_other_encodings_are_guessed_and_noted(text: str, encoding: str) -> None:
    decoded, notes = decode(text.encode(encoding))
    assert decoded == text
    assert len(notes) == 1
    assert "guess" in notes[0]


def test_damaged_utf_8_stays_utf_8() -> None:
    data = RUSSIAN.encode()
    text, notes = decode(data[:40] + data[41:])
    assert text.endswith(RUSSIAN[30:])
    assert notes == ("one place is not valid UTF-8 and cannot be shown",)


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe"])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 words", "PDF"),
        (b"PK\x03\x04words", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"words\x00words", "binary"),
        (b"\x00\x01\x02\xff" * 100, "binary"),
        (bytes(range(1, 32)), "binary"),
        (b"\xff\xfea\x00\x00\x00b\x00", "binary"),
    ],
)
def test_binary_files(data: bytes, what: str) -> None:
    with pytest.raises(Unreadable, match=what):
        decode(data)


def test_line_ends() -> None:
    assert decode(b"a\r\nb\rc\n\rd")[0] == "a\nb\nc\n\nd"


def test_colours_of_a_terminal_are_text() -> None:
    assert decode(b"\x1b[31mred\x1b[0m")[0] == "\x1b[31mred\x1b[0m"
