"""One engine in a process of its own: builds its index, opens it, answers queries.

Started by ``search.py`` and ``indexing.py``; reads one JSON request a line from standard
input and answers each with a line. Times are taken here, around the engine alone, so that
no engine pays for the talk between processes. The names of engines are those of the
modules ``peer_NAME.py``.

    python benchmarks/peer.py NAME CORPUS INDEX
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any, Protocol

TOP = 20


class Peer(Protocol):
    """An engine. All answers are the best ``TOP`` of the hits."""

    def build(self, count: int) -> None:
        """Make the index of the first ``count`` stories; nothing is there before."""

    def add(self, first: int, count: int) -> None:
        """Add stories to an index, committed."""

    def open(self) -> None:
        """Make ready to search."""

    def search(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """Search; says how many hits it returned. None: it has no such queries."""

    def snippets(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """The same with snippets of all hits."""


def serve(peer: Peer) -> None:
    """Answer requests until standard input ends."""
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        what, arguments = request["do"], request.get("with", [])
        if what == "memory":
            answer: Any = memory()
            taken = own = 0.0
        else:
            start, before = time.perf_counter(), processor()
            answer = getattr(peer, what)(*arguments)
            taken, own = time.perf_counter() - start, processor() - before
        print(json.dumps({"ms": 1000 * taken, "own": 1000 * own, "answer": answer}), flush=True)


def processor() -> float:
    """Seconds of the processor that this process and those it started have taken so far."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def memory() -> float:
    """The most memory that this process had so far, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def day_of(number: int) -> date:
    """The day of yyyymmdd."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def main(arguments: list[str]) -> None:
    """Serve the engine that is named."""
    name, corpus, index = arguments
    made: Peer = importlib.import_module(f"peer_{name}").make(Path(corpus), Path(index))
    serve(made)


if __name__ == "__main__":
    main(sys.argv[1:])
