"""Locating sounds for clients, in a thread of its own: neither the next message nor a render waits for a file."""

import logging
import queue
import threading
from contextlib import suppress
from typing import NamedTuple

from latentpad.daemon.clients import Client
from latentpad.daemon.replies import Replies, located_values
from latentpad.daemon.sample_player import SamplePlayer
from latentpad.errors import LatentpadError

logger = logging.getLogger(__name__)

MAX_WAITING = 256
"""Sounds that wait at once."""

STOP_SECONDS = 3.0
"""Longest time to wait for the thread to end: longer than the player waits for a disk."""


class Locate(NamedTuple):
    """A file to locate, and the client to reply to."""

    path: str
    """As the client named it."""

    source: Client
    id: int


class Locations:
    """Locates one sound after another and sends the replies, from ``start`` to ``stop``, once."""

    def __init__(self, player: SamplePlayer, replies: Replies) -> None:
        self._player, self._replies = player, replies
        self._waiting: queue.Queue[Locate | None] = queue.Queue(MAX_WAITING)
        self._thread = threading.Thread(target=self._run, name="latentpad-locate", daemon=True)

    def start(self) -> None:
        """Start."""
        self._thread.start()

    def add(self, job: Locate) -> bool:
        """Queue a file without waiting; return False if too many wait."""
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            return False
        return True

    def stop(self) -> None:
        """Finish the sound in progress and drop those that wait."""
        with suppress(queue.Empty):
            while job := self._waiting.get_nowait():
                self._replies.broadcast(job.source, "dropped", job.id)
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while (job := self._waiting.get()) is not None:
            try:
                self._do(job)
            except LatentpadError as error:
                self._replies.broadcast(job.source, "error", job.id, "sound", error)
            except Exception as error:
                logger.exception("A sound could not be located")
                text = f"{type(error).__name__}: {error} (see the log)"
                self._replies.broadcast(job.source, "error", job.id, "sound", text)

    def _do(self, job: Locate) -> None:
        """Locate a sound and send where it lives."""
        found = self._player.admit(job.path)
        self._replies.broadcast(job.source, "located", job.id, *located_values(found, self._player.locate(found)))
