"""The daemon: a thread that receives, a thread that renders, and their beginning and end."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from latentpad import __version__
from latentpad.daemon.dispatcher import Dispatcher, done_values
from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.options import DaemonOptions
from latentpad.daemon.replies import Job, Keep, MapFiles, Replies
from latentpad.daemon.signals import stop_signals
from latentpad.daemon.sockets import Endpoint
from latentpad.daemon.subscribers import Subscribers
from latentpad.errors import FolderError, LatentpadError, PortError
from latentpad.request import Rendered, Request
from latentpad.samples.history import History

logger = logging.getLogger(__name__)


class SamplePlayer(Protocol):
    """What the daemon needs of a player."""

    @property
    def bundle_name(self) -> str:
        """Name of what is being played."""

    @property
    def folder(self) -> Path:
        """Where new samples go."""

    @property
    def n_points(self) -> int:
        """Sounds on the map."""

    @property
    def sample_rate(self) -> int:
        """Samples a second."""

    def play(self, request: Request) -> Rendered:
        """Render one sample into the folder (raises LatentpadError)."""

    def keep(self, path: str, name: str = "") -> Path:
        """Copy a sample of the folder, the last one for an empty path, to the kept ones (raises FolderError)."""

    def map_files(self) -> tuple[Path, Path]:
        """Give the map as a JSON and as a picture (raises FolderError)."""


class Page(Protocol):
    """A page, as far as the daemon has to know: somebody else's door to the same instrument."""

    @property
    def address(self) -> str:
        """Where it is to be found."""

    def open(self, dispatcher: Dispatcher, replies: Replies, history: History, monitor: Monitor) -> None:
        """Take the port and begin to serve (raises PortError)."""

    def ready(self) -> None:
        """Know that sounds can be made from now on."""

    def close(self) -> None:
        """Say goodbye to everybody and give the port back; also where it never opened."""


class Daemon:
    """Plays what OSC asks for, from ``start`` to ``stop``."""

    def __init__(self, player: SamplePlayer, options: DaemonOptions, page: Page | None = None) -> None:
        self._player = player
        self._options = options
        self._page = page
        self._stopping = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._prepared = threading.Event()

    def start(self, prepared: bool = True) -> None:
        """Take the ports and begin to listen; what is to be rendered waits for `ready` unless all is ``prepared``.

        Raises
        ------
        PortError
            If a port cannot be had.
        """
        reply_port = self._options.reply_port
        _check_port(self._options.port, 0, "--port")
        _check_port(reply_port, 1, "--reply-port")
        self._endpoint = Endpoint(self._options.host, self._options.port)
        if self.port == reply_port:
            self._endpoint.close()
            raise PortError(f"latentpad would answer itself: {reply_port} is its own port (see --port, --reply-port)")
        self._queue: LatestQueue[Job] = LatestQueue()
        self._history, monitor, subscribers = History(), Monitor(), Subscribers()
        self._replies = Replies(self._endpoint, subscribers, monitor)
        self._dispatcher = self._make_dispatcher(subscribers, monitor)
        if self._page:
            try:
                self._page.open(self._dispatcher, self._replies, self._history, monitor)
            except BaseException:
                self._endpoint.close()
                raise
        self._threads = [
            threading.Thread(target=self._receive, name="latentpad-receive", daemon=True),
            threading.Thread(target=self._render, name="latentpad-render", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        if prepared:
            self.ready()

    def ready(self) -> None:
        """Let the rendering begin."""
        self._prepared.set()
        if self._page:
            self._page.ready()

    @property
    def port(self) -> int:
        """The port that the daemon has, which may be other than the one of its settings if that was 0."""
        return self._endpoint.port

    def ready_line(self) -> str:
        """Say in one line where to send what, and where the samples go."""
        player = self._player
        return (
            f"Ready: OSC on {' and '.join(self._endpoint.names)}, replies also to {self._options.reply_port}, "
            f"{player.bundle_name} ({player.n_points} sounds), new samples go to {player.folder}"
        )

    def stop(self) -> None:
        """Finish the sample in progress, drop what waits and give the port back; once is enough, more do no harm."""
        with self._stopping:
            if not self._threads:
                return
            self._endpoint.wake()
            self._threads[0].join()
            self._replies.drop(self._queue.cancel())
            self._queue.close()
            self._prepared.set()
            self._threads[1].join()
            self._threads = []
            if self._page:
                self._page.close()
            self._endpoint.close()
            logger.info("Stopped")

    def run(self, prepare: Callable[[], None] | None = None) -> None:
        """Start, prepare what takes a while, wait for a signal, stop; in the main thread (raises PortError)."""
        self.start(prepared=False)
        try:
            if prepare:
                logger.info("Warming up")
                prepare()
            with stop_signals() as wait:
                self.ready()
                if self._page:
                    logger.info("The map to play is %s: open it in a browser", self._page.address)
                logger.info("%s", self.ready_line())
                wait()
                logger.info("Stopping")
        finally:
            self.stop()

    def _make_dispatcher(self, subscribers: Subscribers, monitor: Monitor) -> Dispatcher:
        player = self._player
        return Dispatcher(
            (__version__, player.bundle_name, player.folder.absolute().as_posix(), player.n_points, player.sample_rate),
            (self.port, self._options.reply_port),
            self._queue,
            self._replies,
            subscribers,
            self._history,
            monitor,
            self._options.axes,
            self._options.trigger,
        )

    def _receive(self) -> None:
        for datagram, source in self._endpoint.receive():
            try:
                self._dispatcher.handle(datagram, source)
            except Exception:
                logger.exception("A datagram of %s could not be served", source)
                self._replies.tell(source, "error", -1, "internal", "latentpad has a fault; its log says more")

    def _render(self) -> None:
        self._prepared.wait()
        while (job := self._queue.take()) is not None:
            try:
                self._replies.tell(job.source, *self._done(job))
            except LatentpadError as error:
                logger.warning("Not done: %s", error)
                code = "folder" if isinstance(error, FolderError) else "render"
                self._replies.tell(job.source, "error", job.id, code, error)
            except Exception as error:
                logger.exception("Not done")
                text = f"{type(error).__name__}: {error} (the log says more)"
                self._replies.tell(job.source, "error", job.id, "render", text)

    def _done(self, job: Job) -> tuple[Any, ...]:
        """Do a job and give its answer: what kind, and its values."""
        match job.work:
            case Keep(path, name):
                kept = self._player.keep(path, name)
                self._history.mark_kept(Path(path).name, kept)
                return "kept", job.id, kept.as_posix()
            case MapFiles():
                return "map", *(path.as_posix() for path in self._player.map_files())
            case Request() as request:
                self._replies.tell(job.source, "busy", job.id)
                rendered = self._player.play(request)
                self._history.add(rendered, job.private)
                return "done", job.id, *done_values(rendered)


def _check_port(port: int, lowest: int, flag: str) -> None:
    if not lowest <= port <= 65535:
        raise PortError(f"{flag} must be {lowest} to 65535, not {port}")
