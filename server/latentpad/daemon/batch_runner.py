"""Batches in the render thread: one step at a time, so that a finger waits for one sample at most."""

import logging
from collections.abc import Iterator
from itertools import count

from latentpad.daemon.confinement import inside, request_inside
from latentpad.daemon.jobs import Grid, Job, MakeKit, Relatives, Way
from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.replies import Replies, done_values
from latentpad.daemon.sample_player import SampleBatch, SamplePlayer
from latentpad.errors import FolderError, LatentpadError
from latentpad.kits.recipes import LIKE, like_paths
from latentpad.request import Rendered
from latentpad.samples.history import History

logger = logging.getLogger(__name__)


class BatchRunner:
    """Renders the batch at the head of the queue's backlog; used by one thread."""

    def __init__(self, queue: LatestQueue[Job], replies: Replies, history: History) -> None:
        self._queue, self._replies, self._history = queue, replies, history
        self._numbers = count(1)
        self._number, self._index = 0, 0
        self._job: Job | None = None
        self._batch: SampleBatch | None = None
        self._steps: Iterator[Rendered | LatentpadError | None] = iter(())

    def step(self, job: Job, player: SamplePlayer) -> None:
        """Do a step of a batch, which a player begins, and send its replies; remove it from the queue when it ends.

        Raises
        ------
        LatentpadError
            It cannot be continued; then it has been removed, too.
        """
        try:
            self._do(job, player)
        except FolderError as error:
            self._end(job)
            if not self._index:
                raise
            raise FolderError(f"{error}; {self._index} of the batch's samples are written") from None
        except BaseException:
            self._end(job)
            raise

    def close(self) -> None:
        """Give up a batch that was cancelled."""
        self._job, self._batch, self._steps = None, None, iter(())

    def _do(self, job: Job, player: SamplePlayer) -> None:
        """Do a step; the first time, begin."""
        if self._batch is None or job is not self._job:
            self._replies.broadcast(job.source, "busy", job.id)
            self._job, self._number, self._index = job, next(self._numbers), 0
            self._batch = _make(job, player)
            self._steps = self._batch.steps()
        for step in self._steps:
            if step is not None:
                self._report(job, self._batch, step)
            return
        folder = self._batch.folder
        if self._end(job):
            self._replies.broadcast(job.source, "finished", job.id, folder.absolute().as_posix())

    def _report(self, job: Job, batch: SampleBatch, step: Rendered | LatentpadError) -> None:
        """Send the replies for a sample, or for a place that has none."""
        if isinstance(step, LatentpadError):
            self._replies.fail(job.source, job.id, "render", step)
        else:
            if isinstance(job.work, MakeKit):
                self._history.add_to_kit(step, self._number)
            else:
                self._history.add(step, job.private, self._number)
            self._replies.broadcast(job.source, "done", job.id, *done_values(step, self._index))
        self._index += 1
        self._replies.broadcast(job.source, "progress", job.id, self._index, batch.n)

    def _end(self, job: Job) -> bool:
        """Remove a batch; return whether it was not cancelled meanwhile."""
        self.close()
        return self._queue.discard(job)


def _make(job: Job, player: SamplePlayer) -> SampleBatch:
    """Return the batch of a job."""
    match job.work:
        case Relatives(request, n, amount, path):
            if path:
                _, request = request_inside(player, path)
            return player.vary(request, n, amount)
        case Way(request, points, n):
            return player.path(points, n, request)
        case Grid(request, columns, rows, corners):
            return player.grid(columns, rows, corners, request)
        case MakeKit(request, recipe, keep):
            kept = tuple(inside(player.folder, path) for path in keep)
            return player.kit(_admitted(recipe, player), request.seed, request, keep=kept)
    raise TypeError(f"{job.work} is not a batch")


def _admitted(recipe: str, player: SamplePlayer) -> str:
    """Return a recipe whose paths, if it has any, clients may name (raises OwnSoundError)."""
    paths = like_paths(recipe)
    return LIKE + "\n".join(str(player.admit(path)) for path in paths) if paths else recipe
