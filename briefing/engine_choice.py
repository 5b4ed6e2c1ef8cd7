"""Which engine a library is searched with: what was asked for, the user's config, its own wish.

What a library asks for is followed only once its user confirmed it: articles, queries and a
password would go to a host that a stranger named. The confirmed are kept in the user's folder
for program state.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing import locations
from briefing.config import Config, EngineName
from briefing.engines import ClusterPlace
from briefing.files import read_if_there, read_own, write_atomic
from briefing.search.opensearch_connection import ClusterAddress, Credentials

if TYPE_CHECKING:
    from briefing.dossier.settings import SearchWish

USER, PASSWORD = "BRIEFING_OPENSEARCH_USER", "BRIEFING_OPENSEARCH_PASSWORD"
PORT = 9200
"""The port of a host that names none."""
_FILE = "confirmed-clusters.json"


class CannotChoose(Exception):
    """What was asked for cannot be followed; the message says what to do."""


class Unconfirmed(Exception):
    """The library asks for an index on hosts that its user has not confirmed yet."""

    def __init__(self, hosts: tuple[str, ...], index: str) -> None:
        super().__init__(
            f"this library asks to be searched on {', '.join(hosts)} (index {index}), which you"
            " have not confirmed; nothing was sent there: `briefing trust-host` confirms it,"
            " `--engine whoosh` searches on this machine"
        )
        self.hosts = hosts
        self.index = index


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for; None and empty where it said nothing."""

    engine: EngineName | None = None
    hosts: tuple[str, ...] = ()
    index: str | None = None


class Confirmed:
    """The hosts, each with an index, that the user has confirmed."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder``: instead of the user's for program state."""
        self._folder = folder

    @property
    def path(self) -> Path:
        """The file that keeps them."""
        from platformdirs import user_state_path

        return (self._folder or user_state_path("briefing", appauthor=False)) / _FILE

    def all(self) -> list[tuple[str, str]]:
        """Host and index of each; none where the file cannot be read."""
        try:
            told = json.loads(read_if_there(self.path) or b"[]")
            return [(str(host), str(index)) for host, index in told]
        except (OSError, ValueError, TypeError):
            return []

    def has(self, hosts: Iterable[str], index: str) -> bool:
        """Whether every one of the hosts was confirmed for the index."""
        known = set(self.all())
        return all((host, index) in known for host in hosts)

    def add(self, hosts: Iterable[str], index: str) -> None:
        """Keep them for good; OSError as the system does."""
        self._save({*self.all(), *((host, index) for host in hosts)})

    def remove(self, host: str) -> bool:
        """Forget a host with every index; whether it was there."""
        kept = {pair for pair in self.all() if pair[0] != host}
        gone = len(kept) < len(self.all())
        if gone:
            self._save(kept)
        return gone

    def _save(self, pairs: Iterable[tuple[str, str]]) -> None:
        text = json.dumps(sorted(pairs), ensure_ascii=False, indent=1)
        write_atomic(self.path, text.encode() + b"\n")


def wish_of(root: Path) -> SearchWish:
    """What the library's settings ask for."""
    from briefing.dossier.load import load_settings
    from briefing.dossier.settings import SearchWish

    if not locations.asks_for_engine(root):
        return SearchWish()
    data = read_own(root, locations.SETTINGS) or b""
    return load_settings(data.decode("utf-8", "replace"), locations.SETTINGS)[0].search


def choose(
    root: Path, asked: Asked, config: Config, confirmed: Confirmed | None = None
) -> ClusterPlace | None:
    """The place on a cluster that the library is searched at; None: Whoosh, on this machine.

    The command line goes before the user's config, and that before the library's wish.
    CannotChoose, and Unconfirmed where the user has to be asked first.
    """
    wish = wish_of(root)
    engine = asked.engine or (EngineName.OPENSEARCH if asked.hosts else None) or config.engine
    if (engine or wish.engine or EngineName.WHOOSH) == EngineName.WHOOSH:
        return None
    if engine is None and wish.engine != EngineName.OPENSEARCH:
        raise CannotChoose(
            f"the library's {locations.SETTINGS} asks for the engine {wish.engine!r}, which is not"
            " known; `--engine whoosh` searches on this machine"
        )
    named = asked.hosts or config.opensearch.hosts
    index = asked.index or config.opensearch.index
    place = ClusterPlace(_address(root, named or wish.hosts, index or wish.index, config))
    from_library = (not named and wish.hosts) or (not index and wish.index)
    address = place.address
    if from_library and not (confirmed or Confirmed()).has(address.hosts, address.index):
        raise Unconfirmed(address.hosts, address.index)
    return ClusterPlace(replace(address, credentials=credentials(address.hosts, config)))


def _address(
    root: Path, hosts: tuple[str, ...], index: str | None, config: Config
) -> ClusterAddress:
    if not hosts:
        raise CannotChoose(
            "no host to search on: name one with --host, or as `hosts` under [opensearch] in"
            " config.toml"
        )
    table = config.opensearch
    ca = Path(table.ca).expanduser() if table.ca else None
    if ca is not None and not ca.is_file():
        raise CannotChoose(f"there is no file {ca}, which config.toml names as `ca`")
    return ClusterAddress(
        tuple(dict.fromkeys(map(host_address, hosts))),
        index or default_index(root),
        ca=ca,
        verify=table.verify,
        shards=table.shards,
        replicas=table.replicas,
    )


def host_address(text: str) -> str:
    """A host with scheme and port, https and 9200 where none is named; CannotChoose if none."""
    try:
        parts = urlsplit(text.strip() if "://" in text else f"https://{text.strip()}")
        host, port = parts.hostname, parts.port or PORT
    except ValueError as error:
        raise CannotChoose(f"{text!r} is not the address of a host: {error}") from error
    if parts.username or parts.password:
        raise CannotChoose(
            f"the address of {host} holds a user or a password: set {USER} and {PASSWORD}, or keep"
            " them in the keyring"
        )
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise CannotChoose(f"{text!r} is not an address such as https://search.example.org:9200")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}:{port}{parts.path.rstrip('/')}"


def default_index(root: Path) -> str:
    """The name of the index of a library that names none: after its folder."""
    import hashlib

    plain = re.sub(r"[^a-z0-9]+", "-", root.resolve().name.casefold()).strip("-")
    key = hashlib.sha256(os.fsencode(root.resolve().name)).hexdigest()[:8]
    return f"briefing-{plain[:80] or key}"


def credentials(hosts: tuple[str, ...], config: Config) -> Credentials | None:
    """User and password, from the environment or the keyring; None where there are none.

    CannotChoose where they would be sent over a network unencrypted.
    """
    found = _from_environment() or _from_keyring(hosts, config.opensearch.user)
    open_hosts = [h for h in hosts if h.startswith("http:") and not _is_here(h)]
    if found and open_hosts:
        raise CannotChoose(
            f"the password would go to {open_hosts[0]} for all to read: use https, or unset {USER}"
        )
    return found


def _from_environment() -> Credentials | None:
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if bool(user) != bool(password):
        raise CannotChoose(f"{USER} and {PASSWORD} belong together: set both or none")
    return Credentials(user, password) if user and password else None


def _from_keyring(hosts: tuple[str, ...], user: str | None) -> Credentials | None:
    """What the system's keyring has for ``briefing:`` and a host; none where it is locked."""
    try:
        import keyring
    except ImportError:
        return None
    for host in hosts:
        try:
            found = keyring.get_credential(f"briefing:{host}", user)
        except keyring.errors.KeyringError:
            return None
        if found is not None and found.username and found.password:
            return Credentials(found.username, found.password)
    return None


def _is_here(host: str) -> bool:
    name = urlsplit(host).hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
