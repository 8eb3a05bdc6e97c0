"""Binding of UDP and TCP ports: exclusively, or refused in one line."""

import errno
import logging
import socket
import sys

from latentpad.errors import PortError

logger = logging.getLogger(__name__)

NAMES = {socket.SOCK_DGRAM: "UDP", socket.SOCK_STREAM: "TCP"}


def bind(host: str, port: int, kind: socket.SocketKind, in_use: str, flags: str) -> socket.socket:
    """Bind a non-blocking socket.

    Parameters
    ----------
    host, port
        The address; port 0 lets the system choose.
    kind
        SOCK_DGRAM or SOCK_STREAM.
    in_use
        End of the error if another program has the port: which program that may be, and what to do.
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
        if sys.platform == "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        elif kind is socket.SOCK_STREAM:  # connections of an earlier run may still linger
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setblocking(False)
        sock.bind(address)
    except OSError as error:
        sock.close()
        raise PortError(_refusal(NAMES[kind], host, port, error, in_use, flags)) from None
    return sock


def bind_loopback(port: int, kind: socket.SocketKind, in_use: str, flags: str) -> list[socket.socket]:
    """Bind 127.0.0.1 and ::1 literally, on one port: what ``localhost`` means differs from system to system.

    A system without IPv6 gets the first only. Parameters and errors are those of `bind`.
    """
    first = bind("127.0.0.1", port, kind, in_use, flags)
    try:
        return [first, bind("::1", first.getsockname()[1], kind, in_use, flags)]
    except PortError as error:
        logger.info("Continuing without IPv6 (::1): %s", error)
        return [first]


def _refusal(kind: str, host: str, port: int, error: OSError, in_use: str, flags: str) -> str:
    codes = (errno.EADDRINUSE, errno.EACCES) if sys.platform == "win32" else (errno.EADDRINUSE,)
    if error.errno in codes:
        return f"{kind} port {port} is already in use, {in_use}"
    return f"{kind} port {port} of {host} cannot be used: {error} (see {flags})"
