"""What happens in a folder while it is open: what is told, and what means nothing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from briefing.watching import EVERYTHING, Noticed, noticed, watch

ADDED, MODIFIED, DELETED = 1, 2, 3
ARTICLES, DOSSIER = Noticed(articles=True), Noticed(dossier=True)
PATIENCE = 20


@pytest.mark.parametrize(
    ("how", "file", "told"),
    [
        (ADDED, "ferry.md", ARTICLES),
        (MODIFIED, "june/ferry.TXT", ARTICLES),
        (DELETED, "ferry.md", ARTICLES),
        (DELETED, "june", ARTICLES),
        (ADDED, "here", ARTICLES),
        (MODIFIED, "here", Noticed()),
        (MODIFIED, "picture.png", Noticed()),
        (ADDED, "picture.png", Noticed()),
        (MODIFIED, "briefing.yaml", DOSSIER),
        (ADDED, "highlights.yaml", DOSSIER),
        (DELETED, "positions.yaml", DOSSIER),
        (MODIFIED, "journal.jsonl", Noticed()),
        (ADDED, ".0a1b.tmp", Noticed()),
        (DELETED, ".journal.jsonl.lock", Noticed()),
        (ADDED, ".removed/1/file.md", Noticed()),
        (MODIFIED, "index/whoosh/some.md", Noticed()),
        (DELETED, "index", Noticed()),
        (ADDED, "exports/board.md", Noticed()),
        (ADDED, "originals/page.txt", Noticed()),
    ],
)
def test_what_a_change_means(tmp_path: Path, how: int, file: str, told: Noticed) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "picture.png").touch()
    assert noticed(tmp_path, [(how, str(tmp_path / file))]) == told


class Watched:
    """A folder that is watched on another thread."""

    def __init__(self, root: Path, poll: bool) -> None:
        self.root = root
        self.stop = threading.Event()
        self._told: Queue[Noticed] = Queue()
        self._thread = threading.Thread(target=self._run, args=(poll,), daemon=True)
        self._thread.start()

    def _run(self, poll: bool) -> None:
        for what in watch(self.root, self.stop, poll=poll):
            self._told.put(what)

    def next(self) -> Noticed:
        return self._told.get(timeout=PATIENCE)

    def ended(self) -> bool:
        self.stop.set()
        self._thread.join(PATIENCE)
        return not self._thread.is_alive() and self._told.empty()


@pytest.fixture(params=[False, True], ids=["told", "polled"])
def watched(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    monkeypatch.setattr("briefing.watching.LOOK_EVERY", 0.1)
    monkeypatch.setattr("briefing.watching.POLL_MS", 50)
    (tmp_path / "talks" / "index").mkdir(parents=True)
    found = Watched(tmp_path / "talks", request.param)
    yield found
    found.stop.set()


def test_changes_are_told_and_the_programs_own_are_not(watched: Watched) -> None:
    root = watched.root
    assert watched.next() == EVERYTHING
    (root / "index" / "catalog.sqlite").write_text("x")
    (root / ".lock").touch()
    (root / "ferry.md").write_text("The ferry rests.")
    assert watched.next() == ARTICLES
    (root / "positions.yaml").write_text("[]")
    assert watched.next() == DOSSIER
    assert watched.ended()


def test_a_folder_that_goes_away_is_waited_for(watched: Watched) -> None:
    assert watched.next() == EVERYTHING
    shutil.rmtree(watched.root)
    while (told := watched.next()) != Noticed(gone=True):
        assert told == ARTICLES
    watched.root.mkdir()
    assert watched.next() == EVERYTHING
    (watched.root / "ferry.md").write_text("The ferry is back.")
    while watched.next() != ARTICLES:
        pass
    assert watched.ended()


def test_a_folder_that_cannot_be_watched_ends_it_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no more watches")

    monkeypatch.setattr("watchfiles.watch", refuse)
    assert list(watch(tmp_path, threading.Event())) == []
