"""The work of the render thread: jobs from the queue, one after another, with a reply to each."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from latentpad import __version__
from latentpad.daemon.jobs import Approach, Job, KeepSample, WriteMap
from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.replies import Replies
from latentpad.errors import FolderError, LatentpadError
from latentpad.request import Neighbour, Rendered, Request
from latentpad.samples.history import History

logger = logging.getLogger(__name__)


class SamplePlayer(Protocol):
    """The player as the daemon sees it."""

    @property
    def bundle_name(self) -> str:
        """Name of the loaded bundle."""

    @property
    def folder(self) -> Path:
        """The drop folder."""

    @property
    def n_points(self) -> int:
        """Number of sounds on the map."""

    @property
    def sample_rate(self) -> int:
        """Samples per second."""

    def play(self, request: Request) -> Rendered:
        """Render one sample into the drop folder (raises LatentpadError)."""

    def keep(self, path: str, name: str = "") -> Path:
        """Copy a sample of the folder, the last one for an empty path, to the kept ones (raises FolderError)."""

    def approach(self, x: float, y: float) -> None:
        """Have the library's sounds around a point read ahead, without waiting."""

    def random_point(self, kind: str = "") -> tuple[float, float]:
        """Return a random point of the map, or of a kind (raises UnknownKindError)."""

    def kind_point(self, kind: str, index: int = 0) -> tuple[float, float]:
        """Return one of a kind's points, each unlike those before it (raises UnknownKindError)."""

    def nearest(self, x: float, y: float, k: int = 1) -> list[Neighbour]:
        """Return the `k` sounds of the library nearest to a point."""

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with each notice, from any thread, and at once with those given so far."""

    def map_files(self) -> tuple[Path, Path]:
        """Return the paths of the map as JSON and as a picture (raises FolderError)."""


class Worker:
    """Does the jobs of a queue until it is closed."""

    def __init__(self, player: SamplePlayer, queue: LatestQueue[Job], replies: Replies, history: History) -> None:
        self._player = player
        self._queue = queue
        self._replies = replies
        self._history = history

    def run(self) -> None:
        """Do jobs and send their replies; errors are replies too."""
        while (job := self._queue.take()) is not None:
            try:
                if answer := self._do(job):
                    self._replies.broadcast(job.source, *answer)
            except LatentpadError as error:
                logger.warning("Request failed: %s", error)
                code = "folder" if isinstance(error, FolderError) else "render"
                self._replies.broadcast(job.source, "error", job.id, code, error)
            except Exception as error:
                logger.exception("Request failed")
                text = f"{type(error).__name__}: {error} (see the log)"
                self._replies.broadcast(job.source, "error", job.id, "render", text)

    def _do(self, job: Job) -> tuple[Any, ...]:
        """Do a job and return its reply: verb and values, or nothing."""
        match job.work:
            case KeepSample(path, name):
                kept = self._player.keep(path, name)
                self._history.mark_kept(Path(path).name, kept)
                return "kept", job.id, kept.as_posix()
            case WriteMap():
                return "map", *(path.as_posix() for path in self._player.map_files())
            case Approach(x, y):
                self._player.approach(x, y)
                return ()
            case Request() as request:
                self._replies.broadcast(job.source, "busy", job.id)
                rendered = self._player.play(request)
                self._history.add(rendered, job.private)
                return "done", job.id, *done_values(rendered)


def done_values(rendered: Rendered) -> tuple[object, ...]:
    """Return the values of ``done`` after its id."""
    request = rendered.request
    return (
        rendered.path.absolute().as_posix(),
        *(request.x, request.y, request.seed),
        *(rendered.sample_rate, rendered.n_samples, rendered.confidence, rendered.milliseconds),
    )


def welcome_values(player: SamplePlayer) -> tuple[object, ...]:
    """Return the values of ``welcome``."""
    folder = player.folder.absolute().as_posix()
    return __version__, player.bundle_name, folder, player.n_points, player.sample_rate
