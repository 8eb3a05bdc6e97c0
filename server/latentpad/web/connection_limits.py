"""Bounds on the connections of a server, so that a flood of them leaves everything else working.

A connection first *waits* for its client's request, then is *answered* or becomes a WebSocket. Of the first two there
are at most MAX_REQUESTS: a further one takes the place of the oldest, those still waiting first, so that clients that
never finish a request lock nobody out. WebSockets are never closed for others; each kind has a number of places. The
system's last file descriptors are left to the rest of the process, which writes samples.
"""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.server import ServerConnection

from latentpad.web.rare_warnings import RareWarnings

if sys.platform != "win32":
    import resource

logger = logging.getLogger(__name__)

MAX_REQUESTS = 64
"""Connections of one server that are not WebSockets; a browser opens six at a time."""

RESERVED = 64
"""File descriptors that connections leave unused, or a quarter of them if there are few."""

CLOSED = "the connection is closed"
TOO_MANY = "too many connections at once; the oldest unfinished ones are closed"


@dataclass(frozen=True)
class Places:
    """How many WebSockets of a kind can be open, and what a client is told when they are taken."""

    n: int
    refusal: str


class ConnectionLimits:
    """The connections of one server; all methods are for its loop's thread.

    Parameters
    ----------
    name : str
        What is served, for the log.
    places : mapping
        By the path of the request; the empty path is for all others.
    """

    def __init__(self, name: str, places: Mapping[str, Places]) -> None:
        self._name, self._places = name, places
        self._waiting: dict[ServerConnection, None] = {}
        self._answered: dict[ServerConnection, None] = {}
        self._sockets: dict[ServerConnection, Places] = {}
        self._first_reserved = first_reserved_descriptor()
        self._warnings = RareWarnings(logger)

    def add(self, connection: ServerConnection) -> None:
        """Add a new connection, and close others if they are too many."""
        is_reserved = connection.transport.get_extra_info("socket").fileno() >= self._first_reserved
        if is_reserved or len(self._waiting) + len(self._answered) >= MAX_REQUESTS:
            self._warnings.warn(f"{self._name}: {TOO_MANY}")
            self._close(next(iter([*self._waiting, *self._answered]), connection))
        if is_reserved:  # closing the oldest frees a descriptor, but not this one
            self._close(connection)
        else:
            self._waiting[connection] = None

    def answer(self, connection: ServerConnection) -> None:
        """Note that the request of a connection has come."""
        if connection in self._waiting:
            del self._waiting[connection]
            self._answered[connection] = None

    def open(self, connection: ServerConnection, path: str) -> str:
        """Give a connection one of the places for WebSockets; return why there is none, empty if there is."""
        if connection not in self._answered:
            return CLOSED
        places = self._places.get(path) or self._places[""]
        if sum(taken is places for taken in self._sockets.values()) >= places.n:
            self._warnings.warn(f"{self._name}: {places.refusal}")
            return places.refusal
        del self._answered[connection]
        self._sockets[connection] = places
        return ""

    def _close(self, connection: ServerConnection) -> None:
        self.remove(connection)
        connection.transport.abort()

    def remove(self, connection: ServerConnection) -> None:
        """Forget a connection that is lost; harmless if repeated."""
        for known in (self._waiting, self._answered, self._sockets):
            known.pop(connection, None)


class LimitedConnection(ServerConnection):
    """A connection that counts from its first moment to its last."""

    def __init__(self, limits: ConnectionLimits, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._limits = limits

    def connection_made(self, transport: Any) -> None:
        """Count the connection, which may close it."""
        super().connection_made(transport)
        self._limits.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection no longer."""
        self._limits.remove(self)
        super().connection_lost(exc)


def first_reserved_descriptor() -> float:
    """Return the file descriptor from which on all are left to the rest of the process; infinite if there is no bound.

    The system always assigns the lowest free descriptor, so that this one is only seen when all below it are in use.
    """
    if sys.platform == "win32":
        return float("inf")
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return float("inf") if limit == resource.RLIM_INFINITY else limit - min(RESERVED, limit // 4)
