"""A ZIP archive read member by member, with limits on what unpacking may cost."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from briefing.reading.importing.limits import MAX_RATIO, MAX_UNPACKED, MEGABYTE
from briefing.reading.unreadable import Unreadable

MAX_MEMBERS = 20_000
_SMALL = MEGABYTE
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, EOFError, OSError, struct.error),
)
"""What the standard library raises on a damaged archive."""


class Archive:
    """The members of a ZIP file. Raises Unreadable where it is damaged or a bomb."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise Unreadable(_DAMAGED) from None
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise Unreadable(f"the archive has more than {MAX_MEMBERS:,} members")
        self._infos = {info.filename: info for info in infos}
        self._left = MAX_UNPACKED

    @property
    def names(self) -> frozenset[str]:
        """The members' names."""
        return frozenset(self._infos)

    def read(self, name: str) -> bytes | None:
        """A member's bytes; None where there is none of that name."""
        info = self._infos.get(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise Unreadable("the file is protected by a password; save it without one")
        limit = max(_SMALL, MAX_RATIO * max(info.compress_size, 1))
        limit = min(limit, self._left)
        try:
            with self._zip.open(info) as member:
                found = member.read(limit + 1)
        except (*_BROKEN, zlib.error):
            raise Unreadable(_DAMAGED) from None
        if len(found) > limit:
            raise Unreadable("the file unpacks to far more than it should; it is not opened")
        self._left -= len(found)
        return found


_DAMAGED = "the archive is damaged; get the file again"
