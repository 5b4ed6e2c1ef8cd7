"""A server on 127.0.0.1 that misbehaves as it is told, with bare sockets."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Handler = Callable[[socket.socket], None]
OK = "HTTP/1.1 200 OK\r\n"


def answer(
    body: bytes | str, *headers: str, status: str = "200 OK", length: int | None = None
) -> Handler:
    """A handler that says this; ``length`` is what it claims the body to have."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *headers]
    lines.append(f"Content-Length: {len(data) if length is None else length}")

    def say(client: socket.socket) -> None:
        client.sendall("\r\n".join([*lines, "", ""]).encode() + data)

    return say


def redirect(to: str, status: str = "302 Found") -> Handler:
    return answer("", f"Location: {to}", status=status)


def in_turn(*handlers: Handler) -> Handler:
    """Another handler at each request; the last one stays."""
    left = list(handlers)

    def say(client: socket.socket) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(client)

    return say


def dripping(head: str, piece: bytes, pause: float) -> Handler:
    """The head at once, then one piece after the other without end."""

    def say(client: socket.socket) -> None:
        client.sendall(head.encode())
        for _ in range(10_000):
            client.sendall(piece)
            time.sleep(pause)

    return say


def silent(client: socket.socket) -> None:
    """Nothing, for longer than any test waits."""
    client.recv(1)


class Server:
    """Answers each path with its handler, 404 for any other; ``asked`` are the paths in order."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.pages: dict[str, Handler] = {}
        self.asked: list[str] = []
        self.heads: list[str] = []
        self._clients: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                self._clients.append(client)
                threading.Thread(target=self._handle, args=(client,), daemon=True).start()

    def _handle(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                if not (more := client.recv(4096)):
                    return
                head += more
            path = head.split()[1].decode()
            self.asked.append(path)
            self.heads.append(head.decode("latin-1"))
            self.pages.get(path, answer("no such page", status="404 Not Found"))(client)

    def close(self) -> None:
        self._socket.close()
        for client in self._clients:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    try:
        yield server
    finally:
        server.close()
