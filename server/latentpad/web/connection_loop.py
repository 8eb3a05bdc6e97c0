"""An event loop in a thread of its own, which serves the HTTP requests and WebSockets of listening sockets."""

import asyncio
import logging
import socket
import threading
import weakref
from collections.abc import Callable, Coroutine, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from latentpad.web.connection_limits import ConnectionLimits, LimitedConnection, Places
from latentpad.web.rare_warnings import RareWarnings

logger = logging.getLogger(__name__)

MAX_MESSAGE_BYTES = 65536
CLOSING_SECONDS = 1.0

ASKING_SECONDS = 10.0
"""From a connection to the end of its answer, or to its WebSocket; slower clients are disconnected."""

BACKLOG = 100
"""Connections that the system accepts before we do."""

AT_ONCE = 2
"""Connections that are accepted in each turn of the loop; those that are too many are closed a few turns later."""

MAX_QUEUE = 4
"""Frames of a client that wait to be served; then its network waits."""

Task = Callable[[], Coroutine[Any, Any, None]]


class ConnectionLoop:
    """Serves connections from ``start`` to ``stop``.

    Parameters
    ----------
    name : str
        What is served, for the log.
    sockets : sequence of socket
        Bound to one port; closed by ``stop``.
    places : mapping
        How many WebSockets can be open: `ConnectionLimits`.
    respond : callable
        Answers a request; None lets it open a WebSocket.
    run_session : callable
        Serves a WebSocket until it is closed.
    background : callable
        Runs beside the connections.
    max_message : int, optional
        Bytes of the longest message that a client can send.
    """

    def __init__(
        self,
        name: str,
        sockets: Sequence[socket.socket],
        places: Mapping[str, Places],
        respond: Callable[[ServerConnection, Request], Coroutine[Any, Any, Response | None]],
        run_session: Callable[[ServerConnection], Coroutine[Any, Any, None]],
        background: Task,
        max_message: int = MAX_MESSAGE_BYTES,
    ) -> None:
        self._name, self._sockets, self._max_message = name, sockets, max_message
        self._answer, self._run_session, self._background = respond, run_session, background
        self._limits = ConnectionLimits(name, places)
        self._warnings = RareWarnings(logger)
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(self._report)
        self._closing = asyncio.Event()
        self._connections: weakref.WeakSet[ServerConnection] = weakref.WeakSet()
        self._thread = threading.Thread(target=self._run, name=f"latentpad-{name}", daemon=True)

    def start(self) -> None:
        """Start serving."""
        self._thread.start()

    def call(self, function: Callable[..., object], *args: object) -> None:
        """Call a function in the loop's thread (raises RuntimeError once the loop has stopped)."""
        self._loop.call_soon_threadsafe(function, *args)

    def stop(self) -> None:
        """Close every connection and release the port."""
        self.call(self._closing.set)
        self._thread.join()

    def close(self) -> None:
        """Release what the loop itself holds, after ``stop``."""
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception:
            logger.exception("%s: the server has failed; OSC still works", self._name)

    async def _serve(self) -> None:
        servers = [await self._serve_socket(sock) for sock in self._sockets]
        background = asyncio.create_task(self._background())
        await self._closing.wait()
        background.cancel()
        for server in servers:
            server.close()
        closed = [asyncio.create_task(server.wait_closed()) for server in servers]
        await asyncio.wait([background, *closed], timeout=CLOSING_SECONDS)
        for connection in [*self._connections]:  # those whose client has not asked yet, or has not hung up
            if hasattr(connection, "transport"):
                connection.transport.abort()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _serve_socket(self, sock: socket.socket) -> Server:
        # browsers open connections and abandon them: a broken handshake is not an error worth logging
        quiet = logging.getLogger(f"{__name__}.connections")
        quiet.setLevel(logging.CRITICAL)
        server = await serve(
            self._run_session,
            sock=sock,
            backlog=AT_ONCE,
            process_request=self._respond,
            compression=None,  # between two programs of one machine it only costs time
            open_timeout=ASKING_SECONDS,
            max_size=self._max_message,
            max_queue=MAX_QUEUE,
            close_timeout=CLOSING_SECONDS,
            server_header=None,
            logger=quiet,
            create_connection=self._connect,  # type: ignore[arg-type]  # a function will do
        )
        sock.listen(BACKLOG)  # asyncio takes the number that it accepts at once for both
        return server

    def _connect(self, *arguments: Any, **options: Any) -> ServerConnection:
        connection = LimitedConnection(self._limits, *arguments, **options)
        self._connections.add(connection)
        return connection

    async def _respond(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request; None lets a client open its WebSocket, for which there is a place."""
        self._limits.answer(connection)
        response = await self._answer(connection, request)
        if response is None and (refusal := self._limits.open(connection, request.path)):
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, refusal + "\n")
        if response is None and request.headers.get("Upgrade", "").lower() != "websocket":
            return connection.respond(HTTPStatus.NO_CONTENT, "")  # a page asks why it could not connect: now it can
        return response

    def _report(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Log what asyncio could not do; one line where the system has refused a connection."""
        error = context.get("exception")
        if isinstance(error, OSError):
            self._warnings.warn(f"{self._name}: no connection can be accepted now ({error.strerror or error})")
        else:
            loop.default_exception_handler(context)
