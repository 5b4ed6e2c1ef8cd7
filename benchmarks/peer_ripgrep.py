"""ripgrep, as what searching costs without an index: it reads all files and ranks nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

_PATTERNS = {
    "rare": r"\b{0}\b",
    "common": r"\b{0}\b",
    "or": r"\b({0}|{1})\b",
    "phrase": r"\b{0}\W+{1}\b",
    "stop phrase": r"\b{0}\W+{1}\b",
    "prefix1": r"\b{0}",
    "prefix2": r"\b{0}",
    "prefix3": r"\b{0}",
    "prefix5": r"\b{0}",
}


class Ripgrep:
    """See ``peer.Peer``."""

    def __init__(self, corpus: Path, _folder: Path) -> None:
        self._corpus = corpus

    def build(self, count: int) -> None:
        """There is nothing to build."""

    def add(self, first: int, count: int) -> None:
        """There is nothing to add to."""

    def open(self) -> None:
        """There is nothing to open."""

    def search(self, kind: str, words: list[str], _extra: dict[str, Any]) -> int | None:
        """The number of files that match; all of them, in no order."""
        if kind not in _PATTERNS:
            return None
        pattern = _PATTERNS[kind].format(*words)
        command = ["rg", "--files-with-matches", "--ignore-case", pattern, str(self._corpus)]
        found = subprocess.run(command, capture_output=True, check=False)
        return found.stdout.count(b"\n")

    def snippets(self, _kind: str, _words: list[str], _extra: dict[str, Any]) -> int | None:
        """It has no snippets."""
        return None


def make(corpus: Path, index: Path) -> Ripgrep:
    """The engine."""
    return Ripgrep(corpus, index)
