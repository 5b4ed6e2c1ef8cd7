"""The lines of a page of a PDF: their words, where they stand, and how large they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefing.reading.importing.cleaning import fold_white

MAX_PIECES = 200_000
SAME_LINE = 0.45
"""Of the size of the letters, up and down: a raised figure stands on the line that it is in."""


@dataclass(slots=True)
class PdfLine:
    """One line. ``x`` and ``y`` are its start in points from the lower left; ``size`` in points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False


class _TooMany(Exception):
    """More pieces of text than a page can have."""


def page_lines(page: Any) -> list[PdfLine]:
    """The lines of a page in the order in which it draws them. Raises what pypdf raises."""
    lines: list[PdfLine] = []
    pieces = 0

    def take(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        nonlocal pieces
        pieces += 1
        if pieces > MAX_PIECES:
            raise _TooMany
        x, y, scale = _place(cm, tm)
        for number, part in enumerate(text.split("\n")):
            if part.strip() or (part and lines):
                _add(lines, part, number > 0, PdfLine("", x, y, abs(size * scale), _is_bold(font)))

    page.extract_text(visitor_text=take)
    for line in lines:
        line.text = fold_white(line.text.replace("\u00ad\n", "").replace("\0", ""))
    return [line for line in lines if line.text]


def _add(lines: list[PdfLine], text: str, broken: bool, at: PdfLine) -> None:
    last = lines[-1] if lines else None
    if last is not None and not text.strip():
        last.text += text
        return
    size = max(at.size, last.size) if last else at.size
    if last is not None and not broken and abs(at.y - last.y) <= SAME_LINE * size:
        last.text += text
        last.size = size
        return
    at.text = text
    lines.append(at)


def _place(cm: list[float], tm: list[float]) -> tuple[float, float, float]:
    """Where a piece starts on the page, and how many times its letters are enlarged."""
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    tall = tm[2] * cm[1] + tm[3] * cm[3]
    wide = tm[2] * cm[0] + tm[3] * cm[2]
    return x, y, max(abs(tall), abs(wide)) or 1.0


def _is_bold(font: Any) -> bool:
    try:
        name = str(font.get("/BaseFont") or "") if font else ""
    except AttributeError:
        return False
    return any(word in name.lower() for word in ("bold", "black", "heavy", "semibold"))
