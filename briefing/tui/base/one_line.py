"""A line of text as high and as wide as its place is, whatever it says."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static


class OneLine(Static):
    """Says something else without the whole screen being laid out, which `Static` does."""

    def __init__(
        self, content: Content | str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(content, id=id, classes=classes, markup=False)

    def update(self, content: VisualType = "", *, layout: bool = False) -> None:
        """Show ``content``; nothing is painted where that is what is shown."""
        text = Content(content) if isinstance(content, str) else content
        shown = self.content
        same = isinstance(text, Content) and isinstance(shown, Content) and text.is_same(shown)
        if not same:
            super().update(text, layout=layout)
