"""Where the engine of a library keeps its index: in a folder here, or on a search cluster."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from briefing.search.engine import Engine
    from briefing.search.opensearch_connection import ClusterAddress
    from briefing.search.whoosh_compacting import Compacting

_WHOOSH_FILE = re.compile(r"[._]*briefing_.+|\.[0-9a-f]{16}\.tmp")  # the last: left by a kill


class ForeignFolder(Exception):
    """A folder holds something else than an index; the message says what to do."""


class Place(Protocol):
    """Where an index is, or is to be. Opening raises EngineUnavailable as the engine does."""

    @property
    def shared(self) -> bool:
        """Whether the index may hold articles of others, too, and so outlives ours."""
        ...

    def catalog_folder(self, folder: Path) -> Path:
        """Where in a library's index folder the catalogue of what is in this index belongs."""
        ...

    def open(self) -> Engine:
        """The index as it is; IndexDamaged when it is missing or of no use."""
        ...

    def make(self, *, anew: bool) -> Engine:
        """The index, made where there is none of use, or ``anew`` in any case."""
        ...

    def verify(self) -> None:
        """Read all of an index that was opened, on any thread; IndexDamaged where it is."""
        ...

    def compacting(self) -> Compacting | None:
        """The process that makes its searches quicker; None where there is none."""
        ...


class HerePlace:
    """A Whoosh index in a folder of this machine."""

    shared = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def catalog_folder(self, folder: Path) -> Path:
        """See ``Place``."""
        return folder

    def open(self) -> Engine:
        """See ``Place``."""
        from briefing.search.whoosh_engine import WhooshEngine

        engine: Engine = WhooshEngine.open(self._folder)
        return engine

    def make(self, *, anew: bool) -> Engine:
        """See ``Place``; always anew. ForeignFolder where that would delete other files."""
        from briefing.search.whoosh_engine import WhooshEngine

        if self._folder.is_dir():
            strange = [p for p in self._folder.iterdir() if not _WHOOSH_FILE.fullmatch(p.name)]
            if strange:
                raise ForeignFolder(
                    f"{self._folder} holds {strange[0].name}, which is not part of an index;"
                    " name another folder with --index"
                )
            shutil.rmtree(self._folder)
        engine: Engine = WhooshEngine.open(self._folder, create=True)
        return engine

    def verify(self) -> None:
        """See ``Place``."""
        from briefing.search.whoosh_storage import verify

        verify(self._folder)

    def compacting(self) -> Compacting | None:
        """See ``Place``."""
        from briefing.search.whoosh_compacting import Compacting

        return Compacting(self._folder)


class ClusterPlace:
    """An index on an OpenSearch cluster."""

    shared = True

    def __init__(self, address: ClusterAddress) -> None:
        self.address = address

    def catalog_folder(self, folder: Path) -> Path:
        """See ``Place``: a folder of its own for each index, so that moving to and fro is quick."""
        return folder / f"opensearch-{self.address.index}"

    def open(self) -> Engine:
        """See ``Place``."""
        from briefing.search.opensearch_engine import OpenSearchEngine

        return OpenSearchEngine.open(self.address)

    def make(self, *, anew: bool) -> Engine:
        """See ``Place``."""
        from briefing.search.opensearch_engine import OpenSearchEngine

        return OpenSearchEngine.make(self.address, anew=anew)

    def compacting(self) -> Compacting | None:
        """See ``Place``: a cluster does that itself."""
        return None

    def verify(self) -> None:
        """See ``Place``: the servers do."""
