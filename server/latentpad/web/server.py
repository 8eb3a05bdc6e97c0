"""The page's server: one thread with an event loop, on both loopback addresses; started and stopped by the daemon."""

import asyncio
import logging
import socket
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from itertools import islice
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.ports import bind_loopback
from latentpad.daemon.replies import Replies
from latentpad.errors import PortError
from latentpad.samples.history import History, Sample
from latentpad.web.access import rejection_reason
from latentpad.web.files import Files, Found
from latentpad.web.previews import PreviewSource
from latentpad.web.session import Instrument, PageSession

logger = logging.getLogger(__name__)

SOCKET, KNOWN = "/socket", "/known.bin"
FILES_AT_ONCE = 20
LARGEST_WORD = 65536
CLOSING_SECONDS = 1.0
BACKLOG = 100
TAKEN = (
    "(another latentpad, another server?); choose another for the page with --web-port, or go without it with --no-web"
)
FLAGS = "--web-port, --no-web"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws://{host}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page runs and fetches what is its own, and nobody puts it into a frame."""


class PageServer:
    """Serves the page from ``open`` to ``close``.

    Parameters
    ----------
    hears : PreviewSource
        What the page shows and plays.
    port : int
        The TCP port; 0 lets the system choose.
    """

    def __init__(self, hears: PreviewSource, port: int) -> None:
        self._hears = hears
        self._wanted = port
        self._thread: threading.Thread | None = None
        self._connecting: weakref.WeakSet[ServerConnection] = weakref.WeakSet()

    @property
    def address(self) -> str:
        """Where the page is to be found."""
        return f"http://127.0.0.1:{self.port}"

    def open(self, dispatcher: Dispatcher, replies: Replies, history: History, monitor: Monitor) -> None:
        """Take the port and begin to serve (raises PortError)."""
        if not 0 <= self._wanted <= 65535:
            raise PortError(f"--web-port must be 0 to 65535, not {self._wanted}")
        sockets = bind_loopback(self._wanted, socket.SOCK_STREAM, TAKEN, FLAGS)
        for sock in sockets:
            sock.listen(BACKLOG)
        self.port: int = sockets[0].getsockname()[1]
        self._files = Files(self._hears, history)
        self._loop = asyncio.new_event_loop()
        # one thing at a time, so that no more than one core is busy with what a page wants to hear
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="latentpad-page-work")
        self._reader = ThreadPoolExecutor(2, thread_name_prefix="latentpad-page-read")
        self._cells = b""
        self._closing, self._ready = asyncio.Event(), asyncio.Event()
        self._instrument = Instrument(
            *(dispatcher, replies, history, monitor), self._hears, self._worker, self._ready, asyncio.Event()
        )
        self._thread = threading.Thread(target=self._run, args=(sockets,), name="latentpad-page", daemon=True)
        self._thread.start()

    def ready(self) -> None:
        """Know that sounds can be made from now on."""
        self._loop.call_soon_threadsafe(self._ready.set)

    def close(self) -> None:
        """Say goodbye to everybody and give the port back; also where it never opened."""
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()
        for pool in (self._worker, self._reader):
            pool.shutdown(cancel_futures=True)
        self._loop.close()
        self._thread = None

    def _run(self, sockets: list[socket.socket]) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve(sockets))
        except Exception:
            logger.exception("The page has stopped; OSC goes on")

    async def _serve(self, sockets: list[socket.socket]) -> None:
        servers = [await self._server(sock) for sock in sockets]
        recalling = asyncio.create_task(self._recall())
        await self._closing.wait()
        recalling.cancel()
        for server in servers:
            server.close()
        await asyncio.wait([asyncio.create_task(server.wait_closed()) for server in servers], timeout=CLOSING_SECONDS)
        for connection in [*self._connecting]:  # who came and has not said a word
            connection.transport.abort()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _server(self, sock: socket.socket) -> Server:
        # what is no WebSocket, or stops half-way, is nobody's fault here: browsers open connections and let them be
        quiet = logging.getLogger(f"{__name__}.connections")
        quiet.setLevel(logging.CRITICAL)
        return await serve(
            self._visited,
            sock=sock,
            process_request=self._answered,
            compression=None,  # between two programs of one machine it only costs time
            max_size=LARGEST_WORD,
            close_timeout=CLOSING_SECONDS,
            server_header=None,
            logger=quiet,
            create_connection=self._connection,  # type: ignore[arg-type]  # a function will do
        )

    def _connection(self, *arguments: Any, **options: Any) -> ServerConnection:
        connection = ServerConnection(*arguments, **options)
        self._connecting.add(connection)
        return connection

    async def _recall(self) -> None:
        """Look at what lies in the folder, once sounds can be made: the start is not to wait for it."""
        await self._ready.wait()
        earlier, found = self._hears.earlier_samples(), list[Sample]()
        try:
            while some := await self._loop.run_in_executor(self._reader, list, islice(earlier, FILES_AT_ONCE)):
                found += [made for made in some if made is not None]
        except Exception:
            logger.exception("The samples of earlier days cannot all be shown")
        self._instrument.history.recall(reversed(found))
        self._instrument.recalled.set()

    async def _visited(self, connection: ServerConnection) -> None:
        try:
            await PageSession(connection, self._instrument).stay()
        except Exception:
            logger.exception("A page was let go")

    async def _answered(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request, or let a page of ours go on to its WebSocket."""
        self._connecting.discard(connection)
        headers = request.headers
        hosts, origins = headers.get_all("Host"), headers.get_all("Origin")
        site, mode = headers.get("Sec-Fetch-Site", ""), headers.get("Sec-Fetch-Mode", "")
        if reason := rejection_reason(hosts, origins, site, mode, self.port):
            return connection.respond(HTTPStatus.FORBIDDEN, reason + "\n")
        if request.method != "GET":
            return connection.respond(HTTPStatus.METHOD_NOT_ALLOWED, "GET only\n")
        if request.path == SOCKET:
            return None
        try:
            found = await self._found(request.path)
        except Exception:
            logger.exception("The page's %s could not be given", request.path)
            return connection.respond(HTTPStatus.INTERNAL_SERVER_ERROR, "latentpad has a fault; its log says more\n")
        if found is None:
            return connection.respond(HTTPStatus.NOT_FOUND, "there is no such thing here\n")
        return _response(found, hosts[0])

    async def _found(self, target: str) -> Found | None:
        if target == KNOWN:
            return Found("application/octet-stream", await self._known()) if self._ready.is_set() else None
        if self._files.is_quick(target):
            return self._files.find(target)
        return await self._loop.run_in_executor(self._reader, self._files.find, target)

    async def _known(self) -> bytes:
        """Tell how well each cell of the map is known; row by row, since others want to work in between."""
        if not self._cells:
            known, rows = self._hears.confidence_rows(), list[bytes]()
            while row := await self._loop.run_in_executor(self._worker, next, known, b""):
                rows.append(row)
            self._cells = b"".join(rows)
        return self._cells


def _response(found: Found, host: str) -> Response:
    headers = Headers(
        {
            "Content-Type": found.kind,
            "Content-Length": str(len(found.body)),
            "Content-Security-Policy": POLICY.format(host=host),
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-cache",
            "Connection": "close",
        }
    )
    return Response(HTTPStatus.OK.value, HTTPStatus.OK.phrase, headers, found.body)
