"""Who hears every answer, and until when."""

import threading
import time
from collections.abc import Callable

FORGOTTEN_AFTER = 60.0
MAX_SUBSCRIBERS = 32

Peer = tuple[str, int] | tuple[str, int, int, int]
"""An address as the socket gives it: host, port, and two more numbers in IPv6."""


def at_port(peer: Peer, port: int) -> Peer:
    """Return the address of another port of the same host."""
    return (peer[0], port) if len(peer) == 2 else (peer[0], port, peer[2], peer[3])


class Subscribers:
    """The addresses subscribed, by the source that said hello; for any number of threads.

    Parameters
    ----------
    clock
        Gives seconds from any start.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[Peer, tuple[tuple[Peer, ...], float]] = {}
        """Source → its peers and when it was last seen, the longest unseen first."""

    def add(self, source: Peer, peers: tuple[Peer, ...]) -> bool:
        """Subscribe ``peers`` for ``source``, in place of what it had before; tells whether that is any change."""
        with self._lock:
            self._expire()
            known = source in self._entries and self._entries[source][0] == peers
            self._see(source, peers)
            while len(self._entries) > MAX_SUBSCRIBERS:
                del self._entries[next(iter(self._entries))]
            return not known

    def refresh(self, source: Peer, reply: Peer) -> tuple[Peer, ...]:
        """Note that ``source`` lives and return what it subscribed.

        A source that never said hello stands for ``reply``, its host's reply port: shell tools send every message
        from another port.
        """
        with self._lock:
            self._expire()
            known = source in self._entries
            mine = [source] if known else [key for key, (peers, _) in self._entries.items() if reply in peers]
            for key in mine:
                self._see(key, self._entries[key][0])
            return self._entries[source][0] if known else (reply,) if mine else ()

    def remove(self, source: Peer, reply: Peer) -> None:
        """Forget what ``source`` subscribed or, if it never said hello, ``reply`` whoever subscribed it."""
        with self._lock:
            if self._entries.pop(source, None):
                return
            for key, (peers, seen) in list(self._entries.items()):
                self._entries[key] = tuple(peer for peer in peers if peer != reply), seen

    def peers(self) -> list[Peer]:
        """Everybody subscribed, each once."""
        with self._lock:
            self._expire()
            return list(dict.fromkeys(peer for peers, _ in self._entries.values() for peer in peers))

    def others(self, source: object, reply: Peer) -> list[Peer]:
        """Everybody whom others than ``source`` subscribed.

        A source that never said hello stands for ``reply``, its host's reply port, as in `refresh`.
        """
        with self._lock:
            self._expire()
            known = source in self._entries
            entries = [peers for key, (peers, _) in self._entries.items() if key != source]
            left_out = {source} if known else {source, reply}
            return [peer for peer in dict.fromkeys(peer for peers in entries for peer in peers) if peer not in left_out]

    def _see(self, source: Peer, peers: tuple[Peer, ...]) -> None:
        self._entries.pop(source, None)
        self._entries[source] = peers, self._clock()

    def _expire(self) -> None:
        oldest = self._clock() - FORGOTTEN_AFTER
        self._entries = {key: entry for key, entry in self._entries.items() if entry[1] > oldest}
