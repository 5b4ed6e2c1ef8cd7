"""What all measurements share: where things are kept, engines in processes, numbers in tables."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus import write_library

HERE = Path(__file__).resolve().parent
KEPT = Path(os.environ.get("BRIEFING_BENCH", HERE.parent / ".bench"))
"""Where corpora, indexes and results are kept; safe to delete."""
SYSTEM_PYTHON = "/usr/bin/python3"
NAMES = {
    "briefing": "briefing",
    "whoosh": "stock Whoosh",
    "fts5": "SQLite FTS5",
    "tantivy": "tantivy",
    "xapian": "Xapian",
    "ripgrep": "ripgrep (no index)",
}
"""The engines, ours first, and what tables call them."""


def corpus_of(count: int) -> Path:
    """The library of ``count`` stories; made when it is not there."""
    folder = KEPT / f"corpus-{count}"
    done = folder / ".whole"
    if not done.exists():
        print(f"writing {count:,} articles", file=sys.stderr)
        write_library(folder, count)
        done.touch()
    return folder


def available() -> list[str]:
    """The engines that can be had here."""
    missing = set()
    if shutil.which("rg") is None:
        missing.add("ripgrep")
    try:
        subprocess.run([SYSTEM_PYTHON, "-c", "import xapian"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        missing.add("xapian")
    try:
        import tantivy  # noqa: F401
    except ImportError:
        missing.add("tantivy")
    return [name for name in NAMES if name not in missing]


class Process:
    """An engine in a process of its own; see ``peer.py``."""

    def __init__(self, name: str, corpus: Path, index: Path) -> None:
        python = SYSTEM_PYTHON if name == "xapian" else sys.executable
        self.name = name
        self.own = 0.0
        """Milliseconds of the processor that the last answer took."""
        self._process = subprocess.Popen(
            [python, str(HERE / "peer.py"), name, str(corpus), str(index)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, what: str, *arguments: Any) -> tuple[float, Any]:
        """Milliseconds that it took, and the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, "with": arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name}: the process ended during `{what}`")
        answer = json.loads(line)
        self.own = answer["own"]
        return answer["ms"], answer["answer"]

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def index_of(name: str, count: int) -> Path:
    """The engine's index of the library of ``count`` stories; made when it is not there."""
    corpus = corpus_of(count)
    folder = KEPT / f"index-{count}" / name
    done = folder.with_name(name + ".whole")
    if not done.exists():
        print(f"building the index of {name}, {count:,} articles", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        process = Process(name, corpus, folder)
        taken, _ = process.do("build", count)
        process.close()
        done.write_text(json.dumps({"ms": taken}), encoding="utf-8")
    return folder


def memory() -> float:
    """The most memory that this process had so far, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def size_of(folder: Path) -> float:
    """The size of all files below a folder, in MB."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6


def median(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """The 95th percentile: of twenty the second longest."""
    ordered = sorted(times)
    return ordered[max(0, round(0.95 * len(ordered)) - 1)]


def shown(ms: float) -> str:
    """Milliseconds with two digits that count."""
    return f"{ms:.0f}" if ms >= 10 else f"{ms:.1f}" if ms >= 1 else f"{ms:.2f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A markdown table, numbers to the right."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))


def keep(name: str, result: dict[str, Any]) -> None:
    """Keep a result for the report."""
    folder = KEPT / "results"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def kept(name: str) -> dict[str, Any] | None:
    """A result that was kept, or None."""
    path = KEPT / "results" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
