"""A line of text as Textual paints it, for widgets that know where their lines break."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style


def strip_of(line: Content, style: Style, named: Callable[[str | Style], Style]) -> Strip:
    """``line`` on ``style``; ``named`` finds the styles that the text names.

    Textual's own way (``Visual.to_strips``) also wraps, aligns and looks for links and what is
    selected: five times the work for a line that has none of it, at each line of each frame.
    """
    pieces = line.render(style, end="", parse_style=named)
    return Strip([Segment(text, look.rich_style) for text, look in pieces])
