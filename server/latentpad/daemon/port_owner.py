"""The program that has a port, where the system tells."""

import socket
from pathlib import PurePath

OTHERS = "a program of another user"

ARGUMENTS = 5
"""First arguments of a program among which ``latentpad`` is looked for: the interpreter's come first."""


def port_owner(port: int, kind: socket.SocketKind) -> str:
    """Return which program has a port: ``Max (process 812)``; empty if the system does not tell.

    Parameters
    ----------
    port : int
    kind : SocketKind
        SOCK_DGRAM or SOCK_STREAM; of a TCP port, the program that listens.
    """
    import psutil  # takes 30 ms, for what is rare

    is_tcp = kind is socket.SOCK_STREAM
    transport = "tcp" if is_tcp else "udp"
    try:
        found = [(one.laddr, one.status, one.pid) for one in psutil.net_connections(transport)]
    except (psutil.Error, OSError):  # macOS tells each program of its own user's only
        found = []
        for process in psutil.process_iter():
            try:
                found += [(one.laddr, one.status, process.pid) for one in process.net_connections(transport)]
            except (psutil.Error, OSError):
                continue
    listening = psutil.CONN_LISTEN
    owners = [
        pid
        for address, status, pid in found
        if address and address.port == port and (not is_tcp or status == listening)
    ]
    known = next((pid for pid in owners if pid), None)
    if known is None:
        return OTHERS if owners else ""
    return f"{_name(known)} (process {known})"


def _name(pid: int) -> str:
    """Return the name of a program; latentpad, if that is what an interpreter runs."""
    import psutil

    try:
        process = psutil.Process(pid)
        name: str = process.name()
        words = [PurePath(word).stem for word in process.cmdline()[:ARGUMENTS]]
    except (psutil.Error, OSError):
        return "a program"
    return "latentpad" if "latentpad" in words else name or "a program"
