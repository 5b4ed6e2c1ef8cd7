"""Marking by keys: highlights, records, evidence, undo; painted, listed and on the disk at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.tui.record_form import RecordForm
from tests.tui.conftest import Drive

SIZES = [(40, 12), (80, 24), (120, 40), (200, 60)]
SENTENCE = "Upland wants the bridge opened at once, its envoy Mira Holt told reporters."


@pytest.mark.parametrize("size", SIZES)
async def test_a_passage_becomes_a_record_on_the_board(
    folder: Path, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size=size) as app:
        await app.press("down", "enter", "v", "right_parenthesis", "right_parenthesis")
        span = app.screen.reading.article.view.selected_span
        assert span is not None
        await app.press("p")
        assert isinstance(app.app.screen, RecordForm)
        await app.press("ctrl+s")
        assert not isinstance(app.app.screen, RecordForm)
        assert any("Saved the record" in said for said in app.said())
        record = app.library.dossier.records[-1]
        assert span in [found for found, r in app.library.evidence_in("herald") if r == record]
        assert record.id in (folder / "positions.yaml").read_text()
        await app.press("c")
        assert app.screen.board is not None
        assert record.says[:12] in " ".join(app.text().split()) or size[0] < 80
