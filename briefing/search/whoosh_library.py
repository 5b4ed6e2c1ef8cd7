"""Whoosh as we import it: without its warnings, and without pickles that could run code.

An index may come from a stranger together with a library, and Whoosh keeps parts of it
as pickles. Here they are read by an unpickler that knows nothing but Whoosh's segments.
"""

from __future__ import annotations

import io
import pickle
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import IO, Any


@contextmanager
def _no_network() -> Iterator[None]:
    """Keep Whoosh from loading Python's web client, for a function that nothing calls.

    That takes longer than to open an index.
    """
    name = "urllib.request"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = stand_in = ModuleType(name)
    stand_in.urlretrieve = None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del sys.modules[name]


with warnings.catch_warnings(), _no_network():
    warnings.simplefilter("ignore")
    import whoosh
    from whoosh import columns, fields, formats, index
    from whoosh import writing as _writing  # noqa: F401  (it would be imported later, and warn)
    from whoosh.codec import whoosh3
    from whoosh.filedb import filestore, structfile
    from whoosh.matching import wrappers as _wrappers  # noqa: F401
    from whoosh.util import filelock

VERSION = ".".join(map(str, whoosh.__version__))

_KNOWN = {
    ("whoosh.codec.whoosh3", "W3Segment"),
    ("whoosh.codec.whoosh3", "W3Codec"),
    ("collections", "defaultdict"),
    ("builtins", "int"),
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"an index has no {module}.{name}")
        return super().find_class(module, name)


def unpickled(file: IO[bytes]) -> Any:
    """The next pickle of ``file``, which is of an index; UnpicklingError for what no index has."""
    return _Unpickler(file).load()


def _loads(data: bytes) -> Any:
    return unpickled(io.BytesIO(data))


def _dumps(data: Any, _: int) -> bytes:
    """Whoosh asks for protocol 2, which spells bytes out as text: that is slow to read."""
    return pickle.dumps(data, 4)


def _refit() -> None:
    """Put our pickling in the place of the one that Whoosh's modules imported."""
    for module in (structfile, whoosh3, columns, formats):
        for name, ours in (("load", unpickled), ("load_pickle", unpickled), ("loads", _loads)):
            if hasattr(module, name):
                setattr(module, name, ours)
    whoosh3.dumps = _dumps


_refit()


def make_codec() -> Any:
    """Whoosh's codec in blocks that suit reading whole lists, and without field lengths.

    For a field that has none it would ask the disk for them at every posting.
    """
    codec = whoosh3.W3Codec(blocklimit=1024, compression=1)
    codec.length_stats = False
    return codec


__all__ = [
    "VERSION",
    "columns",
    "fields",
    "filelock",
    "filestore",
    "formats",
    "index",
    "make_codec",
    "unpickled",
    "whoosh3",
]
