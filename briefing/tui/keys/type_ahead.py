"""Keys that come faster than they can be answered: each waits for what the one before does.

Textual sends every key to what has the focus when it arrives. Of keys that come
in one piece (typed ahead, or sent by a program) those after the first would go
to where the first has just moved the focus away from.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PASSES = 3
"""A key goes up to the app, what it does to a widget comes up as a message, and so may another."""
PATIENCE = 1.0
"""Seconds that a widget may take before the next key is not held up any longer."""

Handle = Callable[[events.Key], Awaitable[None]]


class TypeAhead:
    """Hands keys to ``handle`` one at a time, in order, without ever making the app wait."""

    def __init__(self, app: App[None], handle: Handle) -> None:
        self._app = app
        self._handle = handle
        self._keys: deque[events.Key] = deque()
        self._task: asyncio.Task[None] | None = None
        self._held = False
        self._but: Callable[[events.Key], bool] = _none

    @property
    def busy(self) -> bool:
        """Whether keys are waiting for their turn."""
        return bool(self._keys) or (self._task is not None and not self._task.done())

    def hold(self, but: Callable[[events.Key], bool] | None = None) -> None:
        """Keep the keys that come until ``release``; those of the first that ``but`` are handed on.

        A key that is kept keeps all that come after it.
        """
        self._held = True
        self._but = but or _none
        self._begin()

    async def done(self) -> None:
        """Wait until what was handed on has done what it does."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def release(self) -> None:
        """Hand on what was kept, and what comes."""
        self._held = False
        self._begin()

    def put(self, key: events.Key) -> None:
        """Hand ``key`` on when its turn comes."""
        self._keys.append(key)
        self._begin()

    def _begin(self) -> None:
        if (self._task is None or self._task.done()) and self._next_may():
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self._next_may():
            await self._handle(self._keys.popleft())
            if self._keys or self._held:
                await self._effects()

    def _next_may(self) -> bool:
        return bool(self._keys) and (not self._held or self._but(self._keys[0]))

    async def _effects(self) -> None:
        """Wait until the messages on their way from the focus up to the app have arrived."""
        for _ in range(PASSES):
            focused = self._app.focused or self._app.screen
            for pump in (*focused.ancestors_with_self, self._app):
                await _heard(pump)


def _none(_: events.Key) -> bool:
    return False


async def _heard(pump: MessagePump) -> None:
    done = asyncio.Event()
    if pump.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PATIENCE)
