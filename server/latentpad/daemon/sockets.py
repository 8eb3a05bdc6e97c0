"""The daemon's UDP sockets: both loopback addresses on one port and, if one is asked for, another host."""

import ipaddress
import logging
import selectors
import socket
from collections.abc import Iterable, Sequence

from latentpad.daemon import receive_buffer
from latentpad.daemon.clients import Peer, is_loopback
from latentpad.daemon.ports import InUse, bind_all

logger = logging.getLogger(__name__)

MAX_DATAGRAM_BYTES = 65536

AT_ONCE = 64
"""Datagrams of a socket that are read before they are served."""

MAX_ARRIVED = 256
"""Senders that are remembered."""

IN_USE = InUse(
    ", probably by another latentpad, Max or an OSC monitor",
    ". Quit that program or choose another port with --port.",
)
FLAGS = "--host, --port"


class Endpoint:
    """Sockets that receive in one thread and send from any.

    Parameters
    ----------
    host
        An address to bind beside both loopback addresses; None for these alone.
    port
        0 lets the system choose; once open, the attribute `port` is the one in use.
    """

    def __init__(self, host: str | None, port: int) -> None:
        self.port = port
        self.names: tuple[str, ...] = ()
        self._host = host
        self._sockets: list[socket.socket] = []
        self._routes: dict[tuple[int, bool], socket.socket] = {}
        """The socket for a peer, by the length of its address and whether it is a loopback address."""
        self._arrived: dict[Peer, socket.socket] = {}
        """The socket at which each of the last senders arrived: answers from another address may be rejected."""
        self._selector: selectors.BaseSelector | None = None
        self._wake_pair: tuple[socket.socket, ...] = ()
        """`receive` waits on the first, `wake` writes to the second."""

    def open(self) -> None:
        """Bind the sockets (raises PortError)."""
        self._sockets = bind_all(self._host, self.port, socket.SOCK_DGRAM, IN_USE, FLAGS)
        self.port = self._sockets[0].getsockname()[1]
        self.names = tuple(map(_name, self._sockets))
        self._wake_pair = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for sock in (self._wake_pair[0], *self._sockets):
            self._selector.register(sock, selectors.EVENT_READ, sock)
        for sock in self._sockets:
            receive_buffer.enlarge(sock)
        self._routes = _routes(self._sockets)
        _warn_if_public([str(sock.getsockname()[0]) for sock in self._sockets])

    def receive(self, timeout: float | None) -> list[tuple[bytes, Peer]] | None:
        """Wait for datagrams, and return them with their senders; none after a timeout, None after ``wake``."""
        assert self._selector
        received: list[tuple[bytes, Peer]] = []
        keys = [key for key, _ in self._selector.select(timeout)]
        if any(key.data is self._wake_pair[0] for key in keys):
            return None
        for key in keys:
            found = _receive_from(key.data)
            received += found
            for _, source in found:
                self._arrived.pop(source, None)
                self._arrived[source] = key.data
        while len(self._arrived) > MAX_ARRIVED:
            del self._arrived[next(iter(self._arrived))]
        return received

    def send(self, datagram: bytes, peers: Iterable[Peer]) -> None:
        """Send to each of ``peers`` once; an unreachable one does not stop the others."""
        for peer in dict.fromkeys(peers):
            try:
                sock = self._arrived.get(peer) or self._routes[len(peer), is_loopback(peer)]
                sock.sendto(datagram, peer)
            except (OSError, KeyError) as error:
                logger.debug("no reply to %s port %s: %s", peer[0], peer[1], error)

    def n_lost(self) -> int:
        """Return how many datagrams the system had no room for."""
        return sum(map(receive_buffer.n_lost, self._sockets))

    @property
    def buffer_bytes(self) -> int:
        """How much the system has room for."""
        return min(map(receive_buffer.size, self._sockets))

    def wake(self) -> None:
        """Make ``receive`` return None."""
        self._wake_pair[1].send(b"\0")

    def close(self) -> None:
        """Release the port."""
        if self._selector:
            self._selector.close()
        for sock in (*self._sockets, *self._wake_pair):
            sock.close()


def _receive_from(sock: socket.socket) -> list[tuple[bytes, Peer]]:
    """Return what a socket has received, up to AT_ONCE datagrams."""
    received: list[tuple[bytes, Peer]] = []
    try:
        while len(received) < AT_ONCE:
            received.append(sock.recvfrom(MAX_DATAGRAM_BYTES))
    except BlockingIOError:  # no more
        pass
    except OSError as error:  # ConnectionResetError: on Windows, an earlier reply found no listener
        logger.debug("nothing received: %s", error)
    return received


def _routes(sockets: Sequence[socket.socket]) -> dict[tuple[int, bool], socket.socket]:
    """Return from which socket to send, by the length of a peer's address and whether it is on this machine."""
    routes: dict[tuple[int, bool], socket.socket] = {}
    for sock in sockets:
        name = sock.getsockname()
        routes.setdefault((len(name), is_loopback(name)), sock)
    for n, is_local in [*routes]:
        routes.setdefault((n, not is_local), routes[n, is_local])
    return routes


def _warn_if_public(addresses: Sequence[str]) -> None:
    public = [one for one in addresses if not ipaddress.ip_address(one.partition("%")[0]).is_loopback]
    if public:
        logger.warning("Listening on %s: anyone on the network can play, OSC has no password", " and ".join(public))


def _name(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"[{host}]:{port}" if sock.family == socket.AF_INET6 else f"{host}:{port}"
