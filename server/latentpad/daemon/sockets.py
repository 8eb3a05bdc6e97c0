"""The daemon's UDP sockets: 127.0.0.1 and ::1 on one port, or the one host that is asked for."""

import ipaddress
import logging
import selectors
import socket
from collections.abc import Iterable, Iterator

from latentpad.daemon.clients import Peer
from latentpad.daemon.ports import bind, bind_loopback

logger = logging.getLogger(__name__)

MAX_DATAGRAM_BYTES = 65536
IN_USE = "probably by another latentpad, Max or an OSC monitor. Quit that program or choose another port with --port."
FLAGS = "--host, --port"


class Endpoint:
    """Sockets that receive in one thread and send from any.

    Parameters
    ----------
    host
        The one address to bind; None for both loopback addresses.
    port
        0 lets the system choose; once open, the attribute `port` is the one in use.
    """

    def __init__(self, host: str | None, port: int) -> None:
        self.port = port
        self.names: tuple[str, ...] = ()
        self._host = host
        self._sockets: list[socket.socket] = []
        self._wake_pair: tuple[socket.socket, ...] = ()
        """`receive` waits on the first, `wake` writes to the second."""

    def open(self) -> None:
        """Bind the sockets (raises PortError)."""
        if self._host in (None, "localhost"):
            self._sockets = bind_loopback(self.port, socket.SOCK_DGRAM, IN_USE, FLAGS)
        else:
            self._sockets = [bind(self._host, self.port, socket.SOCK_DGRAM, IN_USE, FLAGS)]
            _warn_if_public(str(self._sockets[0].getsockname()[0]))
        self._wake_pair = socket.socketpair()
        self.port = self._sockets[0].getsockname()[1]
        self.names = tuple(_name(sock) for sock in self._sockets)

    def receive(self) -> Iterator[tuple[bytes, Peer]]:
        """Yield each datagram with its sender, until ``wake``."""
        woken = self._wake_pair[0]
        with selectors.DefaultSelector() as selector:
            for sock in (woken, *self._sockets):
                selector.register(sock, selectors.EVENT_READ, sock)
            while True:
                for key, _ in selector.select():
                    if key.data is woken:
                        return
                    if (received := _receive_from(key.data)) is not None:
                        yield received

    def send(self, datagram: bytes, peers: Iterable[Peer]) -> None:
        """Send to each of ``peers`` once; an unreachable one does not stop the others."""
        by_family = {sock.family: sock for sock in self._sockets}
        for peer in dict.fromkeys(peers):
            try:
                by_family[socket.AF_INET if len(peer) == 2 else socket.AF_INET6].sendto(datagram, peer)
            except OSError as error:
                logger.debug("no reply to %s port %s: %s", peer[0], peer[1], error)

    def wake(self) -> None:
        """Make ``receive`` return."""
        self._wake_pair[1].send(b"\0")

    def close(self) -> None:
        """Release the port."""
        for sock in (*self._sockets, *self._wake_pair):
            sock.close()


def _receive_from(sock: socket.socket) -> tuple[bytes, Peer] | None:
    try:
        return sock.recvfrom(MAX_DATAGRAM_BYTES)
    except OSError as error:
        # BlockingIOError: a wrong checksum; ConnectionResetError: on Windows, an earlier reply found no listener
        logger.debug("nothing received: %s", error)
        return None


def _warn_if_public(address: str) -> None:
    if not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        logger.warning("Listening on %s: anyone on the network can play, OSC has no password", address)


def _name(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"[{host}]:{port}" if sock.family == socket.AF_INET6 else f"{host}:{port}"
