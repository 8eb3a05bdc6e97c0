"""The work of the render thread: jobs from the queue, one after another, with a reply to each."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from latentpad import __version__
from latentpad.daemon.batch_runner import BatchRunner
from latentpad.daemon.confinement import request_inside
from latentpad.daemon.jobs import (
    Approach,
    BatchWork,
    Grid,
    Job,
    KeepSample,
    Locate,
    MakeKit,
    PlayAgain,
    PlayMorph,
    Relatives,
    Way,
    WriteMap,
    is_render,
)
from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.playing import Playing
from latentpad.daemon.rate_limit import RateLimit
from latentpad.daemon.replies import Replies, done_values, located_values
from latentpad.daemon.sample_player import SamplePlayer
from latentpad.errors import FolderError, LatentpadError, OwnSoundError, RangeError, UnknownKindError
from latentpad.printable import printable
from latentpad.request import Rendered, Request
from latentpad.samples.history import History
from latentpad.sources import Morph

logger = logging.getLogger(__name__)

WARNINGS = 64, 4.0
"""Requests that failed, and are logged: at once, and per second from then on."""


class Worker:
    """Does the jobs of a queue until it is closed."""

    def __init__(self, playing: Playing, queue: LatestQueue[Job], replies: Replies, history: History) -> None:
        self._playing = playing
        self._queue = queue
        self._replies = replies
        self._history = history
        self._batches = BatchRunner(queue, replies, history)
        self._warnings = RateLimit(*WARNINGS)

    def run(self) -> None:
        """Do jobs and send their replies; errors are replies too."""
        while (job := self._queue.take()) is not None:
            self._serve(job)
        self._batches.close()

    def give_up_batch(self) -> None:
        """Give up a batch that was cancelled; only while no job is done."""
        self._batches.close()

    def _serve(self, job: Job) -> None:
        try:
            with self._playing.in_use() as player:
                if is_render(job) and job.bundle != player.digest:
                    self._drop(job)
                elif answer := self._do(job, player):
                    self._replies.broadcast(job.source, *answer)
        except LatentpadError as error:
            if self._warnings.admits(""):
                logger.warning("Request failed: %s", error)
            self._replies.fail(job.source, job.id, error_code(error), error)
        except Exception as error:
            logger.exception("Request failed")
            text = f"{type(error).__name__}: {printable(str(error))} (see the log)"
            self._replies.fail(job.source, job.id, "render", text)

    def _drop(self, job: Job) -> None:
        """Drop a job that was taken just when its map was replaced; a batch has been cancelled by then, or is now."""
        if not isinstance(job.work, BatchWork) or self._queue.discard(job):
            self._replies.report_dropped([job])

    def _do(self, job: Job, player: SamplePlayer) -> tuple[Any, ...]:
        """Do a job and return its reply: verb and values, or nothing."""
        match job.work:
            case KeepSample(path, name):
                kept = player.keep(path, name)
                self._history.mark_kept(Path(path).name, kept)
                return "kept", job.id, kept.as_posix()
            case WriteMap():
                return "map", *(path.as_posix() for path in player.map_files())
            case Approach(x, y):
                player.approach(x, y)
                return ()
            case Relatives() | Way() | Grid() | MakeKit():
                self._batches.step(job, player)
                return ()
            case Locate(path):
                found = player.admit(path)
                return "located", job.id, *located_values(found, player.locate(found))
            case Request() | PlayAgain() | PlayMorph() as work:
                self._replies.broadcast(job.source, "busy", job.id)
                rendered = _play(work, player)
                self._history.add(rendered, job.private)
                return "done", job.id, *done_values(rendered)


def _play(work: Request | PlayAgain | PlayMorph, player: SamplePlayer) -> Rendered:
    """Render one sample."""
    if isinstance(work, Request):
        return player.play(work)
    if isinstance(work, PlayMorph):
        morph = Morph(str(player.admit(work.path)), work.amount)
        return player.play(replace(work.request, source=morph))
    sample, _ = request_inside(player, work.path)
    return player.again(sample)


def error_code(error: LatentpadError) -> str:
    """Return the code with which an error in the render thread is sent."""
    codes = {OwnSoundError: "sound", FolderError: "folder", UnknownKindError: "arguments", RangeError: "number"}
    return next((code for kind, code in codes.items() if isinstance(error, kind)), "render")


def welcome_values(player: SamplePlayer) -> tuple[object, ...]:
    """Return the values of ``welcome``."""
    folder = player.folder.absolute().as_posix()
    return __version__, player.bundle_name, folder, player.n_points, player.sample_rate
