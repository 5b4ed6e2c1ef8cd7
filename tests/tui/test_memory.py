"""What the app remembers of a reader: kept, shared by programs, and harmless when damaged."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefing.tui.base.places import ReadingPlace
from briefing.tui.memory import FORMAT, MOST, Memory, within
from tests.tui.conftest import Drive

PLACE = ReadingPlace("a", 40, 0, 60, None)


def test_places_and_what_was_read_are_kept(tmp_path: Path) -> None:
    memory = Memory(Path("/talks"), tmp_path)
    memory.keep(PLACE)
    memory.mark("b", True)
    memory.save()
    again = Memory(Path("/talks"), tmp_path)
    assert again.place("a") == PLACE
    assert again.read == {"b"}
    assert Memory(Path("/other"), tmp_path).read == frozenset()


def test_two_programs_keep_what_the_other_has_read(tmp_path: Path) -> None:
    one, other = Memory(Path("/talks"), tmp_path), Memory(Path("/talks"), tmp_path)
    one.mark("a", True)
    one.save()
    other.mark("b", True)
    other.save()
    assert Memory(Path("/talks"), tmp_path).read == {"a", "b"}


def test_those_read_longest_ago_are_forgotten(tmp_path: Path) -> None:
    memory = Memory(Path("/talks"), tmp_path)
    for number in range(MOST + 5):
        memory.mark(str(number), True)
    memory.save()
    assert "4" not in Memory(Path("/talks"), tmp_path).read
    assert "5" in Memory(Path("/talks"), tmp_path).read


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(st.binary(max_size=40) | ANY.map(lambda it: json.dumps(it).encode()))
def test_a_damaged_file_costs_the_memory_alone(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Memory(Path("/talks"), Path(folder)).path
        path.parent.mkdir()
        path.write_bytes(data)
        memory = Memory(Path("/talks"), Path(folder))
        memory.mark("a", True)
        memory.save()
        assert "a" in Memory(Path("/talks"), Path(folder)).read


@given(ANY, ANY)
def test_only_what_is_damaged_is_lost(row: object, articles: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Memory(Path("/talks"), Path(folder)).path
        path.parent.mkdir()
        good = {"good": [True, 3, 4], "bad": row}
        path.write_text(json.dumps({"format": FORMAT, "articles": good}))
        assert "good" in Memory(Path("/talks"), Path(folder)).read
        path.write_text(json.dumps({"format": FORMAT, "articles": articles}))
        Memory(Path("/talks"), Path(folder))


def test_a_folder_that_cannot_be_made_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    memory = Memory(Path("/talks"), tmp_path / "file")
    memory.mark("a", True)
    memory.save()
    assert memory.read == {"a"}


def test_a_place_beyond_the_text_is_its_end() -> None:
    assert within(PLACE, 50) == ReadingPlace("a", 40, 0, 50, None)


async def test_the_app_opens_with_a_damaged_memory(folder: Path, drive: Drive) -> None:
    path = Memory(folder).path
    path.parent.mkdir(parents=True)
    path.write_bytes(b'{"format": 1, "articles": [1]}')
    async with drive() as app:
        assert app.screen.memory.read == frozenset()
        await app.press("down", "enter")
        assert app.screen.reading.article.article is not None


async def test_a_place_in_a_longer_text_is_still_in_this_one(folder: Path, drive: Drive) -> None:
    path = Memory(folder).path
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"format": 1, "articles": {"herald": [True, 10**9, 10**9]}}))
    async with drive(size=(60, 16)) as app:
        await app.press("down", "enter")
        article = app.screen.reading.article.article
        assert article is not None
        assert app.screen.reading.article.view.cursor_offset <= len(article.text)
        assert "borrowed boats" in app.text()
