"""`briefing list`: orders and filters."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from tests.cli.in_process import command
from tests.tui.conftest import FILES

HIGHLIGHTS = """- id: h-1
  article: weather
  quote: Rain is expected
  tags: [figure]
"""


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    for name, text in {**FILES, "highlights.yaml": HIGHLIGHTS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((), ["courier", "herald", "weather"]),
        (("--sort", "title"), ["herald", "courier", "weather"]),
        (("--sort", "hits", "--query", "rain"), ["weather", "courier", "herald"]),
        (("--sort", "unread", "--tag", "figure"), ["weather"]),
        (("--outlet", "HERALD", "--outlet", ""), ["herald", "weather"]),
        (("--date", "2031-04-03.."), ["courier"]),
        (("--date", "2001"), []),
        (("--outlet", "nobody"), None),
    ],
)
def test_orders_and_filters(talks: Path, options: tuple[str, ...], ids: list[str] | None) -> None:
    ran = command(
        *("list", *options, "--library", str(talks), "--format", "json"),
        XDG_STATE_HOME=str(talks / "state"),
    )
    assert ran.code == (0 if ids else 1)
    if ids is None:
        assert "no outlet is called nobody" in ran.err
    else:
        assert [article["id"] for article in json.loads(ran.out)["articles"]] == ids


@pytest.mark.parametrize("options", [("--date", "soon"), ("--sort", "hits"), ("--query", "x")])
def test_what_cannot_be_meant_is_refused(talks: Path, options: tuple[str, ...]) -> None:
    ran = command("list", *options, "--library", str(talks))
    assert ran.code == click.UsageError.exit_code
