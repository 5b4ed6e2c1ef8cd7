"""Texts beside the index: hits say what the files say, with them and without."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import own_key as keys
from briefing import text_store
from briefing.article import Article, Span
from briefing.catalog import FILE_NAME as CATALOG
from briefing.indexing import filling, kept_texts, workers
from briefing.library import Library
from briefing.own_key import own_key
from briefing.search.engine import Hit
from briefing.text_store import FILE_NAME, TextStore, sealed, unsealed
from tests.search.invented import WORDS, random_article, random_text

QUERIES = ["river", "talk*", "war OR truce", '"the north"', "briding~1", "мира", "unique"]
KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder for what programs remember."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "briefing"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "folder"
    root.mkdir()
    return root


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.write_text(text, encoding="utf-8")
    return path


def opened(root: Path) -> Library:
    library = Library(root, root.parent / "index")
    library.sync()
    return library


def shown(library: Library, queries: Iterable[str] = QUERIES) -> dict[str, tuple[Hit, ...]]:
    return {query: library.search(query).hits for query in queries}


def words_shown(library: Library, query: str) -> list[str]:
    return [p.text for hit in library.search(query).hits for p in hit.passages]


def rows(root: Path) -> dict[str, bytes]:
    with closing(sqlite3.connect(root.parent / "index" / FILE_NAME)) as store:
        return {os.fsdecode(f): row for f, row in store.execute("select file, row from texts")}


def put(root: Path, file: str, row: bytes) -> None:
    with closing(sqlite3.connect(root.parent / "index" / FILE_NAME)) as store, store:
        store.execute("insert or replace into texts values (?, ?)", (os.fsencode(file), row))


def as_read(library: Library, file: str) -> Article:
    return library.article(next(e.id for e in library.entries if e.file == file))


def edit(root: Path, random: Random) -> None:
    """Change, touch, spoil, remove or add some file."""
    files = sorted(root.iterdir())
    path = random.choice(files)
    match random.randrange(5):
        case 0:
            write(root, path.name, random_text(random, 30) + "unique")
        case 1:
            os.utime(path, ns=(1, random.randrange(10**18)))
        case 2:
            path.write_bytes(b"\0\1\2\xff" * 9)
        case 3 if len(files) > 3:
            path.unlink()
        case _:
            name = f"{random.randrange(99)}.{random.choice(('md', 'txt'))}"
            write(root, name, "---\noutlet: The Reed\n---\n\n" + random_text(random, 40))


@pytest.mark.parametrize(("seed", "cores"), [(0, 1), (1, 1), (2, 2)])
def test_hits_are_the_same_from_the_store_and_from_the_files(
    folder: Path, seed: int, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    for number in range(8):
        write(folder, f"{number}.md", random_text(random, 60))
    monkeypatch.setattr(workers, "cores", lambda: cores)
    monkeypatch.setattr(filling, "WORTH_WORKERS", 4)
    for _ in range(10):
        opened(folder).close()
        with_store, without = opened(folder), opened(folder)
        readable = {e.file for e in with_store.entries if e.reason is None}
        assert rows(folder).keys() == readable
        assert all(with_store._index.texts.of(file) is not None for file in readable)
        without._index.texts._has_key = False
        assert shown(with_store) == shown(without)
        with_store.close()
        without.close()
        for _ in range(3):
            edit(folder, random)


def test_a_text_is_kept_and_told_whole() -> None:
    random = Random(5)
    for number in range(60):
        article = replace(
            random_article(random, str(number)),
            hidden=(Span(0, 3),) if number % 3 == 0 else (),
            inferred=(("outlet", "its looks"),) if number % 2 else (),
        )
        row = sealed(KEY, article, 7, 9)
        assert row is not None
        kept = unsealed(KEY, article.file, 7, 9, row)
        assert kept is not None
        for name in ("text", "starts", "ends", "hidden", "label", "outlet", "date", "inferred"):
            own = getattr(article, name)
            assert getattr(kept, name) == (tuple(own) if isinstance(own, list) else own), name


@given(st.data())
def test_a_row_that_is_not_ours_or_of_another_file_says_nothing(data: st.DataObject) -> None:
    article = Article("a", " ".join(WORDS), (), "a.md")
    row = sealed(KEY, article, 70, 90)
    assert row is not None
    at = data.draw(st.integers(0, len(row) - 1))
    flipped = row[:at] + bytes([row[at] ^ data.draw(st.integers(1, 255))]) + row[at + 1 :]
    assert unsealed(KEY, "a.md", 70, 90, flipped) is None
    assert unsealed(KEY, "a.md", 70, 90, row[: data.draw(st.integers(0, len(row) - 1))]) is None
    assert unsealed(bytes(32), "a.md", 70, 90, row) is None
    for file, size, mtime_ns in (("b.md", 70, 90), ("a.md", 71, 90), ("a.md", 70, 91)):
        assert unsealed(KEY, file, size, mtime_ns, row) is None
    assert unsealed(KEY, "a.md", 70, 90, row) is not None


def test_a_strangers_text_is_not_shown_and_is_replaced(folder: Path) -> None:
    path = write(folder, "one.md", "The envoys crossed the river.")
    opened(folder).close()
    ours = rows(folder)["one.md"]
    found = path.stat()
    forged = replace(as_read(opened(folder), "one.md"), text="A lie about the river it is!.")
    row = sealed(KEY, forged, found.st_size, found.st_mtime_ns)
    assert row is not None
    put(folder, "one.md", row)
    assert words_shown(opened(folder), "river") == ["The envoys crossed the river."]
    assert rows(folder)["one.md"] == ours


def test_a_file_that_changed_is_read_before_anything_is_indexed_anew(folder: Path) -> None:
    write(folder, "one.md", "The envoys crossed the river.")
    library = opened(folder)
    write(folder, "one.md", "Nobody crossed the river.")
    assert words_shown(library, "river") == ["Nobody crossed the river."]
    (folder / "one.md").unlink()
    write(folder.parent, "two.md", "Elsewhere another river.")
    (folder / "one.md").symlink_to(folder.parent / "two.md")
    library._texts.forget(["one"])
    assert words_shown(library, "river") == []


@pytest.mark.parametrize("harm", ["gone", "no database", "other tables", "a folder", "another key"])
def test_a_store_of_no_use_costs_time_only_and_is_made_anew(
    folder: Path, harm: str, state: Path
) -> None:
    write(folder, "one.md", "The envoys crossed the river.")
    opened(folder).close()
    store = folder.parent / "index" / FILE_NAME
    if harm == "another key":
        (state / keys.FILE_NAME).write_bytes(KEY)
    else:
        store.unlink()
    if harm == "no database":
        store.write_bytes(b"words" * 999)
    elif harm == "a folder":
        store.mkdir()
    elif harm == "other tables":
        with closing(sqlite3.connect(store)) as other, other:
            other.execute("create view texts as select 'one.md' as file, 'x' as row")
    for _ in range(2):
        library = opened(folder)
        assert words_shown(library, "river") == ["The envoys crossed the river."]
        assert harm == "a folder" or library._index.texts.of("one.md") is not None
        library.close()


def test_an_index_made_anew_forgets_the_texts_of_the_old_one(folder: Path) -> None:
    write(folder, "one.md", "The envoys crossed the river.")
    write(folder, "two.md", "The river rose.")
    opened(folder).close()
    (folder.parent / "index" / CATALOG).unlink()
    (folder / "two.md").unlink()
    opened(folder).close()
    assert rows(folder).keys() == {"one.md"}


def test_without_a_key_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_texts, "own_key", lambda: None)
    write(folder, "one.md", "The envoys crossed the river.")
    assert words_shown(opened(folder), "river") == ["The envoys crossed the river."]
    assert not (folder.parent / "index" / FILE_NAME).exists()


def test_a_text_too_large_is_read_from_its_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_store, "LARGEST", 200)
    write(folder, "one.md", "The envoys crossed the river.\n\n" + "word " * 99)
    assert words_shown(opened(folder), "river") == ["The envoys crossed the river."]
    assert not (folder.parent / "index" / FILE_NAME).exists()


@pytest.mark.parametrize("looked_at", [True, False])
def test_while_somebody_writes_nobody_waits(folder: Path, looked_at: bool) -> None:
    write(folder, "one.md", "The envoys crossed the river.")
    library = opened(folder)
    if not looked_at:
        library._index.texts.close()
    with closing(sqlite3.connect(folder.parent / "index" / FILE_NAME)) as other:
        other.execute("begin exclusive")
        assert library._index.texts.of("one.md") is None
        assert words_shown(library, "river") == ["The envoys crossed the river."]
    assert library._index.texts.of("one.md") is not None


def test_a_store_made_anew_by_another_program_is_written_where_it_is(tmp_path: Path) -> None:
    first, second = TextStore(tmp_path, KEY), TextStore(tmp_path, KEY)
    article = Article("a", "A word.", (), "a.md")
    row = sealed(KEY, article, 1, 1)
    assert row is not None
    assert first.change({"a.md": row})
    second.discard()
    assert second.change({"b.md": row})
    assert first.change({"a.md": row})
    assert second.text("a.md", 1, 1) is not None


def test_the_key_is_the_users_alone_and_stays(state: Path) -> None:
    key = own_key()
    path = state / keys.FILE_NAME
    assert key is not None
    assert own_key() == key == path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    path.chmod(0o644)
    other = own_key()
    assert other not in (None, key)
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"")
    assert own_key() not in (None, key, other, b"")
    assert [p.name for p in state.iterdir()] == [keys.FILE_NAME]


def test_where_no_key_can_be_kept_there_is_none(state: Path) -> None:
    state.parent.write_text("a file where a folder should be")
    assert own_key() is None
