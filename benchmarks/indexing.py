"""Indexing, in every engine: articles a second, size, and adding 1 and 100 to a library.

Engines build the same index one after the other, each in a process of its own with one
thread. Ours is given a library and reads, checks and catalogues its files besides; the
others are given texts.

    python benchmarks/indexing.py [COUNT]
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import NAMES, Process, available, corpus_of, index_of, keep, shown, size_of, table
from corpus import write_library

FRESH = 2_000
"""Articles of the index that is built anew to take the time."""
ADDED = (1, 100)


def building(engines: list[str]) -> dict[str, dict[str, float]]:
    """Milliseconds on the clock and of the processor that an index of ``FRESH`` takes."""
    corpus = corpus_of(FRESH)
    found = {}
    for name in engines:
        with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
            process = Process(name, corpus, Path(folder) / "index")
            clock, _ = process.do("build", FRESH)
            found[name] = {
                "clock": clock,
                "own": process.own,
                "memory": process.do("memory")[1],
                "mb": size_of(Path(folder)),
            }
            process.close()
    return found


def adding(name: str, count: int) -> dict[str, list[float]]:
    """Milliseconds of clock and processor that adding some articles takes."""
    found = {}
    for added in ADDED:
        with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
            corpus, index = Path(folder) / "corpus", Path(folder) / "index"
            shutil.copytree(corpus_of(count), corpus, copy_function=os.link)
            shutil.copytree(index_of(name, count), index)
            process = Process(name, corpus, index)
            process.do("open")
            process.do("add", count, 0) if name == "briefing" else None
            write_library(corpus, added, count)
            clock, _ = process.do("add", count, added)
            found[str(added)] = [clock, process.own]
            process.close()
    return found


def main(arguments: list[str]) -> None:
    """Measure and print."""
    count = int(arguments[0]) if arguments else 1_000
    engines = [name for name in available() if name != "ripgrep"]
    built = building(engines)
    added = {name: adding(name, count) for name in engines}
    sizes = {name: size_of(index_of(name, count)) for name in engines}
    text = size_of(corpus_of(count))
    keep("indexing", {"count": count, "built": built, "added": added, "mb": sizes, "text": text})
    print(tables({"count": count, "built": built, "added": added, "mb": sizes, "text": text}))


def tables(result: dict[str, Any]) -> str:
    """The result as markdown; times of the processor."""
    rows = []
    for name, built in result["built"].items():
        one, many = (result["added"][name][str(n)][1] for n in ADDED)
        rate = FRESH / built["own"] * 1000
        rows.append(
            [
                NAMES[name],
                f"{rate:,.0f}",
                f"{result['mb'][name]:.0f}",
                f"{built['memory']:.0f}",
                shown(one),
                shown(many),
            ]
        )
    head = [
        "engine",
        "articles a second",
        "index, MB",
        "most memory, MB",
        "add 1, ms",
        "add 100, ms",
    ]
    return table(head, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
