"""The handlers of all messages: each is checked, applied to the pad, replied to, or queued to be rendered."""

import os
import threading
from collections.abc import Callable, Hashable
from dataclasses import replace

from latentpad.daemon.clients import Client, at_port
from latentpad.daemon.jobs import Approach, Job, KeepSample, WriteMap
from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.options import DaemonOptions
from latentpad.daemon.replies import Replies
from latentpad.daemon.sockets import Endpoint
from latentpad.daemon.subscriptions import Subscriptions
from latentpad.daemon.worker import SamplePlayer, done_values, welcome_values
from latentpad.errors import OscError, UnknownKindError
from latentpad.osc.aliases import translate
from latentpad.osc.parser import Command, parse
from latentpad.osc.protocol import Reply, reply
from latentpad.osc.settings import PadState
from latentpad.osc.wire import Message
from latentpad.request import Request
from latentpad.samples.history import History

REST_SECONDS = 0.15
"""How long the point must rest before it is rendered without a request."""


class Dispatcher:
    """Serves one message at a time, from any thread; handlers must not block, since the next message waits.

    Parameters
    ----------
    player
        Finds points, and says what is loaded; it renders elsewhere.
    options
        Reply port, axes and initial trigger.
    endpoint
        Its port is rejected as a reply port.
    queue, replies, history
        Jobs to render, the outgoing side, and the samples to keep and undo.
    """

    def __init__(
        self,
        player: SamplePlayer,
        options: DaemonOptions,
        endpoint: Endpoint,
        queue: LatestQueue[Job],
        replies: Replies,
        history: History,
    ) -> None:
        self._lock = threading.Lock()
        self._reply_port = options.reply_port
        self._axes = options.axes
        self._pad = PadState()
        self._pad.set("trigger", options.trigger)
        self._player = player
        self._welcome = welcome_values(player)
        self._endpoint = endpoint
        self._queue = queue
        self._replies = replies
        self._history = history
        self._handlers: dict[str, Callable[[Command, Client], None]] = {
            "xy": self._move,
            "x": self._move,
            "y": self._move,
            "generate": self._generate,
            "random": self._generate_found,
            "kind": self._generate_found,
            "nearest": self._nearest,
            "keep": self._keep,
            "undo": self._undo,
            "map": self._map,
            "cancel": self._cancel,
            "set": self._set,
            "get": self._get,
        }
        self._subscriptions = Subscriptions(options.reply_port, self._welcome, endpoint, replies)

    def serve(self, message: Message, source: Client) -> None:
        """Serve one message, or reply with an error."""
        with self._lock:
            try:
                self._serve(message, source)
            except OscError as error:
                self._replies.broadcast(source, "error", error.id, error.code, error)

    @property
    def ports(self) -> tuple[int, int]:
        """The port we listen on, and the port of replies to a ``hello`` that names none."""
        return self._endpoint.port, self._reply_port

    def state_messages(self) -> list[Reply]:
        """Return the state that a late client needs: the welcome, the point, every setting and the notices."""
        with self._lock:
            values = [reply("value", key, value) for key, value in self._pad.settings()]
            notices = [reply("notice", text) for text in self._replies.notices]
            return [reply("welcome", *self._welcome), reply("point", self._pad.x, self._pad.y), *values, *notices]

    def request_at(self, x: float, y: float) -> Request:
        """Return a request for another point with the current settings; the point does not move."""
        with self._lock:
            return replace(self._pad.request(), x=x, y=y)

    def _serve(self, message: Message, source: Client) -> None:
        own = translate(message, self._axes)
        command = parse(own) if own else None
        if command is None:
            return
        for note in command.clamped:
            self._replies.broadcast(source, "error", command.id, "clamped", note)
        if command.verb in self._handlers:
            self._handlers[command.verb](command, source)
        elif isinstance(source, tuple):  # a page is connected as long as it is open
            self._subscriptions.serve(command, source)

    def _move(self, command: Command, source: Client) -> None:
        self._move_to(command.x, command.y, source)
        self._enqueue("approach", Job(Approach(self._pad.x, self._pad.y), source, requested=False))
        if self._pad.auto:
            self._enqueue(source, Job(self._pad.request(), source, requested=False), REST_SECONDS)

    def _generate(self, command: Command, source: Client) -> None:
        self._move_to(command.x, command.y, source)
        job = Job(self._pad.request(command.sound), source, command.id, private=bool(command.sound))
        self._enqueue(source, job)

    def _generate_found(self, command: Command, source: Client) -> None:
        """Render a point that the player finds, at random or of a kind."""
        try:
            if command.verb == "random":
                x, y = self._player.random_point(command.kind)
            else:
                x, y = self._player.kind_point(command.kind, command.index)
        except UnknownKindError as error:
            raise OscError("kind", str(error), command.id) from None
        self._generate(replace(command, x=x, y=y), source)

    def _nearest(self, command: Command, source: Client) -> None:
        x, y = self._pad.at(command.x, command.y)
        for index, found in enumerate(self._player.nearest(x, y, command.k)):
            # not to every page: a finger can ask for thousands of these per second
            self._replies.send((source, *self._replies.subscribers.peers()), "neighbour", command.id, index, *found)

    def _move_to(self, x: float | None, y: float | None, source: Client) -> None:
        if self._pad.move(x, y):
            own = at_port(source, self._reply_port) if isinstance(source, tuple) else None
            self._replies.broadcast_to_others(source, own, "point", self._pad.x, self._pad.y)

    def _keep(self, command: Command, source: Client) -> None:
        current = self._history.current()  # now: by the time it is copied, there may be a newer one
        work = KeepSample(command.path or (current.as_posix() if current else ""), command.name)
        self._enqueue((source, "keep", work), Job(work, source, command.id))

    def _undo(self, command: Command, source: Client) -> None:
        earlier = self._history.undo(os.path.exists)
        if earlier is None:
            raise OscError("history", "there is no earlier sample", command.id)
        if not earlier.private:
            self._apply_settings(earlier.rendered.request, source)
        self._move_to(earlier.rendered.request.x, earlier.rendered.request.y, source)
        # no render, no time: clients tell it from a new sample by this
        self._replies.broadcast(source, "done", command.id, *done_values(replace(earlier.rendered, milliseconds=0.0)))

    def _apply_settings(self, request: Request, source: Client) -> None:
        for key, value in request.settings.items():
            if self._pad.get(key) != value:
                self._replies.broadcast(source, "value", key, self._pad.set(key, value))

    def _map(self, command: Command, source: Client) -> None:
        self._enqueue((source, "map"), Job(WriteMap(), source, command.id))

    def _enqueue(self, sender: Hashable, job: Job, delay: float = 0.0) -> None:
        superseded = self._queue.put(sender, job, delay)
        self._replies.report_dropped([superseded] if superseded else [])

    def _cancel(self, _command: Command, _source: Client) -> None:
        self._replies.report_dropped(self._queue.cancel(lambda job: isinstance(job.work, Request)))

    def _set(self, command: Command, source: Client) -> None:
        self._replies.broadcast(source, "value", command.key, self._pad.set(command.key, command.value))

    def _get(self, command: Command, source: Client) -> None:
        self._replies.broadcast(source, "value", command.key, self._pad.get(command.key))
