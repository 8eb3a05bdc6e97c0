"""The switch to another bundle while the daemon runs.

The bundle is loaded in a thread of its own, while the present one plays on. Then the players are exchanged between two
renders: what still waits to be rendered belongs to the other map, and is dropped as if it had been cancelled. Clients
hear of it by ``bundle``. A bundle that cannot be loaded changes nothing.

To open a bundle from the daemon's own code, such as one that has just been made::

    opened: Future[BundleEntry] = dispatcher.bundles.open(path)
    entry = opened.result()  # or opened.add_done_callback(...); raises LatentpadError

The bundle is put on the shelf, under ``entry.name``, and it is the one that ``latentpad serve`` opens the next time.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from queue import Empty

from latentpad.daemon.bundle_replies import announce, answer, bundle_values, send_list
from latentpad.daemon.bundle_requests import BundleRequests, Opening
from latentpad.daemon.bundles import BundleEntry, Bundles
from latentpad.daemon.clients import Client
from latentpad.daemon.jobs import Job, is_render
from latentpad.daemon.latest_queue import LatestQueue
from latentpad.daemon.memory import release_memory
from latentpad.daemon.playing import Playing
from latentpad.daemon.replies import Replies
from latentpad.errors import BundleError
from latentpad.osc.parser import Command
from latentpad.osc.protocol import Reply, reply
from latentpad.printable import printable
from latentpad.samples.history import History

logger = logging.getLogger(__name__)

OLD_SECONDS = 1.5
"""After which nothing uses the old player any more: threads that read its sounds end when they are idle."""

STOP_SECONDS = 1.0
"""Longest time to wait for the thread to end; a disk may never answer."""


class BundleSwitch:
    """Opens bundles, one after the other, from ``start`` to ``stop``.

    Parameters
    ----------
    playing
        Its player is replaced.
    bundles
        Those that can be played, None for only the first.
    first
        The one that plays at the start.
    queue, replies, history
        What waits to be rendered, the outgoing side, and the samples.
    give_up_batch
        Releases a batch of the player that is replaced.
    """

    def __init__(
        self,
        playing: Playing,
        bundles: Bundles | None,
        first: BundleEntry,
        queue: LatestQueue[Job],
        replies: Replies,
        history: History,
        give_up_batch: Callable[[], None],
    ) -> None:
        self._playing, self._bundles, self._entry = playing, bundles, first
        self._queue, self._replies, self._history = queue, replies, history
        self._give_up_batch = give_up_batch
        self._requests = BundleRequests(self._open)
        self._has_old = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="latentpad-bundles", daemon=True)

    @property
    def entry(self) -> BundleEntry:
        """The bundle that plays now."""
        return self._entry

    def start(self) -> None:
        """Start to serve requests."""
        self._begin(self._entry, None)
        self._thread.start()

    def stop(self) -> bool:
        """Serve no more requests; return whether none is being served. A bundle that is being loaded is not played."""
        self._stopped.set()
        self._requests.put_end()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        return not self._thread.is_alive()

    def open(self, path: Path) -> Future[BundleEntry]:
        """Load the bundle at any path, put it on the shelf and play it, without waiting; from any thread.

        The path must not come from a client: those choose from the shelf, by `serve`.

        Returns
        -------
        Future
            Its result is the bundle on the shelf, once it plays; raises LatentpadError if it cannot be played, and
            CancelledError if another one was requested before it was loaded, or the daemon has stopped.
        """
        return self._requests.put(lambda bundles: bundles.look(path), None)

    def serve(self, command: Command, source: Client) -> None:
        """Serve ``bundle`` or ``bundles``, without waiting (raises OscError)."""
        if command.verb == "bundles":
            self._requests.put_list(lambda: self._send_list(command.id, source), command.id)
            return
        opened = self._requests.put(lambda bundles: bundles.choose(command.bundle), source)
        opened.add_done_callback(lambda future: answer(future, command.id, source, self._replies))

    def state(self) -> Reply:
        """Return the message that says which bundle plays."""
        return reply("bundle", *bundle_values(self._entry))

    def _send_list(self, id: int, source: Client) -> None:
        entries = self._bundles.entries() if self._bundles else [self._entry]
        send_list(entries, id, source, self._replies)

    def _run(self) -> None:
        while self._serve_next():
            pass

    def _serve_next(self) -> bool:
        """Wait for a request and serve it; return False at the end."""
        try:
            task = self._requests.take(OLD_SECONDS if self._has_old else None)
            if task is None:
                return False
            task()
        except Empty:
            self._tidy()
        except Exception:
            logger.exception("A message about bundles could not be served")
        return True

    def _open(self, opening: Opening) -> None:
        """Serve a request to open a bundle."""
        try:
            if self._stopped.is_set():
                raise CancelledError
            if self._bundles is None:
                raise BundleError(f"this latentpad plays {self._entry.name} only")
            opening.opened.set_result(self._play(opening.find(self._bundles), self._bundles, opening.source))
        except Exception as error:  # noqa: BLE001 - raised again by the future
            opening.opened.set_exception(error)

    def _play(self, entry: BundleEntry, bundles: Bundles, source: Client | None) -> BundleEntry:
        """Load a bundle and play it; one that plays already is only announced."""
        if (entry.digest, entry.path) == (self._entry.digest, self._entry.path):
            self._entry = bundles.remember(entry.path)
            announce(self._entry, source, self._replies)
            return self._entry
        self._tidy()
        player = bundles.open(entry.path)
        if self._stopped.is_set():
            raise CancelledError
        entry = bundles.remember(entry.path)
        self._playing.replace(player, lambda: self._begin(entry, source))
        logger.info("Playing %s (%s sounds)", printable(entry.name), entry.n_sounds)
        self._has_old = True
        return entry

    def _tidy(self) -> None:
        """Free the player that was replaced: it is large, and refers to itself."""
        if self._has_old:
            self._has_old = False
            release_memory()

    def _begin(self, entry: BundleEntry, source: Client | None) -> None:
        """Begin to play a bundle whose player is in place."""
        self._entry = entry
        self._replies.report_dropped(self._queue.cancel(is_render))
        self._give_up_batch()
        self._history.begin(entry.digest)
        self._replies.notices.clear()
        announce(self._entry, source, self._replies)
        digest = entry.digest
        self._playing.player.listen(lambda text: self._notify(text, digest))

    def _notify(self, text: str, digest: str) -> None:
        """Pass on a notice about a bundle while it plays."""
        if digest == self._entry.digest:
            self._replies.notify(text)
