"""What waits for the thread that opens bundles: requests to open one, of which the newest wins, and for their list."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import NamedTuple

from latentpad.daemon.bundles import BundleEntry, Bundles
from latentpad.daemon.clients import Client
from latentpad.errors import OscError

MAX_WAITING = 16
"""Requests of each kind that wait at once."""

Find = Callable[[Bundles], BundleEntry]


class Opening(NamedTuple):
    """A request to open a bundle."""

    find: Find
    source: Client | None
    opened: Future[BundleEntry]


class BundleRequests:
    """Requests in their order; put from any thread, taken by one.

    Parameters
    ----------
    open : callable
        Opens a bundle.
    """

    def __init__(self, open: Callable[[Opening], None]) -> None:
        self._open = open
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._openings: list[Opening] = []
        self._n_lists = 0

    def put(self, find: Find, source: Client | None) -> Future[BundleEntry]:
        """Add a request to open a bundle. Those that still wait then are cancelled when it is served, or too many."""
        opening, superseded = Opening(find, source, Future()), []
        with self._lock:
            if not self._openings:
                self._tasks.put(self._open_newest)
            elif len(self._openings) >= MAX_WAITING:
                superseded = [self._openings.pop(0)]
            self._openings.append(opening)
        _cancel(superseded)
        return opening.opened

    def put_list(self, send: Callable[[], None], id: int) -> None:
        """Add a request for the list of bundles, with the id of its message (raises OscError if too many wait)."""
        with self._lock:
            if self._n_lists >= MAX_WAITING:
                raise OscError("queue", f"{MAX_WAITING} requests for the bundles are waiting; ask again later", id)
            self._n_lists += 1
        self._tasks.put(lambda: self._list(send))

    def put_end(self) -> None:
        """Make `take` return None after what waits."""
        self._tasks.put(None)

    def take(self, timeout: float | None) -> Callable[[], None] | None:
        """Wait for a request, and return what serves it (raises queue.Empty after a timeout)."""
        return self._tasks.get(timeout=timeout)

    def _list(self, send: Callable[[], None]) -> None:
        with self._lock:
            self._n_lists -= 1
        send()

    def _open_newest(self) -> None:
        with self._lock:
            (*superseded, newest), self._openings = self._openings, []
        _cancel(superseded)
        if newest.opened.set_running_or_notify_cancel():
            self._open(newest)


def _cancel(openings: Iterable[Opening]) -> None:
    for opening in openings:
        opening.opened.cancel()
