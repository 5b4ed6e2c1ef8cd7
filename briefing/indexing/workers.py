"""Processes that read articles and write parts of the index, where there is much to do.

A worker is this program's own interpreter that runs ``serve``. It gets shares of the files
on its standard input, and answers on its standard output: how far it is, and at last the
entries of the files and the part of the index that their articles are in. It shares nothing
else with the program, so it may end at any time: a share that brings no answer is done by
the program itself.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from briefing.catalog import Entry
from briefing.indexing.changed_files import ChangedFile, read_changed, text_row
from briefing.own_process import started
from briefing.search.engine import Progress

TELL_EVERY = 50
"""Files after which a worker says how far it is."""
_COMMAND = "from briefing.indexing.workers import serve; serve()"


@dataclass(frozen=True, slots=True)
class Share:
    """Files that make one part of the index. The folders are the library's and the index's;
    with a ``key`` the texts are handed back, sealed with it."""

    root: Path
    index: Path
    files: Sequence[ChangedFile]
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a share: an entry for each file, and the part of the index.

    ``left`` are the files whose articles could not go into the part, because another one in
    it has their id. ``texts`` are rows for the store of texts.
    """

    entries: list[Entry]
    part: Any
    left: frozenset[str]
    texts: dict[str, bytes]


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Some workers. Leave the ``with`` block to end them, whatever they do."""

    def __init__(self, count: int) -> None:
        """Start them; OSError where the system refuses."""
        self._processes: list[subprocess.Popen[bytes]] = []
        self._told: queue.SimpleQueue[tuple[int, int | Done | None]] = queue.SimpleQueue()
        try:
            for _ in range(count):
                self._processes.append(started(_COMMAND, talks=True))
        except OSError:
            self.end()
            raise

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End all workers now."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def carry_out(self, shares: Sequence[Share], progress: Progress) -> Iterator[Done | None]:
        """What became of each share, in their order; None where its worker ended before.

        ``progress`` is told how many of the files were read so far.
        """
        waiting: queue.SimpleQueue[tuple[int, Share]] = queue.SimpleQueue()
        for number, share in enumerate(shares):
            waiting.put((number, share))
        for process in self._processes:
            threading.Thread(target=self._tend, args=(process, waiting), daemon=True).start()
        read = [0] * len(shares)
        total = sum(len(share.files) for share in shares)
        done: dict[int, Done | None] = {}
        at_work = len(self._processes)
        for number in range(len(shares)):
            while number not in done and at_work:
                which, told = self._told.get()
                if which < 0:
                    at_work -= 1
                elif isinstance(told, int):
                    read[which] = told
                    progress(sum(read), total)
                else:
                    done[which] = told
            yield done.pop(number, None)

    def _tend(
        self,
        process: subprocess.Popen[bytes],
        waiting: queue.SimpleQueue[tuple[int, Share]],
    ) -> None:
        """Hand shares to a worker and pass on what it says, until it or the work ends."""
        try:
            while True:
                number, share = waiting.get_nowait()
                self._hand_over(process, number, share)
        except queue.Empty:
            pass
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            self._told.put((number, None))
        finally:
            self._told.put((-1, None))

    def _hand_over(self, process: subprocess.Popen[bytes], number: int, share: Share) -> None:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        pickle.dump(share, process.stdin)
        process.stdin.flush()
        while isinstance(told := pickle.load(process.stdout), int):  # noqa: S301 (our own worker)
            self._told.put((number, told))
        self._told.put((number, told))


def serve() -> None:
    """Carry out shares until there are no more. This is what a worker runs."""
    shares, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the answers
    with suppress(EOFError, BrokenPipeError):
        while True:
            share = pickle.load(shares)  # noqa: S301 (our own program)
            pickle.dump(_carried_out(share, answers), answers)
            answers.flush()


def _carried_out(share: Share, answers: IO[bytes]) -> Done:
    from briefing.search.whoosh_batch import PartWriter

    part = PartWriter(share.index)
    entries: list[Entry] = []
    left: set[str] = set()
    texts: dict[str, bytes] = {}
    for number, changed in enumerate(share.files, 1):
        entry, article = read_changed(share.root, changed, _guess(changed))
        entries.append(entry)
        if article is not None and part.add(article):
            texts |= text_row(share.key, entry, article)
        elif article is not None:
            left.add(entry.file)
        if number % TELL_EVERY == 0:
            pickle.dump(number, answers)
            answers.flush()
    return Done(entries, part.write(), frozenset(left), texts)


def _guess(changed: ChangedFile) -> Any:
    return lambda natural: changed.own_id if natural == changed.stem else natural
