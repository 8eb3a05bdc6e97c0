"""Clients of the daemon: OSC programs at their network addresses, and connected pages."""

import functools
import ipaddress
from typing import Protocol

from latentpad.osc.protocol import Reply

Peer = tuple[str, int] | tuple[str, int, int, int]
"""An address as the socket returns it: host, port, and two more numbers for IPv6."""


def at_port(peer: Peer, port: int) -> Peer:
    """Return the address of another port of the same host."""
    return (peer[0], port) if len(peer) == 2 else (peer[0], port, peer[2], peer[3])


def is_loopback(peer: Peer) -> bool:
    """Return whether an address is on this machine, where nobody can forge it."""
    return peer[0].startswith("127.") if len(peer) == 2 else peer[0] == "::1"


def host_of(peer: Peer) -> str:
    """Return the host of an address; of IPv6, the network of 64 bits, in which a host has any number of addresses."""
    return peer[0] if len(peer) == 2 or peer[0] == "::1" else _network(peer[0])


@functools.lru_cache(maxsize=256)
def _network(address: str) -> str:
    """Return the first 64 bits of an IPv6 address."""
    return str(ipaddress.IPv6Network((address.partition("%")[0], 64), strict=False))


class ConnectedClient(Protocol):
    """A connected client that receives every message."""

    def __hash__(self) -> int:
        """Return a hash by identity."""

    def send(self, message: Reply) -> None:
        """Send a reply, from any thread and without blocking."""


Client = Peer | ConnectedClient
