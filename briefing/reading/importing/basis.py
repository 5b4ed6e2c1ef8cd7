"""What a value of metadata was inferred from, in a few words for the front matter."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.reading.draft import Metadata

ABOVE = "a line above the story that looks like a title"
PRINTED = "a line printed with the story"
LARGE = "a line in large type"
PAGE_TITLE = "the end of the page’s title"
DETECTED = "detected from the text"
_IN_TEXT = {"title": ABOVE, "outlet": PRINTED, "byline": PRINTED, "url": PRINTED}


def from_text(found: Metadata, names: Iterable[str] = tuple(_IN_TEXT)) -> dict[str, str]:
    """The basis of each of the fields ``names`` that the text alone gave."""
    return {name: _IN_TEXT[name] for name in names if getattr(found, name) is not None}
