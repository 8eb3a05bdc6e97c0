"""The HTTP and WebSocket side of OSCQuery: requests are checked and answered, changes are sent to listeners."""

import asyncio
import json
from collections.abc import Collection
from contextlib import suppress
from http import HTTPStatus

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.replies import Replies
from latentpad.osc.address_space import values_in
from latentpad.osc.protocol import Reply
from latentpad.osc.query import answer
from latentpad.osc.settings import Value
from latentpad.web.oscquery.access import FORBIDDEN, is_rejected
from latentpad.web.oscquery.listener import Listener


class OscQueryService:
    """Answers requests, and is a client of the daemon while anybody listens.

    Parameters
    ----------
    dispatcher, replies
        The daemon's.
    port : int
        Of OSC, and of this server.
    names : collection of str
        Names under which clients reach this machine.
    """

    def __init__(self, dispatcher: Dispatcher, replies: Replies, port: int, names: Collection[str]) -> None:
        self._dispatcher, self._replies, self._port, self._names = dispatcher, replies, port, names
        self._listeners: set[Listener] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        """Where the listeners live."""

    async def respond(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request; None lets a client open its WebSocket."""
        headers = request.headers
        site, mode = headers.get("Sec-Fetch-Site", ""), headers.get("Sec-Fetch-Mode", "")
        if is_rejected(self._names, headers.get_all("Host"), headers.get_all("Origin"), site, mode):
            return connection.respond(HTTPStatus.FORBIDDEN, FORBIDDEN + "\n")
        if request.method != "GET":
            return connection.respond(HTTPStatus.METHOD_NOT_ALLOWED, "GET only\n")
        if headers.get("Upgrade", "").lower() == "websocket":
            return None
        host = connection.local_address[0].removeprefix("::ffff:")
        status, content = answer(request.path, self._values(), host, self._port)
        return _response(status, b"" if content is None else json.dumps(content).encode())

    async def listen(self, connection: ServerConnection) -> None:
        """Serve a WebSocket until it is closed."""
        self._loop = asyncio.get_running_loop()
        listener = Listener(connection)
        if not self._listeners:
            self._replies.connect(self)
        self._listeners.add(listener)
        try:
            await listener.run()
        finally:
            self._listeners.remove(listener)
            if not self._listeners:
                self._replies.disconnect(self)

    def send(self, message: Reply) -> None:
        """Send what changes with a reply of the daemon to the listeners, from any thread and without waiting."""
        if self._loop and (values := values_in(message)):
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._publish, values)

    def _publish(self, values: dict[str, tuple[Value, ...]]) -> None:
        for listener in self._listeners:
            for path, one in values.items():
                listener.change(path, one)

    def _values(self) -> dict[str, tuple[Value, ...]]:
        """Return what every node is set to."""
        found: dict[str, tuple[Value, ...]] = {}
        for message in self._dispatcher.state_messages():
            found |= values_in(message)
        return found


def _response(status: HTTPStatus, body: bytes) -> Response:
    headers = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    if status != HTTPStatus.NO_CONTENT:
        headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return Response(status.value, status.phrase, Headers(headers), body)
