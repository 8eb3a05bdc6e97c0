"""The handlers of all messages: each is checked, applied to the pad, replied to, or queued to be rendered."""

import threading
from collections.abc import Callable
from dataclasses import replace

from latentpad.daemon.bundle_switch import BundleSwitch
from latentpad.daemon.buttons import Buttons
from latentpad.daemon.clients import Client, host_of
from latentpad.daemon.jobs import Job, KeepSample, WriteMap
from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.options import DaemonOptions
from latentpad.daemon.playing import Playing
from latentpad.daemon.rate_limit import RateLimit
from latentpad.daemon.render_handlers import RenderHandlers
from latentpad.daemon.replies import Replies, done_values
from latentpad.daemon.sample_player import SamplePlayer
from latentpad.daemon.sockets import Endpoint
from latentpad.daemon.subscriptions import Subscriptions
from latentpad.daemon.worker import welcome_values
from latentpad.errors import OscError
from latentpad.osc.aliases import translate
from latentpad.osc.parser import Command, parse
from latentpad.osc.protocol import Reply, reply
from latentpad.osc.settings import PadState
from latentpad.osc.wire import Message
from latentpad.patience import Patience
from latentpad.regular_files import is_regular
from latentpad.request import Request
from latentpad.samples.history import History

DISK_SECONDS = 0.1
"""Longest time to wait for the folder of an earlier sample; then, and until it answers, the file counts as there."""

MAPS = 16, 1.0
"""Requests for the map, per host: at once, and per second from then on. One that comes back would be served again."""

MAX_NOTES = 4
"""Changed values that one error names."""

Refuse = Callable[[OscError, str], None]
"""Takes why the message to an address is not served, or is served with changed values."""


class Dispatcher:
    """Serves one message at a time, from any thread; handlers must not block, since the next message waits.

    Parameters
    ----------
    playing
        Its player finds points; it renders elsewhere.
    bundles
        Switches to other bundles.
    options
        Reply port, axes and initial trigger.
    endpoint
        Its port is rejected as a reply port.
    queue, replies, history
        Jobs to render, the outgoing side, and the samples to keep and undo.
    """

    def __init__(
        self,
        playing: Playing,
        bundles: BundleSwitch,
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
        self._buttons, self._disk, self._maps = Buttons(), Patience(DISK_SECONDS), RateLimit(*MAPS)
        self._playing, self._bundles = playing, bundles
        self._endpoint = endpoint
        self._queue = queue
        self._replies = replies
        self._history = history
        self._rendering = RenderHandlers(playing, self._pad, options.reply_port, queue, replies, history)
        self._handlers: dict[str, Callable[[Command, Client], None]] = {
            **self._rendering.by_verb,
            "bundle": bundles.serve,
            "bundles": bundles.serve,
            "nearest": self._nearest,
            "keep": self._keep,
            "undo": self._undo,
            "map": self._map,
            "set": self._set,
            "get": self._get,
        }
        self._subscriptions = Subscriptions(options.reply_port, self._welcome, endpoint, replies)

    def serve(self, message: Message, source: Client, refuse: Refuse | None = None) -> None:
        """Serve one message; `refuse` is called with an error, by default one is sent to the source."""
        refuse = refuse or (lambda error, address: self._replies.refuse(source, error, address))
        with self._lock:
            try:
                if not (isinstance(source, tuple) and self._buttons.is_release(message, source)):
                    self._serve(message, source, refuse)
            except OscError as error:
                refuse(error, message.address)

    @property
    def player(self) -> SamplePlayer:
        """The player in use now."""
        return self._playing.player

    @property
    def bundles(self) -> BundleSwitch:
        """Opens other bundles."""
        return self._bundles

    @property
    def ports(self) -> tuple[int, int]:
        """The port we listen on, and the port of replies to a ``hello`` that names none."""
        return self._endpoint.port, self._reply_port

    def state_messages(self) -> list[Reply]:
        """Return the state that a late client needs: welcome and bundle, the point, every setting and the notices."""
        with self._lock:
            values = [reply("value", key, value) for key, value in self._pad.settings()]
            notices = [reply("notice", text) for text in self._replies.notices]
            return [*self._welcome(), reply("point", self._pad.x, self._pad.y), *values, *notices]

    def request_at(self, x: float, y: float) -> Request:
        """Return a request for another point with the current settings; the point does not move."""
        with self._lock:
            return replace(self._pad.request(), x=x, y=y)

    def _welcome(self) -> list[Reply]:
        """Return what a new subscriber receives first."""
        return [reply("welcome", *welcome_values(self._playing.player)), self._bundles.state()]

    def _serve(self, message: Message, source: Client, refuse: Refuse) -> None:
        own = translate(message, self._axes)
        command = parse(own) if own else None
        if command is None:
            return
        if command.clamped:
            more = [f"and {len(command.clamped) - MAX_NOTES} more"] if len(command.clamped) > MAX_NOTES else []
            text = "; ".join([*command.clamped[:MAX_NOTES], *more])
            refuse(OscError("clamped", text, command.id), message.address)
        if command.verb in self._handlers:
            self._handlers[command.verb](command, source)
        elif isinstance(source, tuple):  # a page is connected as long as it is open
            self._subscriptions.serve(command, source)

    def _nearest(self, command: Command, source: Client) -> None:
        x, y = self._pad.at(command.x, command.y)
        for index, found in enumerate(self._playing.player.nearest(x, y, command.k)):
            # not to every page: a finger can ask for thousands of these per second
            self._replies.send((source, *self._replies.subscribers.peers()), "neighbour", command.id, index, *found)

    def _keep(self, command: Command, source: Client) -> None:
        current = self._history.current()  # now: by the time it is copied, there may be a newer one
        work = KeepSample(command.path or (current.path.as_posix() if current else ""), command.name)
        self._rendering.enqueue((source, "keep", work), Job(work, source, command.id))

    def _undo(self, command: Command, source: Client) -> None:
        earlier = self._history.undo(lambda path: self._disk.wait(lambda: is_regular(path)) is not False)
        if earlier is None:
            raise OscError("history", "there is no earlier sample", command.id)
        if not earlier.private:
            self._apply_settings(earlier.rendered.request, source)
        self._rendering.move_to(earlier.rendered.request.x, earlier.rendered.request.y, source)
        # no render, no time: clients tell it from a new sample by this
        self._replies.broadcast(source, "done", command.id, *done_values(replace(earlier.rendered, milliseconds=0.0)))

    def _apply_settings(self, request: Request, source: Client) -> None:
        for key, value in request.settings.items():
            if self._pad.get(key) != value:
                self._replies.broadcast(source, "value", key, self._pad.set(key, value))

    def _map(self, command: Command, source: Client) -> None:
        if isinstance(source, tuple) and not self._maps.admits(host_of(source)):
            raise OscError("queue", "the map is asked for too often; it changes with the bundle only", command.id)
        self._rendering.enqueue((source, "map"), Job(WriteMap(), source, command.id))

    def _set(self, command: Command, source: Client) -> None:
        self._replies.broadcast(source, "value", command.key, self._pad.set(command.key, command.value))

    def _get(self, command: Command, source: Client) -> None:
        self._replies.broadcast(source, "value", command.key, self._pad.get(command.key))
