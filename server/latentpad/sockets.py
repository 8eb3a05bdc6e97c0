"""The daemon's UDP sockets: 127.0.0.1 and ::1 on one port, or one host that is asked for.

Both addresses are bound literally: what ``localhost`` means differs from system to system.
"""

import errno
import ipaddress
import logging
import selectors
import socket
import sys
from collections.abc import Iterable, Iterator

from latentpad.errors import PortError
from latentpad.subscribers import Peer

logger = logging.getLogger(__name__)

LARGEST_DATAGRAM = 65536


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
        self._sockets = _loopback(port) if host in (None, "localhost") else [_bound(str(host), port)]
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


def _loopback(port: int) -> list[socket.socket]:
    first = _bound("127.0.0.1", port)
    try:
        return [first, _bound("::1", first.getsockname()[1])]
    except PortError as error:
        logger.info("Going on without IPv6: %s", error)
        return [first]


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    except (OSError, UnicodeError):
        raise PortError(f"there is no host {host!r} (see --host)") from None
    try:
        sock = socket.socket(family, socket.SOCK_DGRAM)
    except OSError as error:  # a system without IPv6
        raise PortError(f"{host} cannot be used: {error} (see --host)") from None
    try:
        # never SO_REUSEADDR: two programs would share the port, and one of them hear nothing
        if sys.platform == "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        sock.setblocking(False)
        sock.bind(address)
    except OSError as error:
        sock.close()
        raise PortError(_refusal(host, port, error)) from None
    _warn_if_open(str(address[0]))
    return sock


def _refusal(host: str, port: int, error: OSError) -> str:
    in_use = (errno.EADDRINUSE, errno.EACCES) if sys.platform == "win32" else (errno.EADDRINUSE,)
    if error.errno in in_use:
        return (
            f"UDP port {port} of {host} is taken (another latentpad, the Max editor, Protokol?); "
            "close that program or choose another port with --port"
        )
    return f"{host} port {port} cannot be used: {error} (see --host, --port)"


def _warn_if_open(address: str) -> None:
    if not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        logger.warning("Listening on %s: anybody on the network can play, OSC has no password", address)


def _name(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"[{host}]:{port}" if sock.family == socket.AF_INET6 else f"{host}:{port}"
