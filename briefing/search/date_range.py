"""The dates of a query: one day, month or year, or a range of them with open ends."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from briefing.search.query import Dated

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_TO = re.compile(r"\s*(?:\.{2,3}|…)\s*")


def parse_range(text: str) -> Dated | None:
    """What ``2025``, ``2025-06``, ``2025-06-02`` or ``2025-06-01..2025-06-30`` spans.

    Either end of a range may be missing, not both. The range may come out the
    wrong way round. None when ``text`` is no date.
    """
    sides = _TO.split(text.strip())
    if len(sides) > 2 or not any(sides):
        return None
    first, last = _span(sides[0]), _span(sides[-1])
    if (sides[0] and first is None) or (sides[-1] and last is None):
        return None
    return Dated(first[0] if first else None, last[1] if last else None)


def turned_round(text: str) -> Dated | None:
    """What a range spans when its ends change places."""
    return parse_range("..".join(reversed(_TO.split(text.strip()))))


def parse_days(text: str) -> Dated | None:
    """As ``parse_range``, the right way round."""
    found = parse_range(text)
    if found and found.earliest and found.latest and found.earliest > found.latest:
        return turned_round(text)
    return found


def _span(text: str) -> tuple[date, date] | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(g) if g else None for g in match.groups())
    try:
        if not year:
            return None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def render_range(node: Dated) -> str:
    """A range as it is typed."""
    if node.earliest is not None and node.earliest == node.latest:
        return node.earliest.isoformat()
    ends = (d.isoformat() if d else "" for d in (node.earliest, node.latest))
    return "..".join(ends)
