"""What comes in, served: checked, remembered, answered, and handed to the box if it is to be rendered."""

import logging
import os
import threading
from collections.abc import Callable, Hashable
from dataclasses import replace

from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.replies import Client, Job, Keep, MapFiles, Replies
from latentpad.daemon.subscribers import Peer, Subscribers, at_port
from latentpad.errors import OscError, WireError
from latentpad.osc import wire
from latentpad.osc.aliases import Axes, translate
from latentpad.osc.protocol import Command, Reply, parse, reply
from latentpad.osc.settings import PadState
from latentpad.request import Rendered, Request
from latentpad.samples.history import History

logger = logging.getLogger(__name__)

REST_SECONDS = 0.15
"""How long the point must rest before it is rendered on its own accord."""


class Dispatcher:
    """Serves one message at a time, whichever thread brings it; never slow, for the next one waits."""

    def __init__(
        self,
        welcome: tuple[object, ...],
        ports: tuple[int, int],
        queue: LatestQueue[Job],
        replies: Replies,
        subscribers: Subscribers,
        history: History,
        monitor: Monitor,
        axes: Axes,
        trigger: str,
    ) -> None:
        self._lock = threading.Lock()
        self._welcome = welcome
        self._port, self._reply_port = ports
        self._queue = queue
        self._replies = replies
        self._subscribers = subscribers
        self._history = history
        self._monitor = monitor
        self._axes = axes
        self._pad = PadState()
        self._pad.set("trigger", trigger)
        self._played: dict[str, Callable[[Command, Client], None]] = {
            "xy": self._move,
            "x": self._move,
            "y": self._move,
            "generate": self._generate,
            "keep": self._keep,
            "undo": self._undo,
            "map": self._map,
            "cancel": self._cancel,
            "set": self._set,
            "get": self._get,
        }
        self._met: dict[str, Callable[[Command, Peer], None]] = {
            "hello": self._hello,
            "ping": self._ping,
            "bye": self._bye,
        }

    def handle(self, datagram: bytes, source: Peer) -> None:
        """Serve every message of a datagram, or say what is wrong with it."""
        try:
            messages = wire.decode(datagram)
        except WireError as error:
            self._replies.send((source,), "error", -1, "wire", error)
            return
        for message in messages:
            self._monitor.note(True, f"{source[0]} port {source[1]}", *message)
            self.serve(message, source)

    def serve(self, message: wire.Message, source: Client) -> None:
        """Serve one message, or say what is wrong with it."""
        with self._lock:
            try:
                self._serve(message, source)
            except OscError as error:
                self._replies.tell(source, "error", error.id, error.code, error)

    @property
    def ports(self) -> tuple[int, int]:
        """Where we listen, and where answers go for a ``hello`` that names no port."""
        return self._port, self._reply_port

    def state_messages(self) -> list[Reply]:
        """Give what somebody who comes late has to know: who we are, where the point is, and every setting."""
        with self._lock:
            values = [reply("value", key, value) for key, value in self._pad.settings()]
            return [reply("welcome", *self._welcome), reply("point", self._pad.x, self._pad.y), *values]

    def request_at(self, x: float, y: float) -> Request:
        """Give the sound of another point with the settings as they are; nothing moves."""
        with self._lock:
            return replace(self._pad.request(), x=x, y=y)

    def _serve(self, message: wire.Message, source: Client) -> None:
        own = translate(message, self._axes)
        command = parse(own) if own else None
        if command is None:
            return
        for sentence in command.clamped:
            self._replies.tell(source, "error", command.id, "clamped", sentence)
        if command.verb in self._played:
            self._played[command.verb](command, source)
        elif isinstance(source, tuple):  # a page is connected as long as it is there
            self._met[command.verb](command, source)

    def _hello(self, command: Command, source: Peer) -> None:
        reply_to = self._reply_to(command, source)
        peers = (source, reply_to) if command.reply_port is None else (reply_to,)
        level = logging.INFO if self._subscribers.add(source, peers) else logging.DEBUG
        self._replies.send((source, *peers), "welcome", *self._welcome)
        said = *source[:2], command.name[:64], reply_to[1]
        logger.log(level, "Hello from %s port %s, named %r, answered at port %s", *said)

    def _ping(self, command: Command, source: Peer) -> None:
        peers = self._subscribers.refresh(source, self._reply_to(command, source))
        self._replies.send((source, *peers), "pong", command.id)

    def _bye(self, command: Command, source: Peer) -> None:
        self._subscribers.remove(source, self._reply_to(command, source))

    def _reply_to(self, command: Command, source: Peer) -> Peer:
        port = self._reply_port if command.reply_port is None else command.reply_port
        if not 1 <= port <= 65535:
            raise OscError("number", f"reply_port must be 1 to 65535, not {port}")
        if port == self._port:
            raise OscError("number", f"reply_port {port} is where latentpad itself listens; choose another")
        return at_port(source, port)

    def _move(self, command: Command, source: Client) -> None:
        self._move_to(command.x, command.y, source)
        if self._pad.auto:
            self._wait(source, Job(self._pad.request(), source, asked=False), REST_SECONDS)

    def _generate(self, command: Command, source: Client) -> None:
        self._move_to(command.x, command.y, source)
        job = Job(self._pad.request(command.sound), source, command.id, private=bool(command.sound))
        self._wait(source, job)

    def _move_to(self, x: float | None, y: float | None, source: Client) -> None:
        if self._pad.move(x, y):
            own = at_port(source, self._reply_port) if isinstance(source, tuple) else None
            self._replies.tell_others(source, own, "point", self._pad.x, self._pad.y)

    def _keep(self, command: Command, source: Client) -> None:
        current = self._history.current()  # now: by the time that it is copied there may be a newer one
        work = Keep(command.path or (current.as_posix() if current else ""), command.name)
        self._wait((source, "keep", work), Job(work, source, command.id))

    def _undo(self, command: Command, source: Client) -> None:
        before = self._history.undo(os.path.exists)
        if before is None:
            raise OscError("history", "there is no sample before this one", command.id)
        if not before.private:
            self._set_all(before.rendered.request, source)
        self._move_to(before.rendered.request.x, before.rendered.request.y, source)
        # nothing was made, and it took no time: by this clients can tell it from a new sample
        self._replies.tell(source, "done", command.id, *done_values(replace(before.rendered, milliseconds=0.0)))

    def _set_all(self, request: Request, source: Client) -> None:
        for key, value in request.settings.items():
            if self._pad.get(key) != value:
                self._replies.tell(source, "value", key, self._pad.set(key, value))

    def _map(self, command: Command, source: Client) -> None:
        self._wait((source, "map"), Job(MapFiles(), source, command.id))

    def _wait(self, sender: Hashable, job: Job, delay: float = 0.0) -> None:
        superseded = self._queue.put(sender, job, delay)
        self._replies.drop([superseded] if superseded else [])

    def _cancel(self, _command: Command, _source: Client) -> None:
        self._replies.drop(self._queue.cancel(lambda job: isinstance(job.work, Request)))

    def _set(self, command: Command, source: Client) -> None:
        self._replies.tell(source, "value", command.key, self._pad.set(command.key, command.value))

    def _get(self, command: Command, source: Client) -> None:
        self._replies.tell(source, "value", command.key, self._pad.get(command.key))


def done_values(rendered: Rendered) -> tuple[object, ...]:
    """Give the values of ``done`` after its id."""
    request = rendered.request
    return (
        rendered.path.absolute().as_posix(),
        *(request.x, request.y, request.seed),
        *(rendered.sample_rate, rendered.n_samples, rendered.confidence, rendered.milliseconds),
    )
