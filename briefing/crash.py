"""What is left of an error that nobody foresaw: one sentence, and a log in the user's state folder.

A traceback on the terminal would print whatever texts are at hand, to people
who can do nothing with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from briefing import __version__
from briefing.files import read_if_there, write_atomic
from briefing.locations import state_folder
from briefing.safe_text import one_line, visible

FILE = "crash.log"
EXIT_CODE = 4
"""Of a program that ended by such an error."""
LARGEST = 200_000
"""Bytes of the log; what is older goes."""


def crash_log() -> Path:
    """Where the log is."""
    return state_folder() / FILE


def note(error: BaseException, typed: Mapping[str, str] | None = None) -> str:
    """Note an error in the log; the sentence that tells the user of it.

    ``typed`` is what was typed into fields and not saved, by their names.
    """
    path = crash_log()
    unsaved = {name: text for name, text in (typed or {}).items() if text}
    named = one_line(f"{type(error).__name__}: {error}")[:200]
    told = f"an error of the program itself: {named}. What was saved is safe."
    try:
        before = read_if_there(path) or b""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        entry = _entry(error, unsaved).encode("utf-8", "replace")
        write_atomic(path, (before[-LARGEST:] if before else b"") + entry)
    except OSError:
        return told
    with suppress(OSError):
        path.chmod(0o600)
    also = ", with what was typed and not saved," if unsaved else ""
    return f"{told} The details{also} are in {one_line(str(path))}; please send them with a report."


def _entry(error: BaseException, unsaved: Mapping[str, str]) -> str:
    import platform  # only when there is an error: the first frame waits for this
    import traceback

    lines = [
        f"== {datetime.now(UTC).isoformat(timespec='seconds')}  briefing {__version__},"
        f" Python {platform.python_version()}, {platform.system()}",
        visible("".join(traceback.format_exception(error)).rstrip()),
    ]
    if unsaved:
        lines.append("Typed and not saved:")
        lines += [f"  {one_line(name)}: {visible(text)}" for name, text in unsaved.items()]
    return "\n".join(lines) + "\n\n"
