"""Connections to the page's server that never end: unfinished requests, and pages that read nothing."""

import contextlib
import http.client
import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from torture_daemon import AttackedDaemon, CountingClient
from torture_tally import Tally

HELD, BATCH = 300, 100
HTTP_SECONDS = 10.0

UPGRADE = (
    "GET /socket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
OPENINGS = (
    "",
    "GET / HTTP/1.1\r\n",
    "GET /",
    "GET /map.json HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 1000000\r\n\r\n",
    UPGRADE,
    UPGRADE + "\x81",
)
"""What slow clients send, and no more; they read nothing."""


def hold_connections(folder: Path, tally: Tally, total: int) -> Iterator[None]:
    """Open connections and leave them, the oldest of 300 closed for each new one; OSC must be served all the time."""
    slowest = float(tally.measured.get("slowest sample meanwhile, ms", "0"))
    with AttackedDaemon(folder) as daemon:
        client = CountingClient(daemon.port)
        held = list[socket.socket]()
        while tally.done < total:
            rng = random.Random(tally.done)
            for _ in range(BATCH):
                held.append(_open(daemon.web_port if rng.random() < 0.8 else daemon.port, rng.choice(OPENINGS)))
                if len(held) > HELD:
                    held.pop(0).close()
            asked = time.monotonic()
            if client.ask("generate", rng.random(), rng.random(), verbs=("done",)) is None:
                tally.note("losses", "no sample while connections are held")
            slowest = max(slowest, 1000 * (time.monotonic() - asked))
            tally.done += BATCH
            tally.measured["slowest sample meanwhile, ms"] = f"{slowest:.0f}"
            tally.measured["descriptors"] = str(daemon.descriptors())
            if fault := daemon.fault():
                tally.note("crashes", fault)
                return
            yield
        for sock in held:
            sock.close()
        _check_page(daemon, tally)
        client.close()
        if not daemon.stop():
            tally.note("hangs", "the daemon did not stop within 10 s")
        yield


def _open(port: int, opening: str) -> socket.socket:
    """Open a connection, send its beginning, and read nothing."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.settimeout(1.0)
    with contextlib.suppress(OSError):
        sock.connect(("127.0.0.1", port))
        sock.sendall(opening.format(port=port).encode("latin-1"))
    return sock


def _check_page(daemon: AttackedDaemon, tally: Tally) -> None:
    """Count it as a hang if the page is not served again once the connections are closed."""
    deadline = time.monotonic() + HTTP_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", daemon.web_port, timeout=HTTP_SECONDS)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/")
            if connection.getresponse().status == http.client.OK:
                return
        connection.close()
        time.sleep(0.1)
    tally.note("hangs", "the page is not served after all connections were closed")
