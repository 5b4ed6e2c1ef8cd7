"""Indexes that are damaged, foreign or evil. Runs with ``whoosh3``, too."""

from __future__ import annotations

import json
import os
import pickle
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from briefing.search.engine import IndexDamaged
from briefing.search.whoosh_engine import WhooshEngine
from tests.search.holding import Articles, found, hold_against_matcher
from tests.search.invented import corpus


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Articles]:
    """A sound index with two segments and a removed article, to be copied and harmed."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    articles = {a.id: a for a in corpus(Random(6), 30)}
    engine = WhooshEngine.open(folder, create=True)
    engine.update(list(articles.values())[:20])
    engine.update(list(articles.values())[20:], ["a3"])
    engine.close()
    del articles["a3"]
    return folder, articles


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


HARM: dict[str, Callable[[bytes], bytes | None]] = {
    "removed": lambda _: None,
    "emptied": lambda _: b"",
    "halved": lambda data: data[: len(data) // 2],
    "shorter": lambda data: data[:-1],
    "longer": lambda data: data + b"\0",
    "first byte": lambda data: _flip(data, 0),
    "a middle byte": lambda data: _flip(data, len(data) // 2),
    "a late byte": lambda data: _flip(data, len(data) * 9 // 10),
    "last byte": lambda data: _flip(data, len(data) - 1),
    "nulls": lambda data: bytes(len(data)),
    "text": lambda data: (b"lorem ipsum " * len(data))[: len(data)],
}


@pytest.mark.parametrize("at_once", [False, True], ids=["later", "at the same time"])
@pytest.mark.parametrize("harm", HARM)
def test_damage_to_any_file_is_found_or_does_no_harm(
    whole: tuple[Path, Articles], tmp_path: Path, harm: str, at_once: bool
) -> None:
    sound, articles = whole
    noticed = 0
    files = sorted(os.listdir(sound))
    for number, name in enumerate(files):
        folder = tmp_path / str(number)
        copytree(sound, folder)
        data = (folder / name).read_bytes()
        written = (folder / name).stat().st_mtime_ns
        harmed = HARM[harm](data) if data else b"something"
        (folder / name).unlink()
        if harmed is not None:
            (folder / name).write_bytes(harmed)
            if at_once:
                os.utime(folder / name, ns=(written, written))
        try:
            engine = WhooshEngine.open(folder)
        except IndexDamaged:
            noticed += 1
        else:
            hold_against_matcher(engine, articles, Random(7), 15)
            assert engine.ids() == frozenset(articles)
            engine.close()
    assert noticed >= len(files) - 2, "all but the lock, and the manifest's last byte"


def test_a_damaged_index_is_made_anew_where_asked(whole: tuple[Path, Articles]) -> None:
    sound, articles = whole
    folder = sound.parent / "to be mended"
    copytree(sound, folder)
    for path in folder.glob("*.pst"):
        path.write_bytes(b"")
    with pytest.raises(IndexDamaged, match="not as it was written"):
        WhooshEngine.open(folder)
    engine = WhooshEngine.open(folder, create=True)
    assert engine.ids() == frozenset()
    engine.update(articles.values())
    hold_against_matcher(engine, articles, Random(8), 20)
    engine.close()
    again = WhooshEngine.open(folder, create=True)
    assert again.ids() == frozenset(articles)
    again.close()


def test_what_is_no_index_of_ours_is_damaged(tmp_path: Path, whole: tuple[Path, Articles]) -> None:
    from whoosh import fields, index

    (tmp_path / "empty").mkdir()
    (tmp_path / "a file").write_text("text")
    (tmp_path / "foreign").mkdir()
    schema = fields.Schema(id=fields.ID)
    index.create_in(str(tmp_path / "foreign"), schema)
    index.create_in(str(tmp_path / "foreign"), schema, indexname="briefing")
    copytree(whole[0], tmp_path / "other version")
    (manifest,) = (tmp_path / "other version").glob("*.json")
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**content, "made by": "0 whoosh 1.0"}))
    for name in ("missing", "empty", "a file", "foreign", "other version"):
        with pytest.raises(IndexDamaged):
            WhooshEngine.open(tmp_path / name)


class Evil:
    """An object whose pickle makes a file when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, (str(self.path),))


def test_an_index_from_a_stranger_runs_nothing(
    whole: tuple[Path, Articles], tmp_path: Path
) -> None:
    trap = tmp_path / "sprung"
    evil = pickle.dumps(Evil(trap), 2)
    pickle.loads(evil)
    assert trap.is_dir()
    trap.rmdir()
    for number, name in enumerate(sorted(os.listdir(whole[0]))):
        folder = tmp_path / str(number)
        copytree(whole[0], folder)
        (manifest,) = folder.glob("*.json")
        content = json.loads(manifest.read_text())
        if name not in content["files"]:
            continue
        path = folder / name
        data = path.read_bytes()
        begins = [i for i in range(len(data)) if data[i : i + 1] == b"\x80"]
        for at in begins[:4] + begins[-4:]:
            path.write_bytes(data[:at] + evil + data[at + len(evil) :])
            state = path.stat()
            entry = [state.st_size, state.st_mtime_ns, zlib.crc32(path.read_bytes())]
            manifest.write_text(json.dumps({**content, "files": {**content["files"], name: entry}}))
            try:
                engine = WhooshEngine.open(folder)
                for query in ("the river", '"the river"', "tal*", "talk~", "title:talk"):
                    found(engine, query)
                engine.close()
            except IndexDamaged:
                pass
            assert not trap.exists()
