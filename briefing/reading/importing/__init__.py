"""How a file from anywhere becomes articles in markdown: ``extract``, then ``to_markdown``.

One small module per format, ``choosing`` that tells which, and the libraries
of each imported only when a file needs them.
"""

from __future__ import annotations

from briefing.reading.importing.choosing import extract
from briefing.reading.importing.imported import (
    Extracted,
    Imported,
    Link,
    LinkKind,
    TextBlock,
)
from briefing.reading.importing.writing import to_markdown
from briefing.reading.unreadable import Unreadable

__all__ = [
    "Extracted",
    "Imported",
    "Link",
    "LinkKind",
    "TextBlock",
    "Unreadable",
    "extract",
    "to_markdown",
]
