"""Adding that is stopped at any moment goes on where it stopped: nothing twice, nothing missing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefing import files
from briefing.adding import shelf
from briefing.adding.shelf import ORIGINALS
from briefing.files import digest
from briefing.library import Library
from tests.adding.coverage import title
from tests.adding.makers import FORMATS, make_press
from tests.adding.test_adding import add
from tests.tally import tried

PATIENCE = 240


def is_whole(root: Path, count: int) -> bool:
    """Whether a library holds the articles up to ``count``, each once, and each with its bytes."""
    library = Library(root)
    library.sync()
    made = [e for e in library.entries if e.original_source]
    assert all(entry.reason is None for entry in library.entries)
    assert library.check() == []
    twice = [sha for sha, n in Counter(e.original_sha256 for e in made).items() if n > 1]
    assert twice == []
    stored = {p.name: digest(p.read_bytes()) for p in (root / ORIGINALS).iterdir()}
    assert all(stored[e.original or ""] == e.original_sha256 for e in made)
    library.close()
    return sorted(e.title or "" for e in made) == sorted(title(n) for n in range(count))


class Stopped(BaseException):
    """As a signal would."""


@contextmanager
def stopping_at(number: int, before: bool) -> Iterator[None]:
    """Stop before or after a file gets its name for the so-many-th time."""
    real, left = os.replace, [number]

    def replace(*names: object) -> None:
        left[0] -= 1
        if left[0] == 0 and before:
            raise Stopped
        real(*names)  # type: ignore[arg-type]
        if left[0] == 0:
            raise Stopped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files.os, "replace", replace)
        yield


@pytest.mark.parametrize("before", [True, False])
def test_stopped_at_every_step(root: Path, tmp_path: Path, before: bool) -> None:
    make_press(tmp_path / "press", 4, (".txt", ".md"))
    stops = 0
    for number in range(1, 40):
        try:
            with stopping_at(number if before else 1, before):
                add(Library(root), tmp_path / "press")
            break
        except Stopped:
            stops += 1
            Library(root).sync()
    assert stops >= (4 if before else 8)
    assert is_whole(root, 4)
    left = [p.name for p in root.rglob(".*.tmp")]
    assert left == []


def test_names_do_not_depend_on_what_was_stopped(root: Path) -> None:
    """An original that was written before the stop is taken up again, not written anew."""
    one = shelf.Shelf(root, ()).keep_original("a.txt", b"one", digest(b"one"))
    two = shelf.Shelf(root, ()).keep_original("a.txt", b"two", digest(b"two"))
    assert shelf.Shelf(root, ()).keep_original("a.txt", b"two", digest(b"two")) == two
    assert shelf.Shelf(root, ()).keep_original("a.txt", b"one", digest(b"one")) == one
    assert one != two


def test_what_a_kill_left_half_written_goes(root: Path) -> None:
    (root / ORIGINALS).mkdir()
    name = f".{'0a' * 8}.tmp"
    fresh, old, ours = root / name, root / f".{'b1' * 8}.tmp", root / ORIGINALS / name
    for path in (fresh, old, ours, root / ".other.tmp"):
        path.write_text("half")
    os.utime(old, (1, 1))
    os.utime(root / ".other.tmp", (1, 1))
    shelf.sweep(root)
    assert [path.exists() for path in (fresh, old, ours)] == [True, False, False]
    assert (root / ".other.tmp").exists()


HEARS_INTERRUPTS = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from briefing.cli.main import run; run()"
)
"""What a shell starts in the background ignores them, and so would its children."""


def started(root: Path, *what: Path) -> subprocess.Popen[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "BRIEFING_"))}
    return subprocess.Popen(
        [sys.executable, "-c", HEARS_INTERRUPTS, "add", *map(str, what), "--library", str(root)],
        env={**env, "HOME": str(root.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


def wait_until(done: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.002)


def stored(root: Path) -> int:
    return sum(name.endswith(".md") for name in os.listdir(root))


def interrupted_three_times(root: Path, count: int, *what: Path) -> tuple[str, str]:
    """Add with two interrupts and one kill on the way; what the last run said."""
    for part, number in enumerate((signal.SIGINT, signal.SIGINT, signal.SIGKILL), 1):
        process = started(root, *what)
        wait_until(lambda goal=part * count // 5: stored(root) >= goal, process)  # type: ignore[misc]
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
        if number == signal.SIGINT:
            assert process.returncode == 3, (out, err)
            assert "add the same again to go on" in err
            assert "Traceback" not in err
        else:
            assert process.returncode == -signal.SIGKILL
        Library(root).sync()
    process = started(root, *what)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    tried("interrupts and kills while adding", 3)
    return out, err


def test_interrupts_and_a_kill(root: Path, tmp_path: Path) -> None:
    make_press(tmp_path / "press", 24, tuple(FORMATS))
    _, err = interrupted_three_times(root, 24, tmp_path / "press")
    assert "there already" in err
    assert is_whole(root, 24)


@pytest.mark.slow
def test_five_hundred_of_all_formats_with_the_originals(
    sample: Path, originals: Path, tmp_path: Path
) -> None:
    from briefing.adding import starting

    root = tmp_path / "talks"
    starting.copy_sample(root)
    make_press(tmp_path / "press", 500, tuple(FORMATS))
    interrupted_three_times(root, 500, tmp_path / "press", originals)
    library = Library(root)
    library.sync()
    made = [e for e in library.entries if e.original_source]
    assert len(made) == len(library.entries) == 505
    assert library.check() == []
    titles = Counter(e.title for e in made)
    assert [t for n in range(500) if titles[t := title(n)] != 1] == []
    known = {e.original_sha256 for e in made}
    assert known >= {digest(path.read_bytes()) for path in originals.glob("*.txt")}
    assert len(known) == 505
