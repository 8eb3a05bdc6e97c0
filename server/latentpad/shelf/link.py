"""The connection to the daemon: the page's WebSocket, opened again for as long as the shelf is open."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from latentpad.errors import one_line

RETRY_SECONDS = 1.0
OPENING_SECONDS = 5.0

MAX_MESSAGE_BYTES = 32_000_000
"""All samples of a full history, several times."""


@dataclass(frozen=True)
class Connected:
    """The daemon is there."""


@dataclass(frozen=True)
class Disconnected:
    """The daemon is not there, or serves no shelf."""

    reason: str
    """Empty if nothing answers: latentpad is not running."""


@dataclass(frozen=True)
class Received:
    """A message of the daemon."""

    address: str
    args: tuple[Any, ...]


Event = Connected | Disconnected | Received


class Link:
    """Connects from ``start`` to ``stop``; what happens is in `events`.

    Parameters
    ----------
    port : int
        Of the page.
    on_event : callable, optional
        Called in the connection's thread after each event.
    """

    def __init__(self, port: int, on_event: Callable[[], None] = lambda: None) -> None:
        self._url, self._on_event = f"ws://127.0.0.1:{port}/socket", on_event
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._connection: ClientConnection | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="latentpad-shelf-link", daemon=True)

    def start(self) -> None:
        """Connect, and try again every second until that succeeds."""
        self._thread.start()

    def events(self) -> list[Event]:
        """Return what has happened since the last call."""
        found = list[Event]()
        try:
            while True:
                found.append(self._events.get_nowait())
        except Empty:
            return found

    def send(self, address: str, *values: Any) -> bool:
        """Send a message; return whether the daemon was there to receive it."""
        connection = self._connection
        if connection is None:
            return False
        try:
            connection.send(json.dumps([address, *values]))
        except (ConnectionClosed, OSError):
            return False
        return True

    def stop(self) -> None:
        """Disconnect."""
        self._stopping.set()
        connection = self._connection
        if connection is not None:
            connection.close()
        self._thread.join(OPENING_SECONDS)

    def _run(self) -> None:
        told = None
        while not self._stopping.is_set():
            reason = self._follow()
            if reason != told and not self._stopping.is_set():
                self._put(Disconnected(reason or ""))
            told = reason
            self._stopping.wait(RETRY_SECONDS)

    def _follow(self) -> str | None:
        """Connect and receive until the connection ends; return why there was none, None if there was one."""
        try:
            connection = connect(
                self._url,
                compression=None,
                max_size=MAX_MESSAGE_BYTES,
                open_timeout=OPENING_SECONDS,
                proxy=None,
            )
        except InvalidStatus as error:
            return " ".join((error.response.body or b"").decode("utf-8", "replace").split()) or one_line(error)
        except (InvalidMessage, InvalidHandshake):
            return f"another program answers at {self._url.removeprefix('ws://').removesuffix('/socket')}"
        except OSError:  # a timeout, too
            return ""
        with connection:
            self._connection = connection
            self._put(Connected())
            try:
                for content in connection:
                    self._take(content)
            except (ConnectionClosed, OSError):
                pass
            self._connection = None
        self._put(Disconnected(""))
        return None

    def _take(self, content: str | bytes) -> None:
        """Read a message; sounds, and what is damaged, are left out."""
        try:
            found = json.loads(content) if isinstance(content, str) else None
        except ValueError:
            return
        if isinstance(found, list) and found and isinstance(found[0], str):
            self._put(Received(found[0], tuple(found[1:])))

    def _put(self, event: Event) -> None:
        self._events.put(event)
        self._on_event()
