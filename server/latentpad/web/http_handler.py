"""The HTTP side of the page's server: requests are checked, then answered or passed on to a WebSocket."""

import asyncio
import logging
from http import HTTPStatus

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from latentpad.osc.protocol import INTERNAL_ERROR
from latentpad.web.access import rejection_reason
from latentpad.web.context import PageContext
from latentpad.web.files import PageFiles, Resource
from latentpad.web.previews import PreviewSource

logger = logging.getLogger(__name__)

SOCKET, LIBRARY_SOCKET = "/socket", "/library"
"""Of the page's messages, and of the libraries that it sends."""

CONFIDENCE = "/known.bin"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws://{host}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page runs and fetches only what comes from its own server, and no other page can frame it."""


class HttpHandler:
    """Answers HTTP requests."""

    def __init__(self, context: PageContext, port: int) -> None:
        self._context = context
        self._port = port
        self._files = PageFiles(context.view, context.history)

    async def respond(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request; None lets a page of ours open its WebSocket."""
        headers = request.headers
        hosts, origins = headers.get_all("Host"), headers.get_all("Origin")
        site, mode = headers.get("Sec-Fetch-Site", ""), headers.get("Sec-Fetch-Mode", "")
        if reason := rejection_reason(hosts, origins, site, mode, self._port):
            return connection.respond(HTTPStatus.FORBIDDEN, reason + "\n")
        if request.method != "GET":
            return connection.respond(HTTPStatus.METHOD_NOT_ALLOWED, "GET only\n")
        if request.path == SOCKET or (request.path == LIBRARY_SOCKET and self._context.importer):
            return None
        try:
            resource = await self._find(request.path)
        except Exception:
            logger.exception("%s could not be served to the page", request.path)
            return connection.respond(HTTPStatus.INTERNAL_SERVER_ERROR, INTERNAL_ERROR + "\n")
        if resource is None:
            return connection.respond(HTTPStatus.NOT_FOUND, "not found\n")
        return _response(resource, hosts[0])

    async def _find(self, target: str) -> Resource | None:
        if target == CONFIDENCE:
            ready = self._context.ready.is_set()
            return Resource("application/octet-stream", await self._compute_confidence()) if ready else None
        if self._files.is_static(target):
            return self._files.find(target)
        executor = self._context.disk if self._files.is_sample(target) else self._context.reader
        return await asyncio.get_running_loop().run_in_executor(executor, self._files.find, target)

    async def _compute_confidence(self) -> bytes:
        """Return the confidence of each cell; computed once, even if nobody who asks for it waits long enough."""
        view = self._context.view()
        task = view.confidence
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = view.confidence = asyncio.create_task(self._confidence_of(view.previews))
        return await asyncio.shield(task)

    async def _confidence_of(self, previews: PreviewSource) -> bytes:
        """Compute the confidence row by row, so that previews can be rendered in between."""
        loop, worker = asyncio.get_running_loop(), self._context.worker
        unread, rows = previews.confidence_rows(), list[bytes]()
        while row := await loop.run_in_executor(worker, next, unread, b""):
            rows.append(row)
        return b"".join(rows)


def _response(resource: Resource, host: str) -> Response:
    headers = Headers(
        {
            "Content-Type": resource.content_type,
            "Content-Length": str(len(resource.body)),
            "Content-Security-Policy": POLICY.format(host=host),
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-cache",
            "Connection": "close",
        }
    )
    return Response(HTTPStatus.OK.value, HTTPStatus.OK.phrase, headers, resource.body)
