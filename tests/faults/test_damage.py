"""Files that are damaged: an index is made anew and answers as before; YAML is named and left."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from textual.pilot import Pilot

from briefing.library import Library
from briefing.tui.app import BriefingApp
from tests.faults.press import WORD, articles_of, write_articles
from tests.hostile.commands import call
from tests.tally import tried
from tests.tui.conftest import FILES

ARTICLES = 12
CHANCE = Random(7)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]


def flips(count: int) -> list[Callable[[bytes], bytes]]:
    def harm(share: float) -> Callable[[bytes], bytes]:
        return lambda data: flipped(data, int(share * (len(data) - 1))) if data else b"\x01"

    return [harm(CHANCE.random()) for _ in range(count)]


HARMS: dict[str, list[Callable[[bytes], bytes]]] = {
    "emptied": [lambda data: b""],
    "cut in half": [lambda data: data[: len(data) // 2]],
    "cut short": [lambda data: data[:-1]],
    "nulls": [lambda data: bytes(len(data))],
    "flipped": flips(1),
    "longer": [lambda data: data + b"\0" * 64],
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose index has several parts, to be copied and harmed."""
    root = tmp_path_factory.mktemp("sound") / "talks"
    root.mkdir()
    (root / "briefing.yaml").write_text("title: Talks\n")
    for version in (0, 1):
        write_articles(root, ARTICLES, version)
        library = Library(root)
        library.sync()
        library.close()
    return root


def answers(library: Library) -> dict[str, set[str]]:
    wanted = articles_of(ARTICLES, 1)
    return {query: {hit.article for hit in library.search(query).hits} for query in wanted}


def harmed_one_by_one(sound: Path, folder: Path, harms: list[Callable[[bytes], bytes]]) -> int:
    names = [p.relative_to(sound) for p in sorted((sound / "index").rglob("*")) if p.is_file()]
    count = told = 0
    for name in names:
        for harm in harms:
            root = folder / str(count)
            shutil.copytree(sound, root)
            data = (root / name).read_bytes()
            (root / name).write_bytes(harm(data))
            library = Library(root)
            changes = library.sync()
            assert answers(library) == articles_of(ARTICLES, 1), (name, changes.rebuilt)
            assert {e.id for e in library.entries} == articles_of(ARTICLES, 1)[WORD]
            library.close()
            again = Library(root)
            assert again.sync().rebuilt is None
            again.close()
            told += changes.rebuilt is not None
            count += 1
    assert told >= count // 2, "most damage is told"
    return count


@pytest.mark.parametrize("harm", HARMS)
def test_every_file_of_the_index_one_at_a_time(sound: Path, tmp_path: Path, harm: str) -> None:
    tried(f"index files {harm}", harmed_one_by_one(sound, tmp_path, HARMS[harm]))


@pytest.mark.slow
def test_many_flipped_bytes_in_every_file_of_the_index(sound: Path, tmp_path: Path) -> None:
    tried("index files flipped", harmed_one_by_one(sound, tmp_path, flips(40)))


def test_what_a_kill_left_half_written_does_not_stop_the_rebuild(
    sound: Path, tmp_path: Path
) -> None:
    """Found by killing: the file that was to be renamed was taken for somebody else's."""
    root = tmp_path / "talks"
    shutil.copytree(sound, root)
    (root / "index" / "whoosh" / f".{'0a' * 8}.tmp").write_bytes(b"half")
    (root / "index" / "catalog.sqlite").write_bytes(b"")
    library = Library(root)
    assert library.sync().rebuilt
    assert answers(library) == articles_of(ARTICLES, 1)
    library.close()


YAML = ("briefing.yaml", "positions.yaml", "highlights.yaml", "dismissed.yaml")
BROKEN = b"- id: x\n  article: 'open\n  [\n"
RECORD = "record herald --quote mill --kind claim --issue bridge --says Met"
CHANGES = {
    "positions.yaml": f"{RECORD} --party upland",
    "highlights.yaml": "highlight herald --quote mill",
    "briefing.yaml": f"{RECORD} --new-party N",
}


@pytest.mark.parametrize("name", YAML)
@pytest.mark.parametrize("damage", [BROKEN, b"\xff\xfe\0", b"- \x07", b"a: b: c\n"])
def test_damaged_yaml_is_named_with_its_line_and_not_written(
    talks: Path, name: str, damage: bytes
) -> None:
    (talks / name).write_bytes(damage)
    listed = call("list", cwd=talks)
    assert listed.code == 0
    assert "herald" in listed.out
    assert f"briefing: {name}:" in listed.err
    for file, change in CHANGES.items():
        ran = call(*change.split(), cwd=talks)
        assert ran.code in {0, 1, 2, 3}
        assert file != name or ran.code != 0
    assert (talks / name).read_bytes() == damage
    (talks / name).write_text(FILES.get(name, ""))
    if name in CHANGES:
        mended = call(*CHANGES[name].replace("mill", "harvest").split(), cwd=talks)
        assert mended.code == 0, mended.err


def told(app: BriefingApp, words: str) -> bool:
    return any(words in note.message for note in app._notifications)


PATIENCE = 60
"""Seconds: a busy machine is no failure."""


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("waited in vain")


@pytest.mark.parametrize("name", ["briefing.yaml", "positions.yaml", "highlights.yaml"])
async def test_the_app_opens_on_damaged_yaml_says_where_and_writes_nothing(
    talks: Path, name: str
) -> None:
    (talks / name).write_bytes(BROKEN)
    library = Library(talks)
    app = BriefingApp(library)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: told(app, f"{name}:"))
        await pilot.press("c", "escape", "H", "escape", "enter")
        await until(pilot, lambda: bool(app.screen.query("ArticleView")))
        if name == "highlights.yaml":
            await pilot.press("h")
            await until(pilot, lambda: told(app, "nothing was saved"))
        assert app.is_running
    library.close()
    assert (talks / name).read_bytes() == BROKEN
