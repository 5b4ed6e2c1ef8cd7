"""Queries that mean much work, on a library of invented articles: seconds and memory.

python benchmarks/hostile_queries.py [COUNT]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import write_library
from briefing.library import Library
from tests.hostile.test_bombs import QUERIES


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "talks"
        root.mkdir()
        write_library(root, count)
        library = Library(root, Path(folder) / "index")
        library.sync()
        before = _memory()
        print(f"{count:,} articles; {before} MB before the first query")
        worst = 0.0
        for name, query in QUERIES.items():
            times = []
            for live in (False, True, True):
                started = time.perf_counter()
                found = library.search(query, live=live)
                times.append(time.perf_counter() - started)
            worst = max(worst, *times)
            print(
                f"{name:28} {times[0]:8.3f} s first, {times[2]:8.3f} s as typed, {found.total:6,}"
            )
        print(f"the longest: {worst:.3f} s; {_memory()} MB at most, {_memory() - before} MB more")
        library.close()


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
