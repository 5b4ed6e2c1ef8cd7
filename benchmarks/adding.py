"""How fast and in how much memory a folder of articles is added, indexed and added again.

    python benchmarks/adding.py [--megabytes 200] [--kind mixed]

Makes a folder of invented articles of so many megabytes, adds it with the program
itself, and prints articles and megabytes a second and the most memory that the
program held (as the system counts it, in MB of 1,048,576 bytes).
"""

from __future__ import annotations

import argparse
import base64
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = 5_000
ARTICLE = 4_000
"""Characters of an article."""
SCRIPT = 24_000
"""Numbers in the script of a page: some 130 KB, as pages have."""
PICTURES = 250_000
"""Bytes of the pictures in a page that a browser saved with all that belongs to it."""
KINDS = ("text", "page", "mixed", "saved")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--kind", choices=KINDS, default="mixed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        press, library = Path(scratch, "press"), Path(scratch, "talks")
        count = make(press, options.megabytes * 1024**2, options.kind)
        run("init", str(library), "--title", "Benchmark")
        print(f"{count} files, {options.megabytes} MB, {options.kind}", flush=True)
        for label in ("added", "added again"):
            seconds, memory = run("add", str(press), "--library", str(library))
            print(
                f"{label}: {seconds:.1f} s, {count / seconds:.0f} files/s,"
                f" {options.megabytes / seconds:.2f} MB/s, at most {memory:.0f} MB of memory",
                flush=True,
            )


def run(*arguments: str) -> tuple[float, float]:
    """Seconds that a command took, and the most memory in MB of it alone."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", *arguments], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"briefing {arguments[0]} failed")
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return time.perf_counter() - start, usage.ru_maxrss / unit


def make(folder: Path, size: int, kind: str) -> int:
    """Write invented articles until they are ``size`` bytes; how many."""
    chance = random.Random(1)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(WORDS)]
    weights = [1 / (rank + 3) for rank in range(WORDS)]
    written = number = 0
    while written < size:
        text = article(chance, words, weights, number)
        as_page = kind in {"page", "saved"} or (kind == "mixed" and number % 2 == 1)
        pictures = picture(chance) if kind == "saved" else ""
        data = (page(text, pictures) if as_page else text).encode()
        path = folder / f"{number // 500:03}" / f"{number:06}{'.html' if as_page else '.txt'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written += len(data)
        number += 1
    return number


def article(chance: random.Random, words: list[str], weights: list[float], number: int) -> str:
    drawn = chance.choices(words, weights, k=ARTICLE // 6)
    lines = [f"{drawn[0].title()} {drawn[1].title()} and {drawn[2].title()}, {number}"]
    for start in range(0, len(drawn), 70):
        paragraph = drawn[start : start + 70]
        cut = [" ".join(paragraph[at : at + 14]).capitalize() for at in range(0, 70, 14)]
        lines.append(". ".join(filter(None, cut)) + ".")
    return "\n\n".join(lines) + "\n"


def picture(chance: random.Random) -> str:
    data = base64.b64encode(chance.randbytes(PICTURES * 3 // 4)).decode()
    return f"<img src='data:image/jpeg;base64,{data}'>"


def page(text: str, pictures: str = "") -> str:
    """A web page around a text, most of it not the text, as pages are."""
    title, *paragraphs = text.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f"<li><a href='/section/{n}'>Section {n}</a></li>" for n in range(60))
    script = f"<script>var data = [{','.join(map(str, range(SCRIPT)))}];</script>"
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{script}</head><body><ul>{menu}</ul>"
        f"<article><h1>{title}</h1>{pictures}{body}</article><footer>{menu}</footer></body></html>"
    )


if __name__ == "__main__":
    main()
