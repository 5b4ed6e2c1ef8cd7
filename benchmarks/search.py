"""How long queries of every class take, with and without snippets, in every engine at once.

Each query is asked of all engines in turn, so that a noisy machine disturbs all alike, and
only once, so that no engine answers from what it remembers; the first queries of a class
warm them up and are not counted. An engine that takes too long for a class is asked fewer.
Times are those of the processor, which a busy machine disturbs least: all engines but
ripgrep answer in one thread and from memory, so that it is the time on the clock too.

    python benchmarks/search.py [COUNT …] [--engines briefing,fts5] [--classes common,and]
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from bench import NAMES, Process, available, corpus_of, index_of, keep, median, p95, shown, table
from corpus import Newsroom
from queries import CLASSES, WARM_UP, Ask, all_queries

ENOUGH_S = 3.0
"""Seconds that an engine may take for one class."""
LEAST = 3
"""Queries that are measured however long they take, but for one of ``ONCE_S`` or more."""
ONCE_S = 8.0
NEEDS_NO_WARMTH_MS = 1_000
"""A query that takes so long counts, though an engine was not warmed up before it."""
LARGEST = {"whoosh": 50_000}
"""Articles that an engine is given at most: indexing more takes it half an hour."""
ON_THE_CLOCK = ("ripgrep",)
"""Engines whose work is not all their own processor's; it reads with all of them."""


def measure(count: int, engines: list[str], classes: list[str]) -> dict[str, Any]:
    """Times in milliseconds by class, by engine, for ``search`` and ``snippets``."""
    queries = all_queries(Newsroom())
    corpus = corpus_of(count)
    processes = [Process(name, corpus, index_of(name, count)) for name in engines]
    opened = {p.name: p.do("open")[0] for p in processes}
    found: dict[str, dict[str, dict[str, list[float]]]] = {}
    hits: dict[str, dict[str, float]] = {}
    for kind in classes:
        found[kind], hits[kind] = _class_times(processes, queries[kind])
        print(_line(kind, found[kind]), file=sys.stderr)
    memory = {p.name: p.do("memory")[1] for p in processes}
    for process in processes:
        process.close()
    return {"count": count, "times": found, "hits": hits, "open": opened, "memory": memory}


def _class_times(
    processes: list[Process], asks: list[Ask]
) -> tuple[dict[str, dict[str, list[float]]], dict[str, float]]:
    times: dict[str, dict[str, list[float]]] = {}
    hits: dict[str, list[int]] = {p.name: [] for p in processes}
    spent = dict.fromkeys(hits, 0.0)
    for what in ("search", "snippets"):
        for process in processes:
            process.do("open")  # opened anew, it has forgotten what it was asked before
        for number, ask in enumerate(asks):
            for process in processes:
                own = times.setdefault(process.name, {}).setdefault(what, [])
                if _had_enough(spent[process.name], own):
                    continue
                start = time.perf_counter()
                clock, answer = process.do(what, *_said(ask))
                taken = clock if process.name in ON_THE_CLOCK else process.own
                spent[process.name] += time.perf_counter() - start
                warm = number >= WARM_UP or taken > NEEDS_NO_WARMTH_MS
                if answer is not None and warm:
                    own.append(taken)
                    hits[process.name].append(answer)
        spent = dict.fromkeys(spent, 0.0)
    return times, {name: median(found) if found else 0.0 for name, found in hits.items()}


def _had_enough(seconds: float, times: list[float]) -> bool:
    return seconds > ENOUGH_S and (len(times) >= LEAST or max(times, default=0) > 1000 * ONCE_S)


def _said(ask: Ask) -> tuple[str, list[str], dict[str, Any]]:
    if ask.outlet is None or ask.first is None or ask.last is None:
        return ask.kind, list(ask.words), {}
    days = {end: int(f"{day:%Y%m%d}") for end, day in (("first", ask.first), ("last", ask.last))}
    return ask.kind, list(ask.words), {"outlet": ask.outlet, **days}


def _line(kind: str, times: dict[str, dict[str, list[float]]]) -> str:
    cells = [
        f"{name} {'/'.join(_cell(t) for t in by_what.values())}" for name, by_what in times.items()
    ]
    return f"  {kind:12} " + "  ".join(cells)


def _cell(times: list[float]) -> str:
    return f"{shown(median(times))}…{shown(p95(times))}" if times else "-"


def tables(result: dict[str, Any]) -> str:
    """The result as markdown: milliseconds, median … 95th percentile."""
    engines = list(next(iter(result["times"].values())))
    parts = []
    for what, title in (("search", "Hits"), ("snippets", "Hits with snippets of the best 20")):
        rows = []
        for kind, by_engine in result["times"].items():
            rows.append([CLASSES[kind], *(_cell(by_engine[name][what]) for name in engines)])
        parts += [f"{title}:", table(["query", *(NAMES[name] for name in engines)], rows)]
    return "\n\n".join(parts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1_000])
    parser.add_argument("--engines", default=",".join(available()))
    parser.add_argument("--classes", default=",".join(CLASSES))
    given = parser.parse_args()
    for count in given.counts:
        engines = [e for e in given.engines.split(",") if count <= LARGEST.get(e, count)]
        result = measure(count, engines, given.classes.split(","))
        keep(f"search-{count}", result)
        print(f"{count:,} articles, milliseconds of the processor, median … 95th percentile\n")
        print(tables(result) + "\n")
        print("opening, ms:", {name: round(ms, 1) for name, ms in result["open"].items()})
        print("peak memory, MB:", {name: round(mb) for name, mb in result["memory"].items()})


if __name__ == "__main__":
    main()
