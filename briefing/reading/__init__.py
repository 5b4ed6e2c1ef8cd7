"""How a file becomes an Article: one small module per format, one that chooses."""

from __future__ import annotations

from briefing.reading.candidates import walk
from briefing.reading.formats import SUFFIXES, read, read_bytes, read_inside
from briefing.reading.unreadable import Unreadable

__all__ = ["SUFFIXES", "Unreadable", "read", "read_bytes", "read_inside", "walk"]
