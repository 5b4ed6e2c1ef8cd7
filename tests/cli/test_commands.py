"""The commands on the sample library, as a user's shell runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import Ran, briefing

ESCAPE = "\x1b"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample, so that tests index and export into it."""
    seeds = Path(__file__).parent.parent.parent / "seeds"
    return Path(
        shutil.copytree(
            seeds,
            tmp_path_factory.mktemp("copy") / "talks",
            ignore=shutil.ignore_patterns("index", "exports"),
        )
    )


def hits(library: Path, home: Path, query: str) -> list[str]:
    ran = briefing("search", query, "--library", str(library), "--format", "json", home=home)
    assert ran.code == (0 if '"article"' in ran.out else 1), ran.err
    return sorted(hit["article"] for hit in json.loads(ran.out)["hits"])


CHILDREN = ["draft-memorandum", "hopes-little-progress", "no-breakthrough"]
KYIV = ["hopes-little-progress", "no-breakthrough", "roadmap-on-hold", "three-factors"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ceasefire 30-day", ["draft-memorandum", "no-breakthrough"]),
        ("Kiev", KYIV),
        ("=Kiev", ["roadmap-on-hold"]),
        ('"root causes"', ["draft-memorandum", "hopes-little-progress"]),
        ("ceasefire children", CHILDREN),
        ("date:2025-06-01..2025-06-30 children", CHILDREN),
        ("date:2024 children", []),
        ("NOT OR children", CHILDREN),
        ('"abducted children', ["draft-memorandum", "hopes-little-progress"]),
        ("outlet:star", ["hopes-little-progress"]),
        ("title:breakthroughs", ["draft-memorandum"]),
        ("party:nosuchparty", []),
    ],
)
def test_queries_on_the_sample(library: Path, home: Path, query: str, expected: list[str]) -> None:
    assert hits(library, home, query) == expected


def test_fuzzy_names(library: Path, home: Path) -> None:
    assert set(hits(library, home, "zelenski~")) == {*CHILDREN, "roadmap-on-hold"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ceasefire 30-day", {"002_71e7727624d93aff", "003_f5bec0833bd40eab"}),
        ("=Kiev", {"000_9b4bd37146f7e8b3"}),
        ('"root causes"', {"003_f5bec0833bd40eab", "004_1db9e18cbf3922a8"}),
        (
            "ceasefire children",
            {"002_71e7727624d93aff", "003_f5bec0833bd40eab", "004_1db9e18cbf3922a8"},
        ),
        ("date:2025-06-01..2025-06-30 children", {"004_1db9e18cbf3922a8"}),
    ],
)
def test_queries_on_the_originals(
    originals: Path, home: Path, query: str, expected: set[str]
) -> None:
    assert set(hits(originals, home, query)) == expected


def test_an_unfinished_query_says_what_was_ignored(library: Path, home: Path) -> None:
    ran = briefing("search", '"root causes', "--library", str(library), home=home)
    assert ran.code == 0
    assert "quot" in ran.err


def test_without_a_terminal_the_overview_is_printed(library: Path, home: Path) -> None:
    ran = briefing(str(library), home=home)
    assert ran.code == 0
    assert ESCAPE not in ran.out
    title, sources, board = (
        ran.out.index(words)
        for words in ("Istanbul, June 2025", "The San Juan Daily Star", "Ceasefire")
    )
    assert title < sources < board
    assert "2025-06-03 (inferred)" in ran.out
    assert "Ukraine" in ran.out[board:]


def test_the_overview_is_the_default_library_too(library: Path, home: Path) -> None:
    inside = library / "deeper"
    inside.mkdir(exist_ok=True)
    ran = briefing(home=home, cwd=inside)
    assert (ran.code, ran.out) == (0, briefing(str(library), home=home).out)
    by_name = briefing(home=home, BRIEFING_LIBRARY=str(library))
    assert by_name.out == ran.out


def parsed(ran: Ran) -> dict[str, Any]:
    document = json.loads(ran.out)
    assert isinstance(document["schema"], int)
    assert all(isinstance(document[key], list) for key in ("articles", "hits", "records"))
    return dict(document)


def test_json_has_every_key_that_is_promised(library: Path, home: Path) -> None:
    at = ("--library", str(library), "--format", "json")
    [hit] = parsed(briefing("search", "=Kiev", *at, home=home))["hits"]
    assert {"article", "outlet", "date", "score", "passages"} <= hit.keys()
    passage = hit["passages"][0]
    assert {"start", "end", "paragraph", "text"} <= passage.keys()
    [article] = parsed(briefing("show", "roadmap-on-hold", *at, home=home))["articles"]
    assert article["text"][passage["start"] : passage["end"]] == passage["text"]
    records = parsed(briefing("records", "--kind", "demand", *at, home=home))["records"]
    keys = {"id", "kind", "party", "issue", "says", "status", "evidence"}
    assert all(keys <= record.keys() for record in records)
    evidence = [e for record in records for e in record["evidence"]]
    keys = {"article", "original", "quote", "start", "end", "paragraph", "speaker", "mode"}
    assert evidence
    assert all(keys <= e.keys() for e in evidence)
    assert all(e["start"] < e["end"] and e["paragraph"] >= 1 for e in evidence)


def test_nothing_found_is_one_and_prints_empty_lists(library: Path, home: Path) -> None:
    ran = briefing("search", "xyzzyx", "--library", str(library), "--format", "json", home=home)
    assert ran.code == 1
    assert parsed(ran)["hits"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("serch",), 2, "no command or folder"),
        (("./nowhere",), 3, "not a folder"),
        (("search", "x", "--format", "pdf"), 2, "pdf"),
        (("show", "no-such-article"), 1, "briefing list"),
        (("records", "no-such-record"), 1, "briefing records"),
        (("board", "--parties", "martians"), 2, "known: russia"),
        (("export",), 2, "name one thing"),
        (("export", "three-factors", "--quote", "never printed there"), 1, "as printed"),
        (("export", "three-factors", "--quote", "the"), 1, "more words"),
        (("list", "--library", "/dev/null"), 3, "not a folder"),
    ],
)
def test_wrong_use_gets_one_line_that_says_what_to_do(
    library: Path, home: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    ran = briefing(*arguments, home=home, BRIEFING_LIBRARY=str(library))
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1, ran.err


def test_a_folder_named_like_a_command(home: Path, tmp_path: Path) -> None:
    (tmp_path / "list").mkdir()
    (tmp_path / "list" / "note.txt").write_text("A note on the harbour.", encoding="utf-8")
    ran = briefing("./list", home=home, cwd=tmp_path)
    assert (ran.code, "harbour" in ran.out) == (0, True)


def test_searching_imports_no_textual(library: Path, home: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, click\n"
        "from briefing.cli.main import program\n"
        f"program.main(['search', 'ceasefire', '--library', {str(library)!r}],"
        " standalone_mode=False)\n"
        "print([m for m in sys.modules if m.split('.')[0] == 'textual'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_export_quotes_as_printed_and_cites(library: Path, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    words = "offered few details"
    command = ("export", "no-breakthrough", "--quote", words, "-o", str(file))
    at = ("--library", str(library))
    assert briefing(*command, *at, home=home).code == 0
    first = file.read_text(encoding="utf-8")
    assert f"> {words}" in first
    assert "unknown outlet" in first
    assert "paragraph 2" in first
    file.write_text(first + "\nMy own remark.\n", encoding="utf-8")
    assert briefing(*command, *at, home=home).code == 0
    assert file.read_text(encoding="utf-8") == first + "\nMy own remark.\n"
    mine = tmp_path / "mine.md"
    mine.write_text("# Mine\n", encoding="utf-8")
    refused = briefing(*command[:-1], str(mine), *at, home=home)
    assert (refused.code, mine.read_text(encoding="utf-8")) == (3, "# Mine\n")
    assert "--force" in refused.err


def test_check_passes_on_the_sample_and_its_originals(
    library: Path, originals: Path, home: Path
) -> None:
    at = ("--library", str(library))
    own = briefing("check", *at, home=home)
    assert (own.code, own.err) == (0, ""), own.out
    theirs = briefing("check", "--articles", str(originals), *at, home=home)
    assert theirs.code == 0, theirs.out


def test_version_and_help(home: Path) -> None:
    import briefing as package

    assert briefing("--version", home=home).out == f"briefing {package.__version__}\n"
    for command in ("", "list", "show", "search", "board", "records", "export", "check"):
        ran = briefing(*command.split(), "--help", home=home)
        assert ran.code == 0
        assert "Examples:" in ran.out


def test_the_shell_completes_commands_and_options(home: Path) -> None:
    def completed(words: str, number: int) -> str:
        ran = briefing(
            home=home,
            _BRIEFING_COMPLETE="bash_complete",
            COMP_WORDS=words,
            COMP_CWORD=str(number),
        )
        return ran.out

    assert "plain,search" in completed("briefing se", 1)
    assert "plain,--format" in completed("briefing search --fo", 2)
