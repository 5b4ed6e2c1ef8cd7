"""Files and queries made to take long or much memory: an answer or a refusal, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefing.library import Library
from tests.faults.press import WORD, write_articles
from tests.tally import tried

ROOT = Path(__file__).parent.parent.parent
QUERIES = {
    "a star": "*",
    "a letter": "a*",
    "many letters": " ".join(f"{c}*" for c in "abcdefghijklmnopqrstuvwxyz"),
    "ten thousand characters": "word " * 2_000,
    "one word of ten thousand": "x" * 10_000,
    "parentheses": "(" * 5_000 + WORD + ")" * 5_000,
    "unclosed parentheses": "(" * 10_000,
    "not not": "NOT " * 2_500 + WORD,
    "a fuzzy long word": "x" * 500 + "~",
    "many fuzzy words": " ".join(f"{w}~" for w in ("everywhere", "version", "article") * 30),
    "a fuzzy short word": "a~ b~ c~",
    "a pattern": "(a+)+$ ^(x|x)*y .*.*.*= [a-z]{1,9999} (?P<n>.)(?P=n)",
    "quotation marks": '"' * 5_000,
    "a long phrase": '"' + f"{WORD} " * 3_000 + '"',
    "fields": "title:outlet:date:" * 1_000,
    "a wide range": "date:0001-01-01..9999-12-31",
    "alternatives": " OR ".join(f"w{n}" for n in range(3_000)),
    "nothing": " \x00\u200b ",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("queries")
    write_articles(folder, 200, 1)
    library = Library(folder, folder.parent / "queries-index")
    library.sync()
    return library


@pytest.mark.parametrize("name", QUERIES)
def test_any_query_is_answered(library: Library, name: str) -> None:
    """`benchmarks/hostile_queries.py` measures them on 10,000 articles."""
    for live in (False, True):
        result = library.search(QUERIES[name], live=live)
        assert len(result.hits) <= result.total <= 200
        assert len(str(result.ignored)) < 10_000
    tried("queries made to take long", 2)


def bombs(folder: Path, *more: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.bombs", str(folder), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1_000,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    tried("files made to take long or much memory", int(done.stdout))


def test_files_made_to_take_long_are_read_or_refused(tmp_path: Path) -> None:
    bombs(tmp_path)


@pytest.mark.slow
def test_all_of_them_in_all_files(tmp_path: Path) -> None:
    bombs(tmp_path, "all")
