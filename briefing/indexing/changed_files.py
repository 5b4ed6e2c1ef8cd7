"""Files of a library that are new or changed: read, for the catalogue and for the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.article import Article
from briefing.catalog import Entry, entry_of
from briefing.files import digest, inside, read_file
from briefing.text_store import sealed


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file to be read: its path in the library, and its state when it was found.

    ``known`` is what the catalogue has of it. ``own_id`` is the id that its article gets
    where it gives itself none but the file's name, ``stem``.
    """

    file: str
    size: int
    mtime_ns: int
    known: Entry | None
    stem: str
    own_id: str

    def is_still(self, entry: Entry) -> bool:
        """Whether the file has the bytes that the catalogue knows, so that nothing is new."""
        known = self.known
        return known is not None and known.reason is None and known.sha256 == entry.sha256


def read_changed(
    root: Path, changed: ChangedFile, own_id: Callable[[str], str]
) -> tuple[Entry, Article | None]:
    """The new entry of a file, and its article where the engine has to take it anew.

    ``own_id`` makes of the id that an article gives itself the one that it gets.
    """
    from briefing import reading
    from briefing.reading.formats import MAX_BYTES

    known, sha256 = changed.known, ""
    try:
        data = read_file(inside(root, changed.file), MAX_BYTES)
        sha256 = digest(data)
        if known is not None and known.sha256 == sha256 and known.reason is None:
            return known._replace(size=changed.size, mtime_ns=changed.mtime_ns), None
        article = reading.read_bytes(data, changed.file)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
    except reading.Unreadable as error:
        reason = error.reason
    else:
        natural = article.id
        own = own_id(natural)
        article = article if own == natural else replace(article, id=own)
        entry = entry_of(article, changed.size, changed.mtime_ns, sha256)
        return entry._replace(natural_id=natural), article
    own = own_id(changed.stem)
    label = Path(changed.file).name
    unreadable = Entry(changed.file, own, label, own, reason=reason, sha256=sha256)
    return unreadable._replace(size=changed.size, mtime_ns=changed.mtime_ns), None


def text_row(key: bytes | None, entry: Entry, article: Article) -> dict[str, bytes]:
    """What is to be kept of an article that was just read, by its file; nothing without a key."""
    row = None if key is None else sealed(key, article, entry.size, entry.mtime_ns)
    return {} if row is None else {entry.file: row}
