"""A tiny invented library and a way to drive the app on it."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from briefing.config import Config, Watch
from briefing.library import Library
from briefing.tui.app import BriefingApp
from briefing.tui.screen import MainScreen

HERALD = """---
title: Bridge talks pause at the river
outlet: Valley Herald
byline: Ada Stone
date: 2031-04-02
---
# Bridge talks pause at the river

Delegations from Upland and Lowland met at the old mill for two hours.

Upland wants the bridge opened at once, its envoy Mira Holt told reporters.

"We will not open the bridge before the harvest," said Jon Reed of Lowland.

Both sides agreed to return the borrowed boats by the end of the month.
"""
COURIER = """---
title: Lowland offers a ferry instead
outlet: Coast Courier
date:
  known: inferred
  from: 2031-04-03
  to: 2031-04-05
  basis: names the day after the meeting
---
Lowland offered a ferry twice a week, an official said.

The bridge stays shut for now. Upland called the ferry a small step.

Nobody could say when the bridge talks go on.
"""
PLAIN = """The weather on the river

Rain is expected over the valley, and the bridge may be slippery.
"""
SETTINGS = """format: 1
title: Talks about a bridge
parties:
  - {id: upland, name: Upland}
  - {id: lowland, name: Lowland}
issues:
  - id: bridge
    name: The bridge
    issues:
      - {id: ferry, name: A ferry}
  - {id: boats, name: Borrowed boats}
"""
RECORDS = """- id: open-bridge
  kind: demand
  party: upland
  to: lowland
  issue: bridge
  says: The bridge is opened at once.
  evidence:
    - article: herald
      quote: wants the bridge opened at once
      speaker: Mira Holt
      mode: paraphrase
- id: not-before-harvest
  kind: response
  party: lowland
  to: upland
  issue: bridge
  answers: [open-bridge]
  stance: rejects
  says: The bridge stays shut until the harvest is in.
  evidence:
    - article: herald
      quote: will not open the bridge before the harvest
      speaker: Jon Reed
      mode: direct
    - article: courier
      quote: The bridge stays shut for now
      mode: outlet
- id: ferry-offer
  kind: offer
  party: lowland
  to: upland
  issue: ferry
  says: A ferry crosses twice a week.
  evidence:
    - article: courier
      quote: a ferry twice a week
      speaker: an official
      mode: anonymous
"""

ROUNDS = 5
"""How often messages are passed on before all have arrived: pane to screen to thread and back."""
PATIENCE = 60
"""Seconds: a busy machine is no failure."""
FILES = {
    "briefing.yaml": SETTINGS,
    "positions.yaml": RECORDS,
    "courier.md": COURIER,
    "herald.md": HERALD,
    "weather.txt": PLAIN,
}


@dataclass
class Driven:
    """The running app, with what tests ask of it."""

    pilot: Pilot[None]
    library: Library

    @property
    def app(self) -> BriefingApp:
        """The app."""
        assert isinstance(self.pilot.app, BriefingApp)
        return self.pilot.app

    @property
    def screen(self) -> MainScreen:
        """Its main screen, even below a help."""
        return next(self._main_screens())

    def _main_screens(self) -> Iterator[MainScreen]:
        return (s for s in self.app.screen_stack if isinstance(s, MainScreen))

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each when what the one before started is done."""
        for key in keys:
            self.app.simulate_key(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text at once, then wait until everything it started is done."""
        for char in text:
            self.app.post_message(events.Key(char, char))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is being worked on and all that was said is heard."""
        for _ in range(ROUNDS):
            await self.pilot.pause(0)
            while self.app.keys.busy:
                await self.pilot.pause(0)
            with suppress(WorkerCancelled):
                for worker in [w for w in self.app.workers if w.group != "watch"]:
                    await worker.wait()

    async def opened(self) -> None:
        """Wait until the library is in step with the disk."""
        await self.until(lambda: any(s.synced for s in self._main_screens()))
        await self.settle()

    async def until(self, it_is_so: Callable[[], bool]) -> None:
        """Wait for something that other threads have their part in."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if it_is_so():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("waited in vain")

    def text(self) -> str:
        """What is on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    def said(self) -> list[str]:
        """What toasts have said so far."""
        return [notification.message for notification in self.app._notifications]


Drive = Callable[..., AbstractAsyncContextManager[Driven]]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny library with its index beside it; to be copied, not to be changed."""
    home = tmp_path_factory.mktemp("built")
    (home / "talks").mkdir()
    for name, text in FILES.items():
        (home / "talks" / name).write_text(text, encoding="utf-8")
    library = Library(home / "talks", index=home / "index")
    library.sync()
    library.close()
    return home


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """The tiny library as a folder, with its index beside it."""
    shutil.copytree(built, tmp_path / "home")
    return tmp_path / "home" / "talks"


@pytest.fixture
def drive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Drive:
    """Opens the app on a folder (the tiny library unless another is given)."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder.parent / name.lower()))

    @asynccontextmanager
    async def run(
        root: Path | None = None, size: tuple[int, int] = (100, 24), watch: Watch = Watch.OFF
    ) -> AsyncIterator[Driven]:
        library = Library(root or folder, index=(root or folder).parent / "index")
        app = BriefingApp(library, Config(watch=watch))
        async with app.run_test(size=size, notifications=True) as pilot:
            driven = Driven(pilot, library)
            await driven.opened()
            yield driven
        library.close()

    return run
