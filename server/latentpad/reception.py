"""What comes in, served: checked, remembered, answered, and handed to the box if it is to be rendered."""

import logging
from collections.abc import Callable, Hashable

from latentpad import wire
from latentpad.aliases import Axes, translated
from latentpad.errors import OscError, WireError
from latentpad.latest import Latest
from latentpad.osc import Command, parse
from latentpad.outbox import Chart, Job, Keep, Outbox
from latentpad.request import Request
from latentpad.state import Pad
from latentpad.subscribers import Peer, Subscribers, at_port

logger = logging.getLogger(__name__)

REST_SECONDS = 0.15
"""How long the point must rest before it is rendered on its own accord."""


class Reception:
    """Serves one datagram at a time; never slow, for the next one waits."""

    def __init__(
        self,
        welcome: tuple[object, ...],
        ports: tuple[int, int],
        box: Latest[Job],
        outbox: Outbox,
        subscribers: Subscribers,
        axes: Axes,
        trigger: str,
    ) -> None:
        self._welcome = welcome
        self._port, self._reply_port = ports
        self._box = box
        self._outbox = outbox
        self._subscribers = subscribers
        self._axes = axes
        self._pad = Pad()
        self._pad.set("trigger", trigger)
        self._served: dict[str, Callable[[Command, Peer], None]] = {
            "hello": self._hello,
            "ping": self._ping,
            "bye": self._bye,
            "xy": self._move,
            "x": self._move,
            "y": self._move,
            "generate": self._generate,
            "keep": self._keep,
            "map": self._map,
            "cancel": self._cancel,
            "set": self._set,
            "get": self._get,
        }

    def handle(self, datagram: bytes, source: Peer) -> None:
        """Serve every message of a datagram, or say what is wrong with it."""
        try:
            messages = wire.decode(datagram)
        except WireError as error:
            self._outbox.send((source,), "error", -1, "wire", error)
            return
        for message in messages:
            try:
                self._serve(message, source)
            except OscError as error:
                self._outbox.tell(source, "error", error.id, error.code, error)

    def _serve(self, message: wire.Message, source: Peer) -> None:
        own = translated(message, self._axes)
        command = parse(own) if own else None
        if command is None:
            return
        for sentence in command.clamped:
            self._outbox.tell(source, "error", command.id, "clamped", sentence)
        self._served[command.verb](command, source)

    def _hello(self, command: Command, source: Peer) -> None:
        reply_to = self._reply_to(command, source)
        peers = (source, reply_to) if command.reply_port is None else (reply_to,)
        level = logging.INFO if self._subscribers.add(source, peers) else logging.DEBUG
        self._outbox.send((source, *peers), "welcome", *self._welcome)
        said = *source[:2], command.name[:64], reply_to[1]
        logger.log(level, "Hello from %s port %s, named %r, answered at port %s", *said)

    def _ping(self, command: Command, source: Peer) -> None:
        peers = self._subscribers.refresh(source, self._reply_to(command, source))
        self._outbox.send((source, *peers), "pong", command.id)

    def _bye(self, command: Command, source: Peer) -> None:
        self._subscribers.remove(source, self._reply_to(command, source))

    def _reply_to(self, command: Command, source: Peer) -> Peer:
        port = self._reply_port if command.reply_port is None else command.reply_port
        if not 1 <= port <= 65535:
            raise OscError("number", f"reply_port must be 1 to 65535, not {port}")
        if port == self._port:
            raise OscError("number", f"reply_port {port} is where latentpad itself listens; choose another")
        return at_port(source, port)

    def _move(self, command: Command, source: Peer) -> None:
        self._pad.move(command.x, command.y)
        if self._pad.auto:
            self._wait(source, Job(self._pad.request(), source, asked=False), REST_SECONDS)

    def _generate(self, command: Command, source: Peer) -> None:
        self._pad.move(command.x, command.y)
        self._wait(source, Job(self._pad.request(command.sound), source, command.id))

    def _keep(self, command: Command, source: Peer) -> None:
        self._wait((source, "keep", command.path), Job(Keep(command.path), source, command.id))

    def _map(self, command: Command, source: Peer) -> None:
        self._wait((source, "map"), Job(Chart(), source, command.id))

    def _wait(self, sender: Hashable, job: Job, delay: float = 0.0) -> None:
        superseded = self._box.put(sender, job, delay)
        self._outbox.drop([superseded] if superseded else [])

    def _cancel(self, _command: Command, _source: Peer) -> None:
        self._outbox.drop(self._box.cancel(lambda job: isinstance(job.work, Request)))

    def _set(self, command: Command, source: Peer) -> None:
        self._outbox.tell(source, "value", command.key, self._pad.set(command.key, command.value))

    def _get(self, command: Command, source: Peer) -> None:
        self._outbox.tell(source, "value", command.key, self._pad.get(command.key))
