"""Clients of the daemon: OSC programs at their network addresses, and connected pages."""

from typing import Protocol

from latentpad.osc.protocol import Reply

Peer = tuple[str, int] | tuple[str, int, int, int]
"""An address as the socket returns it: host, port, and two more numbers for IPv6."""


def at_port(peer: Peer, port: int) -> Peer:
    """Return the address of another port of the same host."""
    return (peer[0], port) if len(peer) == 2 else (peer[0], port, peer[2], peer[3])


class ConnectedClient(Protocol):
    """A connected client that receives every message."""

    def __hash__(self) -> int:
        """Return a hash by identity."""

    def send(self, message: Reply) -> None:
        """Send a reply, from any thread and without blocking."""


Client = Peer | ConnectedClient
