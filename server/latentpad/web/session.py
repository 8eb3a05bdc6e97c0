"""An open page: what it says is served, what happens is told to it, and of its wishes to hear the newest wins."""

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.replies import Replies
from latentpad.errors import LatentpadError, OscError
from latentpad.osc.arguments import as_integer, as_number, short_repr
from latentpad.osc.protocol import Reply, reply
from latentpad.osc.wire import Argument, Message
from latentpad.samples.history import History, Sample
from latentpad.web import messages as messages
from latentpad.web.previews import PreviewSource
from latentpad.web.reveal import reveal
from latentpad.web.sample_json import to_json

logger = logging.getLogger(__name__)

MOST_UNSAID = 2000
"""Answers that wait for a page; one that lets more wait has fallen asleep, and is let go."""

MONITOR_SECONDS = 0.1

PAUSE_SECONDS = 0.01
"""Between two sounds that a page wishes to hear: one that wishes without end leaves time for others."""

OWN = "/page/"


@dataclass(frozen=True)
class Instrument:
    """Everything that a page plays."""

    dispatcher: Dispatcher
    replies: Replies
    history: History
    monitor: Monitor
    hears: PreviewSource
    worker: Executor
    """Where what is slow is done; one thing at a time."""
    ready: asyncio.Event
    """Whether sounds can be made."""
    recalled: asyncio.Event
    """Whether the samples of earlier days are known."""


class PageSession:
    """One page, for as long as it is open."""

    def __init__(self, connection: ServerConnection, instrument: Instrument) -> None:
        self._connection = connection
        self._instrument = instrument
        self._loop = asyncio.get_running_loop()
        self._unsaid: asyncio.Queue[str | bytes] = asyncio.Queue(MOST_UNSAID)
        self._wishes: dict[bool, tuple[Argument, ...]] = {}
        """The newest wish for a sample (True), and for anything else: a hand that goes on hushes nothing it made."""
        self._wished = asyncio.Event()
        self._watching = asyncio.Event()
        self._beside: set[asyncio.Task[None]] = set()

    async def stay(self) -> None:
        """Serve the page until it goes."""
        replies, dispatcher = self._instrument.replies, self._instrument.dispatcher
        replies.connect(self)  # first, so that nothing is missed; what is told from now on is put behind this
        for message in dispatcher.state_messages():
            self._put(messages.written(message.address, *message.args))
        self._put(messages.written("/page/ports", *dispatcher.ports))
        tasks = [asyncio.create_task(work) for work in (self._speak(), self._play(), self._watch(), self._greet())]
        try:
            async for said in self._connection:
                self._listen(said)
        except ConnectionClosed:
            pass
        finally:
            replies.disconnect(self)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def send(self, message: Reply) -> None:
        """Pass an answer on, from any thread and without waiting."""
        with suppress(RuntimeError):  # the loop is closed: nobody is there any more
            self._loop.call_soon_threadsafe(self._send, message)

    def _send(self, message: Reply) -> None:
        more: tuple[Any, ...] = ()
        if message.address == "/latentpad/done":
            made = self._instrument.history.find(PurePath(str(message.args[1])).name)
            more = (to_json(made),) if made else ()
        self._put(messages.written(message.address, *message.args, *more))

    def _put(self, said: str | bytes) -> None:
        try:
            self._unsaid.put_nowait(said)
        except asyncio.QueueFull:
            self._connection.transport.abort()

    async def _speak(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                await self._connection.send(await self._unsaid.get())

    async def _greet(self) -> None:
        """Say what takes a while after a start."""
        await self._instrument.ready.wait()
        self._put(messages.written("/page/ready"))
        await self._instrument.recalled.wait()
        self._tell_samples()

    def _listen(self, said: str | bytes) -> None:
        try:
            message = messages.read(said)
            if message.address.startswith(OWN):
                self._serve(message)
            else:
                self._instrument.dispatcher.serve(message, self)
        except OscError as error:
            self._refuse(error.id, error.code, error)
        except Exception:
            logger.exception("A page's message could not be served")
            self._refuse(-1, "internal", "latentpad has a fault; its log says more")

    def _refuse(self, *values: object) -> None:
        refused = reply("error", *values)
        self._put(messages.written(refused.address, *refused.args))

    def _serve(self, message: Message) -> None:
        """Serve what is no OSC (raises OscError)."""
        match message:
            case ("/page/hear", (_, kind, *_) as wish):
                self._wishes[kind == "sample"] = wish
                self._wished.set()
            case ("/page/samples", ()):
                self._tell_samples()
            case ("/page/show", (str() as name,)):
                self._keep_going(self._show(self._made(name)))
            case ("/page/monitor", (on,)):
                (self._watching.set if on else self._watching.clear)()
            case (address, args):
                raise OscError("arguments", f"there is no {address[:64]} with {len(args)} such arguments")

    async def _show(self, made: Sample) -> None:
        """Open the file manager, which may take its time."""
        try:
            await self._loop.run_in_executor(None, reveal, made.kept or made.rendered.path)
        except LatentpadError as error:
            self._put(messages.written("/page/wrong", str(error)))

    def _keep_going(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside all else, and hold on to it until it is done."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    def _tell_samples(self) -> None:
        self._put(messages.written("/page/samples", [to_json(made) for made in self._instrument.history.samples()]))

    def _made(self, name: str) -> Sample:
        made = self._instrument.history.find(name)
        if made is None:
            raise OscError("folder", f"{name[:100]!r} is no sample of ours")
        return made

    async def _watch(self) -> None:
        """Tell what went over OSC, while the page wants to know."""
        seen = 0
        while True:
            await self._watching.wait()
            lines = self._instrument.monitor.after(seen)
            if lines:
                seen = lines[-1].number
                book = [[line.number, line.incoming, line.peer, line.address, _shown(line.args)] for line in lines]
                self._put(messages.written("/page/monitor", book))
            await asyncio.sleep(MONITOR_SECONDS)

    async def _play(self) -> None:
        """Let the page hear what it last wished to."""
        await self._instrument.ready.wait()
        while True:
            while not self._wishes:
                self._wished.clear()
                await self._wished.wait()
            id, kind, *what = self._wishes.pop(max(self._wishes))  # a sample first
            try:
                number = as_integer(id, "id", 0)
                work = self._work(kind, *what)
                heard = await self._loop.run_in_executor(self._instrument.worker, work)
                # sent before the next one is begun: over a slow line, too, the newest wish wins
                await self._connection.send(messages.sound(number, *heard))
                await asyncio.sleep(PAUSE_SECONDS)
            except ConnectionClosed:
                return
            except (LatentpadError, IndexError) as error:
                self._put(messages.written("/page/silent", id, str(error)))
            except Exception:
                logger.exception("A page's wish to hear %s %s could not be served", kind, what)
                self._put(messages.written("/page/silent", id, "latentpad has a fault; its log says more"))

    def _work(self, *wish: Argument) -> Callable[[], tuple[Any, int]]:
        """Say what is to be done for a wish (raises OscError)."""
        hears = self._instrument.hears
        match wish:
            case ("place", x, y):
                at = (min(max(as_number(value, "a coordinate"), 0.0), 1.0) for value in (x, y))
                return partial(hears.render, self._instrument.dispatcher.request_at(*at))
            case ("sound", index):
                return partial(hears.sound, as_integer(index, "index"))
            case ("sample", str() as name):
                return partial(hears.sample, self._made(name).rendered.path)
        raise OscError(
            "arguments", f"nothing can be heard of {short_repr(wish[0])} with {len(wish) - 1} such arguments"
        )


def _shown(args: tuple[Argument, ...]) -> list[int | float | str | None]:
    """Give a message's arguments as JSON has them."""
    return [_plain(value) for value in args]


def _plain(value: Argument) -> int | float | str | None:
    if isinstance(value, bytes):
        return f"{len(value)} raw bytes"
    if isinstance(value, str):
        return value[:200]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
