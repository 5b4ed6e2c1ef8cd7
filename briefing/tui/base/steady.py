"""What scrolls, and paints its scrollbars anew only where they are different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

if TYPE_CHECKING:
    from textual.scroll_view import ScrollView as Base
else:
    Base = object  # Textual takes styles and keys from the first of its own bases alone


class Steady(Base):
    """Makes a ``ScrollView`` pass over a layout of the screen that changes nothing of it.

    Textual's own finds itself changed by each, and paints its scrollbars: a second frame, after
    the one that a key was pressed for.
    """

    _bars: tuple[object, ...] = ()

    def _scroll_update(self, virtual_size: Size) -> None:
        """Update the scrollbars (Textual's own hook)."""
        if self._bars == (virtual_size, *self._shape()):
            return
        super()._scroll_update(virtual_size)
        self._bars = (virtual_size, *self._shape())

    def _shape(self) -> tuple[object, ...]:
        return self.size, self.container_size, self.scrollbars_enabled
