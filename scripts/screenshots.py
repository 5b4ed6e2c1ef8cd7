"""Make the pictures in docs/: the app's panes and views on the sample library, as SVG.

Run it from anywhere: ``python scripts/screenshots.py [FOLDER]``. The index is
made in a folder that is thrown away.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SIZE = (120, 36)
FONT_FROM_ELSEWHERE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Rich's template loads a font from the network; a monospace font at hand does as well."""
PICTURES: dict[str, tuple[str, ...]] = {
    "sources": (),
    "article": ("down", "enter", "r"),
    "search": ("s", *"ceasefire", "down", "enter"),
    "board": ("c", "right", "enter"),
    "figures": ("f", *["down"] * 3),
    "wording": ("W", "down"),
    "timeline": ("D", "down"),
}
"""What is pressed before each picture is taken."""


async def take(name: str, keys: tuple[str, ...], index: Path, folder: Path) -> Path:
    """Open the sample library, press ``keys`` and save what is on the screen."""
    from briefing.config import Config, Watch
    from briefing.library import Library
    from briefing.locations import sample_library
    from briefing.tui.app import BriefingApp

    library = Library(sample_library(), index)
    app = BriefingApp(library, Config(watch=Watch.OFF))
    async with app.run_test(size=SIZE) as pilot:
        for key in (None, *keys, None):
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            if key is not None:
                await pilot.press(key)
        app.clear_notifications()
        await pilot.pause()
        path = folder / f"{name}.svg"
        picture = FONT_FROM_ELSEWHERE.sub("", app.export_screenshot(title="briefing"))
        path.write_text(picture, encoding="utf-8")
    library.close()
    return path


async def main(folder: Path) -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as index:
        for name, keys in PICTURES.items():
            print(await take(name, keys, Path(index), folder))


if __name__ == "__main__":
    os.environ.pop("NO_COLOR", None)
    sys.path.insert(0, str(REPOSITORY))
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "docs"))
