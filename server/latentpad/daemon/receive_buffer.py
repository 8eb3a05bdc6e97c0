"""The system's buffer for datagrams that are not read yet: its size, and how many did not fit into it."""

import os
import socket
import struct
import sys
from contextlib import suppress

WANTED_BYTES = 4 << 20
"""Room for thousands of messages. Linux grants no more than net.core.rmem_max, by default 0.2 MB before Linux 6.18."""

SO_RCVBUFFORCE, SO_MEMINFO = 33, 55
"""Options of Linux that Python has no names for: <asm-generic/socket.h>."""

MEMINFO = struct.Struct("9I")
DROPS = 8
"""Place of the number of drops in SO_MEMINFO: <linux/sock_diag.h>."""


def enlarge(sock: socket.socket) -> None:
    """Ask for WANTED_BYTES, or as many as the system grants."""
    if sys.platform == "linux":
        with suppress(OSError):  # takes CAP_NET_ADMIN
            sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, WANTED_BYTES)
            return
    n_bytes = WANTED_BYTES
    while n_bytes > size(sock):
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, n_bytes)
            return
        except OSError:  # macOS and BSD refuse more than kern.ipc.maxsockbuf
            n_bytes //= 2


def size(sock: socket.socket) -> int:
    """Return the bytes that were granted. Linux doubles what is asked for, and counts what it needs itself, too."""
    return sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) // (2 if sys.platform == "linux" else 1)


def n_lost(sock: socket.socket) -> int:
    """Return how many datagrams have not fitted since the socket was opened; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    try:
        return int(MEMINFO.unpack(sock.getsockopt(socket.SOL_SOCKET, SO_MEMINFO, MEMINFO.size))[DROPS])
    except (OSError, struct.error):  # before Linux 4.12
        return _n_lost_of_table(sock)


def _n_lost_of_table(sock: socket.socket) -> int:
    """Return the drops of a socket in /proc/net/udp, 0 if it is not there."""
    name = "udp6" if sock.family == socket.AF_INET6 else "udp"
    inode = str(os.fstat(sock.fileno()).st_ino)
    with suppress(OSError), open(f"/proc/net/{name}", encoding="ascii") as table:
        for line in table:
            columns = line.split()
            if len(columns) > 12 and columns[9] == inode:
                return int(columns[12])
    return 0
