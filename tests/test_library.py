"""A library opened, kept in step with the disk, and damaged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.article import Passage
from briefing.catalog import FILE_NAME, first_look
from briefing.dossier.model import Located, Lost
from briefing.indexing.changes import CannotIndex
from briefing.indexing.indexed_folder import ENGINE
from briefing.library import Library, NotALibrary, UnknownArticle
from briefing.reading import Unreadable

SETTINGS = """\
title: River talks
parties:
  - {id: north, name: North}
  - {id: south, name: South}
issues:
  - {id: water, name: Water}
"""
RECORDS = """\
- id: north-water
  kind: demand
  party: north
  issue: water
  says: North wants half of the water.
  evidence:
    - article: one
      quote: half of the river
      mode: paraphrase
- id: lost-one
  kind: claim
  party: south
  issue: water
  says: South says that the river is dry.
  evidence:
    - article: one
      quote: the river is bone dry
      mode: paraphrase
"""

Make = Callable[[dict[str, str]], Library]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "talks"
    root.mkdir()
    (root / "briefing.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / "positions.yaml").write_text(RECORDS, encoding="utf-8")
    write(root, "one.md", "North asks for half of the river.\n\nSouth refuses.")
    write(root, "two.txt", "Fishermen wait for news.\n\nThe dam stays shut.")
    return root


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8")


def opened(root: Path) -> Library:
    library = Library(root)
    library.sync()
    return library


def found(library: Library, query: str) -> set[str]:
    return {hit.article for hit in library.search(query).hits}


def test_a_new_library_is_indexed_and_answers(folder: Path) -> None:
    library = Library(folder)
    assert library.entries == ()
    changes = library.sync()
    assert changes.added == ("one", "two")
    assert changes.rebuilt is None
    assert found(library, "river") == {"one"}
    assert library.title == "River talks"
    assert library.index_folder == folder / "index"


def test_an_unchanged_library_reads_no_article_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(folder).close()

    def state() -> dict[str, tuple[int, int]]:
        return {
            str(p): (p.stat().st_mtime_ns, p.stat().st_size)
            for p in folder.rglob("*")
            if p.is_file()
        }

    before = state()

    def refuse(*_: object) -> None:
        raise AssertionError("read an article")

    monkeypatch.setattr("briefing.reading.read_bytes", refuse)
    monkeypatch.setattr("briefing.reading.read", refuse)
    library = Library(folder)
    assert {e.id for e in library.entries} == {"one", "two"}
    assert not library.sync()
    library.close()
    assert state() == before


def test_the_first_frame_takes_of_the_catalogue_what_it_shows(folder: Path) -> None:
    (folder / "broken.md").write_bytes(b"\x00\x01\x02")
    opened(folder).close()
    look, whole = Library(folder).first_look(2), Library(folder).entries
    assert look == first_look(whole, 2)
    assert look.refused == 1
    assert len(look.entries) == 2


def test_changes_on_disk_are_followed(folder: Path) -> None:
    library = opened(folder)
    write(folder, "one.md", "North now asks for a canal instead.")
    write(folder, "three.md", "A mediator arrives.")
    (folder / "two.txt").unlink()
    changes = library.sync()
    assert (changes.added, changes.changed, changes.removed) == (("three",), ("one",), ("two",))
    assert found(library, "canal") == {"one"}
    assert found(library, "river") == found(library, "dam") == set()
    assert library.article("one").text.startswith("North now")
    with pytest.raises(UnknownArticle):
        library.article("two")


def test_a_touched_file_with_the_same_bytes_is_no_change(folder: Path) -> None:
    library = opened(folder)
    os.utime(folder / "one.md", (1, 1))
    assert not library.sync()
    assert not library.sync()
    assert found(library, "river") == {"one"}


def test_an_unreadable_file_is_listed_and_stops_nothing(folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\x00\x01\x02\xff" * 100)
    library = opened(folder)
    entry = next(e for e in library.entries if e.file == "bad.md")
    assert entry.reason
    with pytest.raises(Unreadable):
        library.article(entry.id)
    assert found(library, "river") == {"one"}
    write(folder, "bad.md", "Mended: the sluice opens.")
    assert library.sync().changed == ("bad",)
    assert found(library, "sluice") == {"bad"}


def test_two_files_never_share_an_id(folder: Path) -> None:
    write(folder, "one.txt", "Another text about a weir.")
    library = opened(folder)
    assert {e.file: e.id for e in library.entries} == {
        "one.md": "one",
        "one.txt": "one.txt",
        "two.txt": "two",
    }
    assert found(library, "weir") == {"one.txt"}
    assert any("one.txt" in str(problem) for problem in library.check())


def index_files(root: Path) -> list[Path]:
    return sorted(p for p in (root / "index").rglob("*") if p.is_file() and p.name != ".lock")


def test_every_damaged_index_file_is_noticed_and_rebuilt(folder: Path) -> None:
    opened(folder).close()
    kept = folder.parent / "kept"
    shutil.copytree(folder / "index", kept)
    damages: list[Callable[[Path], object]] = [
        lambda p: p.write_bytes(b""),
        lambda p: p.write_bytes(p.read_bytes()[: p.stat().st_size // 2]),
        lambda p: p.write_bytes(b"not an index at all"),
        lambda p: p.unlink(),
    ]
    for name in [p.relative_to(folder / "index") for p in index_files(folder)]:
        for damage in damages:
            shutil.rmtree(folder / "index")
            shutil.copytree(kept, folder / "index")
            damage(folder / "index" / name)
            library = opened(folder)
            assert found(library, "river") == {"one"}, name
            assert found(library, "dam") == {"two"}, name
            library.close()


def test_a_rebuild_says_why(folder: Path) -> None:
    opened(folder).close()
    (folder / "index" / FILE_NAME).write_bytes(b"junk")
    library = Library(folder)
    assert library.sync().rebuilt
    assert found(library, "river") == {"one"}


def test_a_crash_between_engine_and_catalogue_is_repaired(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(folder).close()
    write(folder, "three.md", "A lock keeper speaks.")
    library = Library(folder)
    with monkeypatch.context() as patch:

        def crash(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("briefing.catalog.Catalog.change", crash)
        with pytest.raises(KeyboardInterrupt):
            library.sync()
    library.close()
    again = opened(folder)
    assert found(again, "keeper") == {"three"}
    assert found(again, "river") == {"one"}


def test_somebody_elses_folder_is_never_emptied(folder: Path) -> None:
    other = folder.parent / "other"
    (other / ENGINE).mkdir(parents=True)
    (other / ENGINE / "thesis.odt").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotIndex, match="--index"):
        Library(folder, other).sync()
    assert (other / ENGINE / "thesis.odt").read_text(encoding="utf-8") == "mine"


def test_not_a_folder(folder: Path) -> None:
    with pytest.raises(NotALibrary, match="not a folder"):
        Library(folder / "one.md")


def test_a_plain_folder_is_a_library_and_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    plain = tmp_path / "plain"
    plain.mkdir()
    write(plain, "note.txt", "Only a note about the ferry.")
    library = opened(plain)
    assert found(library, "ferry") == {"note"}
    assert sorted(p.name for p in plain.iterdir()) == ["note.txt"]
    assert library.index_folder.is_relative_to(tmp_path / "cache")


def test_articles_are_found_by_id_file_and_beginning(folder: Path) -> None:
    library = opened(folder)
    assert library.find_article("two") == library.find_article("two.txt") == "two"
    assert library.find_article("tw") == "two"
    with pytest.raises(UnknownArticle, match="briefing list"):
        library.find_article("zzz")


def test_evidence_is_located_or_lost(folder: Path) -> None:
    library = opened(folder)
    [(span, record)] = library.evidence_in("one")
    assert record.id == "north-water"
    assert library.article("one").text_of(span) == "half of the river"
    assert [r.id for r in library.records_at(Passage("one", span))] == ["north-water"]
    lost = library.dossier.record("lost-one")
    assert lost is not None
    assert isinstance(library.locate(lost.evidence[0]), Lost)
    assert [p.line for p in library.check()] == [17]


def test_a_passage_finds_itself_again_through_its_selector(folder: Path) -> None:
    library = opened(folder)
    text = library.article("one").text
    at = text.index("South")
    passage = library.article("one").passage(at, at + 5)
    quote, before, after = library.selector(passage)
    from briefing.dossier.locate import Finder

    assert Finder(text).find(quote, before, after) == Located(passage.span)


def test_record_fields_filter_a_search(folder: Path) -> None:
    library = opened(folder)
    assert found(library, "party:north") == {"one"}
    assert found(library, "river party:south") == {"one"}
    assert found(library, "kind:figure") == set()


def test_a_second_process_sees_what_the_first_indexed(folder: Path) -> None:
    first, second = opened(folder), opened(folder)
    assert found(second, "river") == {"one"}
    write(folder, "three.md", "A mediator arrives.")
    assert first.sync().added == ("three",)
    assert second.sync().added == ("three",)
    assert found(second, "mediator") == {"three"}


def test_a_search_sees_what_another_process_has_indexed_since(folder: Path) -> None:
    first, second = opened(folder), opened(folder)
    assert found(first, "refuses") == {"one"}
    write(folder, "three.md", "A mediator arrives.")
    write(folder, "one.md", "South asks for a mediator.")
    second.sync()
    hits = first.search("mediator").hits
    assert {hit.article for hit in hits} == {"one", "three"}
    assert all("mediator" in hit.passages[0].text for hit in hits)
    changes = first.sync()
    assert (changes.added, changes.changed) == (("three",), ("one",))
    assert not first.sync()


def test_while_another_process_indexes_the_old_index_answers(folder: Path) -> None:
    from filelock import FileLock

    from briefing.indexing.indexed_folder import LOCK

    library = opened(folder)
    write(folder, "three.md", "A mediator arrives.")
    with FileLock(folder / "index" / LOCK):
        assert library.sync().busy
        assert found(library, "river") == {"one"}
        fresh = Library(folder, folder / "elsewhere")
        assert fresh.sync().added == ("one", "three", "two")
    assert library.sync().added == ("three",)


def test_an_index_that_breaks_in_use_is_rebuilt_and_answers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing.search.engine import IndexDamaged
    from briefing.search.whoosh_engine import WhooshEngine

    library = opened(folder)
    rank = WhooshEngine.rank
    broken = [True]

    def breaks_once(engine: WhooshEngine, *arguments: object) -> object:
        if broken.pop() if broken else False:
            raise IndexDamaged("a block is unreadable")
        return rank(engine, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(WhooshEngine, "rank", breaks_once)
    assert found(library, "river") == {"one"}
    assert not broken


def test_damage_that_opening_does_not_see_is_found_by_reading_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.search.whoosh_storage.QUICKLY_READ", 0)
    library = opened(folder)
    assert library.mend() is None
    for path in index_files(folder):
        if path.suffix in (".pst", ".trm", ".col"):
            written, data = path.stat().st_mtime_ns, path.read_bytes()
            at = len(data) // 2
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            os.utime(path, ns=(written, written))
            break
    library.close()
    library = Library(folder)
    assert not library.sync()
    changes = library.mend()
    assert changes is not None
    assert "not as it was written" in str(changes.rebuilt)
    assert library.mend() is None
    assert found(library, "river") == {"one"}
    library.close()
