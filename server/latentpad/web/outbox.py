"""The messages that wait to be sent to a page, bounded in number and size."""

import asyncio
from collections import deque
from collections.abc import Callable

MAX_UNSENT = 2000
"""Unsent messages per page; a page with more has stopped reading."""

MAX_UNSENT_CHARACTERS = 16_000_000
"""Of all of them: ten times as many as the samples of a full history have."""

Late = Callable[[], str]
"""Returns a message as it is when it is sent."""


class Outbox:
    """A queue for one thread: its loop's."""

    def __init__(self) -> None:
        self._queue: deque[str | Late] = deque()
        self._n_characters = 0
        self._filled = asyncio.Event()

    def put(self, message: str | Late) -> bool:
        """Add a message, one that is made late only if it does not wait already; return whether there was room."""
        if not isinstance(message, str) and message in self._queue:
            return True
        self._n_characters += len(message) if isinstance(message, str) else 0
        if len(self._queue) >= MAX_UNSENT or self._n_characters > MAX_UNSENT_CHARACTERS:
            return False
        self._queue.append(message)
        self._filled.set()
        return True

    async def next(self) -> str:
        """Wait for a message, and remove and return it."""
        while not self._queue:
            self._filled.clear()
            await self._filled.wait()
        message = self._queue.popleft()
        if not isinstance(message, str):
            return message()
        self._n_characters -= len(message)
        return message
