"""Hostile pages: HTTP requests, WebSocket frames and messages that break the protocol, or nearly keep to it."""

import contextlib
import random
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from torture_daemon import AttackedDaemon, CountingClient
from torture_generators import PageFuzz
from torture_tally import Tally

BATCH, PER_CONNECTION = 100, 20
ANSWER_SECONDS = 0.05
"""How long the answer to a request is waited for; most broken ones get none."""

UPGRADE = (
    "GET /socket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def attack_page(folder: Path, tally: Tally, total: int) -> Iterator[None]:
    """Send a mix of all three; OSC must be answered, and an honest page be served."""
    with AttackedDaemon(folder) as daemon:
        client = CountingClient(daemon.port)
        first = daemon.resident_megabytes()
        while tally.done < total:
            fuzz = PageFuzz(tally.done, daemon.web_port)
            rng = random.Random(tally.done)
            for _ in range(BATCH // PER_CONNECTION):
                rng.choice((_requests, _frames, _messages, _messages))(daemon.web_port, fuzz)
            tally.done += BATCH
            if not client.is_answered():
                tally.note("hangs", "no pong within 10 s")
            client.send("cancel")
            try:
                with _page(daemon.web_port) as page:
                    page.recv(timeout=10)
            except (OSError, TimeoutError, InvalidHandshake, ConnectionClosed) as error:
                tally.note("losses", f"an honest page is not served: {error}")
            for path in daemon.drop.glob("*.wav"):
                path.unlink()
            tally.measured["resident, MB"] = f"{first:.0f} to {daemon.resident_megabytes():.0f}"
            tally.measured["descriptors"] = str(daemon.descriptors())
            if fault := daemon.fault():
                tally.note("crashes", fault)
                return
            yield
        client.close()
        if not daemon.stop():
            tally.note("hangs", "the daemon did not stop within 10 s")


def _requests(port: int, fuzz: Any) -> None:
    """Send broken HTTP requests, each over a connection of its own."""
    for _ in range(PER_CONNECTION):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0) as sock:
            sock.sendall(fuzz.request())
            sock.settimeout(ANSWER_SECONDS)
            sock.recv(65536)


def _frames(port: int, fuzz: Any) -> None:
    """Send broken frames over the sockets of pages."""
    for _ in range(PER_CONNECTION):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0) as sock:
            sock.sendall(UPGRADE.format(port=port).encode())
            sock.recv(4096)
            sock.sendall(fuzz.frame())
            sock.settimeout(ANSWER_SECONDS)
            sock.recv(65536)


def _messages(port: int, fuzz: Any) -> None:
    """Send hostile messages over the socket of one page."""
    with contextlib.suppress(OSError, TimeoutError, InvalidHandshake, ConnectionClosed), _page(port) as page:
        for _ in range(PER_CONNECTION):
            message = fuzz.message()
            is_text = isinstance(message, str)
            page.send(message.encode("utf-8", "surrogatepass") if is_text else message, text=is_text)


def _page(port: int) -> ClientConnection:
    """Open the socket of a page."""
    return connect(f"ws://127.0.0.1:{port}/socket", compression=None, max_size=None, max_queue=None)
