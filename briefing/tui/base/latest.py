"""One thread for one purpose: the newest request is answered, those overtaken are dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class Latest(Generic[Request, Answer]):
    """Answers requests one at a time, away from the caller's thread.

    ``ask`` returns at once. While one request is worked on, only the newest
    of those that come in is kept; an answer that was overtaken meanwhile is
    dropped. ``start`` runs the function that it is given on another thread;
    ``done`` and ``failed`` are called on that thread. ``every``: overtaken answers
    are told, too, since what was done stays done.
    """

    def __init__(
        self,
        work: Callable[[Request], Answer],
        done: Callable[[Request, Answer], object],
        failed: Callable[[Request, Exception], object],
        start: Callable[[Callable[[], None]], object],
        *,
        every: bool = False,
    ) -> None:
        self._work = work
        self._done = done
        self._failed = failed
        self._start = start
        self._every = every
        self._lock = threading.Lock()
        self._next: list[Request] = []
        self._running = False
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a request is waiting or being worked on."""
        with self._lock:
            return self._running

    def ask(self, request: Request) -> None:
        """Ask for an answer to ``request`` instead of any that is waiting."""
        with self._lock:
            self._next = [request]
            if self._running or self._closed:
                return
            self._running = True
        self._start(self._run)

    def close(self) -> None:
        """Answer nothing any more."""
        with self._lock:
            self._closed = True
            self._next = []

    def _run(self) -> None:
        while waiting := self._take():
            request = waiting[0]
            try:
                answer = self._work(request)
            except Exception as error:
                if not self._overtaken():
                    self._failed(request, error)
            else:
                if not self._overtaken():
                    self._done(request, answer)

    def _take(self) -> list[Request]:
        with self._lock:
            waiting, self._next = self._next, []
            self._running = bool(waiting)
            return waiting

    def _overtaken(self) -> bool:
        with self._lock:
            return (bool(self._next) and not self._every) or self._closed
