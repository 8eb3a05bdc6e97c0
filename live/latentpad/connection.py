"""The connection to latentpad's daemon: a subscription over UDP that never waits.

Says hello until the daemon answers, then pings it; one that is silent for `SILENCE` seconds is gone, until it answers
another hello. A daemon that was started again answers pings, but knows no subscribers: so hello is said again.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Callable

from .osc import Argument, Message, decode, encode

HOST = "127.0.0.1"
HELLO_SECONDS, PING_SECONDS, SILENCE = 1.0, 2.0, 7.0
HELLO_AGAIN_SECONDS = 5.0
PATIENCE = 2.5
"""Seconds after which a daemon that has not answered is said not to run."""
MAX_DATAGRAMS = 200
"""Datagrams read per poll: Live waits meanwhile."""


class Connection:
    """A subscription to the daemon at a port of this machine."""

    def __init__(self, port: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.is_up = False
        self._daemon = (HOST, port)
        self._clock = clock
        self._started = self._heard = self._next = self._hello_again = clock()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((HOST, 0))

    @property
    def is_missing(self) -> bool:
        """Whether the daemon is not there, and had time to answer."""
        return not self.is_up and self._clock() - self._started > PATIENCE

    def poll(self) -> list[Message]:
        """Keep the subscription up, and return what has come in."""
        messages = self._receive()
        now = self._clock()
        if messages:
            self._heard = now
            self.is_up = self.is_up or any(message.address == "/latentpad/welcome" for message in messages)
        elif now - self._heard > SILENCE:
            self.is_up = False
        if now >= self._next:
            self._next = now + (PING_SECONDS if self.is_up else HELLO_SECONDS)
            if self.is_up and now < self._hello_again:
                self.send("/latentpad/ping")
            else:
                self._hello_again = now + HELLO_AGAIN_SECONDS
                self.send("/latentpad/hello", self._socket.getsockname()[1], "Ableton Live")
        return messages

    def send(self, address: str, *arguments: Argument) -> None:
        """Send a message; one that cannot be sent is lost, as any datagram may be."""
        with suppress(OSError):  # nobody listens (Windows), or the network is being reconfigured
            self._socket.sendto(encode(address, *arguments), self._daemon)

    def close(self) -> None:
        """Unsubscribe."""
        with suppress(OSError):  # closed before
            self.send("/latentpad/bye", self._socket.getsockname()[1])
        self._socket.close()

    def _receive(self) -> list[Message]:
        """Return the messages that have come in from the daemon's port; others are none of ours."""
        messages = []
        for _ in range(MAX_DATAGRAMS):
            try:
                datagram, sender = self._socket.recvfrom(65536)
            except BlockingIOError:
                break
            except OSError:  # Windows reports here that an earlier datagram found nobody
                continue
            message = decode(datagram) if sender == self._daemon else None
            if message:
                messages.append(message)
        return messages
