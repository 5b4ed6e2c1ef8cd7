"""Export and copy: what is selected, else what the reader is at."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Drive


def exports(folder: Path) -> list[Path]:
    return sorted((folder / "exports").glob("*.md"))


async def test_a_selection_is_written_and_written_again_in_place(
    folder: Path, drive: Drive
) -> None:
    async with drive() as app:
        await app.press("down", "enter", "v", "right_parenthesis", "e")
        span = app.screen.reading.article.view.selected_span
        article = app.screen.reading.article.article
        assert span is not None
        assert article is not None
        (path,) = exports(folder)
        text = path.read_text(encoding="utf-8")
        words = article.text[span.start : span.end].strip()
        assert words.split("\n")[0].lstrip("# ") in text
        assert "Valley Herald" in text
        assert any(str(path) in said for said in app.said())
        path.write_text(text + "\nMy own note.\n", encoding="utf-8")
        await app.press("e")
        again = path.read_text(encoding="utf-8")
        assert again == text + "\nMy own note.\n"


async def test_without_a_selection_the_record_or_the_article_is_taken(
    folder: Path, drive: Drive
) -> None:
    async with drive() as app:
        await app.press("c", "e", "escape")
        (path,) = exports(folder)
        assert "The bridge is opened at once" in path.read_text()
        assert "until the harvest" not in path.read_text().split("Answered")[0]
        await app.press("enter", "e")
        assert "Nobody could say when the bridge talks go on" in path.read_text()


async def test_the_current_hit_is_taken_from_the_results(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press("s")
        await app.type("slippery")
        await app.press("enter", "e")
        (path,) = exports(folder)
        assert "slippery" in path.read_text()
        assert any("the hit" in said for said in app.said())


async def test_a_foreign_file_is_refused_with_a_sentence(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press("enter", "e")
        (path,) = exports(folder)
        path.write_text("my own page\n")
        await app.press("e")
        assert path.read_text() == "my own page\n"
        assert any("not written by briefing" in said for said in app.said())


async def test_copy_sends_the_same_text_and_claims_no_success(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press("enter", "y")
        assert "Lowland offered a ferry twice a week" in app.app.clipboard
        (said,) = [s for s in app.said() if "clipboard" in s]
        assert said.startswith("Sent")
        await app.press("e")
        (path,) = exports(folder)
        assert app.app.clipboard in path.read_text()


async def test_nothing_open_says_what_to_do(folder: Path, drive: Drive) -> None:
    async with drive() as app:
        await app.press("e")
        assert exports(folder) == []
        assert any("open an article" in said for said in app.said())


async def test_the_listed_highlights_are_taken(folder: Path, drive: Drive) -> None:
    async with drive(size=(120, 40)) as app:
        await app.press("down", "enter", "t")
        await app.type("toll")
        await app.press("enter", "ctrl+s", "right_square_bracket", "h", "H")
        assert len(app.library.dossier.highlights) == 2
        await app.press("e")
        (path,) = exports(folder)
        text = path.read_text(encoding="utf-8")
        for mark in app.library.dossier.highlights:
            assert f"[^{mark.id}]: " in text
        assert any("2 highlights" in said for said in app.said())
        path.unlink()
        await app.press("shift+tab", "H", "up")
        app.screen.reading.highlights.query_one("Input").focus()
        await app.type("tol")
        await app.press("enter", "e")
        assert any("Wrote 1 highlight to" in said for said in app.said())
        assert "Narrowed to: tag tol" in path.read_text(encoding="utf-8")
