"""The connections of the page: sessions, and the samples of earlier sessions."""

import asyncio
import logging
import socket
from collections.abc import Sequence
from itertools import islice

from websockets.asyncio.server import ServerConnection

from latentpad.samples.history import Sample
from latentpad.web.connection_loop import ConnectionLoop
from latentpad.web.context import PageContext
from latentpad.web.http_handler import LIBRARY_SOCKET, HttpHandler
from latentpad.web.imports.receiver import LibraryReceiver
from latentpad.web.session import PageSession
from latentpad.web.uploads import MAX_MESSAGE_BYTES

logger = logging.getLogger(__name__)

FILES_AT_ONCE = 20


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
        http = HttpHandler(context, sockets[0].getsockname()[1])
        serving = http.respond, self._run_session, self._recall_samples
        self._loop = ConnectionLoop("page", sockets, *serving, max_message=MAX_MESSAGE_BYTES)

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

    async def _run_session(self, connection: ServerConnection) -> None:
        context, request = self._context, connection.request
        try:
            if request and request.path == LIBRARY_SOCKET and context.importer:
                await LibraryReceiver(connection, context.importer, context.reader).run()
            else:
                await PageSession(connection, context).run()
        except Exception:
            logger.exception("A page's session has failed")

    async def _recall_samples(self) -> None:
        """Read the samples of earlier sessions, once sounds can be rendered: not to delay the start."""
        await self._context.ready.wait()
        unread, found = self._context.previews.earlier_samples(), list[Sample]()
        loop = asyncio.get_running_loop()
        try:
            while some := await loop.run_in_executor(self._context.reader, list, islice(unread, FILES_AT_ONCE)):
                found += [sample for sample in some if sample is not None]
        except Exception:
            logger.exception("Not all samples of earlier sessions can be shown")
        self._context.history.recall(reversed(found))
        self._context.recalled.set()
