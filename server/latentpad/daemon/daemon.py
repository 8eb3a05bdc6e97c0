"""The daemon: a thread that receives and a thread that renders, from start to stop."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from latentpad.daemon.bundle_switch import BundleSwitch
from latentpad.daemon.bundles import BundleEntry, Bundles, OnlyBundle
from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.ending import end_all
from latentpad.daemon.inbox import Inbox
from latentpad.daemon.jobs import Job
from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.losses import Losses
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.observer import Observer
from latentpad.daemon.options import DaemonOptions
from latentpad.daemon.playing import Playing
from latentpad.daemon.receiver import Receiver
from latentpad.daemon.replies import Replies
from latentpad.daemon.sample_player import SamplePlayer
from latentpad.daemon.servers import OscQuery, Page
from latentpad.daemon.signals import stop_signals
from latentpad.daemon.sockets import Endpoint
from latentpad.daemon.start_log import log_start
from latentpad.daemon.worker import Worker
from latentpad.request import Located
from latentpad.samples.history import History

logger = logging.getLogger(__name__)

RECEIVE_SECONDS, RENDER_SECONDS, CLOSE_SECONDS = 0.5, 2.5, 1.8
"""Longest times for the threads to end: together less than the five seconds after which a user gives up."""


class Daemon:
    """Plays what clients ask for, from ``start`` to ``stop``, once.

    Parameters
    ----------
    player
        Renders the samples.
    options
        Addresses, ports and initial settings.
    page
        The web page, None for OSC only.
    query
        The OSCQuery server, None for none.
    bundles
        Those that can be played instead, None for none.
    first
        The bundle of the player among them.
    """

    def __init__(
        self,
        player: SamplePlayer,
        options: DaemonOptions,
        page: Page | None = None,
        query: OscQuery | None = None,
        bundles: Bundles | None = None,
        first: BundleEntry | None = None,
    ) -> None:
        self._playing = Playing(player)
        self._options = options
        self._page = page
        self._query = query
        self._endpoint = Endpoint(options.host, options.port)
        self._monitor = Monitor()
        self._history = History()
        self._queue: LatestQueue[Job] = LatestQueue()
        self._losses = Losses(self._monitor)
        self._replies = Replies(self._endpoint, self._monitor, self._losses, options.reply_port)
        shared = self._queue, self._replies, self._history
        self._worker = Worker(self._playing, *shared)
        first = first or OnlyBundle(player.bundle_name, player.n_points, player.digest)
        self._bundles = BundleSwitch(self._playing, bundles, first, *shared, self._worker.give_up_batch)
        self._dispatcher = Dispatcher(self._playing, self._bundles, options, self._endpoint, *shared)
        self._receiver = Receiver(self._endpoint, self._dispatcher, self._replies, self._monitor, self._losses)
        self._rendering = threading.Thread(target=self._render, name="latentpad-render", daemon=True)
        self._inbox = Inbox(player.inbox, self._locate, self._replies) if player.inbox else None
        self._prepared = threading.Event()
        self._running = False
        self._stopping = threading.Lock()
        self.is_hung = False
        """Whether threads were left behind, which may keep the interpreter from ending."""

    def start(self, prepared: bool = True) -> None:
        """Bind the ports and listen; renders wait for `ready` unless everything is ``prepared``.

        Raises
        ------
        PortError
            If a port is not available.
        """
        self._options.check()
        self._endpoint.open()
        try:
            self._options.check_reply_port(self.port)
            if self._page:
                self._page.open(self._dispatcher, self._replies, self._history, self._monitor)
        except BaseException:
            self._endpoint.close()
            raise
        if self._query:
            self._query.open(self._dispatcher, self._replies)
        self._running = True
        self._bundles.start()
        self._receiver.start()
        self._rendering.start()
        if prepared:
            self.ready()

    def ready(self) -> None:
        """Start rendering: everything is prepared."""
        self._prepared.set()
        if self._inbox:
            self._inbox.start()
        if self._page:
            self._page.ready()

    @property
    def port(self) -> int:
        """The UDP port in use, which the system has chosen if the one in the options was 0."""
        return self._endpoint.port

    @property
    def bundles(self) -> BundleSwitch:
        """Opens other bundles."""
        return self._bundles

    def ready_line(self) -> str:
        """Return the last line of the log at the start: where to send OSC, and how to stop."""
        names = " and ".join(self._endpoint.names)
        return f"Ready: OSC on {names}, replies also to {self._options.reply_port}; press Ctrl-C to stop"

    def stop(self) -> None:
        """Finish the sample in progress, drop the waiting jobs and release the ports; harmless if repeated.

        What waits for a disk that does not answer is left behind after a while: `is_hung`.
        """
        with self._stopping:
            if not self._running:
                return
            self._running = False
            hung = [] if self._receiver.stop(RECEIVE_SECONDS) else ["receiving"]
            self._replies.report_dropped(self._queue.cancel())
            self._queue.close()
            self._prepared.set()
            self._rendering.join(RENDER_SECONDS)
            hung += ["rendering"] if self._rendering.is_alive() else []
            hung += end_all(self._closers(), CLOSE_SECONDS)
            self._losses.report(is_last=True)
            self._endpoint.close()
            self.is_hung = bool(hung)
            if hung:
                logger.warning("Stopped without waiting longer for a disk that does not answer (%s)", ", ".join(hung))
            else:
                logger.info("Stopped")

    def _closers(self) -> dict[str, Callable[[], object]]:
        """Return what ends the other threads, by what these do."""
        closers: dict[str, Callable[[], object]] = {"bundles": self._bundles.stop}
        if self._inbox:
            closers["inbox"] = self._inbox.stop
        if self._page:
            closers["page"] = self._page.close
        if self._query:
            closers["OSCQuery"] = self._query.close
        return closers

    def run(self, prepare: Callable[[Any], None] | None = None, observer: Observer | None = None) -> None:
        """Start, prepare the player, which takes a while, wait for a signal, stop; in the main thread (PortError)."""
        observer = observer or Observer()
        self.start(prepared=False)
        try:
            page = self._page.address if self._page else ""
            observer.started(self.port, page)
            if prepare:
                logger.info("Warming up")
                prepare(self._playing.player)
            with stop_signals(observer.should_stop) as wait:
                self.ready()
                log_start(self._playing.player, page, self.ready_line())
                observer.ready()
                wait()
                logger.info("Stopping")
        finally:
            self.stop()

    def _render(self) -> None:
        self._prepared.wait()
        self._worker.run()

    def _locate(self, content: bytes, name: str) -> Located:
        """Locate a sound of the inbox on the map that plays."""
        return self._playing.player.locate_bytes(content, name)
