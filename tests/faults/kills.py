"""Kill -9 at random moments: python -m tests.faults.kills WHAT TIMES FOLDER.

A process without threads, so that it may fork: each child does something to a
library until it is killed, and after each kill the library is looked at.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from briefing.adding import starting
from briefing.adding.shelf import ORIGINALS
from briefing.export.markdown import Block
from briefing.export.writer import write_blocks, write_data
from briefing.files import digest
from briefing.library import Library
from briefing.marking import Marking
from tests.adding.makers import make_press
from tests.adding.test_adding import add
from tests.faults.press import articles_of, write_articles
from tests.marking import child as marking_child
from tests.marking.conftest import opened, written, yaml_of
from tests.marking.test_processes import confirmed

ARTICLES = 40
PRESS = 10
OWN_WORDS = "\nWords of my own, which stay.\n"


@dataclass
class Work:
    """What is done in the child, how long a kill may wait, and what must hold afterwards."""

    do: Callable[[], object]
    holds: Callable[[], object]
    before: Callable[[], object] = lambda: None
    end: Callable[[], object] = lambda: None


def killed(work: Work, times: int) -> None:
    """Do it, kill it, look; until it was hit so many times, each a little later or earlier."""
    whole = [_uncut(work) for _ in range(2)][-1]
    chance = Random(times)
    hit = tries = 0
    while hit < times:
        tries += 1
        assert tries <= 5 * times, "most kills come too late"
        work.before()
        pid = _started(work.do)
        time.sleep(chance.uniform(0, whole))
        os.kill(pid, signal.SIGKILL)
        hit += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
        work.holds()
    work.end()
    print(hit)


def _uncut(work: Work) -> float:
    """Seconds that it takes when nobody kills it."""
    work.before()
    started = time.monotonic()
    pid = _started(work.do)
    assert os.waitpid(pid, 0)[1] == 0
    took = time.monotonic() - started
    work.holds()
    return took


def _started(do: Callable[[], object]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        do()
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def indexing(folder: Path) -> Work:
    """Half of the times from nothing, half of the times what changed."""
    root = folder / "talks"
    state = {"round": 0}

    def change() -> None:
        state["round"] += 1
        write_articles(root, ARTICLES, state["round"])
        if state["round"] % 2:
            shutil.rmtree(root / "index", ignore_errors=True)

    def index() -> None:
        library = Library(root)
        library.sync()
        library.close()

    def answers() -> None:
        library = Library(root)
        library.sync()
        wanted = articles_of(ARTICLES, state["round"])
        for query, ids in wanted.items():
            found = {hit.article for hit in library.search(query, limit=1000).hits}
            assert found == ids, (query, sorted(found ^ ids))
        assert len(library.entries) == ARTICLES
        library.close()

    root.mkdir(parents=True)
    (root / "briefing.yaml").write_text("title: Talks\n")
    return Work(index, answers, change)


def adding(folder: Path) -> Work:
    root, press, other = folder / "talks", folder / "press", folder / "other"
    make_press(press, PRESS, (".txt", ".html", ".md", ".docx", ".eml"))
    starting.start(other, "Loads what children need", [])
    add(Library(other), press)

    def before() -> None:
        if not root.exists() or len(list(root.glob("*.md"))) == PRESS:
            shutil.rmtree(root, ignore_errors=True)
            starting.start(root, "Talks", ["North", "South"])

    def work() -> None:
        add(Library(root), press)

    def each_once() -> None:
        library = Library(root)
        library.sync()
        made = [e for e in library.entries if e.original_source]
        assert all(entry.reason is None for entry in library.entries)
        assert library.check() == []
        twice = Counter((e.original_sha256, e.original_part) for e in made)
        assert set(twice.values()) <= {1}
        for entry in made:
            data = (root / ORIGINALS / (entry.original or "")).read_bytes()
            assert digest(data) == entry.original_sha256
            assert library.article(entry.id).paragraphs
        library.close()

    def all_there() -> None:
        add(Library(root), press)
        each_once()
        assert len(list(root.glob("*.md"))) == PRESS

    return Work(work, each_once, before, all_there)


def saving(folder: Path) -> Work:
    root, told = folder / "talks", folder / "told"
    folder.mkdir(parents=True, exist_ok=True)
    opened(written(root)).close()
    told.write_text("")
    before = yaml_of(root)
    state = {"round": 0}

    def work() -> None:
        state["round"] += 1
        sys.stdout = told.open("a")
        marking_child.main(root, f"n{os.getpid()}", 4, restless=True)
        sys.stdout.flush()

    def confirmed_are_there() -> None:
        library = Library(root)
        Marking(library)
        assert library.problems == ()
        says = {record.id: record.says for record in library.dossier.records}
        for record_id, version in confirmed(told.read_text().splitlines(keepends=True)).items():
            assert says[record_id].startswith(("Version 0", "Version 1")[version:]), record_id
        library.close()

    def undone() -> None:
        library = Library(root)
        marking = Marking(library)
        while marking.undo():
            pass
        assert yaml_of(root) == before
        library.close()

    return Work(work, confirmed_are_there, end=undone)


def exporting(folder: Path) -> Work:
    """A page that is updated and a table that is replaced, again and again."""
    folder.mkdir(parents=True, exist_ok=True)
    told, exports = folder / "told", folder / "exports"
    page, table = exports / "page.md", exports / "t.csv"
    told.write_text("0\n")
    write_blocks(page, _blocks(0), title="Page")
    page.write_text(page.read_text() + OWN_WORDS)
    write_data(table, _rows(0))

    def work() -> None:
        with told.open("a") as log:
            for number in range(int(told.read_text().split()[-1]) + 1, 10**9):
                write_blocks(page, _blocks(number), title="Page")
                write_data(table, _rows(number), force=True)
                print(number, file=log, flush=True)
                for copy in exports.glob("t.*"):
                    if copy != table:
                        copy.unlink()
                if number % 8 == 0:
                    return

    def whole() -> None:
        last = int(told.read_text().rpartition("\n")[0].split()[-1])
        text = page.read_text()
        assert OWN_WORDS in text
        numbers = {int(n) for n in text.split() if n.isdigit()}
        assert len(numbers) == 1
        assert numbers <= {last, last + 1}
        rows = table.read_text().splitlines()[: len(_rows(0).splitlines())]
        assert len(rows) == len(_rows(0).splitlines())
        assert {int(row) for row in rows} <= {last, last + 1}
        told.write_text(f"{last}\n")
        report = write_blocks(page, _blocks(last), title="Page")
        assert report.kept == ()

    return Work(work, whole)


def _blocks(number: int) -> list[Block]:
    return [Block(f"b{n}", f"Text {number} of this block.\n" * 50) for n in range(20)]


def _rows(number: int) -> str:
    return f"{number}\n" * 2_000


WORKS = {"indexing": indexing, "adding": adding, "saving": saving, "exporting": exporting}

if __name__ == "__main__":
    killed(WORKS[sys.argv[1]](Path(sys.argv[3])), int(sys.argv[2]))
