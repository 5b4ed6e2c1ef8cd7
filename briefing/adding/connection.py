"""One request to one server: pinned to the checked address, bounded in time and in size."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message

from briefing import __version__
from briefing.adding.addresses import Address, Endpoint, NotFetched

USER_AGENT = f"briefing/{__version__} (fetches articles that a person asked for)"
_CHUNK = 64 * 1024
_NO_BOMB = 1024 * 1024
"""Bytes that a compressed body may always unfold to, whatever the ratio."""
_UNFOLDED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, slots=True)
class Limits:
    """``connect`` and ``silence`` are seconds without an answer, ``total`` those of a whole
    request; ``size`` is in bytes of the body, ``ratio`` how often larger than sent it may be."""

    connect: float = 10.0
    silence: float = 20.0
    total: float = 90.0
    size: int = 32 * 1024 * 1024
    ratio: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, its headers, and the body as it is meant."""

    status: int
    headers: Message
    body: bytes


class TryAgain(NotFetched):
    """It may work at another time: the line broke, or the server was not ready."""


class _Pinned(http.client.HTTPConnection):
    """A connection to the places that were checked, and to no other."""

    def __init__(self, address: Address, places: list[Endpoint], limits: Limits) -> None:
        super().__init__(address.host, address.port)
        self._address = address
        self._places = places
        self._limits = limits
        self.line: socket.socket | None = None
        """The socket itself: http.client lets go of it before the body is read."""

    def connect(self) -> None:
        """Connect to the first place that answers."""
        trouble: OSError = OSError("no address")
        for place in self._places:
            sock = socket.socket(place.family, socket.SOCK_STREAM)
            try:
                sock.settimeout(self._limits.connect)
                sock.connect(place.sockaddr)
                self.sock = self.line = self._secured(sock)
                self.sock.settimeout(self._limits.silence)
                return
            except OSError as error:
                sock.close()
                trouble = error
        raise trouble

    def _secured(self, sock: socket.socket) -> socket.socket:
        if self._address.scheme == "http":
            return sock
        context = ssl.create_default_context()
        return context.wrap_socket(sock, server_hostname=self._address.host)


def ask(address: Address, places: list[Endpoint], limits: Limits) -> Answer:
    """GET ``address`` from one of ``places``. NotFetched says why not, TryAgain if it may pass."""
    connection = _Pinned(address, places, limits)
    with _told(address), _deadline(connection, limits.total) as expired:
        try:
            connection.request("GET", address.target, headers=_headers(address))
            response = connection.getresponse()
            body = b"".join(_body(response, limits))
            if response.length:
                raise http.client.IncompleteRead(body)
        except (OSError, http.client.HTTPException, ValueError):
            if expired.is_set():
                raise NotFetched(f"it took longer than {limits.total:g} seconds") from None
            raise
        finally:
            connection.close()
        if expired.is_set():
            raise NotFetched(f"it took longer than {limits.total:g} seconds")
    return Answer(response.status, response.headers, body)


def _headers(address: Address) -> dict[str, str]:
    return {
        "Host": address.origin.partition("://")[2],
        "User-Agent": USER_AGENT,
        "Accept": "text/html, application/xhtml+xml, */*;q=0.8",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }


@contextmanager
def _told(address: Address) -> Iterator[None]:
    """Turn what breaks into one sentence."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        reason = f"{address.host} does not prove who it is: {error.verify_message}"
        raise NotFetched(reason) from None
    except TimeoutError:
        raise TryAgain(f"{address.host} does not answer") from None
    except http.client.IncompleteRead:
        raise TryAgain("the answer was cut short") from None
    except (http.client.HTTPException, ValueError):
        raise TryAgain(f"{address.host} answers in no known way") from None
    except OSError as error:
        raise TryAgain(f"{address.host} cannot be reached: {error.strerror or error}") from None


@contextmanager
def _deadline(connection: _Pinned, seconds: float) -> Iterator[threading.Event]:
    """End the connection after so many seconds, however busy it looks."""
    expired = threading.Event()

    def end() -> None:
        expired.set()
        with suppress(OSError):
            if connection.line is not None:
                connection.line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield expired
    finally:
        timer.cancel()


def _body(response: http.client.HTTPResponse, limits: Limits) -> Iterator[bytes]:
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in {"identity", "", *_UNFOLDED}:
        raise NotFetched(f"the answer is compressed in a way that was not asked for: {coding[:40]}")
    unfold = _Unfolding(coding, limits) if coding in _UNFOLDED else None
    sent = 0
    while chunk := response.read(_CHUNK):
        sent += len(chunk)
        if sent > limits.size:
            raise _too_large(limits)
        if unfold is None:
            yield chunk
        else:
            yield from unfold.more(chunk, sent)
    if unfold is not None and not unfold.whole:
        raise http.client.IncompleteRead(b"")


class _Unfolding:
    """A compressed body, unfolded piece by piece and never further than the limits allow."""

    def __init__(self, coding: str, limits: Limits) -> None:
        self._zlib = zlib.decompressobj(_UNFOLDED[coding])
        self._bare = coding == "deflate"
        self._limits = limits
        self._size = 0

    @property
    def whole(self) -> bool:
        """Whether the end was reached, or nothing was sent."""
        return self._zlib.eof or not self._size

    def more(self, chunk: bytes, sent: int) -> Iterator[bytes]:
        """What ``chunk`` unfolds to; ``sent`` bytes came so far, this chunk included."""
        while chunk and not self._zlib.eof:
            piece = self._piece(chunk)
            self._size += len(piece)
            if self._size > self._limits.size:
                raise _too_large(self._limits)
            if self._size > max(_NO_BOMB, sent * self._limits.ratio):
                raise NotFetched("the answer unfolds to far more than was sent, as bombs do")
            chunk = self._zlib.unconsumed_tail
            yield piece

    def _piece(self, chunk: bytes) -> bytes:
        try:
            return self._zlib.decompress(chunk, _CHUNK * 4)
        except zlib.error:
            if not self._bare or self._size:
                raise NotFetched("the answer is compressed, and damaged") from None
            self._bare = False
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._piece(chunk)


def _too_large(limits: Limits) -> NotFetched:
    return NotFetched(f"it is larger than {limits.size / 1024**2:g} MB")
