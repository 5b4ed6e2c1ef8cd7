"""Where things are kept: the library asked for, its index, its exports, the sample."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from briefing.files import inside, read_own

SETTINGS = "briefing.yaml"
RECORDS = "positions.yaml"
HIGHLIGHTS = "highlights.yaml"
DISMISSED = "dismissed.yaml"
DOSSIER = (SETTINGS, RECORDS, HIGHLIGHTS, DISMISSED)
JOURNAL = "journal.jsonl"
FORMAT = 1
"""The version of the YAML files of a library, which its ``briefing.yaml`` names for all of them."""
INDEX = "index"
EXPORTS = "exports"

_HEAD = 64 * 1024
_PACKAGE = Path(__file__).resolve().parent


def sample_library() -> Path:
    """The sample library: ``seeds/`` in a checkout, else the copy in the package."""
    checkout = _PACKAGE.parent / "seeds"
    return checkout if (checkout / SETTINGS).is_file() else _PACKAGE / "sample"


def find_library(start: Path) -> Path:
    """The nearest folder from ``start`` upwards with a ``briefing.yaml``, else the sample."""
    return find_own_library(start) or sample_library()


def find_own_library(start: Path) -> Path | None:
    """The nearest folder from ``start`` upwards with a ``briefing.yaml``."""
    start = start.resolve()
    return next((f for f in (start, *start.parents) if (f / SETTINGS).is_file()), None)


def format_of(root: Path) -> int:
    """The version that a library's ``briefing.yaml`` names; only looked for, so that opening is
    quick. That of this program where there is none."""
    try:
        settings = inside(root, SETTINGS)
        if not settings.is_file():  # to open a pipe could wait for ever
            return FORMAT
        with settings.open("rb") as file:
            found = re.search(rb"^format:[ \t]*(\d{1,9})\b", file.read(_HEAD), flags=re.MULTILINE)
    except OSError:
        return FORMAT
    return int(found[1]) if found else FORMAT


def asks_for_engine(root: Path) -> bool:
    """Whether a library's settings may ask for an engine; only looked for, as above."""
    return re.search(rb"^search:", _settings(root), re.MULTILINE) is not None


def asks_for_spelling(root: Path) -> bool:
    """Whether a library's settings may name spellings; only looked for, as above."""
    return b"spelling" in _settings(root)


def _settings(root: Path) -> bytes:
    try:
        return read_own(root, SETTINGS) or b""
    except OSError:
        return b""


def is_writable(root: Path) -> bool:
    """Whether files of the user may be made there; never in the package's own folder."""
    return not root.resolve().is_relative_to(_PACKAGE) and os.access(root, os.W_OK | os.X_OK)


def may_be_written(file: Path) -> bool:
    """Whether a file that is there has not been made read-only by its owner."""
    return not file.exists() or os.access(file, os.W_OK)


def index_folder(root: Path) -> Path:
    """Where the index of the library ``root`` lives; the folder need not exist yet.

    ``index/`` in a library that can be written (beside ``seeds/`` for the sample
    in a checkout); the user's cache folder for a plain folder of articles and
    for a library that cannot be written, or whose ``index`` is a link out of it.
    """
    root = root.resolve()
    if root == (_PACKAGE.parent / "seeds") and is_writable(root.parent):
        return root.parent / INDEX
    if (root / SETTINGS).is_file() and is_writable(root) and _is_inside(root, INDEX):
        return root / INDEX
    key = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    return _cache_folder() / "indexes" / f"{root.name or 'root'}-{key}"


def exports_folder(root: Path) -> Path:
    """Where exports go: ``exports/`` in the library, else the user's documents folder."""
    if is_writable(root):
        return root / EXPORTS
    from platformdirs import user_documents_path

    return user_documents_path() / "briefing"


def _is_inside(root: Path, name: str) -> bool:
    try:
        return bool(inside(root, name))
    except OSError:
        return False


def state_folder() -> Path:
    """The user's folder for what programs remember."""
    from platformdirs import user_state_path

    return user_state_path("briefing", appauthor=False)


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("briefing", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return _temporary_folder()
    return folder if os.access(folder, os.W_OK | os.X_OK) else _temporary_folder()


def _temporary_folder() -> Path:
    """A folder that is ours alone, in a place where others may have made one of its name."""
    folder = Path(tempfile.gettempdir()) / f"briefing-{os.getuid()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.lstat()
        if stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid():
            folder.chmod(0o700)
            return folder
    return Path(tempfile.mkdtemp(prefix="briefing-"))
