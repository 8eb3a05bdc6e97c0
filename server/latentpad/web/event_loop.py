"""The connections of the page."""

import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

from websockets.asyncio.server import ServerConnection

from latentpad.web.connection_limits import Places
from latentpad.web.connection_loop import ConnectionLoop
from latentpad.web.context import PageContext
from latentpad.web.earlier_samples import EarlierSamples
from latentpad.web.http_handler import LIBRARY_SOCKET, SOCKET, HttpHandler
from latentpad.web.imports.receiver import LibraryReceiver
from latentpad.web.session import PageSession
from latentpad.web.uploads import MAX_MESSAGE_BYTES

logger = logging.getLogger(__name__)

MAX_PAGES = 32
MAX_LIBRARIES = 4
"""Folders that pages begin to send; one of them is taken."""

PLACES = {
    SOCKET: Places(MAX_PAGES, f"{MAX_PAGES} pages of latentpad are open, the maximum; close one of them"),
    LIBRARY_SOCKET: Places(MAX_LIBRARIES, "other folders are being imported; wait until that is done, or cancel it"),
}


class PageEventLoop:
    """Serves pages from ``start`` to ``stop``.

    Parameters
    ----------
    context : PageContext
    sockets : sequence of socket
        Bound to one port; closed by ``stop``.
    """

    def __init__(self, context: PageContext, sockets: Sequence[socket.socket]) -> None:
        self._context = context
        http = HttpHandler(context, sockets[0].getsockname()[1])
        serving = http.respond, self._run_session, EarlierSamples(context, self._call).run
        self._loop = ConnectionLoop("page", sockets, PLACES, *serving, max_message=MAX_MESSAGE_BYTES)

    def start(self) -> None:
        """Start serving."""
        self._loop.start()

    def ready(self) -> None:
        """Announce that sounds can be rendered from now on."""
        self._loop.call(self._context.ready.set)

    def stop(self) -> None:
        """Close every connection and release the port."""
        self._loop.stop()
        self._context.shut_down()
        self._loop.close()

    def _call(self, function: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop is closed: the page's server has stopped
            self._loop.call(function)

    async def _run_session(self, connection: ServerConnection) -> None:
        context, request = self._context, connection.request
        try:
            if request and request.path == LIBRARY_SOCKET and context.importer:
                await LibraryReceiver(connection, context.importer, context.disk).run()
            else:
                await PageSession(connection, context).run()
        except Exception:
            logger.exception("A page's session has failed")
