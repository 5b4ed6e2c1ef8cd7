"""Adding to a library: each article once, its original beside it, and what is the same said."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from briefing import reading
from briefing.adding.adding import Busy, Did, Outcome, adding
from briefing.adding.connection import Limits
from briefing.adding.fetching import Fetcher
from briefing.adding.places import NoSuchPlace, Thing, find
from briefing.adding.shelf import ORIGINALS
from briefing.article import Article
from briefing.files import digest
from briefing.library import Library
from tests.adding import makers
from tests.adding.coverage import prose, title
from tests.adding.makers import warc_of
from tests.adding.server import Server, answer, redirect, serving


def add(library: Library, *what: str | Path, **options: bool) -> list[Outcome]:
    """Add to a library as the command does, until nothing more is led to."""
    library.sync()
    fetcher = Fetcher(allow_private=True, limits=Limits(silence=1, total=3), wait=lambda _: None)
    things = list(find(map(str, what), library.root))
    outcomes = []
    with adding(library, fetcher, **options) as work:
        while things:
            for outcome in work.add(things.pop(0)):
                outcomes.append(outcome)
                things += outcome.more
    library.sync()
    return outcomes


def articles(library: Library) -> Iterator[Article]:
    return (library.article(e.id) for e in library.entries)


def did(outcomes: Iterable[Outcome]) -> list[str]:
    return [outcome.did.value for outcome in outcomes]


def text_file(folder: Path, name: str, seed: int, *lines: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    head = "\n\n".join([title(seed), *lines])
    (folder / name).write_text(f"{head}\n\n{prose(seed)}\n", encoding="utf-8")
    return folder / name


def test_an_article_is_stored_with_its_original_and_where_it_came_from(
    library: Library, tmp_path: Path
) -> None:
    path = text_file(tmp_path / "press", "a page.txt", 1, "Source: The Daily Reed", "June 3, 2025")
    [outcome] = add(library, path)
    [article] = articles(library)
    assert (outcome.did, outcome.article) == (Did.ADDED, article.id)
    assert (article.title, article.outlet) == (title(1), "The Daily Reed")
    assert article.file.startswith("2025-06-03-the-daily-reed-")
    assert article.original is not None
    stored = library.root / ORIGINALS / article.original.file
    assert stored.read_bytes() == path.read_bytes()
    assert article.original.sha256 == digest(path.read_bytes())
    assert article.original.source == "a page.txt"
    text = (library.root / article.file).read_text(encoding="utf-8")
    assert "\nadded: 20" in text
    assert article.notes == ()
    assert library.check() == []


def test_adding_again_adds_nothing(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "press"
    for number in range(4):
        text_file(folder / str(number % 2), f"{number}.txt", number)
    assert did(add(library, folder)) == ["added"] * 4
    before = {p: p.read_bytes() for p in library.root.glob("*.md")}
    again = add(library, folder)
    assert did(again) == ["there"] * 4
    assert all(outcome.note is None for outcome in again)
    assert {p: p.read_bytes() for p in library.root.glob("*.md")} == before


def test_the_same_bytes_from_elsewhere_are_told(library: Library, tmp_path: Path) -> None:
    text_file(tmp_path / "one", "a.txt", 1)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    first, second = add(library, tmp_path / "one", tmp_path / "two")
    assert (first.did, second.did) == (Did.ADDED, Did.THERE)
    assert second.article == first.article
    assert second.note == "the same bytes as one/a.txt"
    assert len(library.entries) == 1


def test_two_outlets_with_one_text_are_one_source(library: Library, tmp_path: Path) -> None:
    body = prose(5)
    for name, outlet, more in (("a", "The Reed", ""), ("b", "The Marsh", prose(9, paragraphs=1))):
        text = f"{title(5)}\n\nSource: {outlet}\n\nMay 1, 2025\n\n{body}\n\n{more}\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    text_file(tmp_path, "c.txt", 6)
    one, two, other = add(library, tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt")
    assert did([one, two, other]) == ["added"] * 3
    assert (one.same_source_as, two.same_source_as, other.same_source_as) == (
        None,
        one.article,
        None,
    )
    assert "100%" in (two.note or "") or "9" in (two.note or "")
    ids = [outcome.article or "" for outcome in (one, two, other)]
    assert library.article(ids[1]).same_source_as == ids[0]
    assert library.sources_of(ids) == 2
    assert library.sources_of(ids[:2]) == 1
    assert library.sources_of([*ids, "unknown"]) == 3


def test_a_third_copy_is_one_source_with_the_first(library: Library, tmp_path: Path) -> None:
    words = prose(5).split(" ")
    cuts = {"a": words, "b": words[: len(words) * 2 // 3], "c": words[len(words) // 3 :]}
    for name, cut in cuts.items():
        (tmp_path / f"{name}.txt").write_text(f"Copy {name.upper()}\n\n{' '.join(cut)}\n")
    outcomes = add(library, *(tmp_path / f"{name}.txt" for name in cuts))
    assert library.sources_of([o.article or "" for o in outcomes]) == 1


def test_many_articles_in_one_file_and_one_of_them_missing(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "many.warc"
    path.write_bytes(warc_of(0, 1, 2))
    outcomes = add(library, path)
    assert did(outcomes) == ["added"] * 3
    (library.root / library.entries[1].file).unlink()
    assert sorted(did(add(library, path))) == ["added", "there", "there"]
    assert len(list((library.root / ORIGINALS).iterdir())) == 1


def test_names_that_clash_get_numbers(library: Library, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Talks Go On\n\n{prose(number)}\n")
    add(library, tmp_path / "0.txt", tmp_path / "1.txt", tmp_path / "2.txt")
    assert [e.file for e in library.entries] == [
        *("talks-go-on-2.md", "talks-go-on-3.md", "talks-go-on.md")
    ]
    assert library.check() == []


def test_an_original_with_the_name_of_another_is_kept_beside_it(
    library: Library, tmp_path: Path
) -> None:
    text_file(tmp_path / "one", "a.txt", 1)
    text_file(tmp_path / "two", "a.txt", 2)
    add(library, tmp_path / "one", tmp_path / "two")
    stored = sorted((library.root / ORIGINALS).iterdir())
    assert len(stored) == 2
    assert {digest(p.read_bytes()) for p in stored} == {e.original_sha256 for e in library.entries}


def test_what_cannot_be_read_is_told_and_stops_nothing(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "press"
    text_file(folder, "b.txt", 1)
    (folder / "a.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "c.txt").write_text("")
    first, second, third = add(library, folder)
    assert did([first, second, third]) == ["failed", "added", "failed"]
    assert first.place == "press/a.txt"
    assert first.note
    with pytest.raises(NoSuchPlace, match="https://"):
        list(find(["reed.example/page"], library.root))


def test_a_folder_gives_its_articles_and_not_what_lies_around_them(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "press"
    for name in ("a.txt", "page.html", "page_files/ad.html", "page_files/x.js", "photo.JPG",
                 ".hidden.txt", "README.md", "deep/er/b.txt", "index/c.txt"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Words.")
    (folder / "circle").symlink_to(folder)
    found = [thing.place for thing in find([str(folder)], library.root)]
    assert found == [
        *("press/a.txt", "press/page.html", "press/deep/er/b.txt", "press/index/c.txt")
    ]


def test_what_is_in_the_library_is_not_added_to_it(library: Library, tmp_path: Path) -> None:
    text_file(library.root, "own.txt", 1)
    text_file(tmp_path, "other.txt", 2)
    assert did(add(library, library.root / "own.txt")) == ["there"]
    assert did(add(library, tmp_path)) == ["added"]


def test_standard_input(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Pipe:
        buffer = io.BytesIO(text_file(tmp_path, "a.txt", 1).read_bytes())

    monkeypatch.setattr(sys, "stdin", Pipe)
    assert did(add(library, "-")) == ["added"]
    assert library.entries[0].original_source == "standard input"


def test_two_programs_do_not_add_at_once(library: Library) -> None:
    with adding(library, Fetcher()), pytest.raises(Busy), adding(library, Fetcher()):
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


def page(seed: int) -> str:
    return f"{title(seed)}\n\n{prose(seed)}\n"


def test_an_address_is_fetched_once(library: Library, server: Server) -> None:
    server.pages["/a"] = redirect("/b?utm_source=x")
    server.pages["/b?utm_source=x"] = answer(page(1), "Content-Type: text/plain")
    [outcome] = add(library, server.url + "/a")
    assert outcome.did is Did.ADDED
    [entry] = library.entries
    assert entry.original_source == server.url + "/a"
    count = len(server.asked)
    assert did(add(library, server.url + "/a", server.url + "/b")) == ["there", "there"]
    assert len(server.asked) == count
    assert did(add(library, server.url + "/a", refresh=True)) == ["there"]
    assert len(server.asked) > count


def test_a_page_that_changed_is_another_version_of_one_source(
    library: Library, server: Server
) -> None:
    server.pages["/a"] = answer(page(1), "Content-Type: text/plain")
    [first] = add(library, server.url + "/a")
    server.pages["/a"] = answer(page(1) + "\n\nThe talks ended.\n", "Content-Type: text/plain")
    [second] = add(library, server.url + "/a", refresh=True)
    assert (second.did, second.same_source_as) == (Did.ADDED, first.article)
    assert len(library.entries) == 2


def test_pages_that_all_give_one_address_are_no_versions_of_each_other(
    library: Library, tmp_path: Path
) -> None:
    """Some sites name their front page, or a section, as every page's own address."""
    for number, own in enumerate(("/", "/", "/talks", "/talks")):
        text = makers.page(number).replace(f"https://reed.example/{number}", f"https://x.test{own}")
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")
    outcomes = add(library, *(tmp_path / f"{number}.html" for number in range(4)))
    assert did(outcomes) == ["added"] * 4
    assert library.sources_of([o.article or "" for o in outcomes]) == 4


def test_a_page_is_kept_as_it_came_with_what_the_server_said(
    library: Library, server: Server
) -> None:
    text = makers.page(1).replace("utf-8", "windows-1251").replace("Daily Reed", "Ежедневник")
    data = text.encode("cp1251")
    server.pages["/weir"] = answer(data, "Content-Type: text/html; charset=windows-1251")
    add(library, server.url + "/weir")
    [article] = articles(library)
    assert article.outlet == "The Ежедневник"
    assert article.original is not None
    assert article.original.file == "weir.html"
    assert (library.root / ORIGINALS / "weir.html").read_bytes() == data
    assert library.check(library.root / ORIGINALS) == []
    (library.root / ORIGINALS / "weir.html").unlink()
    assert len(library.check(library.root / ORIGINALS)) == 1


def test_a_feed_leads_to_its_articles(library: Library, server: Server, tmp_path: Path) -> None:
    rss = (
        '<rss version="2.0"><channel><title>The Daily Reed</title>'
        + "".join(f"<item><title>{title(n)}</title><link>{server.url}/{n}</link></item>"
                  for n in range(3))
        + "</channel></rss>"
    )  # fmt: skip
    server.pages["/feed"] = answer(rss, "Content-Type: application/rss+xml")
    server.pages["/0"] = answer(page(0), "Content-Type: text/plain")
    server.pages["/2"] = answer(page(2), "Content-Type: text/plain")
    outcomes = add(library, server.url + "/feed")
    assert did(outcomes) == ["links", "added", "failed", "added"]
    (tmp_path / "press").mkdir()
    (tmp_path / "press/feed.xml").write_text(rss)
    count = len(server.asked)
    [listed] = add(library, tmp_path / "press")
    assert (listed.more, len(server.asked)) == ((), count)
    assert did(add(library, tmp_path / "press/feed.xml")) == ["links", "there", "failed", "there"]


def test_the_originals_take_the_place_of_their_retellings(
    sample: Path, originals: Path, tmp_path: Path
) -> None:
    root = tmp_path / "talks"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("index", "exports"))
    library = Library(root)
    library.sync()
    before = {article.id: article for article in articles(library)}
    retold = {p: p.read_bytes() for p in root.glob("*.md")}
    assert did(add(library, originals)) == ["replaced"] * 5
    after = {article.id: article for article in articles(library)}
    assert after.keys() == before.keys()
    for article_id, article in after.items():
        assert article.text != before[article_id].text
        assert article.title or not before[article_id].title
        assert (article.date, article.notes) == (before[article_id].date, ())
        assert article.original is not None
        stored = root / ORIGINALS / article.original.file
        assert stored.read_bytes() == (originals / article.original.file).read_bytes()
    assert library.check() == []
    assert library.check(root / ORIGINALS) == []
    assert did(add(library, originals)) == ["there"] * 5
    from briefing.marking import Marking

    for _ in range(5):
        assert Marking(library).undo() is not None
    assert {p: p.read_bytes() for p in root.glob("*.md")} == retold


def test_an_article_that_was_stored_stays_what_it_is_after_the_program_changed(
    library: Library, tmp_path: Path
) -> None:
    """The front matter alone says what is there: a new index knows it again."""
    add(library, text_file(tmp_path, "a.txt", 1))
    shutil.rmtree(library.index_folder)
    opened = Library(library.root)
    assert did(add(opened, tmp_path / "a.txt")) == ["there"]
    assert isinstance(find([str(tmp_path / "a.txt")], opened.root), Iterable)
    assert Thing("x").name == "standard-input"
    assert reading.read(library.root / opened.entries[0].file, library.root).notes == ()
