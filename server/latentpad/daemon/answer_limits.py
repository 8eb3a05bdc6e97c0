"""How much is answered to one host, so that neither loops nor reflections arise.

A loop: a program answers errors with errors of its own, or with anything else that latentpad does not know. It ends
with the first error that is held back, since the other side then has nothing to answer.

A reflection: the sender of a datagram can be forged on a network, so that replies hit somebody else. They are bounded
in bytes per second. Nobody can forge the loopback address, where there is no such bound.
"""

import time
from collections.abc import Callable

from latentpad.daemon.clients import Peer, host_of, is_loopback
from latentpad.daemon.rate_limit import RateLimit
from latentpad.osc.protocol import PREFIX
from latentpad.osc.reports import is_report

FOREIGN = 16, 1.0
"""Errors about messages that are not meant for latentpad, per host: at once, and per second from then on."""

SAME = 16, 4.0
"""Errors about messages to the same address of latentpad's, per host."""

UNSERVED = 64, 16.0
"""Errors about messages of any address that cannot be served, per host."""

NETWORK = 256, 64.0
"""Errors about messages that cannot be served, to all hosts of the network together."""

FAILED = 512, 128.0
"""Errors about requests that were understood but failed, per host: their senders wait for an answer."""

NETWORK_BYTES = 128_000, 64_000.0
"""Bytes of replies of any kind, per host of the network."""

WELCOMES = 8, 1.0
"""Answers to ``hello``, per host of the network."""

FAILURES = ("history", "kind", "folder", "sound", "bundle", "render", "queue", "internal")
"""Codes of requests that were understood."""


class AnswerLimits:
    """Decides whether a reply is sent; for any number of threads.

    Parameters
    ----------
    clock : callable, optional
        Returns seconds from any start.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._foreign, self._same, self._unserved, self._network, self._failed = (
            RateLimit(*limit, clock) for limit in (FOREIGN, SAME, UNSERVED, NETWORK, FAILED)
        )
        self._bytes, self._welcomes = (RateLimit(*limit, clock) for limit in (NETWORK_BYTES, WELCOMES))

    def admits_error(self, peer: Peer, code: str, address: str) -> bool:
        """Return whether a host is sent an error about a message to an address; empty if it has none."""
        if is_report(address):
            return False
        host = host_of(peer)
        if code in FAILURES:
            return self._failed.admits(host)
        is_foreign = not address.startswith(PREFIX)
        if not (self._foreign.admits(host) if is_foreign else self._same.admits((host, address))):
            return False
        return self._unserved.admits(host) and (is_loopback(peer) or self._network.admits(""))

    def admits_bytes(self, peer: Peer, n_bytes: int) -> bool:
        """Return whether a host is sent a reply of so many bytes."""
        return is_loopback(peer) or self._bytes.admits(host_of(peer), n_bytes)

    def admits_welcome(self, peer: Peer) -> bool:
        """Return whether a host is sent the answer to ``hello``."""
        return is_loopback(peer) or self._welcomes.admits(host_of(peer))
