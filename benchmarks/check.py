"""How long `check` takes on generated dossiers: 200 records over 5 articles, 5,000 over 1,000.

Run: ``python benchmarks/check.py``. The data are the same in every run and are
written to, and read back from, a temporary folder. Prints the median of some
runs, in milliseconds; "check" folds every text anew, as at every opening.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from briefing.article import Article, Paragraph, Span
from briefing.dossier.check import check
from briefing.dossier.dossier import Dossier
from briefing.dossier.load import load_records, load_settings
from briefing.dossier.locate import Finder
from briefing.dossier.status import statuses

RUNS = 5
SIZES = ((200, 5), (5_000, 1_000))
PARAGRAPHS, WORDS = 25, 40
"""Of one article: about 6,000 characters, as a press report has."""
SETTINGS = """\
format: 1
parties:
  - {id: north, name: North}
  - {id: south, name: South}
issues:
  - {id: border, name: The border, issues: [{id: crossings, name: Crossings}]}
"""
RECORD = """\
- id: r{number}
  kind: {kind}
  party: {party}
  issue: crossings
  says: Record number {number} says what somebody said about the crossings.
{answer}  evidence:
    - article: a{article}
      quote: {quote}
      mode: direct
      speaker: The speaker
"""


def article_text(dice: random.Random, vocabulary: list[str]) -> str:
    """Invented paragraphs, with the typographic signs that folding has to undo."""
    paragraphs = []
    for _ in range(PARAGRAPHS):
        words = dice.choices(vocabulary, k=WORDS)
        words[5] = f"“{words[5]}"
        words[9] = f"{words[9]}” — "
        paragraphs.append(" ".join(words))
    return "\n\n".join(paragraphs)


def generate(folder: Path, records: int, articles: int) -> None:
    """Write the articles, the settings and the records."""
    dice = random.Random(records)
    vocabulary = ["".join(dice.choices("aeioubdfgklmnprst", k=7)) for _ in range(3_000)]
    texts = [article_text(dice, vocabulary) for _ in range(articles)]
    for number, text in enumerate(texts):
        (folder / f"a{number}.txt").write_text(text, encoding="utf-8")
    entries = []
    for number in range(records):
        text = texts[number % articles]
        paragraph = dice.choice(text.split("\n\n")).split(" ")
        start = dice.randrange(12, WORDS - 6)
        entries.append(
            RECORD.format(
                number=number,
                kind="response" if number % 2 else "demand",
                party="south" if number % 2 else "north",
                answer=f"  answers: [r{number - 1}]\n  stance: rejects\n" if number % 2 else "",
                article=number % articles,
                quote=" ".join(paragraph[start : start + 6]),
            )
        )
    (folder / "positions.yaml").write_text("".join(entries), encoding="utf-8")


def read_article(file: Path) -> Article:
    """An article with one paragraph for each block of lines."""
    text = file.read_text(encoding="utf-8")
    paragraphs, at = [], 0
    for number, block in enumerate(text.split("\n\n"), 1):
        paragraphs.append(Paragraph(number, Span(at, at + len(block))))
        at += len(block) + 2
    return Article(file.stem, text, tuple(paragraphs), file.name)


def timed(work: Callable[[], object]) -> float:
    """The median of some runs, in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return median(times)


def measure(folder: Path, records: int, articles: int) -> None:
    """Print one line for each thing that is measured."""
    generate(folder, records, articles)
    read = {f.stem: read_article(f) for f in sorted(folder.glob("a*.txt"))}
    text = (folder / "positions.yaml").read_text(encoding="utf-8")
    settings, _ = load_settings(SETTINGS, "briefing.yaml")
    found, problems = load_records(text, "positions.yaml")
    dossier = Dossier(settings, found, (), problems)
    characters = sum(len(a.text) for a in read.values())
    print(f"{records} records over {articles} articles ({characters:,} characters):")
    for name, work in (
        ("load positions.yaml", lambda: load_records(text, "positions.yaml")),
        ("fold every article", lambda: [Finder(a.text) for a in read.values()]),
        ("derive every status", lambda: statuses(Dossier(settings, found))),
        ("check", lambda: check(Dossier(settings, found, (), problems), read.get)),
    ):
        print(f"  {name:22}{timed(work):9.1f} ms")
    print(f"  problems found: {len(problems) + len(check(dossier, read.get))}")


def main() -> None:
    """Measure both sizes."""
    for records, articles in SIZES:
        with tempfile.TemporaryDirectory(prefix="briefing-check-") as folder:
            measure(Path(folder), records, articles)


if __name__ == "__main__":
    main()
