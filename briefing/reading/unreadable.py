"""Why a file is no article: the one exception of reading."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that cannot become an article. ``reason`` is one clear sentence, on one line."""

    def __init__(self, reason: str) -> None:
        self.reason = " ".join(reason.split())
        super().__init__(self.reason)
