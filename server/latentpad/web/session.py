"""The session of an open page: its messages are served, and the daemon's messages are sent to it."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from latentpad.errors import OscError
from latentpad.osc.arguments import as_integer, as_number
from latentpad.osc.protocol import INTERNAL_ERROR, Reply, reply
from latentpad.osc.wire import Message
from latentpad.web.background import BackgroundTasks
from latentpad.web.context import PageContext
from latentpad.web.imports.page import PREFIX, ImportPage
from latentpad.web.loudspeaker import CANNOT, LISTENING
from latentpad.web.messages import decode, encode, monitor_row, to_json
from latentpad.web.outbox import Late, Outbox
from latentpad.web.preview_feed import PreviewFeed
from latentpad.web.shelf_requests import SHELF, ShelfRequests
from latentpad.web.show_requests import SHOW, ShowRequests
from latentpad.web.uploads import Uploads

logger = logging.getLogger(__name__)

MAX_TEXT = 65536
"""Longest message, in characters; files may be larger."""

MONITOR_SECONDS = 0.1
OWN = "/page/"


class PageSession:
    """One page, for as long as it is open."""

    def __init__(self, connection: ServerConnection, context: PageContext) -> None:
        self._connection = connection
        self._context = context
        self._loop = asyncio.get_running_loop()
        self._unsent = Outbox()
        self._previews = PreviewFeed(connection, context, self._put)
        self._monitoring = asyncio.Event()
        self._background = BackgroundTasks(lambda: self._put_error(-1, "internal", INTERNAL_ERROR))
        self._shelf = ShelfRequests(context, self._background, self._put)
        self._show = ShowRequests(context, self._background, self._put)
        self._uploads = Uploads(context, self._background, self._put)
        self._imports: ImportPage | None = None

    async def run(self) -> None:
        """Serve the page until it disconnects."""
        replies, dispatcher = self._context.replies, self._context.dispatcher
        replies.connect(self)  # first, so that no message is missed; later ones queue up behind these
        for message in dispatcher.state_messages():
            self._put(message.address, *message.args)
        self._put("/page/ports", *dispatcher.ports)
        self._shelf.begin()
        if self._context.quit:
            self._put("/page/quits")
        work = [self._send_queued(), self._previews.run(), self._send_monitor(), self._send_start()]
        if self._context.importer:
            self._imports = ImportPage(self._context.importer, self._context.disk, self._put)
            work.append(self._imports.run())
        tasks = [asyncio.create_task(self._keep_running(one)) for one in work]
        try:
            async for content in self._connection:
                await self._receive(content)
        except ConnectionClosed:
            pass
        finally:
            replies.disconnect(self)
            self._context.on_recall.discard(self._put_samples)
            self._context.loudspeaker.remove(self._put_plays)
            self._shelf.end()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def send(self, message: Reply) -> None:
        """Queue a message of the daemon, from any thread and without waiting."""
        with suppress(RuntimeError):  # the loop is closed: the page's server has stopped
            self._loop.call_soon_threadsafe(self._send, message)

    def _send(self, message: Reply) -> None:
        more: tuple[Any, ...] = ()
        if message.address == "/latentpad/done":
            path = PurePath(str(message.args[1]))
            sample = self._context.history.find("/".join(path.parts[-2:])) or self._context.history.find(path.name)
            more = (to_json(sample),) if sample else ()
        self._put(message.address, *message.args, *more)

    def _put(self, address: str, *values: Any) -> None:
        self._queue(encode(address, *values))

    def _queue(self, message: str | Late) -> None:
        """Queue a message; a page that has stopped reading is disconnected."""
        if not self._unsent.put(message):
            self._connection.transport.abort()

    def _put_error(self, *values: object) -> None:
        error = reply("error", *values)
        self._put(error.address, *error.args)

    def _put_samples(self) -> None:
        self._queue(self._samples)

    def _samples(self) -> str:
        return encode("/page/samples", [to_json(sample) for sample in self._context.history.samples()])

    def _put_plays(self, others: bool, notes: bool) -> None:
        self._put("/page/plays", int(others), int(notes))

    async def _receive(self, content: str | bytes) -> None:
        try:
            if isinstance(content, bytes):
                await self._uploads.take(content)
                return
            message = decode(content, MAX_TEXT)
            if message.address.startswith(OWN):
                self._serve(message)
            else:
                self._context.dispatcher.serve(message, self)
        except OscError as error:
            self._put_error(error.id, error.code, error)
        except Exception:
            logger.exception("A page's message could not be served")
            self._put_error(-1, "internal", INTERNAL_ERROR)

    def _serve(self, message: Message) -> None:
        """Serve a message that is not OSC (raises OscError)."""
        match message:
            case ("/page/hear", (id, kind, *what)):
                self._previews.add((as_integer(id, "id", 0), kind, *what))
            case ("/page/place", (id, x, y)):
                self._put_origin(as_integer(id, "id", 0), as_number(x, "x"), as_number(y, "y"))
            case ("/page/samples", ()):
                self._put_samples()
            case (address, _) if address.startswith(SHOW):
                self._show.serve(message)
            case ("/page/quit", ()) if self._context.quit:
                self._context.quit()
            case (address, _) if address.startswith(SHELF):
                self._shelf.serve(message)
            case ("/page/listens", (rank, idle, has_midi)):
                facts = as_integer(rank, "rank", CANNOT, LISTENING), max(as_number(idle, "idle"), 0.0), bool(has_midi)
                self._context.loudspeaker.report(self._put_plays, *facts)
            case ("/page/monitor", (on,)):
                (self._monitoring.set if on else self._monitoring.clear)()
            case (address, _) if address.startswith(PREFIX) and self._imports:
                self._background.start(self._imports.do(self._imports.work_of(message)))
            case (address, args):
                raise OscError("arguments", f"{address[:64]} is unknown, or does not take these {len(args)} arguments")

    def _put_origin(self, id: int, x: float, y: float) -> None:
        """Send what a point is made of; nothing before sounds can be rendered."""
        if self._context.ready.is_set():
            x, y = (min(max(value, 0.0), 1.0) for value in (x, y))
            self._put("/page/place", id, *self._context.previews.origin(self._context.dispatcher.request_at(x, y)))

    async def _keep_running(self, work: Coroutine[Any, Any, None]) -> None:
        """Run one of the session's tasks; without it, the page would wait for ever, so that it has to reconnect."""
        try:
            await work
        except Exception:
            logger.exception("A page's session has failed")
            self._connection.transport.abort()

    async def _send_queued(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                await self._connection.send(await self._unsent.next())

    async def _send_start(self) -> None:
        """Send what is known only some time after the daemon's start."""
        await self._context.ready.wait()
        self._put("/page/ready")
        if self._context.complete.is_set():
            self._put_samples()
        self._context.on_recall.add(self._put_samples)

    async def _send_monitor(self) -> None:
        """Send the OSC monitor's new entries while the page wants them."""
        last = 0
        while True:
            await self._monitoring.wait()
            entries = self._context.monitor.after(last)
            if entries:
                last = entries[-1].number
                self._put("/page/monitor", [monitor_row(entry) for entry in entries])
            await asyncio.sleep(MONITOR_SECONDS)
