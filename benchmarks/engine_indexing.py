"""Our engine alone and a whole folder, with one process and two, beside stock Whoosh and FTS5.

Each line is measured in a process of its own, with the files in the page cache. The engines
alone (ours, stock Whoosh with its best settings, SQLite FTS5) get articles that were read
before; "folder" is all that the program does with a folder of files that it has not seen.
Stock Whoosh and FTS5 index what a search like ours needs of them: stems with positions, and
for Whoosh words beside them, for FTS5 prefixes.

    python benchmarks/engine_indexing.py [--articles N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bench import KEPT, corpus_of, keep, table
from corpus import write_library
from stories import Stored, stored

from briefing import reading
from briefing.article import Article
from briefing.indexing import filling
from briefing.library import Library

Result = dict[str, float]
ADDED = 100


def ours_alone(corpus: Path, folder: Path) -> Result:
    """Our engine in one process."""
    from briefing.search.whoosh_engine import WhooshEngine

    articles = list(_articles(corpus))
    engine = WhooshEngine.open(folder, create=True)
    return _timed(len(articles), lambda: engine.update(articles))


def ours_with_two(corpus: Path, folder: Path) -> Result:
    """Our engine, two processes writing parts of the index and this one taking them."""
    from multiprocessing import get_context

    from briefing.search.whoosh_batch import PartWriter
    from briefing.search.whoosh_engine import WhooshEngine

    articles = list(_articles(corpus))
    engine = WhooshEngine.open(folder, create=True)
    fork = get_context("fork")
    told: Any = fork.SimpleQueue()

    def write(mine: Iterable[Article]) -> None:
        part = PartWriter(folder)
        for article in mine:
            part.add(article)
        told.put(part.write())

    def work() -> None:
        with engine.parts():
            workers = [fork.Process(target=write, args=(articles[n::2],)) for n in range(2)]
            for worker in workers:
                worker.start()
            for _ in workers:
                engine.take(told.get())
            for worker in workers:
                worker.join()

    return _timed(len(articles), work)


def stock(corpus: Path, folder: Path, processes: int = 1) -> Result:
    """Stock Whoosh: stems cached, much memory, nothing merged."""
    from peer_whoosh import _schema
    from whoosh import index, writing

    stories = list(stored(corpus, _count(corpus)))
    folder.mkdir(parents=True)
    made = index.create_in(str(folder), _schema())
    several = {"procs": processes, "multisegment": True} if processes > 1 else {}

    def work() -> None:
        writer = made.writer(limitmb=256, **several)
        for s in stories:
            fields = {"title": s.title, "body": s.body, "words": s.body, "outlet": s.outlet}
            writer.add_document(number=s.number, day=s.day, **fields)
        writer.commit(mergetype=writing.NO_MERGE)

    return _timed(len(stories), work)


def stock_with_two(corpus: Path, folder: Path) -> Result:
    """Stock Whoosh with two processes of its own."""
    return stock(corpus, folder, 2)


def fts5(corpus: Path, folder: Path) -> Result:
    """SQLite FTS5 as ``peer_fts5`` sets it up."""
    import peer_fts5

    stories: list[Stored] = list(stored(corpus, _count(corpus)))
    peer_fts5.stored = lambda *_: iter(stories)  # type: ignore[assignment]
    engine = peer_fts5.make(corpus, folder)
    return _timed(len(stories), lambda: engine.build(len(stories)))


def folder_alone(corpus: Path, folder: Path) -> Result:
    """A whole folder, read and indexed by this process."""
    filling.MOST_WORKERS = 1
    return _synced(corpus, folder)


def folder_with_two(corpus: Path, folder: Path) -> Result:
    """A whole folder, read and indexed by two processes beside this one."""
    return _synced(corpus, folder)


def added(corpus: Path, folder: Path) -> Result:
    """An unchanged folder opened; one article added, and a hundred; a search after each."""
    library = Library(corpus, folder)
    library.sync()
    library.search("warm")
    library.close()
    start = time.perf_counter()
    library = Library(corpus, folder)
    opened = time.perf_counter() - start
    start = time.perf_counter()
    library.sync(engine=False)
    found: Result = {"open ms": 1000 * opened, "unchanged ms": 1000 * (time.perf_counter() - start)}
    library.search("warm")
    first = _count(corpus)
    for name, at, count in (("add 1 ms", 0, 1), (f"add {ADDED} ms", 1, ADDED)):
        write_library(corpus, count, first + at)
        start = time.perf_counter()
        library.sync()
        found[name] = 1000 * (time.perf_counter() - start)
    library.close()
    for path in corpus.glob("*/story-*.md"):
        if int(path.stem.rpartition("-")[2]) >= first:
            path.unlink()
    return found


LINES: dict[str, tuple[str, Callable[[Path, Path], Result]]] = {
    "ours": ("our engine", ours_alone),
    "ours2": ("our engine, two processes", ours_with_two),
    "stock": ("stock Whoosh", stock),
    "stock2": ("stock Whoosh, two processes", stock_with_two),
    "fts5": ("SQLite FTS5", fts5),
    "folder": ("folder, one process", folder_alone),
    "folder2": ("folder, two processes", folder_with_two),
    "added": ("adding to it", added),
}


def _articles(corpus: Path) -> Iterable[Article]:
    for path in reading.walk(corpus):
        yield reading.read(path, corpus)


def _count(corpus: Path) -> int:
    return sum(1 for _ in corpus.glob("*/story-*.md"))


def _synced(corpus: Path, folder: Path) -> Result:
    library = Library(corpus, folder)
    return _timed(_count(corpus), library.sync)


def _timed(count: int, work: Callable[[], object]) -> Result:
    own, children = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    start, used = time.perf_counter(), sum(os.times()[:4])
    work()
    taken = time.perf_counter() - start
    return {
        "articles a second": count / taken,
        "processor seconds": sum(os.times()[:4]) - used,
        "MB of memory": resource.getrusage(own).ru_maxrss / 1024,
        "MB of each worker": resource.getrusage(children).ru_maxrss / 1024,
    }


def _one(name: str, corpus: Path) -> Result:
    """Measure one line in a process of its own."""
    folder = KEPT / "indexes" / name
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, __file__, "--line", name, str(corpus), str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: Result = json.loads(done.stdout)
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    shutil.rmtree(folder)
    return {**result, "MB on disk": size / 1e6}


def measure(count: int, names: Sequence[str]) -> dict[str, Result]:
    """All lines for a library of ``count`` articles, with what ours are in times stock Whoosh."""
    corpus = corpus_of(count)
    found = {}
    for name in names:
        print(LINES[name][0], file=sys.stderr)
        found[name] = _one(name, corpus)
    base = found.get("stock")
    for name in ("ours", "ours2") if base else ():
        if name in found:
            for key in ("articles a second", "processor seconds"):
                ratio = found[name][key] / base[key]
                found[name][f"{key}, times stock Whoosh"] = ratio
    return found


def report(articles: int, found: dict[str, Result]) -> str:
    """What ``measure`` found, as markdown."""
    rows = [
        [
            LINES[name][0],
            f"{result['articles a second']:,.0f}",
            f"{result['processor seconds']:.0f}",
            f"{result['MB of memory']:.0f}",
            f"{result['MB on disk']:.0f}",
        ]
        for name, result in found.items()
        if name != "added"
    ]
    head = ["indexing", "articles a second", "processor, s", "most memory, MB", "on disk, MB"]
    parts = [table(head, rows)]
    if last := found.get("added"):
        parts.append(
            f"Opening {articles:,} articles took {last['open ms']:.0f} ms and finding nothing new"
            f" {last['unchanged ms']:.0f} ms; adding one article {last['add 1 ms']:.0f} ms, and"
            f" {ADDED} {last[f'add {ADDED} ms']:.0f} ms, on the clock."
        )
    return "\n\n".join(parts)


def main() -> None:
    """Measure, and print a line for each or all as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--only", nargs="+", choices=list(LINES), default=list(LINES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--line", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.line:
        name, corpus, folder = chosen.line
        answer = LINES[name][1](Path(corpus), Path(folder))
        print(json.dumps(answer))
        return
    found = measure(chosen.articles, chosen.only)
    keep("engine_indexing", {"articles": chosen.articles, "of": found})
    if chosen.json:
        print(json.dumps({"articles": chosen.articles, "load": os.getloadavg()[0], "of": found}))
        return
    for name, result in found.items():
        numbers = ", ".join(f"{key} {value:,.1f}" for key, value in result.items())
        print(f"{LINES[name][0]}: {numbers}")


if __name__ == "__main__":
    main()
