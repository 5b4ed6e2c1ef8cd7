"""The language of a text: stated, else detected by lingua, a library that needs no downloads."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

SAMPLE = 1200
"""Characters that a language is detected from."""
LEAST = 60
"""Letters below which no language is detected."""
_SURE = 0.6
_WRITTEN_IN = {
    "CYRILLIC": ("ru", "uk", "be", "bg", "mk", "kk", "ky", "mn", "tg"),
    "ARABIC": ("ar", "fa", "ur", "ps", "ckb", "ug"),
    "HEBREW": ("he", "yi"),
    "GREEK": ("el",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "CJK": ("zh", "ja", "ko"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "THAI": ("th",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "LATIN": ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "tr"),
}
"""The scripts of languages that are written in no other."""


def language_of(stated: str | None, text: str) -> tuple[str | None, tuple[str, ...]]:
    """The language of ``text`` and a note, where what is stated cannot be true.

    A site's template often says ``en`` of pages in any language; a text in
    another script than that of the stated language proves it wrong.
    """
    if stated and _may_be(stated, text):
        return stated, ()
    found = detected(text)
    if stated is None:
        return found, ()
    return found, (f"the page says that its language is {stated}, which its script is not",)


def detected(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where it is short or not clear."""
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < LEAST:
        return None
    best = _detector().compute_language_confidence_values(sample)[0]
    return best.language.iso_code_639_1.name.lower() if best.value >= _SURE else None


@cache
def _detector() -> LanguageDetector:
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()


def _may_be(language: str, text: str) -> bool:
    code = language.partition("-")[0]
    scripts = {script for script, codes in _WRITTEN_IN.items() if code in codes}
    letters = [char for char in text[:SAMPLE] if char.isalpha()]
    if not scripts or len(letters) < LEAST:
        return True
    counts = Counter(unicodedata.name(char, "?").split()[0] for char in letters)
    return counts.most_common(1)[0][0] in scripts
