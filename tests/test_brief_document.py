"""The brief kept in docs/ is the one that the program writes of the sample library."""

from __future__ import annotations

from pathlib import Path

from tests.cli.in_process import briefing

ROOT = Path(__file__).parent.parent


def test_the_brief_in_the_documents_is_up_to_date(tmp_path: Path) -> None:
    written = tmp_path / "brief.md"
    index = str(tmp_path / "index")
    ran = briefing(
        "brief", "--library", str(ROOT / "seeds"), "--index", index, "-o", str(written),
        home=tmp_path,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    kept = (ROOT / "docs" / "brief.md").read_text(encoding="utf-8")
    assert written.read_text(encoding="utf-8") == kept, "run `briefing brief -o docs/brief.md`"
