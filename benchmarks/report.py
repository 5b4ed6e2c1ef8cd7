"""Writes docs/performance.md from the results that the measurements kept.

python benchmarks/report.py
"""

from __future__ import annotations

import platform
import statistics
import sys
from pathlib import Path
from typing import Any

import engine_indexing
import indexing
import search
from bench import HERE, kept, median, p95, shown, table
from queries import CLASSES

PAGE = HERE.parent / "docs" / "performance.md"
SIZES = (1_000, 10_000, 50_000, 100_000)
HEAD = """# Performance

Written by `make bench`, of what its measurements found last.

{ratios}

{machine}{note}

![Search over 50,000 invented articles](search-50000.svg)

## How it is measured

- The corpora are made by `benchmarks/corpus.py`: articles of 400 to 700 words, drawn from the words of English by their frequencies, the same in every run.
- Every engine runs in a process of its own. Each query is asked of all engines in turn and once only, after some others of its class; for each class the engines are opened anew, so that nothing is answered from what was asked before.
- Times of searches are those of the processor, the median and the 95th percentile of twenty queries, because the machine that measures may be busy with other work; ripgrep's are on the clock. "Hits" are the best 20 articles in order. We count all that match besides; SQLite FTS5, Whoosh and tantivy are not asked to.
- Snippets of ours are up to three passages for each article. Its text comes from the store beside the index, after a look at its file's size and time; the others have the text in their index.
- Our index has the few segments that the app merges it to, beside its work, as soon as it is idle; other engines merge while they write.
- Stock Whoosh has its own best settings: stems cached, one segment, a field of whole words for prefixes. At 50,000 articles it is asked three queries of a class, and where one takes it more than eight seconds, one. Xapian has no search for misspelt words. Where an engine cannot be had, it is left out.
"""


def ratios(results: dict[int, dict[str, Any]]) -> list[str]:
    """What the tables come to, a line for each."""
    lines = []
    for count, result in results.items():
        for what, name in (("search", "hits"), ("snippets", "hits with snippets")):
            for peer, called in (("fts5", "SQLite FTS5"), ("tantivy", "tantivy")):
                found = _ratios(result, what, peer)
                if not found:
                    continue
                ahead = sum(ratio <= 1 for ratio in found.values())
                worst = max(found, key=found.__getitem__)
                middle = statistics.median(found.values())
                lines.append(
                    f"- {count:,} articles, {name}: {middle:.2g} times {called}'s time in the"
                    f" median class, ahead in {ahead} of {len(found)}; worst {CLASSES[worst]},"
                    f" {found[worst]:.2g} times."
                )
    return lines


def other_ratios() -> list[str]:
    """What indexing, the app and start-up come to, a line for each."""
    lines = []
    if found := kept("engine_indexing"):
        speeds = {name: line.get("articles a second", 0) for name, line in found["of"].items()}
        if speeds.get("stock"):
            one, two = (speeds.get(n, 0) / speeds["stock"] for n in ("ours", "ours2"))
            lines.append(
                f"- Indexing {found['articles']:,} articles: {one:.1f} times as fast as stock"
                f" Whoosh in one process, {two:.1f} times in two."
            )
    for count, of_count in ((kept("app") or {}).get("keystrokes", {})).items():
        slow = {kind: p95([clock for clock, _ in t]) for kind, t in of_count["times"].items()}
        worst = max(slow, key=slow.__getitem__)
        lines.append(
            f"- In the app at {int(count):,} articles, from a key to the painted answer: 95th"
            f" percentile {shown(min(slow.values()))} to {shown(slow[worst])} ms by class, worst"
            f" {CLASSES[worst]}."
        )
    if found := kept("startup"):
        lines += [f"- Start-up, {line[2:]}." for line in found["lines"] if "ratio" in line]
    return lines


def _ratios(result: dict[str, Any], what: str, peer: str) -> dict[str, float]:
    """Our median over a peer's, by class."""
    found = {}
    for kind, engines in result["times"].items():
        ours, theirs = (engines.get(name, {}).get(what) for name in ("briefing", peer))
        if ours and theirs:
            found[kind] = median(ours) / median(theirs)
    return found


def machine() -> str:
    """What measured."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [x for x in info.read_text().splitlines() if x.startswith("model name")]
        cpu = f"{len(names)} processors, {names[0].partition(':')[2].strip()}" if names else cpu
    return f"Measured on {cpu}, Python {platform.python_version()}."


def page(note: str = "") -> str:
    """The page, of what there are results for."""
    results = {n: found for n in SIZES if (found := kept(f"search-{n}"))}
    parts = [
        HEAD.format(
            ratios="\n".join([*ratios(results), *other_ratios()]),
            machine=machine(),
            note=f" {note}" if note else "",
        )
    ]
    for count, result in results.items():
        parts.append(f"## Searching {count:,} articles, milliseconds\n\n{search.tables(result)}\n")
        parts.append(_resources(result))
    if found := kept("engine_indexing"):
        lines = engine_indexing.report(found["articles"], found["of"])
        parts.append(
            f"## Indexing {found['articles']:,} articles\n\nEngines get articles that were read"
            f" before; a folder is read, checked and catalogued besides.\n\n{lines}\n"
        )
    if found := kept("indexing"):
        parts.append(
            f"## Indexing and adding, in one thread\n\nBuilt anew: {indexing.FRESH:,} articles. Sizes and adding:"
            f" {found['count']:,} articles, whose files are {found['text']:.0f} MB."
            f" Times are the processor's.\n\n{indexing.tables(found)}\n"
        )
    if found := kept("app"):
        parts += _app(found)
    if found := kept("startup"):
        parts.append("## Starting\n\n" + "\n".join(found["lines"]) + "\n")
    return "\n".join(parts)


def _resources(result: dict[str, Any]) -> str:
    rows = []
    for name, opened in result["open"].items():
        most = result["memory"][name]
        rows.append([search.NAMES[name], shown(opened), f"{most:.0f}"])
    head = ["engine", "opening and a first search, ms on the clock", "most memory, MB"]
    return table(head, rows) + "\n"


def _app(found: dict[str, Any]) -> list[str]:
    parts = [
        "## In the app\n\nFrom a key to the painted answer, milliseconds, median … 95th"
        " percentile; in parentheses those of the processor.\n"
    ]
    sizes = list(found["keystrokes"])
    rows = [
        [CLASSES[kind], *(_both(found["keystrokes"][n]["times"][kind]) for n in sizes)]
        for kind in CLASSES
    ]
    rows.append(["most memory, MB", *(f"{found['keystrokes'][n]['memory']:.0f}" for n in sizes)])
    parts.append(table(["query", *(f"{int(n):,} articles" for n in sizes)], rows) + "\n")
    told = {"board": "the board with 5,000 records, one letter", "article": "an article of 1 MB"}
    lines = [f"- {told[name]}: {_both(found[name])}" for name in told if name in found]
    return [*parts, "\n".join(lines) + "\n"]


def _both(times: list[list[float]]) -> str:
    clock, own = zip(*times, strict=True)
    return (
        f"{shown(median(clock))} … {shown(p95(clock))} ({shown(median(own))} … {shown(p95(own))})"
    )


def main(arguments: list[str]) -> None:
    """Write the page."""
    PAGE.write_text(page(" ".join(arguments)), encoding="utf-8")
    print(f"wrote {PAGE}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
