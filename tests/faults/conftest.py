"""The tiny library of the app's tests, and a home of its own for whoever uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import FILES


@pytest.fixture
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that may be harmed."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BRIEFING_LIBRARY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("STATE", "CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    (tmp_path / "talks").mkdir()
    for name, text in FILES.items():
        (tmp_path / "talks" / name).write_text(text, encoding="utf-8")
    return tmp_path / "talks"
