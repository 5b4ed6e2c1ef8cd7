"""How much of a page's text is found, and how much else: word-level precision, recall and F1.

A folder holds pages (``NAME.html``) and the text that a reader of each would call
the article (``NAME.txt``). Words are compared as bags, folded as the search folds
them. For comparison the same pages go through trafilatura alone.

    python benchmarks/text_quality.py [FOLDER]

Without FOLDER: the pages that the tests carry. They were written for the tests, so
see with saved pages of your own how well it does elsewhere. Counted as text are
the headline, the summary under it, captions, tables, boxes of facts and embedded
posts; not the byline, the date, and quotes that only repeat the text in large type.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "reading" / "pages"


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def quality(found: str, truth: str) -> Quality:
    """How well the words of ``found`` are those of ``truth``."""
    from briefing.folding import tokens

    got = Counter(token.folded for token in tokens(found))
    wanted = Counter(token.folded for token in tokens(truth))
    common = (got & wanted).total()
    return Quality(common / (got.total() or 1), common / (wanted.total() or 1))


def our_text(page: Path) -> str:
    """The text of a page as ``briefing`` imports it; empty where it finds no article."""
    from briefing.reading.importing import Unreadable, extract

    try:
        found = extract(page.read_bytes(), page.name)
    except Unreadable:
        return ""
    return "\n".join(block.text for article in found.articles for block in article.blocks)


def peer_text(page: Path) -> str:
    """The text of a page as trafilatura gives it, comments left out."""
    from trafilatura import extract

    return extract(page.read_bytes(), include_comments=False) or ""


def pages(folder: Path) -> list[Path]:
    """The pages of a folder that have a truth beside them."""
    return [page for page in sorted(folder.glob("*.html")) if page.with_suffix(".txt").is_file()]


def main(arguments: list[str]) -> None:
    """Measure and print."""
    sys.path.insert(0, str(ROOT))
    folder = Path(arguments[0]) if arguments else PAGES
    found = pages(folder)
    if not found:
        raise SystemExit(f"{folder}: no NAME.html with NAME.txt beside it")
    print(f"{'page':32} precision  recall      F1  trafilatura F1  seconds")
    ours, peers = [], []
    for page in found:
        truth = page.with_suffix(".txt").read_text(encoding="utf-8")
        start = time.perf_counter()
        text = our_text(page)
        seconds = time.perf_counter() - start
        own, peer = quality(text, truth), quality(peer_text(page), truth)
        ours.append(own.f1)
        peers.append(peer.f1)
        print(
            f"{page.stem[:32]:32} {own.precision:9.3f} {own.recall:7.3f} {own.f1:7.3f}"
            f" {peer.f1:15.3f} {seconds:8.3f}"
        )
    print(
        f"{'mean of ' + str(len(ours)):32} {'':17} {sum(ours) / len(ours):7.3f}"
        f" {sum(peers) / len(peers):15.3f}"
    )
    print(f"{'worst':32} {'':17} {min(ours):7.3f} {min(peers):15.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
