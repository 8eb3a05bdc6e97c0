"""The event loop of the page's server, in a thread of its own: connections, sessions, samples of earlier sessions."""

import asyncio
import logging
import socket
import threading
import weakref
from collections.abc import Sequence
from itertools import islice
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from latentpad.samples.history import Sample
from latentpad.web.context import PageContext
from latentpad.web.http_handler import HttpHandler
from latentpad.web.session import PageSession

logger = logging.getLogger(__name__)

FILES_AT_ONCE = 20
MAX_MESSAGE_BYTES = 65536
CLOSING_SECONDS = 1.0


class PageEventLoop:
    """Serves pages from ``start`` to ``stop``.

    Parameters
    ----------
    context : PageContext
    sockets : sequence of socket
        They listen on one port; closed by ``stop``.
    """

    def __init__(self, context: PageContext, sockets: Sequence[socket.socket]) -> None:
        self._context = context
        self._sockets = sockets
        self._http = HttpHandler(context, sockets[0].getsockname()[1])
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()
        self._connecting: weakref.WeakSet[ServerConnection] = weakref.WeakSet()
        self._thread = threading.Thread(target=self._run, name="latentpad-page", daemon=True)

    def start(self) -> None:
        """Start serving."""
        self._thread.start()

    def ready(self) -> None:
        """Announce that sounds can be rendered from now on."""
        self._loop.call_soon_threadsafe(self._context.ready.set)

    def stop(self) -> None:
        """Close every connection and release the port."""
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()
        self._context.shut_down()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception:
            logger.exception("The page's server has failed; OSC still works")

    async def _serve(self) -> None:
        servers = [await self._serve_socket(sock) for sock in self._sockets]
        recalling = asyncio.create_task(self._recall_samples())
        await self._closing.wait()
        recalling.cancel()
        for server in servers:
            server.close()
        await asyncio.wait([asyncio.create_task(server.wait_closed()) for server in servers], timeout=CLOSING_SECONDS)
        for connection in [*self._connecting]:  # open, but without a request so far, or not even open
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
        return await serve(
            self._run_session,
            sock=sock,
            process_request=self._respond,
            compression=None,  # between two programs of one machine it only costs time
            max_size=MAX_MESSAGE_BYTES,
            close_timeout=CLOSING_SECONDS,
            server_header=None,
            logger=quiet,
            create_connection=self._connect,  # type: ignore[arg-type]  # a function will do
        )

    def _connect(self, *arguments: Any, **options: Any) -> ServerConnection:
        connection = ServerConnection(*arguments, **options)
        self._connecting.add(connection)
        return connection

    async def _respond(self, connection: ServerConnection, request: Request) -> Response | None:
        self._connecting.discard(connection)
        return await self._http.respond(connection, request)

    async def _run_session(self, connection: ServerConnection) -> None:
        try:
            await PageSession(connection, self._context).run()
        except Exception:
            logger.exception("A page's session has failed")

    async def _recall_samples(self) -> None:
        """Read the samples of earlier sessions, once sounds can be rendered: not to delay the start."""
        await self._context.ready.wait()
        unread, found = self._context.previews.earlier_samples(), list[Sample]()
        try:
            while some := await self._loop.run_in_executor(self._context.reader, list, islice(unread, FILES_AT_ONCE)):
                found += [sample for sample in some if sample is not None]
        except Exception:
            logger.exception("Not all samples of earlier sessions can be shown")
        self._context.history.recall(reversed(found))
        self._context.recalled.set()
