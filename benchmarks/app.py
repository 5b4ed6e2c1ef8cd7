"""What a person waits for in the app: from a key to the painted answer, by class of query.

The app runs at 160 columns and 50 lines in a terminal that only notes when something was
written to it, so that a time holds all of the app's own work, up to the bytes that it sends:
what it paints of itself, not the whole screen, and no painting of ours. A query is put into
the field but for its last letter; then that arrives as a key does, and the time runs until the
answer is there and the last was written of what the key changes anywhere on the screen.
Besides: the board with 5,000 records narrowed by a letter, and an article of 1 MB opened.
Processor time of the whole process is printed beside the time on the clock: it tells what is
the machine's own on one that is busy. Queries are drawn in a process of their own, and memory
is that of the app alone.

    python benchmarks/app.py [COUNT …] [--queries 20]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import briefing.tui  # noqa: F401  # isort: skip

# It says how often Textual paints, which Textual reads as it is imported.
import check
from bench import corpus_of, index_of, keep, median, memory, p95, shown, table
from corpus import Newsroom
from peer_briefing import query_text
from queries import CLASSES, MEASURED, WARM_UP, Ask, all_queries
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.keys import _character_to_key
from textual.widgets import Input

from briefing.config import Config, Watch
from briefing.library import Library
from briefing.tui.app import BriefingApp
from briefing.tui.screen import MainScreen

SIZE = (160, 50)
PATIENCE = 180.0
TURN = 0.02
"""Seconds between two looks at what the app has done."""
QUIET = 6
"""So many looks, after what was waited for, nothing is written: then nothing more will be."""
RECORDS, ARTICLES = 5_000, 1_000
MEGABYTE = 1_000_000
Times = list[tuple[float, float]]
"""Milliseconds on the clock and of the processor."""


class Terminal(HeadlessDriver):
    """Takes what the app writes, and notes when each frame was whole."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.frames: list[tuple[float, float]] = []

    @property
    def is_headless(self) -> bool:
        """As a terminal is: else Textual would not work out what to write."""
        return False

    def flush(self) -> None:
        """The end of a frame."""
        self.frames.append((time.perf_counter(), time.process_time()))


class Desk:
    """The running app."""

    def __init__(self, pilot: Any) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.terminal: Terminal = pilot.app._driver

    @property
    def screen(self) -> MainScreen:
        """Its main screen."""
        return next(s for s in self.app.screen_stack if isinstance(s, MainScreen))

    async def until(self, it_is_so: Callable[[], object]) -> None:
        """Let the app work until something is so."""
        end = time.perf_counter() + PATIENCE
        while not it_is_so():
            if time.perf_counter() > end or not self.app.is_running:
                raise SystemExit("waited in vain")
            await asyncio.sleep(TURN)

    async def rest(self) -> None:
        """Let it finish what it is doing."""
        written, looks = -1, 0
        while looks < QUIET:
            frames = len(self.terminal.frames)
            looks = looks + 1 if frames == written else 0
            written = frames
            await asyncio.sleep(TURN)

    def key(self, character: str) -> None:
        """Press a key, as a terminal does."""
        self.terminal.process_message(events.Key(_character_to_key(character), character))

    async def timed(self, act: Callable[[], object], done: Callable[[], object]) -> Any:
        """Milliseconds from an act until something is so, and all was written that follows."""
        self.terminal.frames.clear()
        start, own = time.perf_counter(), time.process_time()
        act()
        await self.until(lambda: self.terminal.frames and done())
        await self.rest()
        clock, processor = self.terminal.frames[-1]
        return 1000 * (clock - start), 1000 * (processor - own)


@asynccontextmanager
async def opened(folder: Path, index: Path) -> AsyncIterator[Desk]:
    """The app on a library, in step with the disk."""
    library = Library(folder, index)
    app = BriefingApp(library, Config(watch=Watch.OFF))
    app.driver_class = Terminal
    async with app.run_test(headless=False, size=SIZE) as pilot:
        desk = Desk(pilot)
        await desk.until(lambda: any(isinstance(s, MainScreen) for s in app.screen_stack))
        await desk.until(lambda: desk.screen.synced)
        await desk.rest()
        yield desk
    library.close()


async def keystrokes(count: int, measured: int) -> dict[str, Times]:
    """Times of each class, of so many queries."""
    queries = drawn_queries()
    found: dict[str, Times] = {}
    async with opened(corpus_of(count), index_of("briefing", count)) as desk:
        await desk.pilot.press("s")
        field = desk.screen.reading.search.field
        field.cursor_blink = False
        for kind in CLASSES:
            times = []
            for number, ask in enumerate(queries[kind][: WARM_UP + measured]):
                text = query_text(ask)
                field.value = text[:-1]
                field.cursor_position = len(text) - 1
                await desk.until(lambda: _answered(desk, text[:-1]))  # noqa: B023
                await desk.rest()
                taken = await desk.timed(
                    lambda: desk.key(text[-1]),  # noqa: B023
                    lambda: _answered(desk, text),  # noqa: B023
                )
                if number >= WARM_UP:
                    times.append(taken)
            found[kind] = times
            print(f"  {kind:12} {_cell(times)}", file=sys.__stderr__)
    return found


def drawn_queries() -> dict[str, list[Ask]]:
    """The queries of each class; what counting the corpus's words takes is not the app's."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_draw).result()


def _draw() -> dict[str, list[Ask]]:
    return all_queries(Newsroom())


def _answered(desk: Desk, text: str) -> bool:
    if not text.strip():
        return True
    result = desk.screen.result
    return result is not None and result.query.text == text


async def board(folder: Path) -> Times:
    """Times to narrow a board of many records by one more letter."""
    check.generate(folder, RECORDS, ARTICLES)
    (folder / "briefing.yaml").write_text(check.SETTINGS, encoding="utf-8")
    times = []
    async with opened(folder, folder / "index") as desk:
        await desk.pilot.press("c")
        await desk.until(lambda: desk.screen.board.grid.display)
        await desk.rest()
        await desk.pilot.press("slash")
        pane = desk.screen.board
        field = pane.query_one(Input)
        field.cursor_blink = False
        await desk.rest()
        for typed in accumulate("record 1234"):
            taken = await desk.timed(
                lambda: desk.key(typed[-1]),  # noqa: B023
                lambda: field.value == typed,  # noqa: B023
            )
            if not typed.endswith(" "):  # which narrows nothing
                times.append(taken)
    return times


async def article(folder: Path) -> Times:
    """Times to open an article of 1 MB."""
    newsroom = Newsroom()
    for number in range(5):
        pieces = []
        size = 0
        for story in newsroom.stories(MEGABYTE // 3_000, 1_000_000 + 1_000 * number):
            pieces.append(story.body)
            size += len(story.body) + 2
            if size >= MEGABYTE:
                break
        (folder / f"long-{number}.md").write_text("\n\n".join(pieces), encoding="utf-8")
    times = []
    async with opened(folder, folder / "index") as desk:
        for entry in desk.screen.library.entries:
            times.append(await desk.timed(lambda: desk.screen.open(entry.id), lambda: True))  # noqa: B023
    return times


def _cell(times: Times) -> str:
    clock, own = zip(*times, strict=True)
    return (
        f"{shown(median(clock))} … {shown(p95(clock))} ({shown(median(own))} … {shown(p95(own))})"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1_000])
    parser.add_argument("--queries", type=int, default=MEASURED, help="measured of each class")
    given = parser.parse_args()
    print("milliseconds, median … 95th percentile; in parentheses those of the processor")
    result: dict[str, Any] = {"keystrokes": {}}
    for count in given.counts:
        times = asyncio.run(keystrokes(count, given.queries))
        result["keystrokes"][str(count)] = {"times": times, "memory": memory()}
        keep("app", result)
        rows = [[CLASSES[kind], _cell(own)] for kind, own in times.items()]
        print(f"\n{count:,} articles; most memory {memory():.0f} MB\n")
        print(table(["query", "key to painted answer"], rows))
    for name, work in (("board", board), ("article", article)):
        with tempfile.TemporaryDirectory(prefix="briefing-app-") as folder:
            result[name] = asyncio.run(work(Path(folder)))
        print(f"\n{name}: {_cell(result[name])}")
        keep("app", result)


if __name__ == "__main__":
    main()
