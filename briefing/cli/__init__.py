"""The command line: parse, call, print. `main` is the program's entry point."""

from __future__ import annotations

from briefing.cli.main import main

__all__ = ["main"]
