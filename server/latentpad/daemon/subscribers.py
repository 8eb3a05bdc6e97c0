"""Subscriptions to every reply, and their expiry."""

import threading
import time
from collections.abc import Callable

from latentpad.daemon.clients import Peer, is_loopback

EXPIRY_SECONDS = 60.0
MAX_SUBSCRIBERS = 32


class Subscribers:
    """The subscribed addresses, by the source that said hello; for any number of threads.

    Parameters
    ----------
    clock
        Returns seconds from any start.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[Peer, tuple[tuple[Peer, ...], float]] = {}
        """Source → its peers and when it was last seen, the longest unseen first."""

    def add(self, source: Peer, peers: tuple[Peer, ...]) -> bool:
        """Subscribe ``peers`` for ``source`` in place of its earlier ones; return whether anything has changed."""
        with self._lock:
            self._expire()
            known = source in self._entries and self._entries[source][0] == peers
            self._refresh_entry(source, peers)
            while len(self._entries) > MAX_SUBSCRIBERS:
                self._remove_one()
            return not known

    def refresh(self, source: Peer, reply: Peer) -> tuple[Peer, ...]:
        """Keep the subscription of ``source`` alive and return its peers.

        A source that never said hello stands for ``reply``, its host's reply port: shell tools send every message
        from another port.
        """
        with self._lock:
            self._expire()
            known = source in self._entries
            own = [source] if known else [key for key, (peers, _) in self._entries.items() if reply in peers]
            for key in own:
                self._refresh_entry(key, self._entries[key][0])
            return self._entries[source][0] if known else (reply,) if own else ()

    def own_peers(self, source: Peer, reply: Peer) -> tuple[Peer, ...]:
        """Return the peers of ``source``, or ``reply`` if it stands for that and it is subscribed, as in `refresh`."""
        with self._lock:
            self._expire()
            if source in self._entries:
                return self._entries[source][0]
            return (reply,) if any(reply in peers for peers, _ in self._entries.values()) else ()

    def remove(self, source: Peer, reply: Peer) -> None:
        """Remove the subscription of ``source`` or, if it never said hello, ``reply`` from every subscription."""
        with self._lock:
            if self._entries.pop(source, None):
                return
            for key, (peers, seen) in list(self._entries.items()):
                self._entries[key] = tuple(peer for peer in peers if peer != reply), seen

    def peers(self) -> list[Peer]:
        """Return every subscribed address once."""
        with self._lock:
            self._expire()
            return list(dict.fromkeys(peer for peers, _ in self._entries.values() for peer in peers))

    def others(self, source: object, reply: Peer) -> list[Peer]:
        """Return every address subscribed by a source other than ``source``.

        A source that never said hello stands for ``reply``, its host's reply port, as in `refresh`.
        """
        with self._lock:
            self._expire()
            known = source in self._entries
            entries = [peers for key, (peers, _) in self._entries.items() if key != source]
            left_out = {source} if known else {source, reply}
            return [peer for peer in dict.fromkeys(peer for peers in entries for peer in peers) if peer not in left_out]

    def _remove_one(self) -> None:
        """Remove the longest unseen source of the network, where sources can be forged, or else of this machine."""
        longest_unseen = next(iter(self._entries))
        del self._entries[next((source for source in self._entries if not is_loopback(source)), longest_unseen)]

    def _refresh_entry(self, source: Peer, peers: tuple[Peer, ...]) -> None:
        self._entries.pop(source, None)
        self._entries[source] = peers, self._clock()

    def _expire(self) -> None:
        oldest = self._clock() - EXPIRY_SECONDS
        self._entries = {key: entry for key, entry in self._entries.items() if entry[1] > oldest}
