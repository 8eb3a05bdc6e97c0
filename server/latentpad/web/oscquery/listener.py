"""A WebSocket connection of an OSCQuery client, and the nodes that it listens to."""

import asyncio
import json
import logging
from contextlib import suppress

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from latentpad.osc.settings import Value
from latentpad.osc.wire import encode

logger = logging.getLogger(__name__)

MAX_PATHS = 1000
"""Most nodes that a client can listen to: more than there are."""


class Listener:
    """One connection, for as long as it is open; all methods are for the loop's thread.

    A value that changes faster than the client reads it is sent once, as it is then.
    """

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self._paths: set[str] = set()
        self._unsent: dict[str, tuple[Value, ...]] = {}
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Serve the client until it disconnects."""
        sending = asyncio.create_task(self._send_changes())
        try:
            async for text in self._connection:
                self._receive(text)
        except ConnectionClosed:
            pass
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    def change(self, path: str, values: tuple[Value, ...]) -> None:
        """Send the values of a node if the client listens to it."""
        if path in self._paths:
            self._unsent[path] = values
            self._changed.set()

    def _receive(self, text: str | bytes) -> None:
        """Serve LISTEN and IGNORE; nothing else has an effect, since OSC has its own port."""
        try:
            message = json.loads(text) if isinstance(text, str) else None
        except (ValueError, RecursionError):
            message = None
        match message:
            case {"COMMAND": "LISTEN", "DATA": str() as path} if len(self._paths) < MAX_PATHS:
                self._paths.add(path)
            case {"COMMAND": "IGNORE", "DATA": str() as path}:
                self._paths.discard(path)
                self._unsent.pop(path, None)
            case _:
                logger.debug("An OSCQuery client sent what is neither LISTEN nor IGNORE: %r", text[:200])

    async def _send_changes(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                await self._changed.wait()
                self._changed.clear()
                while self._unsent:
                    path = next(iter(self._unsent))
                    await self._connection.send(encode(path, *self._unsent.pop(path)))
