"""The command line: parse, call, print. `main` is the program's entry point."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import NoReturn

NO_MOUSE = "--no-mouse"


def main() -> NoReturn:
    """Run the program and end the process with its exit code; see ``cli.main``."""
    if (ended := _opens_app()) is not None:
        sys.exit(ended)
    from briefing.cli.main import run

    run()


def _opens_app() -> int | None:
    """Open the app where that alone is asked for, without loading the other commands.

    The exit code; None where it is not asked for.

    They would make its first frame wait. Whatever is not plain is left to them.
    """
    mouse = NO_MOUSE not in sys.argv[1:2]
    arguments = sys.argv[1 if mouse else 2 :]
    if len(arguments) > 1 or not in_terminal():
        return None
    named = arguments[0] if arguments else os.environ.get("BRIEFING_LIBRARY")
    plain = not arguments or os.sep in arguments[0]  # without a separator it may be a command
    if not plain or (named and not os.path.isdir(named)):
        return None
    gc.disable()  # what is loaded stays: the app looks for garbage once it is there
    try:
        return _open_app(named, mouse)
    finally:
        gc.enable()


def _open_app(named: str | None, mouse: bool) -> int | None:
    from briefing import locations
    from briefing.config import asks_for_engine
    from briefing.library import Library, NotALibrary
    from briefing.tui.app import run_app

    root = Path(named) if named else locations.find_library(Path.cwd())
    if asks_for_engine() or locations.asks_for_engine(root):
        return None  # the command asks the user first, where that is needed
    try:
        library = Library(root)
    except NotALibrary:
        return None  # the command says so in one line
    return run_app(library, mouse=mouse)


def in_terminal() -> bool:
    """Whether a person sits at all three standard streams."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
