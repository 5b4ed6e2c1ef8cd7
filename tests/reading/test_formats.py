"""Files become Articles, or say in one sentence why not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing import reading
from briefing.reading import Unreadable, formats


def test_an_article_is_named_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "2025" / "Weir talks.v2.MD"
    path.parent.mkdir()
    path.write_text("Words.\n")
    article = reading.read(path, tmp_path)
    assert (article.id, article.file) == ("Weir talks.v2", "2025/Weir talks.v2.MD")
    assert article == reading.read_bytes(path.read_bytes(), article.file)


def test_the_endings_are_in_lower_case() -> None:
    assert {".md", ".markdown", ".txt", ".text"} == reading.SUFFIXES


def test_a_name_that_is_not_text_gives_an_id_that_is() -> None:
    article = reading.read_bytes(b"Words.", os.fsdecode(b"caf\xe9.txt"))
    assert article.id.encode() == b"caf?"


@pytest.mark.parametrize("name", ["a.pdf", "a", ".md", "a.yaml"])
def test_other_formats(name: str) -> None:
    with pytest.raises(Unreadable, match=r"\.markdown, \.md, \.text, \.txt"):
        reading.read_bytes(b"Words.", name)


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "circle.md").symlink_to("circle.md")
    for name, reason in [
        ("pipe.md", "pipe"),
        ("folder.md", "folder"),
        ("missing.md", "no such file"),
        ("circle.md", "cannot be read"),
    ]:
        with pytest.raises(Unreadable, match=reason):
            reading.read(tmp_path / name, tmp_path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    (tmp_path / "a.md").write_text("Words.")
    monkeypatch.setattr(formats, "open", refuse, raising=False)
    with pytest.raises(Unreadable, match="may not read"):
        reading.read(tmp_path / "a.md", tmp_path)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as out:
        out.truncate(33 * 1024 * 1024)
    with pytest.raises(Unreadable, match="larger than 32 MB"):
        reading.read(tmp_path / "a.txt", tmp_path)


@pytest.mark.parametrize("text", ["***\n", "---\n", "# \n", "<!-- words -->", "* * *\n"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_marks_alone_are_no_article(text: str, name: str) -> None:
    if name == "a.txt" and ("words" in text or text.startswith("# ")):
        assert reading.read_bytes(text.encode(), name).paragraphs
    else:
        with pytest.raises(Unreadable, match="no words"):
            reading.read_bytes(text.encode(), name)


def test_reading_pays_only_for_what_it_reads() -> None:
    code = (
        "import sys; from briefing import reading; reading.read_bytes(b'Words.', 'a.md');"
        "print({'yaml', 'charset_normalizer', 'textual', 'whoosh'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
