"""The daemon's UDP sockets: 127.0.0.1 and ::1 on one port, or one host that is asked for.

Both addresses are bound literally: what ``localhost`` means differs from system to system.
"""

import ipaddress
import logging
import selectors
import socket
from collections.abc import Iterable, Iterator

from latentpad.daemon.ports import bind, bind_loopback
from latentpad.daemon.subscribers import Peer

logger = logging.getLogger(__name__)

LARGEST_DATAGRAM = 65536
TAKEN = "(another latentpad, the Max editor, Protokol?); close that program or choose another port with --port"
FLAGS = "--host, --port"


class Endpoint:
    """Sockets that receive in one thread and send from any.

    Parameters
    ----------
    host
        The one address to bind; None for both loopback addresses.
    port
        0 lets the system choose.

    Raises
    ------
    PortError
        If there is no such address, or the port belongs to another program.
    """

    def __init__(self, host: str | None, port: int) -> None:
        if host in (None, "localhost"):
            self._sockets = bind_loopback(port, socket.SOCK_DGRAM, TAKEN, FLAGS)
        else:
            self._sockets = [bind(host, port, socket.SOCK_DGRAM, TAKEN, FLAGS)]
            _warn_if_open(str(self._sockets[0].getsockname()[0]))
        self._woken, self._waker = socket.socketpair()
        self.port: int = self._sockets[0].getsockname()[1]
        self.names = tuple(_name(sock) for sock in self._sockets)

    def receive(self) -> Iterator[tuple[bytes, Peer]]:
        """Give each datagram and who sent it, until ``wake``."""
        with selectors.DefaultSelector() as selector:
            for sock in (self._woken, *self._sockets):
                selector.register(sock, selectors.EVENT_READ, sock)
            while True:
                for key, _ in selector.select():
                    if key.data is self._woken:
                        return
                    if (received := _received(key.data)) is not None:
                        yield received

    def send(self, datagram: bytes, peers: Iterable[Peer]) -> None:
        """Send to each of ``peers``, once; one that cannot be reached does not keep the others from hearing."""
        by_family = {sock.family: sock for sock in self._sockets}
        for peer in dict.fromkeys(peers):
            try:
                by_family[socket.AF_INET if len(peer) == 2 else socket.AF_INET6].sendto(datagram, peer)
            except OSError as error:
                logger.debug("no answer to %s port %s: %s", peer[0], peer[1], error)

    def wake(self) -> None:
        """Let ``receive`` end."""
        self._waker.send(b"\0")

    def close(self) -> None:
        """Give the port back."""
        for sock in (*self._sockets, self._woken, self._waker):
            sock.close()


def _received(sock: socket.socket) -> tuple[bytes, Peer] | None:
    try:
        return sock.recvfrom(LARGEST_DATAGRAM)
    except OSError as error:
        # BlockingIOError: the checksum was wrong; ConnectionResetError: on Windows, nobody heard an earlier answer
        logger.debug("nothing received: %s", error)
        return None


def _warn_if_open(address: str) -> None:
    if not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        logger.warning("Listening on %s: anybody on the network can play, OSC has no password", address)


def _name(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"[{host}]:{port}" if sock.family == socket.AF_INET6 else f"{host}:{port}"
