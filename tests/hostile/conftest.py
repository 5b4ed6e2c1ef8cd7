"""The hostile library, made once, and a home of its own for whoever reads it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing.library import Library
from tests.hostile.library import make


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make(tmp_path_factory.mktemp("hostile") / "talks")
    library = Library(folder)
    library.sync()
    library.close()
    return folder


@pytest.fixture
def hostile(_made: Path, tmp_path: Path) -> Path:
    """A library of attacks with its index, which may be changed."""
    folder = tmp_path / "talks"
    shutil.copytree(_made, folder)
    return folder


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BRIEFING_LIBRARY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("STATE", "CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
