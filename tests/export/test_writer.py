"""Exports into files: blocks are updated in place, and nobody's words are touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.article import Span
from briefing.export import markdown, writer
from briefing.export.markdown import Block
from briefing.export.writer import WriteRefused, safe_name, write_blocks
from briefing.files import ChangedOnDisk
from tests.export.invented import Invented, made_article

ONE, TWO = Block("note-1", "one"), Block("note-2", "two")


def written(path: Path, *blocks: Block, **options: bool) -> str:
    write_blocks(path, blocks, title="Bridges", **options)
    return path.read_bytes().decode()


def test_a_new_file_says_whose_it_is_and_has_its_title_and_blocks(tmp_path: Path) -> None:
    text = written(tmp_path / "new" / "out.md", ONE, TWO)
    assert text.startswith("<!-- Written by briefing;")
    assert "\n# Bridges\n" in text
    assert text.index("one") < text.index("two")


def test_the_same_block_again_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    before = written(path, ONE, TWO)
    stamp = path.stat().st_mtime_ns
    report = write_blocks(path, [TWO, ONE], title="Other")
    assert (report.added, report.updated) == ((), ())
    assert set(report.unchanged) == {"note-1", "note-2"}
    assert (path.read_text(), path.stat().st_mtime_ns) == (before, stamp)


@given(
    around=st.tuples(st.binary(max_size=30), st.binary(max_size=30), st.binary(max_size=30)),
    crlf=st.booleans(),
)
@settings(max_examples=60)
def test_what_a_person_wrote_around_a_block_stays_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, around: tuple[bytes, bytes, bytes], crlf: bool
) -> None:
    path = tmp_path_factory.mktemp("w") / "out.md"
    end = b"\r\n" if crlf else b"\n"
    head, block_one, block_two = _parts(path, end)
    before, between, after = (end + words + end for words in around)
    path.write_bytes(head + before + block_one + between + block_two + after)
    report = write_blocks(path, [Block("note-1", "a\nnew one"), TWO], title="x")
    assert (report.updated, report.unchanged) == (("note-1",), ("note-2",))
    data = path.read_bytes()
    assert data.startswith(head + before + b"<!-- briefing:begin note-1 ")
    assert data.endswith(between + block_two + after)
    assert b"a" + end + b"new one" in data


def _parts(path: Path, end: bytes) -> tuple[bytes, bytes, bytes]:
    path.unlink(missing_ok=True)
    data = written(path, ONE, TWO).encode().replace(b"\n", end)
    first, second = data.index(b"<!-- briefing:begin"), data.rindex(b"<!-- briefing:begin")
    return data[:first], data[first:second].rstrip() + end, data[second:]


hostile_lines = st.lists(
    st.sampled_from(
        [
            "<!-- briefing:end note-1 -->",
            "<!-- briefing:begin x -->",
            "-->",
            "<!-- a",
            "```",
            "text",
        ]
    )
    | st.text(max_size=12)
)


@given(hostile_lines)
def test_no_quote_can_imitate_a_mark(lines: list[str]) -> None:
    article = made_article("a", "\n\n".join(lines), title=lines[0] if lines else None)
    block = markdown.selection(Invented(), article, Span(0, len(article.text)))
    data = f"<!-- briefing:begin x -->\n{block.text}\n<!-- briefing:end x -->\n".encode()
    assert [found.id for found in writer._blocks(Path("x"), data)] == ["x"]


def test_a_file_of_somebody_else_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("mine")
    with pytest.raises(WriteRefused, match=r"not written by briefing.*--force"):
        write_blocks(path, [ONE], title="x")
    assert path.read_text() == "mine"


def test_force_replaces_it_and_keeps_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("mine")
    (tmp_path / "notes.md.bak").write_text("an older copy")
    report = write_blocks(path, [ONE], title="x", force=True)
    assert report.backup == tmp_path / "notes.md.bak2"
    assert report.backup.read_text() == "mine"
    assert (tmp_path / "notes.md.bak").read_text() == "an older copy"
    assert "mine" not in path.read_text()


def test_force_on_a_file_of_ours_keeps_its_words(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    written(path, ONE)
    path.write_text(path.read_text() + "my own words\n")
    assert "my own words\n" in written(path, TWO, force=True)


def test_words_changed_inside_a_block_are_kept_below_it(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    text = written(path, ONE)
    path.write_text(text.replace("\none\n", "\none, as I see it\n"))
    report = write_blocks(path, [Block("note-1", "one again")], title="x")
    assert report.kept == ("note-1",)
    after = path.read_text()
    assert after.index("one again") < after.index("briefing:end") < after.index("one, as I see it")
    assert write_blocks(path, [Block("note-1", "one again")], title="x").unchanged == ("note-1",)


@pytest.mark.parametrize("gone", ["<!-- briefing:end note-1 -->\n", "<!-- briefing:begin note-2"])
def test_a_damaged_block_is_refused_with_its_line(tmp_path: Path, gone: str) -> None:
    path = tmp_path / "out.md"
    damaged = written(path, ONE, TWO).replace(gone, "")
    path.write_text(damaged)
    with pytest.raises(WriteRefused, match=r"out\.md:\d+: the block note-[12] (begins|ends) here"):
        write_blocks(path, [ONE], title="x")
    assert path.read_text() == damaged


def test_a_change_by_somebody_else_meanwhile_is_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.md"
    written(path, ONE)
    plainly, meddled = writer.write_atomic, []

    def meddle(target: Path, data: bytes, **how: object) -> None:
        if not meddled:
            meddled.append(True)
            path.write_text(path.read_text() + "meanwhile\n")
            raise ChangedOnDisk(str(target))
        plainly(target, data, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(writer, "write_atomic", meddle)
    text = written(path, TWO)
    assert "meanwhile\n" in text
    assert "two" in text


@given(st.text())
def test_a_safe_name_is_always_a_plain_file_name(title: str) -> None:
    name = safe_name(title)
    assert name
    assert len(name.encode()) <= 80
    assert not set(name) & set('/\\:*?"<>|. \0\n\t')
    assert not name.startswith("-")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Talks, June 2031", "Talks-June-2031"),
        ("../..", "briefing"),
        ("CON", "CON-file"),
        ("नमस्ते", "नमस्ते"),
    ],
)
def test_a_safe_name_keeps_what_it_can(title: str, name: str) -> None:
    assert safe_name(title) == name
