"""Binding of UDP and TCP ports: exclusively, or refused in one line.

Both loopback addresses are bound literally, whatever else is, since what ``localhost`` means differs from system to
system, and from program to program.
"""

import errno
import logging
import socket
import sys
from typing import NamedTuple

from latentpad.daemon.port_owner import port_owner
from latentpad.errors import PortError

logger = logging.getLogger(__name__)

NAMES = {socket.SOCK_DGRAM: "UDP", socket.SOCK_STREAM: "TCP"}

LOOPBACK = "127.0.0.1", "::1"
BESIDE = {"0.0.0.0": ("::1",), "::": ("0.0.0.0",)}
"""Addresses that are bound beside one that stands for many; beside all others, both loopback addresses."""

IN_USE_CODES = (errno.EADDRINUSE, errno.EACCES) if sys.platform == "win32" else (errno.EADDRINUSE,)

N_TRIES = 16
"""Ports that are tried if the system chooses: one may be free for the first address only."""


class PortInUseError(PortError):
    """Another program has the port."""


class InUse(NamedTuple):
    """The end of the error if another program has the port."""

    guess: str
    """Which program that may be, where the system does not tell; with the comma before it."""

    advice: str
    """What to do, with the full stop before it."""


def bind_all(host: str | None, port: int, kind: socket.SocketKind, in_use: InUse, flags: str) -> list[socket.socket]:
    """Bind a host, if one is given, and both loopback addresses, on one port.

    A system without IPv6 gets no ::1. ``::`` admits IPv4 as well. Parameters and errors are those of `bind`; the first
    socket is that of the host.
    """
    n_tries = N_TRIES if port == 0 else 1
    for n_left in reversed(range(n_tries)):
        first = bind(LOOPBACK[0] if host in (None, "localhost") else str(host), port, kind, in_use, flags)
        sockets, (own, chosen, *_) = [first], first.getsockname()
        try:
            for address in BESIDE.get(own, LOOPBACK):
                if address != own:
                    sockets += _bind_beside(address, chosen, kind, in_use, flags)
            break
        except PortInUseError:
            for sock in sockets:
                sock.close()
            if not n_left:
                raise
    return sockets


def _bind_beside(address: str, port: int, kind: socket.SocketKind, in_use: InUse, flags: str) -> list[socket.socket]:
    """Bind another address; none if the system has no such address (raises PortInUseError)."""
    try:
        return [bind(address, port, kind, in_use, flags)]
    except PortInUseError as error:
        raise PortInUseError(f"{error} It has the port at {address}, where localhost may lead.") from None
    except PortError as error:
        logger.info("Continuing without %s: %s", address, error)
        return []


def bind(host: str, port: int, kind: socket.SocketKind, in_use: InUse, flags: str) -> socket.socket:
    """Bind a non-blocking socket.

    Parameters
    ----------
    host, port
        The address; port 0 lets the system choose.
    kind
        SOCK_DGRAM or SOCK_STREAM.
    in_use
        End of the error if another program has the port.
    flags
        The options that choose host and port.

    Raises
    ------
    PortError
        There is no such address, or the port is not available.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=kind)[0]
        sock = socket.socket(family, kind)
    except (OSError, UnicodeError):
        raise PortError(f"--host {host}: no such address") from None
    try:
        # never SO_REUSEADDR for UDP: two programs would share the port, and one of them would receive nothing
        if family == socket.AF_INET6:  # else :: would take IPv4 on some systems, and on others not
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if sys.platform == "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        elif kind is socket.SOCK_STREAM:  # connections of an earlier run may still linger
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setblocking(False)
        sock.bind(address)
    except OSError as error:
        sock.close()
        if error.errno in IN_USE_CODES:
            owner = port_owner(port, kind)
            by = f" by {owner}" if owner else in_use.guess
            raise PortInUseError(f"{NAMES[kind]} port {port} is already in use{by}{in_use.advice}") from None
        raise PortError(f"{NAMES[kind]} port {port} of {host} cannot be used: {error} (see {flags})") from None
    return sock
