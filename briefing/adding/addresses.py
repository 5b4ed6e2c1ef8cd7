"""Web addresses: which are asked at all, in one form to compare them, and where they lead."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid", re.IGNORECASE)
_SAFE = "%/:=&?~+!$,;'@()*[]-._"
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
_EMBEDDED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
"""Networks of IPv6 whose last four bytes are an address of IPv4."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotFetched(Exception):
    """An address gave nothing; ``reason`` is one clear sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address that may be asked. ``host`` is in ASCII, ``target`` what the
    server is asked for."""

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt is for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One place that a host's name leads to, as ``socket`` takes it."""

    family: int
    sockaddr: Any


def is_address(what: str) -> bool:
    """Whether ``what`` is meant as an address and not as a file."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", what) is not None


def parse(url: str) -> Address:
    """The address ``url``; NotFetched where it is none that is asked."""
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotFetched("this is not a web address") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise NotFetched("only http and https addresses are fetched")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("leave the user name and password out of the address")
    if not host or _NOT_IN_ADDRESSES.search(text):
        raise NotFetched("this is not a web address")
    try:
        host = host if ":" in host else host.encode("idna").decode()
    except UnicodeError:
        raise NotFetched("this is not a web address") from None
    target = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE)
    found = Address("", scheme, host, port or PORTS[scheme], target)
    return Address(found.origin + target, scheme, host, found.port, target)


def joined(base: Address, location: str) -> Address:
    """Where a redirect at ``base`` leads; NotFetched as ``parse``."""
    try:
        found = urljoin(base.url, location.strip().replace(" ", "%20"))
    except ValueError:
        raise NotFetched("this is not a web address") from None
    return parse(found)


def comparable(url: str) -> str:
    """``url`` in a form in which two addresses of one page are the same.

    Without scheme, fragment, default port, a slash at the end, and what only
    tells where a reader came from.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url.strip()
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(pair[0])
    ]
    where = host if port in {None, 80, 443} else f"{host}:{port}"
    return urlunsplit(("", where, parts.path.rstrip("/"), urlencode(kept), ""))


def resolve(address: Address, allow_private: bool = False) -> list[Endpoint]:
    """Where the host's name leads. NotFetched for no place, and for one on this machine or its
    own network unless ``allow_private``: all of them must be outside."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(f"no server has the name {address.host}") from None
    places = [Endpoint(family, sockaddr) for family, _, _, _, sockaddr in found]
    for place in places:
        ip = ipaddress.ip_address(str(place.sockaddr[0]).partition("%")[0])
        if not allow_private and not _is_outside(ip):
            raise NotFetched(
                f"{address.host} is on this machine or its own network;"
                " --allow-private fetches from there"
            )
        if ip.is_multicast or ip.is_unspecified:
            raise NotFetched(f"{address.host} is no single server")
    return places


def _is_outside(ip: IPAddress) -> bool:
    """Whether the address is on the public internet, whatever it is wrapped in."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and any(ip in network for network in _EMBEDDED):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_outside(inner)
    return ip.is_global and not ip.is_multicast
