"""Bundles that wait to be served, a slice at a time: each sender's datagrams in their order, the senders in turn.

A datagram of 8 kB holds up to a thousand messages. Nobody else's message waits for all of them.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator

from latentpad.daemon.clients import Peer

SLICE_SECONDS = 0.003
"""After so long, the next sender has its turn."""

MAX_BYTES = 4 << 20
"""Bytes that wait at once."""

Serve = Callable[[bytes, Peer], Iterator[None]]
"""Serves a datagram message by message."""


class Turns:
    """Datagrams by sender; for one thread.

    Parameters
    ----------
    serve : callable
    clock : callable, optional
        Returns seconds from any start.
    """

    def __init__(self, serve: Serve, clock: Callable[[], float] = time.perf_counter) -> None:
        self._serve, self._clock = serve, clock
        self._waiting: dict[Peer, deque[bytes]] = {}
        """The datagrams of each sender, whose turn it is first."""
        self._begun: dict[Peer, Iterator[None]] = {}
        """The rest of the datagram of each sender that has been served in part."""
        self._n_bytes = 0

    def __bool__(self) -> bool:
        """Return whether anything waits."""
        return bool(self._waiting)

    def __contains__(self, source: Peer) -> bool:
        """Return whether anything of a sender waits."""
        return source in self._waiting

    def add(self, datagram: bytes, source: Peer) -> bool:
        """Add a datagram behind the others of its sender; return False, and do nothing, if too many bytes wait."""
        if self._n_bytes + len(datagram) > MAX_BYTES:
            return False
        self._n_bytes += len(datagram)
        self._waiting.setdefault(source, deque()).append(datagram)
        return True

    def serve_slice(self) -> None:
        """Serve messages of the sender whose turn it is, for SLICE_SECONDS."""
        source = next(iter(self._waiting), None)
        if source is None:
            return
        datagrams, until = self._waiting.pop(source), self._clock() + SLICE_SECONDS
        steps = self._begun.pop(source, None)
        while steps or datagrams:
            steps = steps or self._begin(datagrams.popleft(), source)
            for _ in steps:
                if self._clock() >= until:
                    self._begun[source] = steps
                    self._waiting[source] = datagrams
                    return
            steps = None

    def _begin(self, datagram: bytes, source: Peer) -> Iterator[None]:
        """Begin to serve a datagram."""
        self._n_bytes -= len(datagram)
        return self._serve(datagram, source)
