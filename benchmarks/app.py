"""What a person waits for in the app: from a key to the painted answer, by class of query.

The app runs without a terminal, at 160 columns and 50 lines. A query is put into the field
but for its last letter; then that is typed as a key, and the time runs until the answer is
there and the screen was painted with it. Besides: the board with 5,000 records narrowed by
a letter, and an article of 1 MB opened. Processor time of the whole process is printed
beside the time on the clock: it tells what is the machine's own on one that is busy.

    python benchmarks/app.py [COUNT …] [--queries 20]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import check
from bench import corpus_of, index_of, keep, median, memory, p95, shown, table
from corpus import Newsroom
from peer_briefing import query_text
from queries import CLASSES, MEASURED, WARM_UP, all_queries

from briefing.config import Config, Watch
from briefing.library import Library
from briefing.tui.app import BriefingApp
from briefing.tui.board_pane import BoardPane
from briefing.tui.reading_view import ReadingView
from briefing.tui.screen import MainScreen
from briefing.tui.search_pane import SearchPane

SIZE = (160, 50)
PATIENCE = 180.0
RECORDS, ARTICLES = 5_000, 1_000
MEGABYTE = 1_000_000
Times = list[tuple[float, float]]
"""Milliseconds on the clock and of the processor."""


class Desk:
    """The running app."""

    def __init__(self, pilot: Any) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.stamps: list[tuple[float, float]] = []

    @property
    def screen(self) -> MainScreen:
        """Its main screen."""
        return next(s for s in self.app.screen_stack if isinstance(s, MainScreen))

    async def until(self, it_is_so: Callable[[], object]) -> None:
        """Let the app work until something is so."""
        end = time.perf_counter() + PATIENCE
        while not it_is_so():
            if time.perf_counter() > end:
                raise SystemExit("waited in vain")
            await asyncio.sleep(0.02)

    async def rest(self) -> None:
        """Let it finish what it is doing."""
        for _ in range(5):
            await self.pilot.pause(0.01)

    def stamp(self) -> None:
        """Paint the screen whole, and note when that was done."""
        self.app.screen._compositor.render_strips()
        self.stamps.append((time.perf_counter(), time.process_time()))

    async def timed(self, act: Callable[[], object], done: Callable[[], object]) -> Any:
        """Milliseconds from an act to the first painting after which something is so."""
        self.stamps.clear()
        start, own = time.perf_counter(), time.process_time()
        act()
        await self.until(lambda: self.stamps and done())
        clock, processor = self.stamps[-1]
        return 1000 * (clock - start), 1000 * (processor - own)


def stamped(desk: Desk, owner: type[Any], name: str) -> None:
    """Note when the screen was painted with what a method of a pane has put on it."""
    method = getattr(owner, name)

    def shown(self: Any, *arguments: Any) -> Any:
        answer = method(self, *arguments)
        self.call_after_refresh(desk.stamp)
        return answer

    setattr(owner, name, shown)


@asynccontextmanager
async def opened(folder: Path, index: Path) -> AsyncIterator[Desk]:
    """The app on a library, in step with the disk."""
    library = Library(folder, index)
    app = BriefingApp(library, Config(watch=Watch.OFF))
    async with app.run_test(size=SIZE) as pilot:
        desk = Desk(pilot)
        await desk.until(lambda: any(isinstance(s, MainScreen) for s in app.screen_stack))
        await desk.until(lambda: desk.screen.synced)
        await desk.rest()
        yield desk
    library.close()


async def keystrokes(count: int, measured: int) -> dict[str, Times]:
    """Times of each class, of so many queries."""
    queries = all_queries(Newsroom())
    found: dict[str, Times] = {}
    async with opened(corpus_of(count), index_of("briefing", count)) as desk:
        stamped(desk, SearchPane, "show")
        await desk.pilot.press("s")
        field = desk.screen.reading.search.field
        for kind in CLASSES:
            times = []
            for number, ask in enumerate(queries[kind][: WARM_UP + measured]):
                text = query_text(ask)
                field.value = text[:-1]
                field.cursor_position = len(text) - 1
                await desk.rest()
                await desk.until(lambda: _answered(desk, text[:-1]))  # noqa: B023
                taken = await desk.timed(
                    lambda: desk.app.simulate_key(text[-1]),  # noqa: B023
                    lambda: _answered(desk, text),  # noqa: B023
                )
                if number >= WARM_UP:
                    times.append(taken)
            found[kind] = times
            print(f"  {kind:12} {_cell(times)}", file=sys.stderr)
    return found


def _answered(desk: Desk, text: str) -> bool:
    if not text.strip():
        return True
    result = desk.screen.result
    return result is not None and result.query.text == text


async def board(folder: Path) -> Times:
    """Times to narrow a board of many records by one more letter."""
    check.generate(folder, RECORDS, ARTICLES)
    times = []
    async with opened(folder, folder / "index") as desk:
        await desk.pilot.press("c")
        await desk.until(lambda: desk.screen.board.grid.display)
        await desk.rest()
        stamped(desk, BoardPane, "_build")
        await desk.pilot.press("slash")
        await desk.rest()
        for key in "record 1234":
            pane = desk.screen.board
            before = pane.narrowed
            name = "space" if key == " " else key
            taken = await desk.timed(
                lambda: desk.app.simulate_key(name),  # noqa: B023
                lambda: pane.narrowed != before,  # noqa: B023
            )
            times.append(taken)
            await desk.rest()
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
        stamped(desk, ReadingView, "open")
        for entry in desk.screen.library.entries:
            times.append(await desk.timed(lambda: _open(desk, entry.id), lambda: True))  # noqa: B023
            await desk.rest()
    return times


def _open(desk: Desk, article_id: str) -> None:
    desk.screen.reading.open(desk.screen.library.article(article_id))


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
